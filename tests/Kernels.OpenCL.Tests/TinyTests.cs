namespace DeepPuzzles.Kernels.Tests;

/// <summary>Every kernel that shares local memory, and their second pass, at sizes so small that a simulator which looks for races can run them.</summary>
public sealed class TinyTests
{
    // Two steps of the deepest tile and one number more: both halves of local memory are written again.
    private const int Depth = 33;

    public static TheoryData<int> Tiles() => TileTests.All();

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Products_in_each_tile(int tile)
    {
        using var device = TileTests.On(tile);
        using var sample = new Sample();
        foreach (Walk walk in new[] { Walk.Dense, Walk.Transposed })
            Sums.Agree(new Ferry(device), $"tile {device.OnlyTile}", sample.Numbers<float>(walk, 9, Depth), sample.Numbers<float>(walk, Depth, 5), Depth, [9, 5], (on, x, y, c) => on.MatMul(x, y, c));
    }

    [Fact]
    public void A_product_in_parts_with_bias_and_activation()
    {
        using var sample = new Sample();
        View<float> bias = sample.Numbers<float>(Walk.Dense, 3);
        // Ramps stretch no error.
        Sums.Agree(OnOpenCl.Ferry, "in parts", sample.Numbers<float>(Walk.Dense, 1, 300), sample.Numbers<float>(Walk.Dense, 300, 3), 301, [1, 3], (on, x, y, c) => on.MatMul(default(Relu), x, y, bias, c));
    }

    [Fact]
    public void A_convolution_and_its_adjoints() =>
        ConvolutionTests.AllThree<float>(new(2, 2, 2, 3, (5, 6), (3, 2), new Sliding((2, 3), (1, 0), (1, 2))), Walk.Dense, Walk.Dense);
}

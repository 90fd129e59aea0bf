using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Each tile of the products, whatever sizes would choose it.</summary>
public sealed class TileTests
{
    public static TheoryData<int> All() => [.. Enumerable.Range(0, OpenClTile.All.Count())];

    [Theory]
    [MemberData(nameof(All))]
    public void Several_tiles_and_parts_of_the_depth_agree_with_the_reference(int tile)
    {
        using var device = On(tile);
        using var sample = new Sample();
        int m = device.OnlyTile!.Rows + 3, n = device.OnlyTile.Columns + 2, k = 260;
        Sums.Agree(new Ferry(device), $"tile {device.OnlyTile}", sample.Numbers<float>(Walk.Dense, m, k), sample.Numbers<float>(Walk.Dense, k, n), k, [m, n], (on, x, y, c) => on.MatMul(x, y, c));
    }

    // x² = 1 + 2⁻¹² + 2⁻²⁶ for x = 1 + 2⁻¹³; float32 rounds it to 1 + 2⁻¹², which is subtracted first: only a product that is not rounded leaves anything.
    [Theory]
    [MemberData(nameof(All))]
    public void A_product_is_rounded_together_with_its_sum(int tile)
    {
        using var device = On(tile);
        using var sample = new Sample();
        float x = 1 + MathF.ScaleB(1, -13);
        View<float> c = sample.Full(0f, Walk.Dense, 1, 1);
        new Ferry(device).MatMul(sample.Dense([-(x * x), x], 1, 2), sample.Dense([1f, x], 2, 1), c);
        Assert.Equal(MathF.ScaleB(1, -26), Sample.Values(c)[0]);
    }

    /// <summary>A device whose products all take that tile.</summary>
    internal static OpenClDevice On(int tile)
    {
        OpenClTile one = OpenClTile.All.ElementAt(tile);
        Assert.SkipUnless(one.Fits(sizeof(float), OnOpenCl.Device.Info), $"tile {one} does not fit {OnOpenCl.Device.Description}");
        return new OpenClDevice { OnlyTile = one };
    }
}

using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Each tile of the products, whatever sizes choose it, at sizes of a few numbers: what a checker of races can run, too.</summary>
public sealed class TileTests
{
    // Two steps of the deepest tile and one number more: both halves of local memory are written again.
    private const int Depth = 33;

    public static TheoryData<int> Tiles() => [.. Enumerable.Range(0, GroupTile.All.Count())];

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Products_agree_with_the_reference(int tile)
    {
        using var device = On(tile);
        using var sample = new Sample();
        foreach (Walk walk in new[] { Walk.Dense, Walk.Transposed })
            Sums.Agree(new Ferry(device), $"tile {device.OnlyTile}", sample.Numbers<float>(walk, 9, Depth), sample.Numbers<float>(walk, Depth, 5), Depth, [9, 5], (on, x, y, c) => on.MatMul(x, y, c));
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Several_tiles_and_parts_of_the_depth_agree_with_the_reference(int tile)
    {
        using var device = On(tile);
        using var sample = new Sample();
        int m = device.OnlyTile!.Rows + 3, n = device.OnlyTile.Columns + 2;
        Sums.Agree(new Ferry(device), $"tile {device.OnlyTile}", sample.Numbers<float>(Walk.Dense, m, 260), sample.Numbers<float>(Walk.Dense, 260, n), 260, [m, n], (on, x, y, c) => on.MatMul(x, y, c));
    }

    private static OpenClDevice On(int tile)
    {
        GroupTile one = GroupTile.All.ElementAt(tile);
        Assert.SkipUnless(one.Fits(sizeof(float), OnOpenCl.Device.Info), $"tile {one} does not fit {OnOpenCl.Device.Description}");
        return new OpenClDevice { OnlyTile = one };
    }
}

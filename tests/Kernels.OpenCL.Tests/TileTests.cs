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

    /// <summary>A device whose products all take that tile.</summary>
    internal static OpenClDevice On(int tile)
    {
        OpenClTile one = OpenClTile.All.ElementAt(tile);
        Assert.SkipUnless(one.Fits(sizeof(float), OnOpenCl.Device.Info), $"tile {one} does not fit {OnOpenCl.Device.Description}");
        return new OpenClDevice { OnlyTile = one };
    }
}

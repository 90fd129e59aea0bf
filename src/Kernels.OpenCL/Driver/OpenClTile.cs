namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>A tile of Tile.cl.</summary>
internal sealed class OpenClTile : GroupTile
{
    private static readonly OpenClTile s_large = new(128, 128, 8, 8, 8, cost: 4, leastGroups: 128);

    private static readonly OpenClTile s_medium = new(64, 64, 16, 4, 4, cost: 5, leastGroups: 64);

    /// <summary>Needs least of a device; many of it keep one busy that larger ones do not.</summary>
    private static readonly OpenClTile s_small = new(32, 32, 16, 4, 4, cost: 8);

    // For few rows, for few columns, for one row, for a handful of numbers.
    private static readonly OpenClTile[] s_all = [s_large, s_medium, s_small, new(16, 128, 8, 4, 4, cost: 8), new(128, 16, 8, 4, 4, cost: 8), new(1, 256, 4, 1, 4, cost: 16), new(1, 16, 16, 1, 1, cost: 24)];

    /// <summary>For devices whose groups are one item.</summary>
    private static readonly OpenClTile s_alone = new(4, 4, 4, 4, 4, cost: 8);

    private readonly string[] _options;

    private OpenClTile(int rows, int columns, int depth, int itemRows, int itemColumns, int cost, int leastGroups = 0)
        : base(rows, columns, depth, itemRows, itemColumns, cost, leastGroups)
    {
        string sizes = $"-DTILE_M={rows} -DTILE_N={columns} -DTILE_K={depth} -DITEM_M={itemRows} -DITEM_N={itemColumns}";
        _options = [.. Enumerable.Range(0, 8).Select(bits => sizes + ((bits & 1) != 0 ? " -DLEFT_ALONG" : "") + ((bits & 2) != 0 ? " -DRIGHT_ALONG" : "") + ((bits & 4) != 0 ? " -DFUSED" : ""))];
    }

    /// <summary>The one that sums so many products of m x n fastest on a device.</summary>
    internal static OpenClTile For(int m, int n, int products, int elementBytes, DeviceInfo device) =>
        (OpenClTile?)Fastest(s_all, m, n, products, elementBytes, device.LargestGroup, device.LocalBytes) ?? s_alone;

    /// <summary>Every one.</summary>
    internal static IEnumerable<OpenClTile> All => s_all.Append(s_alone);

    /// <summary>The definitions that compile Tile.cl to it.</summary>
    /// <param name="leftAlong">Do neighbours of the left operand stand along the depth?</param>
    /// <param name="rightAlong">The same for the right one.</param>
    /// <param name="fused">Is there a bias and an op?</param>
    internal string Options(bool leftAlong, bool rightAlong, bool fused) => _options[(leftAlong ? 1 : 0) + (rightAlong ? 2 : 0) + (fused ? 4 : 0)];

    internal bool Fits(int elementBytes, DeviceInfo device) => Fits(elementBytes, device.LargestGroup, device.LocalBytes);
}

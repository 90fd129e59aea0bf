namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>How large a tile of a product one group of Tile.cl sums, and how it shares it out among its items.</summary>
internal sealed class GroupTile
{
    /// <summary>Float32 only: twice the registers do not fit.</summary>
    private static readonly GroupTile s_large = new(128, 128, 8, 8, 8, cost: 4, leastGroups: 128);

    private static readonly GroupTile s_medium = new(64, 64, 16, 4, 4, cost: 5, leastGroups: 64);

    /// <summary>Needs least of a device; many of it keep one busy that larger ones do not.</summary>
    private static readonly GroupTile s_small = new(32, 32, 16, 4, 4, cost: 8);

    // For few rows, for few columns, for one row, for a handful of numbers.
    private static readonly GroupTile[] s_all = [s_large, s_medium, s_small, new(16, 128, 8, 4, 4, cost: 8), new(128, 16, 8, 4, 4, cost: 8), new(1, 256, 4, 1, 4, cost: 16), new(1, 16, 16, 1, 1, cost: 24)];

    /// <summary>For devices whose groups are one item.</summary>
    private static readonly GroupTile s_alone = new(4, 4, 4, 4, 4, cost: 8);

    private readonly string[] _options;

    /// <param name="rows">Rows of C that a tile covers, TILE_M.</param>
    /// <param name="columns">Columns, TILE_N.</param>
    /// <param name="depth">So many columns of A and rows of B lie in local memory at once, TILE_K.</param>
    /// <param name="itemRows">Rows of an item, ITEM_M; less than 4, or a multiple of it.</param>
    /// <param name="itemColumns">Columns of an item, ITEM_N.</param>
    /// <param name="cost">Time per element of C, relative to the others: it falls with the products that an item forms of a number it reads.</param>
    /// <param name="leastGroups">Fewer of them than that leave a large device idle, which smaller tiles do not.</param>
    private GroupTile(int rows, int columns, int depth, int itemRows, int itemColumns, int cost, int leastGroups = 0)
    {
        (Rows, Columns, Depth, Cost, LeastGroups) = (rows, columns, depth, cost, leastGroups);
        Items = rows / itemRows * (columns / itemColumns);
        string sizes = $"-DTILE_M={rows} -DTILE_N={columns} -DTILE_K={depth} -DITEM_M={itemRows} -DITEM_N={itemColumns}";
        _options = [.. Enumerable.Range(0, 8).Select(bits => sizes + ((bits & 1) != 0 ? " -DLEFT_ALONG" : "") + ((bits & 2) != 0 ? " -DRIGHT_ALONG" : "") + ((bits & 4) != 0 ? " -DFUSED" : ""))];
    }

    internal int Rows { get; }

    internal int Columns { get; }

    internal int Depth { get; }

    /// <summary>Work items of a group.</summary>
    internal int Items { get; }

    private int Cost { get; }

    private int LeastGroups { get; }

    /// <summary>The one that sums so many products of m x n fastest on a device.</summary>
    internal static GroupTile For(int m, int n, int products, int elementBytes, DeviceInfo device)
    {
        GroupTile? best = null;
        long least = long.MaxValue;
        foreach (GroupTile tile in s_all)
        {
            if (!tile.Fits(elementBytes, device)) continue;
            long groups = tile.Groups(m, n) * products, cost = groups * tile.Rows * tile.Columns * tile.Cost;
            if (groups < tile.LeastGroups || cost >= least) continue;
            (best, least) = (tile, cost);
        }
        return best ?? s_alone;
    }

    /// <summary>Every one.</summary>
    internal static IEnumerable<GroupTile> All => s_all.Append(s_alone);

    public override string ToString() => $"{Rows}x{Columns}";

    /// <summary>Tiles that cover m x n.</summary>
    internal long Groups(int m, int n) => (long)Blocks(m, Rows) * Blocks(n, Columns);

    /// <summary>The definitions that compile Tile.cl to it.</summary>
    /// <param name="leftAlong">Do neighbours of the left operand stand along the depth?</param>
    /// <param name="rightAlong">The same for the right one.</param>
    /// <param name="fused">Is there a bias and an op?</param>
    internal string Options(bool leftAlong, bool rightAlong, bool fused) => _options[(leftAlong ? 1 : 0) + (rightAlong ? 2 : 0) + (fused ? 4 : 0)];

    internal bool Fits(int elementBytes, DeviceInfo device) =>
        Items <= device.LargestGroup && LocalBytes(elementBytes) <= device.LocalBytes && (elementBytes == sizeof(float) || this != s_large);

    internal static int Blocks(int size, int block) => (int)(((long)size + block - 1) / block);

    // Both operands twice, their rows four longer than a multiple of four.
    private long LocalBytes(int elementBytes) => 2L * Depth * (Pitch(Rows) + Pitch(Columns)) * elementBytes;

    private static int Pitch(int tile) => (Blocks(tile, 4) + 1) * 4;
}

namespace DeepPuzzles.Kernels;

/// <summary>How large a tile of a product one group sums, and how it shares it out among its items. How it is told to a compiler, each back-end says.</summary>
internal abstract class GroupTile
{
    /// <summary>Of sums, in an item: 64 of float32.</summary>
    private const int MostRegisterBytes = 256;

    private readonly int _itemSums;

    /// <param name="rows">Rows of C that a tile covers.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="depth">So many columns of A and rows of B lie in local memory at once.</param>
    /// <param name="itemRows">Rows of an item; less than 4, or a multiple of it.</param>
    /// <param name="itemColumns">Columns of an item.</param>
    /// <param name="cost">Time per element of C, relative to the others: it falls with the products that an item forms of a number it reads.</param>
    /// <param name="leastGroups">Fewer of them than that leave a large device idle, which smaller tiles do not.</param>
    protected GroupTile(int rows, int columns, int depth, int itemRows, int itemColumns, int cost, int leastGroups)
    {
        (Rows, Columns, Depth, Cost, LeastGroups) = (rows, columns, depth, cost, leastGroups);
        _itemSums = itemRows * itemColumns;
        Items = rows / itemRows * (columns / itemColumns);
    }

    internal int Rows { get; }

    internal int Columns { get; }

    internal int Depth { get; }

    /// <summary>Work items of a group.</summary>
    internal int Items { get; }

    private int Cost { get; }

    private int LeastGroups { get; }

    public override string ToString() => $"{Rows}x{Columns}";

    /// <summary>The one of some tiles that sums so many products of m x n fastest on a device; null where none fits it or keeps it busy.</summary>
    /// <param name="tiles">Some tiles; the first of equals is taken.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="products">How many of them.</param>
    /// <param name="elementBytes">Bytes of a number.</param>
    /// <param name="mostItems">The largest group of the device.</param>
    /// <param name="localBytes">Its local memory for a group.</param>
    internal static GroupTile? Fastest(ReadOnlySpan<GroupTile> tiles, int m, int n, int products, int elementBytes, int mostItems, long localBytes)
    {
        GroupTile? best = null;
        long least = long.MaxValue;
        foreach (GroupTile tile in tiles)
        {
            if (!tile.Fits(elementBytes, mostItems, localBytes)) continue;
            long groups = tile.Groups(m, n) * products, cost = groups * tile.Rows * tile.Columns * tile.Cost;
            if (groups < tile.LeastGroups || cost >= least) continue;
            (best, least) = (tile, cost);
        }
        return best;
    }

    /// <summary>Twice the registers that many sums of float32 take do not fit.</summary>
    protected bool Fits(int elementBytes, int mostItems, long localBytes) =>
        Items <= mostItems && LocalBytes(elementBytes) <= localBytes && elementBytes * _itemSums <= MostRegisterBytes;

    /// <summary>Tiles that cover m x n.</summary>
    private long Groups(int m, int n) => (long)Blocks(m, Rows) * Blocks(n, Columns);

    // Both operands twice, their rows four longer than a multiple of four.
    private long LocalBytes(int elementBytes) => 2L * Depth * (Pitch(Rows) + Pitch(Columns)) * elementBytes;

    internal static int Blocks(int size, int block) => (int)(((long)size + block - 1) / block);

    private static int Pitch(int tile) => (Blocks(tile, 4) + 1) * 4;
}

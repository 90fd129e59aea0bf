namespace DeepPuzzles.Kernels;

/// <summary>The sizes of a tiled product.</summary>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">How many products each element of C sums, at most.</param>
/// <param name="Products">How many of that size.</param>
/// <param name="LeftAlong">Do neighbours of A stand along the depth?</param>
/// <param name="RightAlong">The same for B.</param>
/// <param name="Inner">So many neighbours of C share a number of the bias.</param>
/// <param name="Channels">Numbers of the bias.</param>
internal readonly record struct Extents(int M, int N, int K, int Products, bool LeftAlong, bool RightAlong, int Inner = 1, int Channels = 1)
{
    /// <summary>Are neighbours along the depth nearer than neighbouring lines? Items then read along the depth.</summary>
    internal static bool IsAlong(int step, int line, int lines) => lines == 1 || line == 0 || (step != 0 && Math.Abs((long)step) < Math.Abs((long)line));
}

/// <summary>How the work is cut: tiles of C, and parts of the depth, whose sums lie one after the other, a count apart. The structure <c>cut</c> of
/// Tile.cl.</summary>
internal readonly record struct Cut(int RowTiles, int ColumnTiles, int Parts, int Depth, int Count)
{
    /// <summary>So many groups keep the largest device busy. It does not depend on the device, so sums have one tree on all of them.</summary>
    private const int EnoughGroups = 256;

    /// <summary>A shorter part costs more in its second pass than it saves.</summary>
    private const int LeastDepth = 128;

    internal static Cut Of(GroupTile tile, in Extents sizes, int count)
    {
        int rows = GroupTile.Blocks(sizes.M, tile.Rows), columns = GroupTile.Blocks(sizes.N, tile.Columns);
        long groups = (long)rows * columns * sizes.Products;
        int parts = (int)Math.Max(1, Math.Min(EnoughGroups / groups, sizes.K / LeastDepth));
        int depth = Math.Max(1, GroupTile.Blocks(GroupTile.Blocks(sizes.K, parts), tile.Depth)) * tile.Depth;
        return new Cut(rows, columns, Math.Max(1, GroupTile.Blocks(sizes.K, depth)), depth, count);
    }
}

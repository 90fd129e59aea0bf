using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// C = op(A · B + bias) in the tiles of Tile.cl, whatever A and B are. Where C is small and the sums are long, parts of the depth are summed beside one
// another and added in their order by a second kernel.
public sealed unsafe partial class OpenClDevice
{
    /// <summary>So many groups keep the largest device busy. It does not depend on the device; the tile does, by its
    /// local memory and the size of its groups, and with it the tree of long sums.</summary>
    private const int EnoughGroups = 256;

    /// <summary>A shorter part costs more in its second pass than it saves.</summary>
    private const int LeastDepth = 128;

    /// <summary>The tile of all products, whatever their sizes: tests compare each tile with small matrices. Null chooses by the sizes.</summary>
    internal GroupTile? OnlyTile { get; init; }

    /// <summary>The sizes of a tiled product.</summary>
    /// <param name="M">Rows of C.</param>
    /// <param name="N">Columns of C.</param>
    /// <param name="K">How many products each element of C sums, at most.</param>
    /// <param name="Products">How many of that size.</param>
    /// <param name="LeftAlong">Do neighbours of A stand along the depth?</param>
    /// <param name="RightAlong">The same for B.</param>
    /// <param name="Inner">So many neighbours of C share a number of the bias.</param>
    /// <param name="Channels">Numbers of the bias.</param>
    private readonly record struct Extents(int M, int N, int K, int Products, bool LeftAlong, bool RightAlong, int Inner = 1, int Channels = 1);

    /// <summary>The structure <c>cut</c> of Tile.cl.</summary>
    private readonly record struct Cut(int RowTiles, int ColumnTiles, int Parts, int Depth, int Count)
    {
        internal static Cut Of(GroupTile tile, in Extents sizes, int count)
        {
            int rows = GroupTile.Blocks(sizes.M, tile.Rows), columns = GroupTile.Blocks(sizes.N, tile.Columns);
            long groups = (long)rows * columns * sizes.Products;
            int parts = (int)Math.Max(1, Math.Min(EnoughGroups / groups, sizes.K / LeastDepth));
            int depth = Math.Max(1, GroupTile.Blocks(GroupTile.Blocks(sizes.K, parts), tile.Depth)) * tile.Depth;
            return new Cut(rows, columns, Math.Max(1, GroupTile.Blocks(sizes.K, depth)), depth, count);
        }
    }

    private void Tiled<TJob, T>(string file, in TJob job, in Extents sizes, OpSource? op, in View<T> a, in View<T> b, in View<T> bias, in View<T> y)
        where TJob : unmanaged
        where T : unmanaged, INumber<T>
    {
        GroupTile tile = OnlyTile ?? GroupTile.For(sizes.M, sizes.N, sizes.Products, sizeof(T), Info);
        var cut = Cut.Of(tile, sizes, y.Layout.Count);
        if (cut.Parts == 1)
        {
            Tiled(file, job, sizes, tile, cut, op, a, b, bias, y);
            return;
        }
        int count = checked(cut.Parts * cut.Count);
        var parts = new View<T>(Acquire((long)count * sizeof(T)), Layout.Contiguous([count]));
        try
        {
            Tiled(file, job, sizes, tile, cut, null, a, b, bias, parts);
            Arguments arguments = default;
            if (op is not null)
            {
                arguments.AddConstants<T>(op.Constants);
                arguments.Add(bias);
                arguments.Add(sizes.Inner);
                arguments.Add(sizes.Channels);
            }
            arguments.Add(cut.Parts);
            arguments.Add(cut.Count);
            arguments.Add(parts);
            arguments.AddResult(y);
            _queue.Run(_programs[new KernelKey("Parts.cl", "parts", ElementTypes.Of<T>(), op, Options: op is null ? "" : "-DFUSED")], arguments, GroupsFor(cut.Count));
        }
        finally
        {
            Release(parts.Buffer);
        }
    }

    private void Tiled<TJob, T>(string file, in TJob job, in Extents sizes, GroupTile tile, in Cut cut, OpSource? op, in View<T> a, in View<T> b, in View<T> bias, in View<T> y)
        where TJob : unmanaged
        where T : unmanaged, INumber<T>
    {
        Arguments arguments = default;
        arguments.Add(job);
        arguments.Add(cut);
        if (op is not null)
        {
            arguments.AddConstants<T>(op.Constants);
            arguments.Add(bias);
        }
        arguments.Add(a);
        arguments.Add(b);
        arguments.AddResult(y);
        int groups = checked(cut.RowTiles * cut.ColumnTiles * cut.Parts * sizes.Products);
        var key = new KernelKey(file, "product", ElementTypes.Of<T>(), op, Options: tile.Options(sizes.LeftAlong, sizes.RightAlong, op is not null));
        _queue.Run(_programs[key], arguments, new Groups(groups, 1, 1, tile.Items, 1));
    }

    /// <summary>Are neighbours along the depth nearer than neighbouring lines? Items then read along the depth.</summary>
    private static bool IsAlong(int step, int line, int lines) => lines == 1 || line == 0 || (step != 0 && Math.Abs((long)step) < Math.Abs((long)line));
}

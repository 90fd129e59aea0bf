using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// C = op(A · B + bias) in the tiles of Tile.cl, whatever A and B are. Where C is small and the sums are long, parts of the depth are summed beside one
// another and added in their order by a second kernel.
public sealed unsafe partial class OpenClDevice
{
    /// <summary>The tile of all products, whatever their sizes: tests compare each tile with small matrices. Null chooses by the sizes.</summary>
    internal OpenClTile? OnlyTile { get; init; }

    private void Tiled<TJob, T>(string file, in TJob job, in Extents sizes, OpSource? op, in View<T> a, in View<T> b, in View<T> bias, in View<T> y)
        where TJob : unmanaged
        where T : unmanaged, INumber<T>
    {
        OpenClTile tile = OnlyTile ?? OpenClTile.For(sizes.M, sizes.N, sizes.Products, sizeof(T), Info);
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

    private void Tiled<TJob, T>(string file, in TJob job, in Extents sizes, OpenClTile tile, in Cut cut, OpSource? op, in View<T> a, in View<T> b, in View<T> bias, in View<T> y)
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
}

using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// C = finish(A · B) in the tiles of Tile.Ilgpu.cs, whatever A and B are. Where C is small and the sums are long, parts of the depth are summed beside one
// another and added in their order by a second kernel.
public sealed unsafe partial class IlgpuDevice
{
    /// <summary>May products of float32 matrices and convolutions of float32 round their factors to tf32 (11 bits; relative error up to 2⁻¹¹ of each
    /// factor), and sum in float32, where they are large enough for tensor cores? Not if nothing is said.</summary>
    /// <exception cref="DeviceException">The device has no such tensor cores.</exception>
    public bool UsesTensorFloat32
    {
        get;
        init => field = !value || Hardware.HasTensorFloat32(_hardware) ? value
            : throw new DeviceException($"{Name}: tf32 needs an NVIDIA card of compute capability 8.0 or later; {_hardware.Name} is none");
    }

    /// <summary>The tile of all products, whatever their sizes: tests compare each tile with small matrices. Null chooses by the sizes.</summary>
    internal IlgpuTile? OnlyTile { get; init; }

    private IlgpuTile TileFor<T>(int m, int n, int products)
        where T : unmanaged
    {
        IlgpuTile tile = OnlyTile ?? IlgpuTile.For(m, n, products, sizeof(T), GroupSize);
        return UsesTensorFloat32 && typeof(T) == typeof(float) && tile.Items == IlgpuTile.Tensor.Items ? IlgpuTile.Tensor : tile;
    }

    private void Tiled<TProduct, TFinish, T>(IlgpuTile tile, TProduct product, in Launch inputs, in Extents sizes, TFinish finish, in View<T> y)
        where TProduct : struct, IProduct<TProduct, T>
        where TFinish : struct, IFinish<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cut = Cut.Of(tile, sizes, y.Layout.Count);
        Launch tiles = inputs.By(new Groups(checked(cut.RowTiles * cut.ColumnTiles * cut.Parts * sizes.Products), 1, 1, tile.Items, 1));
        if (cut.Parts == 1)
        {
            tile.Run(Queue, tiles.Writes(y), product, cut, finish, All<T>(y.Buffer), y.Layout.Offset);
            return;
        }
        Buffer parts = Acquire((long)checked(cut.Parts * cut.Count) * sizeof(T));
        try
        {
            tile.Run(Queue, tiles.Hands(parts), product, cut, default(Plain<T>), All<T>(parts), 0);
            Queue.Run(PartsKernel.Run<TFinish, T>, inputs.By(For(cut.Count).Groups).Hands(parts).Writes(y), cut.Parts, cut.Count, sizes.Inner, sizes.Channels, finish, All<T>(parts), 0, All<T>(y.Buffer), y.Layout.Offset);
        }
        finally
        {
            Release(parts);
        }
    }

    /// <summary>The arrays that go into a product.</summary>
    private Launch Inputs<T>(in View<T> left, in View<T> right, View<T>? bias = null)
        where T : unmanaged => new Launch(Name, default).Reads(left).Reads(right).Reads(bias);

    private Biased<TOp, T> Finish<TOp, T>(TOp op, in View<T> bias)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(op, All<T>(bias.Buffer), bias.Layout.Offset);
}

using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>A tile of Tile.Ilgpu.cs, and the kernel that sums it.</summary>
internal abstract class IlgpuTile : GroupTile
{
    // Of the thread groups of every card, the first for float32 only. Costs as those of OpenCL's tiles.
    private static readonly IlgpuTile[] s_large =
    [
        new TileOf8x8<Tile128x128>(cost: 4, leastGroups: 128), new TileOf4x4<Tile64x64>(cost: 5, leastGroups: 64), new TileOf4x4<Tile32x32>(cost: 8), new TileOf1x4<Tile4x128>(cost: 16),
    ];

    /// <summary>That of tensor cores, for float32.</summary>
    internal static readonly IlgpuTile Tensor = new TileOfTensors<Tile128x128>(cost: 1);

    /// <summary>Of groups of 16 threads, the same walks.</summary>
    private static readonly IlgpuTile[] s_small = [new TileOf8x8<Tile32x32Of16>(cost: 4, leastGroups: 2), new TileOf4x4<Tile16x16>(cost: 5), new TileOf1x4<Tile4x16>(cost: 16)];

    /// <summary>Of shared memory, for a group on every card.</summary>
    private const int SharedBytes = 48 << 10;

    protected IlgpuTile(int rows, int columns, int depth, int itemRows, int itemColumns, int cost, int leastGroups)
        : base(rows, columns, depth, itemRows, itemColumns, cost, leastGroups)
    {
    }

    /// <summary>Every one.</summary>
    internal static IEnumerable<IlgpuTile> All => [.. s_large, .. s_small];

    /// <summary>The one that sums so many products of m x n fastest, with groups of that size.</summary>
    internal static IlgpuTile For(int m, int n, int products, int elementBytes, int groupSize)
    {
        IlgpuTile[] tiles = groupSize < Groups.Size ? s_small : s_large;
        return (IlgpuTile?)Fastest(tiles, m, n, products, elementBytes, groupSize, SharedBytes) ?? throw new DeviceException($"a matrix product needs groups of 16 threads, and the device allows {groupSize}");
    }

    /// <summary>Puts the products of a cut into the queue.</summary>
    internal abstract void Run<TProduct, TFinish, T>(Queue queue, in Launch launch, TProduct product, in Cut cut, TFinish finish, ArrayView<T> y, int yFrom)
        where TProduct : struct, IProduct<TProduct, T>
        where TFinish : struct, IFinish<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private sealed class TileOf8x8<TTile>(int cost, int leastGroups = 0) : IlgpuTile(TTile.Rows, TTile.Columns, TTile.Depth, 8, 8, cost, leastGroups)
        where TTile : struct, ITile
    {
        internal override void Run<TProduct, TFinish, T>(Queue queue, in Launch launch, TProduct product, in Cut cut, TFinish finish, ArrayView<T> y, int yFrom) =>
            queue.Run(ProductKernel.Run<TTile, Sums8x8<T>, TProduct, TFinish, T>, launch, product, cut, finish, y, yFrom);
    }

    private sealed class TileOfTensors<TTile>(int cost) : IlgpuTile(TTile.Rows, TTile.Columns, TTile.Depth, 8, 8, cost, 0)
        where TTile : struct, ITile
    {
        internal override void Run<TProduct, TFinish, T>(Queue queue, in Launch launch, TProduct product, in Cut cut, TFinish finish, ArrayView<T> y, int yFrom) =>
            queue.Run(ProductKernel.Run<TTile, TensorSums<T>, TProduct, TFinish, T>, launch, product, cut, finish, y, yFrom);
    }

    private sealed class TileOf4x4<TTile>(int cost, int leastGroups = 0) : IlgpuTile(TTile.Rows, TTile.Columns, TTile.Depth, 4, 4, cost, leastGroups)
        where TTile : struct, ITile
    {
        internal override void Run<TProduct, TFinish, T>(Queue queue, in Launch launch, TProduct product, in Cut cut, TFinish finish, ArrayView<T> y, int yFrom) =>
            queue.Run(ProductKernel.Run<TTile, Sums4x4<T>, TProduct, TFinish, T>, launch, product, cut, finish, y, yFrom);
    }

    private sealed class TileOf1x4<TTile>(int cost, int leastGroups = 0) : IlgpuTile(TTile.Rows, TTile.Columns, TTile.Depth, 1, 4, cost, leastGroups)
        where TTile : struct, ITile
    {
        internal override void Run<TProduct, TFinish, T>(Queue queue, in Launch launch, TProduct product, in Cut cut, TFinish finish, ArrayView<T> y, int yFrom) =>
            queue.Run(ProductKernel.Run<TTile, Sums1x4<T>, TProduct, TFinish, T>, launch, product, cut, finish, y, yFrom);
    }
}

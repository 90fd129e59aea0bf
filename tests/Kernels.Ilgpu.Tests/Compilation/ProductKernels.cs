using System.Reflection;
using DeepPuzzles.Kernels.Ilgpu;
using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.Tests.Compilation;

/// <summary>The kernels of matrix products and convolutions: each product with each tile, and each op after a product of the least tile.</summary>
internal static class ProductKernels
{
    private static readonly Type[] s_reals = [typeof(float), typeof(double)];

    private static readonly (Type Tile, Type Sums)[] s_tiles =
    [
        (typeof(Tile128x128), typeof(Sums8x8<>)), (typeof(Tile64x64), typeof(Sums4x4<>)), (typeof(Tile32x32), typeof(Sums4x4<>)), (typeof(Tile4x128), typeof(Sums1x4<>)),
        (typeof(Tile32x32Of16), typeof(Sums8x8<>)), (typeof(Tile16x16), typeof(Sums4x4<>)), (typeof(Tile4x16), typeof(Sums1x4<>)),
    ];

    private static readonly (Type Tile, Type Sums)[] s_large = s_tiles[..4];

    private static readonly Type[] s_products = [typeof(Matrices<>), typeof(Forward<>), typeof(Transposed<>), typeof(ToWeights<>)];

    private static readonly MethodInfo s_tiled = typeof(ProductKernel).GetMethod(nameof(ProductKernel.Run), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo s_parts = typeof(PartsKernel).GetMethod(nameof(PartsKernel.Run), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Every product without a finish.</summary>
    internal static IEnumerable<MethodInfo> All =>
        from real in s_reals
        from tile in s_tiles
        from product in s_products
        where product == s_products[0] || s_large.Contains(tile)        // those of small devices are the same walk
        select Kernel(tile.Tile, tile.Sums, product, typeof(Plain<>).MakeGenericType(real), real);

    /// <summary>Every op after a product, and after its parts.</summary>
    internal static IEnumerable<MethodInfo> Finished =>
        from real in s_reals
        from op in OpCatalog.Types(typeof(IUnaryOp))
        let finish = typeof(Biased<,>).MakeGenericType(op, real)
        from kernel in real == typeof(float) ? new[] { Kernel(typeof(Tile4x16), typeof(Sums1x4<>), typeof(Matrices<>), finish, real), s_parts.MakeGenericMethod(finish, real) } : [s_parts.MakeGenericMethod(finish, real)]
        select kernel;

    /// <summary>Those of tensor cores.</summary>
    internal static IEnumerable<MethodInfo> Tensor => s_products.Select(product => Kernel(typeof(Tile128x128), typeof(TensorSums<>), product, typeof(Plain<float>), typeof(float)));

    /// <summary>The one with that tile, product and finish.</summary>
    internal static MethodInfo Kernel(Type tile, Type sums, Type product, Type finish, Type real) =>
        s_tiled.MakeGenericMethod(tile, sums.MakeGenericType(real), product.MakeGenericType(real), finish, real);
}

using System.Numerics;
using DeepPuzzles.Kernels.Ilgpu;
using ILGPU;

namespace DeepPuzzles.Kernels.Tests.Compilation;

/// <summary>Small kernels that apply every member of an op's scalar form, so that a family of ops is known to compile whatever its verbs do.</summary>
internal static class Probes
{
    internal static void Reduction<TOp, T>(TOp op, ArrayView<T> x)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T> => x[0] = op.Combine(op.Identity<T>(), op.Combine(x[1], x[2]));

    internal static void ArgReduction<TOp, T>(TOp op, ArrayView<T> x, ArrayView<int> y)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T> => y[0] = op.Replaces(x[0], x[1]) ? 1 : 0;

    internal static void Distribution<TOp, T>(TOp op, ArrayView<T> x, uint key)
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (uint first, uint second, _, _) = Philox.Block((ulong)Grid.GlobalIndex.X, 1, key);
        x[0] = op.Apply<T, uint>(first, second);
    }

    internal static void Update<TOp, T>(TOp op, ArrayView<T> x)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Cell<T> cell = op.Apply(new Cell<T>(x[0], x[1], x[2]), x[3], op.Coefficients.To<T>());
        (x[0], x[1], x[2]) = (cell.Weight, cell.First, cell.Second);
    }

    internal static void RowMap<TOp, TFirst, T>(TOp op, TFirst first, ArrayView<T> x)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T level = op.Level(first.Combine(x[0], x[1]), 7), u = op.Between(x[0], x[1], level);
        RowSums<T> settled = op.Settle(op.Summands(u, x[1]), 7);
        x[2] = op.Apply(u, x[1], settled);
    }

    internal static void RowFold<TOp, TFirst, T>(TOp op, TFirst first, ArrayView<T> x)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T level = op.Level(first.Combine(x[0], x[1]), 7), u = op.Between(x[0], x[1], level);
        x[2] = op.Result(level, op.Summands(u, x[1]), 7);
    }

    /// <summary>A kernel that ILGPU leaves to an unknown function: the check must see it.</summary>
    internal static class Wrong
    {
        internal static void External(ArrayView<float> x) => x[0] = MathF.Cbrt(x[0]);

        internal static void Approximate(ArrayView<float> x) => x[0] = ILGPU.Algorithms.XMath.Sin(x[0]);

        internal static void Bits(ArrayView<double> x) => x[0] = Native.Round(x[1]) - (x[2] > 0 ? 1 : 0);

        internal static void First(ArrayView<int> x)
        {
            if (Atomic.CompareExchange(ref x[0], 0, 1) == 0) x[1] = 2;
        }
    }
}

using System.Collections.Immutable;
using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>An op in OpenCL C, for a kernel that defines the macro of the element type, and the numbers that the kernel gets for it: they are those
/// that depend on the op's fields, so another value of a field makes no other program. Every function has a last parameter <c>const constants c</c>,
/// the numbers in an array <c>k</c> of the element type. Of an op without fields, and of equal ops, the source is kept.</summary>
/// <param name="Name">The op's, for messages.</param>
/// <param name="Text">Types and functions, each name after a prefix, so that two ops can stand in one program.</param>
/// <param name="Constants">What <c>c.k</c> holds, rounded to the element type; where this is empty, <c>k</c> has one number that counts for nothing.</param>
internal sealed record OpSource(string Name, string Text, ImmutableArray<double> Constants)
{
    /// <summary>The macro that kernels define as the element type.</summary>
    internal const string ElementType = "T";

    /// <summary><c>T op(T x, const constants c)</c>.</summary>
    internal static OpSource Unary<TOp, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sources<TOp, T>.Find(nameof(Unary), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(Unary), op, prefix, type, TracedOp.Unary<TOp, T>(op));

    /// <summary><c>T op(T x, T y, const constants c)</c>.</summary>
    internal static OpSource Binary<TOp, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T> =>
        Sources<TOp, T>.Find(nameof(Binary), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(Binary), op, prefix, type, TracedOp.Binary<TOp, T>(op));

    /// <summary><c>int op(T x, T y, const constants c)</c>, 1 or 0.</summary>
    internal static OpSource Comparison<TOp, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T> =>
        Sources<TOp, T>.Find(nameof(Comparison), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(Comparison), op, prefix, type, TracedOp.Comparison<TOp, T>(op));

    /// <summary><c>T identity(const constants c)</c> and <c>T combine(T x, T y, const constants c)</c>. Where sums are wider than the elements,
    /// <typeparamref name="T"/> is their type and <paramref name="type"/> the macro of it.</summary>
    internal static OpSource Reduction<TOp, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T> =>
        Sources<TOp, T>.Find(nameof(Reduction), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(Reduction), op, prefix, type, TracedOp.Reduction<TOp, T>(op));

    /// <summary><c>int replaces(T candidate, T best, const constants c)</c>, 1 or 0.</summary>
    internal static OpSource ArgReduction<TOp, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T> =>
        Sources<TOp, T>.Find(nameof(ArgReduction), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(ArgReduction), op, prefix, type, TracedOp.ArgReduction<TOp, T>(op));

    /// <summary><c>T op(uint first, uint second, const constants c)</c>.</summary>
    internal static OpSource Distribution<TOp, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sources<TOp, T>.Find(nameof(Distribution), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(Distribution), op, prefix, type, TracedOp.Distribution<TOp, T>(op));

    /// <summary><c>void op(T* weight, T* first, T* second, T gradient, const coefficients n, const constants c)</c>, where <c>coefficients</c> holds
    /// the members of <see cref="Coefficients{TNumber}"/> in their order. State that the op does not have is neither read nor written. Where a
    /// step sees the op's fields as its coefficients alone, as it should, the same for all their values.</summary>
    internal static OpSource Update<TOp, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Steps<TOp, T>.ReadFields
            ? Sources<TOp, T>.Find(nameof(Update), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(Update), op, prefix, type, TracedOp.Update<TOp, T>(op))
            : Sources<TOp, T>.Find(nameof(Update), default, prefix, type) ?? Sources<TOp, T>.Keep(nameof(Update), default, prefix, type, TracedOp.Update<TOp, T>(op));

    /// <summary><c>T identity(c)</c>, <c>T combine(T x, T y, c)</c>, <c>T level(T reduced, int count, c)</c>, <c>T between(T x, T y, T level, c)</c>,
    /// <c>sums summands(T u, T y, c)</c>, <c>sums settle(sums s, int count, c)</c> and <c>T apply(T u, T y, sums s, c)</c>.</summary>
    internal static OpSource RowMap<TOp, TFirst, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sources<TOp, T>.Find(nameof(RowMap), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(RowMap), op, prefix, type, TracedOp.RowMap<TOp, TFirst, T>(op));

    /// <summary>As <see cref="RowMap"/>, with <c>T result(T level, sums s, int count, c)</c> in place of the last two.</summary>
    internal static OpSource RowFold<TOp, TFirst, T>(TOp op, string prefix = "", string type = ElementType)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sources<TOp, T>.Find(nameof(RowFold), op, prefix, type) ?? Sources<TOp, T>.Keep(nameof(RowFold), op, prefix, type, TracedOp.RowFold<TOp, TFirst, T>(op));
}

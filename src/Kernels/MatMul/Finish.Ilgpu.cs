using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>What becomes of a sum.</summary>
internal interface IFinish<T>
{
    T Apply(T sum, int shift);
}

/// <summary>Nothing.</summary>
internal readonly struct Plain<T> : IFinish<T>
{
    public T Apply(T sum, int shift) => sum;
}

/// <summary>op(sum + bias).</summary>
internal readonly struct Biased<TOp, T>(TOp op, ArrayView<T> bias, int from) : IFinish<T>
    where TOp : struct, IUnaryOp
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TOp _op = op;
    private readonly ArrayView<T> _bias = bias;
    private readonly int _from = from;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply(T sum, int shift) => _op.Apply(sum + _bias[_from + shift]);
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

// y[i] = op(x[i]) without gaps: the loops themselves.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Does the op run in registers wider than the runtime's?</summary>
    private static bool RunsWide<TOp, T>()
        where TOp : struct, IUnaryOp
        where T : unmanaged => TOp.IsLong && Wide<T>.IsSupported && Vector<T>.Count < Vector512<T>.Count;

    /// <summary>As many elements as fill whole registers, and how many these are.</summary>
    private static int Dense<TOp, T, TStore>(TOp op, T* x, T* y, int count)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TStore : struct, IStore
    {
        // A long formula stands once in a method: the runtime inlines only so much into one, and the processor sees several turns at once anyway.
        int i = !TOp.IsLong ? DensePairs<TOp, T, TStore>(op, x, y, count) : RunsWide<TOp, T>() ? DenseWide<TOp, T, TStore>(op, x, y, count) : 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) TStore.Put(op.Apply(Vector.Load(x + i)), y + i);
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int DensePairs<TOp, T, TStore>(TOp op, T* x, T* y, int count)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TStore : struct, IStore
    {
        int width = Vector<T>.Count, i = 0;
        for (; i <= count - 2 * width; i += 2 * width)
        {
            Vector<T> first = op.Apply(Vector.Load(x + i)), second = op.Apply(Vector.Load(x + i + width));
            TStore.Put(first, y + i);
            TStore.Put(second, y + i + width);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int DenseWide<TOp, T, TStore>(TOp op, T* x, T* y, int count)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TStore : struct, IStore
    {
        int width = Vector512<T>.Count, i = 0;
        for (; i <= count - width; i += width) TStore.Put(TOp.Apply(op, Vector512.Load(x + i)), y + i);
        return i;
    }
}

using System.Numerics;

namespace DeepPuzzles.Kernels;

// y[i] = x[i] in another number type.
// Pairs of types that tensors have run in registers where neither side has gaps; the scalar conversion, which defines the verb, does the rest.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Convert<TFrom, TTo>(in View<TFrom> x, in View<TTo> y)
    {
        var loop = Loop.Over(y.Layout, x.Layout);
        var rows = new ConvertRows<TFrom, TTo>(loop, PointerTo(y), PointerTo(x), IsLarge(y));
        RunRows(loop, rows);
    }

    private readonly struct ConvertRows<TFrom, TTo>(Loop loop, TTo* y, TFrom* x, bool isLarge) : IRow
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        public bool IsLarge => isLarge;

        public void Run(int row, int from, int to)
        {
            nint ys = loop.Stride(0), xs = loop.Stride(1);
            TTo* target = y + loop.Start(0, row);
            TFrom* source = x + loop.Start(1, row);
            int i = from;
            if (ys == 1 && xs == 1)
            {
                i += isLarge && IsAligned(target + from)
                    ? InRegisters<TFrom, TTo, PastTheCache>(source + from, target + from, to - from)
                    : InRegisters<TFrom, TTo, IntoTheCache>(source + from, target + from, to - from);
            }
            for (; i < to; i++) target[i * ys] = TTo.CreateSaturating(source[i * xs]);
        }
    }

    /// <summary>Converts as many neighbours as fill whole registers, and says how many these are.</summary>
    private static int InRegisters<TFrom, TTo, TStore>(TFrom* x, TTo* y, int count)
        where TFrom : unmanaged
        where TTo : unmanaged
        where TStore : struct, IStore
    {
        int i = 0;
        if (typeof(TFrom) == typeof(float) && typeof(TTo) == typeof(int))
        {
            for (; i + Vector<float>.Count <= count; i += Vector<float>.Count) TStore.Put(Vector.ConvertToInt32(Vector.Load((float*)x + i)), (int*)y + i);
        }
        else if (typeof(TFrom) == typeof(int) && typeof(TTo) == typeof(float))
        {
            for (; i + Vector<float>.Count <= count; i += Vector<float>.Count) TStore.Put(Vector.ConvertToSingle(Vector.Load((int*)x + i)), (float*)y + i);
        }
        else if (typeof(TFrom) == typeof(float) && typeof(TTo) == typeof(double))
        {
            for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load((float*)x + i), out Vector<double> low, out Vector<double> high);
                TStore.Put(low, (double*)y + i);
                TStore.Put(high, (double*)y + i + Vector<double>.Count);
            }
        }
        else if (typeof(TFrom) == typeof(double) && typeof(TTo) == typeof(float))
        {
            for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
                TStore.Put(Vector.Narrow(Vector.Load((double*)x + i), Vector.Load((double*)x + i + Vector<double>.Count)), (float*)y + i);
        }
        else if (typeof(TFrom) == typeof(int) && typeof(TTo) == typeof(double))
        {
            for (; i + Vector<int>.Count <= count; i += Vector<int>.Count)
            {
                Vector.Widen(Vector.Load((int*)x + i), out Vector<long> low, out Vector<long> high);
                TStore.Put(Vector.ConvertToDouble(low), (double*)y + i);
                TStore.Put(Vector.ConvertToDouble(high), (double*)y + i + Vector<double>.Count);
            }
        }
        else if (typeof(TFrom) == typeof(byte) && typeof(TTo) != typeof(byte))
        {
            for (; i + Vector<byte>.Count <= count; i += Vector<byte>.Count)
            {
                Vector.Widen(Vector.Load((byte*)x + i), out Vector<ushort> low, out Vector<ushort> high);
                Widened<TTo, TStore>(low, y + i);
                Widened<TTo, TStore>(high, y + i + Vector<ushort>.Count);
            }
        }
        return i;
    }

    private static void Widened<TTo, TStore>(Vector<ushort> x, TTo* y)
        where TTo : unmanaged
        where TStore : struct, IStore
    {
        Vector.Widen(x, out Vector<uint> first, out Vector<uint> second);
        Widened<TTo, TStore>(first.As<uint, int>(), y);
        Widened<TTo, TStore>(second.As<uint, int>(), y + Vector<int>.Count);
    }

    private static void Widened<TTo, TStore>(Vector<int> x, TTo* y)
        where TTo : unmanaged
        where TStore : struct, IStore
    {
        if (typeof(TTo) == typeof(int)) TStore.Put(x, (int*)y);
        else if (typeof(TTo) == typeof(float)) TStore.Put(Vector.ConvertToSingle(x), (float*)y);
        else
        {
            Vector.Widen(x, out Vector<long> low, out Vector<long> high);
            TStore.Put(Vector.ConvertToDouble(low), (double*)y);
            TStore.Put(Vector.ConvertToDouble(high), (double*)y + Vector<double>.Count);
        }
    }
}

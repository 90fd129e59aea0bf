using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// y = the positions along the axis in the order of their elements.
// Each element becomes a whole number in the same order. Long rows are sorted by their digits, the last first (radix sort: Knuth, vol. 3, sec. 5.2.5), which
// moves equal ones past nothing; short rows by insertion.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Digits of 8 bits: their counts stay in the first-level cache.</summary>
    private const int DigitBits = 8, Digits = 1 << DigitBits;

    /// <summary>Up to so many elements insertion takes less than counting digits.</summary>
    private const int ShortSort = 48;

    /// <summary>About how many elementary operations the sorting takes for each element.</summary>
    private const int SortCost = 32;

    /// <inheritdoc/>
    public override void ArgSort<T>(in View<T> x, int axis, bool descending, in View<int> y)
    {
        if (y.Layout.Count == 0) return;
        int size = x.Layout.Sizes[axis];
        var loop = Loop.Over(WithoutSize(y.Layout, axis), WithoutSize(x.Layout, axis));
        nint ys = y.Layout.Strides[axis], xs = x.Layout.Strides[axis];
        if (sizeof(T) == sizeof(ulong)) Run(loop.Rows * loop.Row, SortCost * (long)size, new SortRows<T, ulong>(this, loop, size, ys, xs, descending, PointerTo(y), PointerTo(x)));
        else Run(loop.Rows * loop.Row, SortCost * (long)size, new SortRows<T, uint>(this, loop, size, ys, xs, descending, PointerTo(y), PointerTo(x)));
    }

    /// <summary>One item is a row. Scratch: its keys and positions, each twice.</summary>
    private readonly struct SortRows<T, TKey>(CpuDevice device, Loop loop, int size, nint ys, nint xs, bool descending, int* y, T* x) : IRange
        where T : unmanaged, INumber<T>
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
    {
        public void Run(int from, int to)
        {
            Buffer scratch = device.Acquire(2L * size * (sizeof(TKey) + sizeof(int)));
            var keys = (TKey*)((CpuBuffer)scratch).Pointer;
            var places = (int*)(keys + 2L * size);
            for (; from < to; from++)
            {
                (int row, int i) = int.DivRem(from, loop.Row);
                T* source = x + loop.Start(1, row) + i * loop.Stride(1);
                int* target = y + loop.Start(0, row) + i * loop.Stride(0), sorted = places;
                for (int p = 0; p < size; p++) (keys[p], places[p]) = (Key(source[p * xs]), p);
                if (size <= ShortSort) Insert(keys, places);
                else sorted = ByDigits(keys, places);
                for (int p = 0; p < size; p++) target[p * ys] = sorted[p];
            }
            device.Release(scratch);
        }

        // The bits of a float are in the order of its size: with a sign of 0 they are lifted above all with a sign of 1, whose order is turned. -0 is taken
        // as 0. NaN is the highest key in either direction; nothing else is, since those of the infinities, and descending ones turned, are lower.
        private TKey Key(T value)
        {
            TKey top = TKey.One << (8 * sizeof(TKey) - 1);
            if (T.IsNaN(value)) return TKey.AllBitsSet;
            if (typeof(T) == typeof(byte)) return descending ? Turned(TKey.CreateTruncating(value)) : TKey.CreateTruncating(value);
            value += T.Zero;
            TKey bits = Unsafe.BitCast<T, TKey>(value), key = typeof(T) == typeof(int) || T.IsPositive(value) ? bits ^ top : ~bits;
            return descending ? Turned(key) : key;
        }

        private static TKey Turned(TKey key) => ~key;

        private void Insert(TKey* keys, int* places)
        {
            for (int p = 1; p < size; p++)
            {
                TKey key = keys[p];
                int place = p;
                for (; place > 0 && key < keys[place - 1]; place--) (keys[place], places[place]) = (keys[place - 1], places[place - 1]);
                (keys[place], places[place]) = (key, p);
            }
        }

        /// <summary>The sorted positions: in the first or in the second half of the scratch.</summary>
        [SkipLocalsInit]
        private int* ByDigits(TKey* keys, int* places)
        {
            long* counts = stackalloc long[Digits];
            long half = 0, other = size;
            for (int shift = 0; shift < 8 * sizeof(TKey); shift += DigitBits)
            {
                new Span<long>(counts, Digits).Clear();
                for (long p = half; p < half + size; p++) counts[Digit(keys[p], shift)]++;
                if (counts[Digit(keys[half], shift)] == size) continue;      // all have the same
                long start = other;
                for (int digit = 0; digit < Digits; digit++) (counts[digit], start) = (start, start + counts[digit]);
                for (long p = half; p < half + size; p++)
                {
                    long at = counts[Digit(keys[p], shift)]++;
                    (keys[at], places[at]) = (keys[p], places[p]);
                }
                (half, other) = (other, half);
            }
            return places + half;
        }

        private static int Digit(TKey key, int shift) => int.CreateTruncating(key >> shift) & (Digits - 1);
    }
}

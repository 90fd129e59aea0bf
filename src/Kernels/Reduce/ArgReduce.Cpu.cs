using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// y = where along the axis the element stands that the op keeps.
// Along: what is kept comes first, then the first place that nothing beats. Across: registers of neighbouring results keep value and place.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void ArgReduce<TOp, T>(TOp op, in View<T> x, int axis, in View<int> y)
    {
        int size = x.Layout.Sizes[axis];
        nint step = x.Layout.Strides[axis];
        var loop = Loop.Over(y.Layout, new Layout(y.Layout.Sizes, x.Layout.Strides));
        if (loop.Rows == 0) return;
        if (step != 1 && loop.Stride(0) == 1 && loop.Stride(1) == 1 && loop.Row >= Vector<T>.Count)
        {
            int chunks = Tiles(loop.Row, ArgColumns);
            Run(loop.Rows * chunks, (long)ArgColumns * size, new ArgAcross<TOp, T>(op, loop, chunks, size, step, PointerTo(y), PointerTo(x)));
        }
        else Run(loop.Rows * loop.Row, size, new ArgAlong<TOp, T>(op, loop, size, step, PointerTo(y), PointerTo(x)));
    }

    /// <summary>Neighbouring results whose values and places stay in the first-level cache.</summary>
    private const int ArgColumns = 1024;

    private readonly struct ArgAlong<TOp, T>(TOp op, Loop loop, int size, nint step, int* y, T* x) : IRange
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        public void Run(int from, int to)
        {
            (int row, int i) = int.DivRem(from, loop.Row);
            for (; from < to; row++, i = 0)
            {
                int* target = y + loop.Start(0, row);
                T* source = x + loop.Start(1, row);
                for (; i < loop.Row && from < to; i++, from++)
                {
                    T* first = source + i * loop.Stride(1);
                    target[i * loop.Stride(0)] = step == 1 && size >= 2 * Vector<T>.Count ? Dense(first) : Gapped(first);
                }
            }
        }

        private int Gapped(T* first)
        {
            T best = *first;
            int place = 0;
            for (int p = 1; p < size; p++)
            {
                T candidate = first[p * step];
                if (!op.Replaces(candidate, best)) continue;
                best = candidate;
                place = p;
            }
            return place;
        }

        [SkipLocalsInit]
        private int Dense(T* first)
        {
            int width = Vector<T>.Count;
            Vector<T> even = Vector.Load(first), odd = Vector.Load(first + width);
            int i = 2 * width;
            for (; i + 2 * width <= size; i += 2 * width)
            {
                even = Kept(even, Vector.Load(first + i));
                odd = Kept(odd, Vector.Load(first + i + width));
            }
            even = Kept(Kept(even, odd), Vector.Load(first + size - width));
            if (i + width <= size) even = Kept(even, Vector.Load(first + i));
            T best = even[0];
            for (int lane = 1; lane < width; lane++)
            {
                if (op.Replaces(even[lane], best)) best = even[lane];
            }
            var bests = new Vector<T>(best);
            int place = 0;
            while (place + width <= size && Vector.EqualsAll(op.Replaces(bests, Vector.Load(first + place)).As<T, byte>(), Vector<byte>.AllBitsSet)) place += width;
            while (op.Replaces(best, first[place])) place++;
            return place;
        }

        private Vector<T> Kept(Vector<T> best, Vector<T> candidate) => Vector.ConditionalSelect(op.Replaces(candidate, best), candidate, best);
    }

    /// <summary>One item is a chunk of neighbouring results.</summary>
    private readonly struct ArgAcross<TOp, T>(TOp op, Loop loop, int chunks, int size, nint step, int* y, T* x) : IRange
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            T* best = stackalloc T[ArgColumns];
            for (int item = from; item < to; item++)
            {
                (int row, int chunk) = int.DivRem(item, chunks);
                int first = chunk * ArgColumns, columns = Math.Min(ArgColumns, loop.Row - first);
                int* places = y + loop.Start(0, row) + first;
                T* source = x + loop.Start(1, row) + first;
                new Span<T>(source, columns).CopyTo(new Span<T>(best, columns));
                new Span<int>(places, columns).Clear();
                for (int p = 1; p < size; p++) Take(source + p * step, p, best, places, columns);
            }
        }

        private void Take(T* candidates, int p, T* best, int* places, int columns)
        {
            int i = 0;
            for (; i + Vector<int>.Count <= columns; i += Vector<int>.Count)
            {
                Vector<int> wins = sizeof(T) == sizeof(int)
                    ? Wins(candidates + i, best + i).As<T, int>()
                    : Vector.Narrow(Wins(candidates + i, best + i).As<T, long>(), Wins(candidates + i + Vector<T>.Count, best + i + Vector<T>.Count).As<T, long>());
                if (wins != Vector<int>.Zero) Vector.ConditionalSelect(wins, new Vector<int>(p), Vector.Load(places + i)).Store(places + i);
            }
            for (; i < columns; i++)
            {
                if (!op.Replaces(candidates[i], best[i])) continue;
                best[i] = candidates[i];
                places[i] = p;
            }
        }

        private Vector<T> Wins(T* candidates, T* best)
        {
            Vector<T> candidate = Vector.Load(candidates), old = Vector.Load(best), wins = op.Replaces(candidate, old);
            Vector.ConditionalSelect(wins, candidate, old).Store(best);
            return wins;
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepPuzzles.Kernels;

// y[k, i] = x[i, k]: a copy whose operands walk along different axes.
public sealed unsafe partial class CpuDevice
{
    /// <summary>The side of a square of a transposed copy, and the columns that are written at a time.</summary>
    private const int Square = 64, TileColumns = 8;

    /// <summary>One item is a band of rows, neighbours in x, over the whole length of a row: y[k·step + i] = x[k + i·stride]. Tiles of x are first brought
    /// into the cache side by side, so that many pages are waited for at once, then turned there, and leave by whole lines.</summary>
    private readonly struct CopyTiles<T>(Loop loop, int rows, nint step, T* y, T* x, bool isLarge) : IRange
        where T : unmanaged
    {
        internal int Count => loop.Rows * Tiles(rows, Square);

        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            int bands = Tiles(rows, Square);
            T* tile = stackalloc T[Square * Square];
            T* turned = stackalloc T[Square * Square];
            for (int item = from; item < to; item++)
            {
                (int outer, int band) = int.DivRem(item, bands);
                int first = band * Square, height = Math.Min(Square, rows - first);
                T* target = y + loop.Start(0, outer) + first * step;
                T* source = x + loop.Start(1, outer) + first;
                for (int column = 0; column < loop.Row; column += Square)
                {
                    int width = Math.Min(Square, loop.Row - column);
                    for (int i = 0; i < width; i++)
                    {
                        T* row = source + (column + i) * loop.Stride(1);
                        Prefetch.Of(row + Square * loop.Stride(1), height * sizeof(T));
                        new Span<T>(row, height).CopyTo(new Span<T>(tile + i * Square, height));
                    }
                    Turn(tile, turned, width, height);
                    bool streams = isLarge && IsAligned(target + column) && step * sizeof(T) % Vector<byte>.Count == 0;
                    for (int k = 0; k < height; k++)
                    {
                        T* line = turned + k * Square, place = target + k * step + column;
                        if (streams) Stream((byte*)line, (byte*)place, (long)width * sizeof(T));
                        else new Span<T>(line, width).CopyTo(new Span<T>(place, width));
                    }
                }
            }
            if (isLarge) Interlocked.MemoryBarrier();
        }

        /// <summary>y[k·Square + i] = x[k + i·Square], a few columns of y at a time.</summary>
        private static void Turn(T* x, T* y, int width, int height)
        {
            int whole = width - width % TileColumns;
            for (int i = 0; i < whole; i += TileColumns) Few(x + i * Square, y + i, height);
            for (int k = 0; k < height; k++)
                for (int i = whole; i < width; i++) y[k * Square + i] = x[i * Square + k];
        }

        private static void Few(T* source, T* target, int height)
        {
            int k = 0;
            if (Sse.IsSupported && sizeof(T) == sizeof(float))
            {
                for (; k + 4 <= height; k += 4, source += 4, target += 4 * Square)
                    for (int i = 0; i < TileColumns; i += 4) Four((float*)source + i * Square, (float*)target + i);
            }
            for (; k < height; k++, source++, target += Square)
            {
                T* from = source;
                for (int i = 0; i < TileColumns; i += 4, from += 4 * Square)
                {
                    (T a, T b, T c, T d) = (from[0], from[Square], from[2 * Square], from[3 * Square]);
                    target[i] = a;
                    target[i + 1] = b;
                    target[i + 2] = c;
                    target[i + 3] = d;
                }
            }
        }

        /// <summary>Four by four: a0 b0 a1 b1 and c0 d0 c1 d1 make a0 b0 c0 d0 and a1 b1 c1 d1.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Four(float* x, float* y)
        {
            Vector128<float> a = Vector128.Load(x), b = Vector128.Load(x + Square), c = Vector128.Load(x + 2 * Square), d = Vector128.Load(x + 3 * Square);
            Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
            Sse.MoveLowToHigh(ab, cd).Store(y);
            Sse.MoveHighToLow(cd, ab).Store(y + Square);
            Sse.MoveLowToHigh(abHigh, cdHigh).Store(y + 2 * Square);
            Sse.MoveHighToLow(cdHigh, abHigh).Store(y + 3 * Square);
        }
    }
}

using System.Numerics;

namespace DeepPuzzles.Kernels;

// y[n, c, oy, ox] and place[n, c, oy, ox] = the element that the op keeps of the window, and where it stands in its plane.
// A register of neighbouring windows at a time, tap after tap, where the stride is 1 or 2 and the windows lie inside; else one by one.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<T> y, in View<int> place)
    {
        if (y.Layout.Count == 0) return;
        Operand<T> images = Dense(x);
        Extent image = new(x.Layout.Sizes[2], x.Layout.Sizes[3]), places = new(y.Layout.Sizes[2], y.Layout.Sizes[3]);
        int rows = y.Layout.Sizes[0] * y.Layout.Sizes[1] * places.Height;
        Run(rows, (long)places.Width * window.Area, new WindowRange<TOp, T>(op, sliding, window, image, places, images.Pointer, PointerTo(y), PointerTo(place)));
        Release(images);
    }

    /// <summary>One item is a row of windows.</summary>
    private readonly struct WindowRange<TOp, T>(TOp op, Sliding sliding, Extent window, Extent image, Extent places, T* x, T* y, int* place) : IRange
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        public void Run(int from, int to)
        {
            (int stride, int padding, int reach) = (sliding.Stride.Width, sliding.Padding.Width, (window.Width - 1) * sliding.Dilation.Width);
            // Windows whose taps all lie between the left and the right end.
            int first = Math.Min(places.Width, Tiles(padding, stride)), last = Math.Clamp(Tiles(image.Width - reach + padding, stride), first, places.Width);
            bool wide = sizeof(T) == sizeof(int) && stride <= 2 && last - first >= 2 && image.Area >= 2 * Vector<int>.Count;
            for (int item = from; item < to; item++)
            {
                (int plane, int oy) = int.DivRem(item, places.Height);
                T* pixels = x + (nint)plane * image.Area;
                T* kept = y + (nint)item * places.Width;
                int* row = place + (nint)item * places.Width;
                int start = oy * sliding.Stride.Height - sliding.Padding.Height;
                int top = FirstInside(start, sliding.Dilation.Height), end = Math.Min(start + window.Height * sliding.Dilation.Height, image.Height);
                for (int ox = 0; ox < places.Width; ox++)
                {
                    if (wide && ox == first && Registers(pixels, top, end, first, last, kept, row)) ox = last;
                    if (ox == places.Width) break;
                    int left = ox * stride - padding;
                    row[ox] = Best(pixels, top, end, FirstInside(left, sliding.Dilation.Width), Math.Min(left + reach, image.Width - 1));
                    kept[ox] = pixels[row[ox]];
                }
            }
        }

        /// <summary>Windows first … last - 1 of a row; false, and nothing done, where registers would read past the plane.</summary>
        private bool Registers(T* pixels, int top, int end, int first, int last, T* kept, int* row)
        {
            (int stride, int padding, int width) = (sliding.Stride.Width, sliding.Padding.Width, Vector<int>.Count);
            if (last - first >= width)
            {
                // The last register ends with the last window: some come out twice.
                for (int ox = first; ox < last; ox += width)
                {
                    int some = Math.Min(ox, last - width);
                    Best(pixels, top, end, some * stride - padding, kept + some, row + some);
                }
                return true;
            }
            // Fewer than a register has lanes: it ends with the last one, or begins with the first one, and the other lanes see what is there.
            int lead = width - (last - first);
            if (top * image.Width + (first - lead) * stride - padding <= 0)
            {
                lead = 0;
                int farthest = (end - 1) * image.Width + first * stride - padding + (window.Width - 1) * sliding.Dilation.Width + width * stride;
                if (farthest > image.Area) return false;
            }
            T* values = stackalloc T[width];
            int* lanes = stackalloc int[width];
            Best(pixels, top, end, (first - lead) * stride - padding, values, lanes);
            for (int ox = first; ox < last; ox++) (kept[ox], row[ox]) = (values[lead + ox - first], lanes[lead + ox - first]);
            return true;
        }

        private void Best(T* pixels, int top, int end, int left, T* values, int* lanes)
        {
            Vector<int> steps = Vector<int>.Indices * sliding.Stride.Width, best = steps + new Vector<int>(top * image.Width + left);
            Vector<T> kept = Load(pixels, top * image.Width + left);
            for (int iy = top; iy < end; iy += sliding.Dilation.Height)
            {
                int at = iy * image.Width + left;
                for (int tap = 0; tap < window.Width; tap++, at += sliding.Dilation.Width)
                {
                    Vector<T> candidate = Load(pixels, at), replaces = op.Replaces(candidate, kept);
                    kept = Vector.ConditionalSelect(replaces, candidate, kept);
                    best = Vector.ConditionalSelect(replaces.As<T, int>(), steps + new Vector<int>(at), best);
                }
            }
            kept.Store(values);
            best.Store(lanes);
        }

        /// <summary>A register of elements of a plane, from the one at a place on: neighbours for stride 1; for stride 2 every second, which is one half
        /// of each pair of neighbours. They are read as upper halves, of pairs that begin one element early: as lower halves, the last pair could
        /// reach past the end of the plane. Only at place 0 are they read as lower halves, since no element comes before it.</summary>
        private Vector<T> Load(T* pixels, int at)
        {
            T* from = pixels + at;
            if (sliding.Stride.Width == 1) return Vector.Load(from);
            int shift = at > 0 ? 8 * sizeof(int) : 0;
            if (at > 0) from--;
            return Vector.Narrow(Vector.Load((ulong*)from) >>> shift, Vector.Load((ulong*)(from + Vector<int>.Count)) >>> shift).As<uint, T>();
        }

        private int Best(T* pixels, int top, int end, int left, int right)
        {
            int best = top * image.Width + left;
            for (int iy = top; iy < end; iy += sliding.Dilation.Height)
            {
                for (int at = iy * image.Width + left; at <= iy * image.Width + right; at += sliding.Dilation.Width)
                {
                    // Which one wins is anybody's guess: by arithmetic, not by a branch.
                    best ^= (best ^ at) & -(op.Replaces(pixels[at], pixels[best]) ? 1 : 0);
                }
            }
            return best;
        }

        /// <summary>The place of the first tap that is not negative.</summary>
        private static int FirstInside(int start, int dilation) => start >= 0 ? start : start + Tiles(-start, dilation) * dilation;
    }
}

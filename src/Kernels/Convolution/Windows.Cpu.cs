namespace DeepPuzzles.Kernels;

// y[n, c, oy, ox] = the place in its plane of the element that the op keeps of the window.
// Window after window; where a window leaves the image, the taps that stay inside are found first.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<int> y)
    {
        if (y.Layout.Count == 0) return;
        int rows = y.Layout.Sizes[0] * y.Layout.Sizes[1] * y.Layout.Sizes[2];
        Run(rows, (long)y.Layout.Sizes[3] * window.Area, new WindowRange<TOp, T>(op, sliding, window, x.Layout, y.Layout, PointerTo(x), PointerTo(y)));
    }

    /// <summary>One item is a row of outputs.</summary>
    private readonly struct WindowRange<TOp, T>(TOp op, Sliding sliding, Extent window, Layout x, Layout y, T* source, int* target) : IRange
        where TOp : struct, IArgReduction
        where T : unmanaged, System.Numerics.INumber<T>
    {
        public void Run(int from, int to)
        {
            int channels = y.Sizes[1], height = y.Sizes[2], places = y.Sizes[3], width = x.Sizes[3];
            nint stepY = x.Strides[2], stepX = x.Strides[3];
            for (int item = from; item < to; item++)
            {
                (int plane, int oy) = int.DivRem(item, height);
                (int image, int channel) = int.DivRem(plane, channels);
                T* pixels = source + (nint)image * x.Strides[0] + (nint)channel * x.Strides[1];
                int* row = target + (nint)item * places;
                (int top, int lastY) = Inside(oy * sliding.Stride.Height - sliding.Padding.Height, window.Height, sliding.Dilation.Height, x.Sizes[2]);
                for (int ox = 0; ox < places; ox++)
                {
                    (int left, int lastX) = Inside(ox * sliding.Stride.Width - sliding.Padding.Width, window.Width, sliding.Dilation.Width, width);
                    int best = top * width + left;
                    T kept = pixels[top * stepY + left * stepX];
                    for (int iy = top; iy <= lastY; iy += sliding.Dilation.Height)
                    {
                        for (int ix = left; ix <= lastX; ix += sliding.Dilation.Width)
                        {
                            T candidate = pixels[iy * stepY + ix * stepX];
                            bool replaces = op.Replaces(candidate, kept);
                            kept = replaces ? candidate : kept;
                            best = replaces ? iy * width + ix : best;
                        }
                    }
                    row[ox] = best;
                }
            }
        }

        /// <summary>The first and the last tap that lie in 0 … size - 1.</summary>
        private static (int First, int Last) Inside(int start, int taps, int dilation, int size)
        {
            int first = start >= 0 ? start : start + Tiles(-start, dilation) * dilation;
            return (first, Math.Min(start + (taps - 1) * dilation, size - 1));
        }
    }
}

using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Windows that slide over images.</summary>
internal readonly struct WindowsOf(in Sliding sliding, Extent window, in Layout x, in Layout y)
{
    internal readonly int Count = y.Count, Channels = x.Sizes[1];
    internal readonly Extent Image = new(x.Sizes[2], x.Sizes[3]), Window = window, Places = new(y.Sizes[2], y.Sizes[3]), Stride = sliding.Stride, Padding = sliding.Padding, Dilation = sliding.Dilation;
    internal readonly FourSteps X = new(x);
}

internal static class WindowsKernel
{
    // y[n, c, oy, ox] = the element of its window of x that the op keeps, the first of equals; place = where it stands in its plane, iy·width + ix.
    // One thread per window, and on in steps of all threads; through its window row by row.
    internal static void Run<TOp, T>(WindowsOf s, TOp op, ArrayView<T> x, ArrayView<T> y, int yFrom, ArrayView<int> place, int placeFrom)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        for (long i = Walk.First; i < s.Count; i += Walk.Step)
        {
            int at = (int)i, row = at / s.Places.Width, plane = row / s.Places.Height, image = plane / s.Channels;
            int left = (at - row * s.Places.Width) * s.Stride.Width - s.Padding.Width, top = (row - plane * s.Places.Height) * s.Stride.Height - s.Padding.Height;
            int from = s.X.From + image * s.X.Step0 + (plane - image * s.Channels) * s.X.Step1;
            T best = default;
            int kept = -1;
            for (int ky = 0; ky < s.Window.Height; ky++)
            {
                int iy = top + ky * s.Dilation.Height;
                if (iy < 0 || iy >= s.Image.Height) continue;
                for (int kx = 0; kx < s.Window.Width; kx++)
                {
                    int ix = left + kx * s.Dilation.Width;
                    if (ix < 0 || ix >= s.Image.Width) continue;
                    T candidate = x[from + iy * s.X.Step2 + ix * s.X.Step3];
                    if (kept >= 0 && !op.Replaces(candidate, best)) continue;
                    best = candidate;
                    kept = iy * s.Image.Width + ix;
                }
            }
            y[yFrom + at] = best;
            place[placeFrom + at] = kept;
        }
    }
}

namespace DeepPuzzles.Kernels;

// y += w · x over every pair of an output and a tap that lies inside the image; the adjoints walk the same pairs.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Convolve<T>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y)
    {
        (double[] a, double[] b, double[] sum) = (Doubles(x), Doubles(w), new double[y.Layout.Count]);
        EachTap(new Correlation(sliding, x.Layout, w.Layout, y.Layout), (atX, atW, atY) => sum[atY] += a[atX] * b[atW]);
        Put(sum, y);
    }

    /// <inheritdoc/>
    public override void Convolve<TOp, T>(TOp op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y)
    {
        Convolve(sliding, x, w, y);
        int channels = y.Layout.Sizes[1], places = y.Layout.Sizes[2] * y.Layout.Sizes[3];
        for (int i = 0; i < y.Layout.Count; i++) At(y, i) = op.Apply(At(y, i) + At(bias, i / places % channels));
    }

    /// <inheritdoc/>
    public override void ConvolveTransposed<T>(in Sliding sliding, in View<T> y, in View<T> w, in View<T> x)
    {
        (double[] a, double[] b, double[] sum) = (Doubles(y), Doubles(w), new double[x.Layout.Count]);
        EachTap(new Correlation(sliding, x.Layout, w.Layout, y.Layout), (atX, atW, atY) => sum[atX] += a[atY] * b[atW]);
        Put(sum, x);
    }

    /// <inheritdoc/>
    public override void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w)
    {
        (double[] a, double[] b, double[] sum) = (Doubles(x), Doubles(y), new double[w.Layout.Count]);
        EachTap(new Correlation(sliding, x.Layout, w.Layout, y.Layout), (atX, atW, atY) => sum[atW] += a[atX] * b[atY]);
        Put(sum, w);
    }

    /// <summary>The row-major numbers of the elements of x, w and y that meet, y by y.</summary>
    private static void EachTap(Correlation c, Action<int, int, int> meet)
    {
        (Sliding s, int outputs) = (c.Sliding, c.Groups * c.Outputs);
        for (int atY = 0; atY < c.Images * outputs * c.Places.Area; atY++)
        {
            int ox = atY % c.Places.Width, oy = atY / c.Places.Width % c.Places.Height, plane = atY / c.Places.Area, o = plane % outputs, n = plane / outputs;
            for (int tap = 0; tap < c.Taps; tap++)
            {
                int kx = tap % c.Kernel.Width, ky = tap / c.Kernel.Width % c.Kernel.Height, channel = o / c.Outputs * c.Inputs + tap / c.Kernel.Area;
                int ix = ox * s.Stride.Width + kx * s.Dilation.Width - s.Padding.Width, iy = oy * s.Stride.Height + ky * s.Dilation.Height - s.Padding.Height;
                if (ix < 0 || ix >= c.Image.Width || iy < 0 || iy >= c.Image.Height) continue;
                meet(((n * c.Groups * c.Inputs + channel) * c.Image.Height + iy) * c.Image.Width + ix, o * c.Taps + tap, atY);
            }
        }
    }

    private static double[] Doubles<T>(View<T> view)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var values = new double[view.Layout.Count];
        for (int i = 0; i < values.Length; i++) values[i] = double.CreateTruncating(At(view, i));
        return values;
    }

    private static void Put<T>(double[] values, in View<T> view)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        for (int i = 0; i < values.Length; i++) At(view, i) = T.CreateTruncating(values[i]);
    }
}

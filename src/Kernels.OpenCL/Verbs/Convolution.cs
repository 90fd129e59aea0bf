using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// A convolution is a product of matrices for each group, one of which is nowhere: its numbers are read where they stand in the image, while the tiles
// of Tile.cl are brought in. Here the sizes are told; Convolve.cl, ConvolveTransposed.cl and ConvolveToWeights.cl tell which matrices.
public sealed unsafe partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void Convolve<T>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y) => Slide(null, sliding, x, w, default, y);

    /// <inheritdoc/>
    public override void Convolve<TOp, T>(TOp op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y)
    {
        if (y.Layout.Count > 0) Slide(OpSource.Unary<TOp, T>(op), sliding, x, w, bias, y);
    }

    /// <inheritdoc/>
    public override void ConvolveTransposed<T>(in Sliding sliding, in View<T> y, in View<T> w, in View<T> x)
    {
        if (x.Layout.Count == 0) return;
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        var job = new Slides(c, x.Layout, w.Layout, y.Layout);
        // Each phase has its share of the image and of the kernel; the largest tell for all.
        Extent stride = sliding.Stride, phases = new(Math.Min(stride.Height, c.Image.Height), Math.Min(stride.Width, c.Image.Width));
        int places = GroupTile.Blocks(c.Image.Height, stride.Height) * GroupTile.Blocks(c.Image.Width, stride.Width);
        int taps = GroupTile.Blocks(c.Kernel.Height, job.Period.Height) * GroupTile.Blocks(c.Kernel.Width, job.Period.Width);
        var sizes = new Extents(c.Inputs, c.Images * places, c.Outputs * taps, c.Groups * phases.Area, IsAlong(Along(w.Layout, 0), w.Layout.Strides[1], c.Inputs), RightAlong: false);
        Tiled("ConvolveTransposed.cl", job, sizes, null, w, y, default, x);
    }

    /// <inheritdoc/>
    public override void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w)
    {
        if (w.Layout.Count == 0) return;
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        var sizes = new Extents(c.Outputs, c.Taps, c.Images * c.Places.Area, c.Groups, LeftAlong: true, RightAlong: true);
        Tiled("ConvolveToWeights.cl", new Slides(c, x.Layout, w.Layout, y.Layout), sizes, null, y, x, default, w);
    }

    private void Slide<T>(OpSource? op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y.Layout.Count == 0) return;
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        var sizes = new Extents(c.Outputs, c.Images * c.Places.Area, c.Taps, c.Groups, IsAlong(Along(w.Layout, 1), w.Layout.Strides[0], c.Outputs), RightAlong: false,
            Inner: c.Places.Area, Channels: c.Groups * c.Outputs);
        Tiled("Convolve.cl", new Slides(c, x.Layout, w.Layout, y.Layout), sizes, op, w, x, bias, y);
    }

    /// <summary>From tap to tap of a kernel; where it has one, from channel to channel.</summary>
    private static int Along(in Layout w, int channel) => w.Sizes[3] > 1 ? w.Strides[3] : w.Sizes[2] > 1 ? w.Strides[2] : w.Strides[channel];

    /// <summary>The structure <c>job</c> of Correlation.cl.</summary>
    private struct Slides
    {
        private readonly int _images, _groups, _inputs, _outputs;
        private readonly Extent _image, _kernel, _places, _stride, _padding, _dilation;
        internal readonly Extent Period;
        private fixed int _x[4], _w[4], _y[4];

        internal Slides(in Correlation c, in Layout x, in Layout w, in Layout y)
        {
            (_images, _groups, _inputs, _outputs) = (c.Images, c.Groups, c.Inputs, c.Outputs);
            (_image, _kernel, _places) = (c.Image, c.Kernel, c.Places);
            (_stride, _padding, _dilation) = c.Sliding;
            Period = new Extent(PeriodOf(_stride.Height, _dilation.Height), PeriodOf(_stride.Width, _dilation.Width));
            for (int axis = 0; axis < 4; axis++) (_x[axis], _w[axis], _y[axis]) = (x.Strides[axis], w.Strides[axis], y.Strides[axis]);
        }

        private static int PeriodOf(int stride, int dilation) => stride / (int)BigInteger.GreatestCommonDivisor(stride, dilation);
    }
}

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
        Tiled("ConvolveTransposed.cl", new SlideJob(c, x.Layout, w.Layout, y.Layout), Slides.Transposed(c, w.Layout), null, w, y, default, x);
    }

    /// <inheritdoc/>
    public override void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w)
    {
        if (w.Layout.Count == 0) return;
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        Tiled("ConvolveToWeights.cl", new SlideJob(c, x.Layout, w.Layout, y.Layout), Slides.ToWeights(c), null, y, x, default, w);
    }

    private void Slide<T>(OpSource? op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y.Layout.Count == 0) return;
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        Tiled("Convolve.cl", new SlideJob(c, x.Layout, w.Layout, y.Layout), Slides.Forward(c, w.Layout), op, w, x, bias, y);
    }

    /// <summary>The structure <c>job</c> of Correlation.cl.</summary>
    private struct SlideJob
    {
        private readonly int _images, _groups, _inputs, _outputs;
        private readonly Extent _image, _kernel, _places, _stride, _padding, _dilation;
        private readonly Extent _period;
        private fixed int _x[4], _w[4], _y[4];

        internal SlideJob(in Correlation c, in Layout x, in Layout w, in Layout y)
        {
            (_images, _groups, _inputs, _outputs) = (c.Images, c.Groups, c.Inputs, c.Outputs);
            (_image, _kernel, _places) = (c.Image, c.Kernel, c.Places);
            (_stride, _padding, _dilation) = c.Sliding;
            _period = Slides.Period(c.Sliding);
            for (int axis = 0; axis < 4; axis++) (_x[axis], _w[axis], _y[axis]) = (x.Strides[axis], w.Strides[axis], y.Strides[axis]);
        }
    }
}

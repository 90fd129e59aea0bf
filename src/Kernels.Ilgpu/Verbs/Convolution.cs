using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// A convolution is a product of matrices for each group, one of which is nowhere: its numbers are read where they stand in the image, while the tiles
// of Tile.Ilgpu.cs are brought in. Here the sizes are told; Convolve.Ilgpu.cs, ConvolveTransposed.Ilgpu.cs and ConvolveToWeights.Ilgpu.cs tell which matrices.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Convolve<T>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y)
    {
        if (y.Layout.Count > 0) Slide(default(Plain<T>), Inputs(x, w), sliding, x, w, y);
    }

    /// <inheritdoc/>
    public override void Convolve<TOp, T>(TOp op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y)
    {
        if (y.Layout.Count > 0) Slide(Finish(op, bias), Inputs(x, w, bias), sliding, x, w, y);
    }

    /// <inheritdoc/>
    public override void ConvolveTransposed<T>(in Sliding sliding, in View<T> y, in View<T> w, in View<T> x)
    {
        if (x.Layout.Count == 0) return;
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        Extents sizes = Slides.Transposed(c, w.Layout);
        var product = new Transposed<T>(new Slide(c, x.Layout, w.Layout, y.Layout), All<T>(w.Buffer), All<T>(y.Buffer), sizes);
        Tiled(TileFor<T>(sizes.M, sizes.N, sizes.Products), product, Inputs(w, y), sizes, default(Plain<T>), x);
    }

    /// <inheritdoc/>
    public override void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w)
    {
        if (w.Layout.Count == 0) return;
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        Extents sizes = Slides.ToWeights(c);
        var product = new ToWeights<T>(new Slide(c, x.Layout, w.Layout, y.Layout), All<T>(y.Buffer), All<T>(x.Buffer));
        Tiled(TileFor<T>(sizes.M, sizes.N, sizes.Products), product, Inputs(x, y), sizes, default(Plain<T>), w);
    }

    private void Slide<TFinish, T>(TFinish finish, in Launch inputs, in Sliding sliding, in View<T> x, in View<T> w, in View<T> y)
        where TFinish : struct, IFinish<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = new Correlation(sliding, x.Layout, w.Layout, y.Layout);
        Extents sizes = Slides.Forward(c, w.Layout);
        var product = new Forward<T>(new Slide(c, x.Layout, w.Layout, y.Layout), All<T>(w.Buffer), All<T>(x.Buffer), sizes);
        Tiled(TileFor<T>(sizes.M, sizes.N, sizes.Products), product, inputs, sizes, finish, y);
    }
}

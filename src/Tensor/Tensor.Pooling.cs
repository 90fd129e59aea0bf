using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Pooling of images [n, c, h, w], channel by channel. Over whole images it is Max([2, 3]) and Mean([2, 3]).
public sealed partial class Tensor
{
    /// <summary>The largest element of each window: [n, c, oh, ow] as for a convolution with a kernel of the window's size. The first of equals gets
    /// the gradient; NaN where a window holds one; padding counts as -∞.</summary>
    /// <param name="window">Height and width; one number stands for both, as below.</param>
    /// <param name="stride">From one window to the next; the window's size by default.</param>
    /// <param name="padding">How far the first window reaches out of the image; 0 by default.</param>
    /// <param name="dilation">From one element of a window to the next; 1 by default.</param>
    /// <exception cref="TensorException">No images, no place for the window, or a window in nothing but padding.</exception>
    public Tensor MaxPool(Extent window, Extent? stride = null, Extent? padding = null, Extent? dilation = null)
    {
        (Tensor y, Tensor place) = MaxOfWindows("max-pool", window, Sliding.Of(stride ?? window, padding, dilation));
        // What it did is a gather along the planes' elements in one row: so is its rule.
        Tensor planes = Reshape(Shape[0], Shape[1], Shape[2] * Shape[3]), chosen = place.Reshape(Shape[0], Shape[1], y.Shape[2] * y.Shape[3]);
        return y.Reshape(chosen.Shape).From(new GatherAlong(2), planes, chosen).Reshape(y.Shape);
    }

    /// <summary>The place iy·w + ix in its plane of the element that <see cref="MaxPool"/> takes from each window: int32 [n, c, oh, ow]. No
    /// gradient.</summary>
    /// <param name="window">Height and width; one number stands for both, as below.</param>
    /// <param name="stride">From one window to the next; the window's size by default.</param>
    /// <param name="padding">How far the first window reaches out of the image; 0 by default.</param>
    /// <param name="dilation">From one element of a window to the next; 1 by default.</param>
    /// <exception cref="TensorException">No images, no place for the window, or a window in nothing but padding.</exception>
    public Tensor ArgMaxPool(Extent window, Extent? stride = null, Extent? padding = null, Extent? dilation = null) =>
        MaxOfWindows(ArgMaxWindows.Name, window, Sliding.Of(stride ?? window, padding, dilation)).Place;

    private (Tensor Y, Tensor Place) MaxOfWindows(string op, Extent window, Sliding sliding)
    {
        Extent image = RequireImages(op, this), places = RequireWindows(op, window, sliding, image);
        RequireTouch(op, "height", places.Height, window.Height, sliding.Stride.Height, sliding.Padding.Height, sliding.Dilation.Height, image.Height);
        RequireTouch(op, "width", places.Width, window.Width, sliding.Stride.Width, sliding.Padding.Width, sliding.Dilation.Width, image.Width);
        Shape pooled = [Shape[0], Shape[1], places.Height, places.Width];
        Tensor y = Empty(pooled, DType, Device), place = Empty(pooled, DType.Int32, Device);
        if (DType == DType.Float32) Device.ArgReduceWindows(default(ArgMax), sliding, window, ReadView<float>(), y.ReadView<float>(), place.ReadView<int>());
        else Device.ArgReduceWindows(default(ArgMax), sliding, window, ReadView<double>(), y.ReadView<double>(), place.ReadView<int>());
        return (y, place.From(new ArgMaxWindows(sliding, window), this));
    }

    /// <summary>The mean of each window: [n, c, oh, ow] as for a convolution with a kernel of the window's size, which it is, with the same weight
    /// everywhere. Padding counts as zeros that are averaged too.</summary>
    /// <param name="window">Height and width; one number stands for both, as below.</param>
    /// <param name="stride">From one window to the next; the window's size by default.</param>
    /// <param name="padding">How far the first window reaches out of the image; 0 by default.</param>
    /// <exception cref="TensorException">No images, or no place for the window.</exception>
    public Tensor AveragePool(Extent window, Extent? stride = null, Extent? padding = null)
    {
        const string op = "average-pool";
        var sliding = Sliding.Of(stride ?? window, padding);
        Extent image = RequireImages(op, this), places = RequireWindows(op, window, sliding, image);
        Tensor weights = Full([1, 1, window.Height, window.Width], 1.0 / window.Area, DType, Device);
        return Reshape(Shape[0] * Shape[1], 1, image.Height, image.Width).Convolve(weights, sliding).Reshape(Shape[0], Shape[1], places.Height, places.Width);
    }

    private Extent RequireWindows(string op, Extent window, in Sliding sliding, Extent image)
    {
        RequireSliding(op, sliding, "window", window);
        Extent places = sliding.Places(image, window);
        return places.Height >= 1 && places.Width >= 1
            ? places
            : throw new TensorException($"{op}: no place for a window {window} in images {Shape} with {sliding}; pad more, or take a smaller window");
    }

    private void RequireTouch(string op, string axis, int places, int window, int stride, int padding, int dilation, int size)
    {
        for (int place = 0; place < places; place++)
        {
            long start = (long)place * stride - padding, first = start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation;
            if (first >= size || first > start + (window - 1L) * dilation)
            {
                string which = place == 0 ? "the first window" : $"window {place + 1} of {places}", gaps = dilation == 1 ? "" : $", dilation {dilation}";
                throw new TensorException($"{op}: {which} along the {axis} of {Shape} lies wholly in the padding: window {window}, stride {stride}, padding {padding}{gaps}; pad less");
            }
        }
    }
}

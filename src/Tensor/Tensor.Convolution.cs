using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Convolutions of images [n, c, h, w], as the field calls them: the kernel is not turned round.
public sealed partial class Tensor
{
    /// <summary>Numbers of a padded image with all its channels.</summary>
    private const int MostPadded = 1 << 30;

    /// <summary>The convolution of images [n, c, h, w] with weights [o, c / groups, kh, kw], plus a bias for each output channel: [n, o, oh, ow] with
    /// oh = ⌊(h + 2·padding - dilation·(kh - 1) - 1) / stride⌋ + 1, and so ow. Differentiable to any order.</summary>
    /// <param name="weights">The kernels.</param>
    /// <param name="bias">[o], or null.</param>
    /// <param name="stride">From one place of the kernel to the next; 1 by default. One number stands for both axes, as below.</param>
    /// <param name="padding">Rows and columns of zeros around the image; 0 by default.</param>
    /// <param name="dilation">From one tap of the kernel to the next; 1 by default.</param>
    /// <param name="groups">Channels are cut into so many groups, each convolved by itself; as many as channels make a depthwise convolution.</param>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or the kernel is larger than the padded image.</exception>
    public Tensor Convolve(Tensor weights, Tensor? bias = null, Extent? stride = null, Extent? padding = null, Extent? dilation = null, int groups = 1)
    {
        var sliding = Sliding.Of(stride, padding, dilation);
        return bias is null ? Convolve(weights, sliding, groups) : Convolve(weights, bias, default(Identity), sliding, groups);
    }

    /// <summary>The convolution without bias, its geometry in one value.</summary>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or the kernel is larger than the padded image.</exception>
    public Tensor Convolve(Tensor weights, Sliding sliding, int groups = 1)
    {
        Tensor y = ForConvolution(weights, sliding, groups);
        if (DType == DType.Float32) Device.Convolve(sliding, ReadView<float>(), weights.ReadView<float>(), y.ReadView<float>());
        else Device.Convolve(sliding, ReadView<double>(), weights.ReadView<double>(), y.ReadView<double>());
        return y.From(new ImageConvolution(sliding, groups), this, weights);
    }

    /// <summary>activation(convolution + bias) in one pass, with a bias [o], the geometry in one value. Gradients flow if the activation's derivative
    /// follows from its output, as those of ReLU, tanh and the logistic function do.</summary>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or the kernel is larger than the padded image.</exception>
    public Tensor Convolve<TOp>(Tensor weights, Tensor bias, TOp activation, Sliding sliding, int groups = 1)
        where TOp : struct, IUnaryOp
    {
        Tensor y = ForConvolution(weights, sliding, groups);
        RequireSame("convolve", this, bias);
        RequireBias("convolve", bias, y);
        bias = bias._layout.IsContiguous ? bias : bias.Copy();
        if (DType == DType.Float32) Device.Convolve(activation, sliding, ReadView<float>(), weights.ReadView<float>(), bias.ReadView<float>(), y.ReadView<float>());
        else Device.Convolve(activation, sliding, ReadView<double>(), weights.ReadView<double>(), bias.ReadView<double>(), y.ReadView<double>());
        return y.From(new BiasedConvolution(sliding, groups, typeof(TOp)), [this, weights, bias]);
    }

    // Room for the result, once all fits.
    private Tensor ForConvolution(Tensor weights, in Sliding sliding, int groups)
    {
        const string op = "convolve";
        Extent kernel = RequireKernel(op, weights, sliding, groups), image = RequireImages(op, this), places = sliding.Places(image, kernel);
        RequireFrame(op, sliding, image, Shape[1]);
        if (Shape[1] != weights.Shape[1] * (long)groups)
            throw new TensorException($"{op}: images {Shape} have {Shape[1]} channels; weights {weights.Shape}{InGroups(groups)} take {weights.Shape[1] * (long)groups}");
        if (places.Height < 1 || places.Width < 1)
            throw new TensorException($"{op}: no place for a kernel {kernel} in images {Shape} with {sliding}; pad more, or take a smaller kernel or dilation");
        return Empty([Shape[0], weights.Shape[0], places.Height, places.Width], DType, Device);
    }

    /// <summary>The transposed convolution ("deconvolution") of [n, o, oh, ow] with weights [o, c / groups, kh, kw], plus a bias for each channel
    /// of the result [n, c, h, w]: every number is spread over the places that the kernel covers. Unless a size is given,
    /// h = (oh - 1)·stride + dilation·(kh - 1) + 1 - 2·padding.</summary>
    /// <param name="weights">The kernels, in the layout of <see cref="Convolve(Tensor, Tensor?, Extent?, Extent?, Extent?, int)"/>.</param>
    /// <param name="bias">[c], or null.</param>
    /// <param name="stride">Of the convolution that this transposes; 1 by default.</param>
    /// <param name="padding">Rows and columns that are cut off around the result; 0 by default.</param>
    /// <param name="dilation">Of the convolution that this transposes; 1 by default.</param>
    /// <param name="groups">Of the convolution that this transposes.</param>
    /// <param name="size">Height and width of the result, where the stride leaves a choice.</param>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or a convolution of that size has other outputs.</exception>
    public Tensor ConvolveTransposed(
        Tensor weights, Tensor? bias = null, Extent? stride = null, Extent? padding = null, Extent? dilation = null, int groups = 1, Extent? size = null)
    {
        var sliding = Sliding.Of(stride, padding, dilation);
        const string op = "convolve-transposed";
        Extent kernel = RequireKernel(op, weights, sliding, groups), places = RequireImages(op, this);
        Tensor x = ConvolveTransposed(weights, sliding, size ?? sliding.Image(places, kernel), groups);
        if (bias is null) return x;
        RequireBias(op, bias, x);
        return x + bias.Reshape(x.Shape[1], 1, 1);
    }

    /// <summary>The transposed convolution without bias, its geometry in one value: the adjoint of
    /// <see cref="Convolve(Tensor, Sliding, int)"/> on images of that size.</summary>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or a convolution of that size has other outputs.</exception>
    public Tensor ConvolveTransposed(Tensor weights, Sliding sliding, Extent size, int groups = 1)
    {
        const string op = "convolve-transposed";
        Extent kernel = RequireKernel(op, weights, sliding, groups), places = RequireImages(op, this);
        if (Shape[1] != weights.Shape[0]) throw new TensorException($"{op}: {Shape} has {Shape[1]} channels; weights {weights.Shape} take {weights.Shape[0]}");
        RequireFrame(op, sliding, size, weights.Shape[1]);
        RequirePlaces(op, sliding, size, kernel, places);
        Tensor x = Empty([Shape[0], checked(weights.Shape[1] * groups), size.Height, size.Width], DType, Device);
        if (DType == DType.Float32) Device.ConvolveTransposed(sliding, ReadView<float>(), weights.ReadView<float>(), x.ReadView<float>());
        else Device.ConvolveTransposed(sliding, ReadView<double>(), weights.ReadView<double>(), x.ReadView<double>());
        return x.From(new TransposedConvolution(sliding, groups, size), this, weights);
    }

    /// <summary>The weights [o, c / groups, kh, kw] that images [n, c, h, w] (this) and numbers [n, o, oh, ow] at the outputs of their convolution
    /// make: the adjoint of <see cref="Convolve(Tensor, Sliding, int)"/> for fixed images, and the gradient of its weights.</summary>
    /// <exception cref="TensorException">Shapes or dtypes do not fit.</exception>
    public Tensor ConvolveToWeights(Tensor outputs, Sliding sliding, Extent kernel, int groups = 1)
    {
        const string op = "convolve-to-weights";
        _ = Given(outputs);
        RequireSliding(op, sliding, "kernel", kernel);
        RequireGroups(op, groups);
        Extent image = RequireImages(op, this), places = RequireImages(op, outputs);
        RequireSame(op, this, outputs);
        if (Shape[0] != outputs.Shape[0] || Shape[1] % groups != 0 || outputs.Shape[1] % groups != 0)
            throw new TensorException($"{op}: images {Shape} and outputs {outputs.Shape} must have as many images{(groups == 1 ? "" : $", and channels that {groups} groups divide")}");
        RequireFrame(op, sliding, image, Shape[1]);
        RequirePlaces(op, sliding, image, kernel, places);
        Tensor w = Empty([outputs.Shape[1], Shape[1] / groups, kernel.Height, kernel.Width], DType, Device);
        if (DType == DType.Float32) Device.ConvolveToWeights(sliding, ReadView<float>(), outputs.ReadView<float>(), w.ReadView<float>());
        else Device.ConvolveToWeights(sliding, ReadView<double>(), outputs.ReadView<double>(), w.ReadView<double>());
        return w.From(new WeightConvolution(sliding, groups, kernel), this, outputs);
    }

    private static Extent RequireImages(string op, Tensor x) => x.RequireFloat(op).Rank == 4
        ? new Extent(x.Shape[2], x.Shape[3])
        : throw new TensorException($"{op}: {x.Shape} is not [images, channels, height, width]; add the missing axes with Unsqueeze");

    private Extent RequireKernel(string op, Tensor weights, in Sliding sliding, int groups)
    {
        RequireSame(op, this, weights);
        if (weights.Rank != 4) throw new TensorException($"{op}: weights {weights.Shape} are not [outputs, inputs / groups, height, width]");
        Extent kernel = new(weights.Shape[2], weights.Shape[3]);
        RequireSliding(op, sliding, "kernel", kernel);
        RequireGroups(op, groups);
        if (weights.Shape[0] % groups != 0) throw new TensorException($"{op}: {groups} groups do not divide the {weights.Shape[0]} outputs of weights {weights.Shape}");
        return kernel;
    }

    private static void RequireSliding(string op, in Sliding sliding, string what, Extent size)
    {
        if (sliding.Flaw(what, size) is { } flaw) throw new TensorException($"{op}: {flaw}");
    }

    private static void RequireGroups(string op, int groups)
    {
        if (groups < 1) throw new TensorException($"{op}: {groups} groups; there must be at least 1");
    }

    private static string InGroups(int groups) => groups == 1 ? "" : $" in {groups} groups";

    // Kernels count the numbers of a padded image with int32.
    private static void RequireFrame(string op, in Sliding sliding, Extent image, int channels)
    {
        long height = image.Height + 2L * sliding.Padding.Height, width = image.Width + 2L * sliding.Padding.Width;
        if ((Int128)height * width * Math.Max(1, channels) > MostPadded)
            throw new TensorException($"{op}: images {image} of {channels} channels would be {height}x{width} with their padding of {sliding.Padding}, more than {MostPadded} numbers; pad less");
    }

    private static void RequirePlaces(string op, in Sliding sliding, Extent image, Extent kernel, Extent places)
    {
        if (image.Height < 1 || image.Width < 1 || places.Height < 1 || places.Width < 1 || sliding.Places(image, kernel) != places)
            throw new TensorException($"{op}: a kernel {kernel} with {sliding} has {sliding.Places(image, kernel)} places on images {image}, not {places}");
    }

    private static void RequireBias(string op, Tensor bias, Tensor y)
    {
        if (bias.Rank != 1 || bias.Shape[0] != y.Shape[1]) throw new TensorException($"{op}: bias {bias.Shape} must be [{y.Shape[1]}], one number for each channel of {y.Shape}");
    }
}

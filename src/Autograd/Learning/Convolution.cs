using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A convolutional layer (LeCun et al. 1998): images [n, inputs, h, w] to [n, outputs, oh, ow]; see
/// <see cref="Tensor.Convolve(Tensor, Tensor?, Extent?, Extent?, Extent?, int)"/>.</summary>
/// <example>LeNet-5 in the widths of Caffe's example:
/// <code>
/// var net = new Sequential(
///     new Convolution("conv1", 1, 20, 5, Initialiser.He, stream), Activation.Relu, new MaxPool(2),
///     new Convolution("conv2", 20, 50, 5, Initialiser.He, stream), Activation.Relu, new MaxPool(2),
///     new Flatten(), new Dense("dense1", 800, 500, Initialiser.He, stream), Activation.Relu, new Dense("dense2", 500, 10, Initialiser.He, stream));
/// </code></example>
public sealed class Convolution : Module
{
    private readonly string _name;
    private readonly Sliding _sliding;

    /// <summary>A layer with drawn weights and a bias of zeros. An output is fed by (inputs / groups)·kh·kw numbers, the fan-in; an input feeds
    /// (outputs / groups)·kh·kw, the fan-out.</summary>
    /// <param name="name">The parameters are called <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="inputs">Channels that come in.</param>
    /// <param name="outputs">Channels that go out.</param>
    /// <param name="kernel">Height and width of the kernel; one number stands for both, as below.</param>
    /// <param name="initialiser">Draws the weights.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="stride">From one place of the kernel to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image; 0 by default.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <param name="groups">Channels are cut into so many groups, each convolved by itself.</param>
    /// <param name="bias">False for a layer without bias.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="TensorException">The groups do not divide the channels; kernel, stride or dilation is below 1, padding below 0.</exception>
    public Convolution(
        string name,
        int inputs,
        int outputs,
        Extent kernel,
        Initialiser initialiser,
        RandomStream stream,
        Extent? stride = null,
        Extent? padding = null,
        Extent? dilation = null,
        int groups = 1,
        bool bias = true,
        DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(initialiser);
        Domain.Count($"convolution '{name}'", "inputs", inputs);
        Domain.Count($"convolution '{name}'", "outputs", outputs);
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0)
            throw new TensorException($"convolution '{name}': {groups} groups do not divide the {inputs} inputs and {outputs} outputs");
        _name = name;
        _sliding = Slides(name, kernel, stride, padding, dilation);
        using var scope = MemoryScope.Open();
        int fanIn = inputs / groups * kernel.Area, fanOut = outputs / groups * kernel.Area;
        Tensor weight = initialiser.Draw([outputs, inputs / groups, kernel.Height, kernel.Width], fanIn, fanOut, stream, dtype);
        Groups = groups;
        Weight = new Parameter($"{name}.weight", weight);
        Bias = bias ? new Parameter($"{name}.bias", Tensor.Zeros([outputs], dtype, weight.Device)) : null;
    }

    /// <summary>A layer with given values.</summary>
    /// <param name="name">The parameters are called <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="weight">[outputs, inputs / groups, kh, kw].</param>
    /// <param name="bias">[outputs], or null for a layer without bias.</param>
    /// <param name="stride">From one place of the kernel to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image; 0 by default.</param>
    /// <param name="dilation">From one tap to the next; 1 by default.</param>
    /// <param name="groups">Channels are cut into so many groups, each convolved by itself.</param>
    /// <exception cref="TensorException">The shapes do not fit; the groups do not divide the outputs; kernel, stride or dilation is below 1,
    /// padding below 0.</exception>
    public Convolution(string name, Tensor weight, Tensor? bias, Extent? stride = null, Extent? padding = null, Extent? dilation = null, int groups = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 4) throw new TensorException($"convolution: weight of '{name}' has shape {weight.Shape}; it must be [outputs, inputs / groups, height, width]");
        if (bias is not null && bias.Shape != [weight.Shape[0]])
            throw new TensorException($"convolution: bias of '{name}' has shape {bias.Shape}; the weight {weight.Shape} needs [{weight.Shape[0]}]");
        if (groups < 1 || weight.Shape[0] % groups != 0)
            throw new TensorException($"convolution '{name}': {groups} groups do not divide the {weight.Shape[0]} outputs of the weight {weight.Shape}");
        _name = name;
        _sliding = Slides(name, new Extent(weight.Shape[2], weight.Shape[3]), stride, padding, dilation);
        Groups = groups;
        Weight = new Parameter($"{name}.weight", weight);
        Bias = bias is null ? null : new Parameter($"{name}.bias", bias);
    }

    /// <summary>The kernels, [outputs, inputs / groups, kh, kw].</summary>
    public Parameter Weight { get; }

    /// <summary>One number for each output channel; null for a layer without bias.</summary>
    public Parameter? Bias { get; }

    /// <summary>How many groups the channels are cut into.</summary>
    public int Groups { get; }

    private string InGroups => Groups == 1 ? "" : $" in {Groups} groups";

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, Activation.Identity);

    /// <summary>activation(convolution + b): one pass and one node of the graph for identity, ReLU, tanh and the logistic function.</summary>
    public override Tensor Forward(Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(activation);
        Shape weight = Weight.Value.Shape;
        if (!Inputs.Fit(x, Weight)) throw Inputs.Misfit($"convolution '{_name}'", x, Weight);
        if (x.Rank == weight.Rank && x.Shape[1] != weight[1] * Groups)
            throw new TensorException($"convolution '{_name}': images {x.Shape} have {x.Shape[1]} channels; the weight {weight}{InGroups} takes {weight[1] * Groups}");
        return Bias is null
            ? activation.Forward(x.Convolve(Weight.Value, _sliding, Groups))
            : activation.OfConvolution(x, Weight.Value, Bias.Value, _sliding, Groups);
    }

    private static Sliding Slides(string name, Extent kernel, Extent? stride, Extent? padding, Extent? dilation)
    {
        var sliding = Sliding.Of(stride, padding, dilation);
        return sliding.Flaw("kernel", kernel) is { } flaw ? throw new TensorException($"convolution '{name}': {flaw}") : sliding;
    }
}

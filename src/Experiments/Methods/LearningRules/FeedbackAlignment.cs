using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.LearningRules;

/// <summary>Feedback alignment (Lillicrap, Cownden, Tweed and Akerman 2016): a net that answers as ever, but whose errors come back through given matrices
/// B instead of the transposes of its weights, δ(l) = (δ(l+1) B(l+1)) ⊙ φ′. It is a module: the loss, <c>Backward</c> and any optimiser work as usual.</summary>
/// <remarks>It ends the way back: its input gets no gradient, so what stands before it, another module or an image that is to be changed, learns nothing
/// through it. Let it hold the whole net.</remarks>
/// <example><code>
/// var net = new Mlp([784, 100, 100, 10], Activation.Tanh, Initialiser.LeCun, weights);
/// var taught = new FeedbackAlignment(net, Feedback.Fixed(net, Initialiser.LeCun, feedback));
/// optimiser.Step(() => Loss.CrossEntropy(taught.Forward(x), labels));
/// </code></example>
public sealed class FeedbackAlignment : Module
{
    private readonly Func<int, Tensor> _feedback;

    /// <summary>A net with another way back.</summary>
    /// <param name="net">What answers, and whose parameters are trained.</param>
    /// <param name="feedback">From a layer's index, 1 and up, to B [outputs, inputs]; see <see cref="Feedback"/>.</param>
    public FeedbackAlignment(Mlp net, Func<int, Tensor> feedback)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(feedback);
        (Net, _feedback) = (net, feedback);
    }

    /// <summary>What answers.</summary>
    public Mlp Net { get; }

    /// <inheritdoc/>
    /// <param name="x">[n, inputs]; it gets no gradient.</param>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        for (int i = 0; i < Net.Layers.Count; i++)
        {
            // Nothing comes back from the first layer.
            Tensor sums = i == 0 ? Net.Layers[0].Forward(x.StopGradient()) : Sums(i, x);
            x = i < Net.Layers.Count - 1 ? Net.Activation.Forward(sums) : sums;
        }
        return x;
    }

    private Tensor Sums(int layer, Tensor x) => ErrorBroadcast.Affine(Net.Layers[layer], [x], gy =>
    {
        Tensor b = _feedback(layer), w = Net.Layers[layer].Weight.Value;
        return b.Shape == [w.Shape[1], w.Shape[0]]
            ? [gy.MatMul(b)]
            : throw new TensorException($"feedback alignment: the matrix of layer {layer} is {b.Shape}; its weight {w.Shape} needs [{w.Shape[1]}, {w.Shape[0]}]");
    });
}

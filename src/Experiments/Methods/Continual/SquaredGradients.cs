using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Squares of the gradients of each example's loss, summed over examples, without a gradient per example: of a dense layer with inputs H, [n, inputs], and
/// errors Δ = ∂loss/∂(H·W + b), [n, outputs], it is Σₙ (∂lossₙ/∂W)² = (H²)ᵀ·Δ², and Σₙ Δₙ² for the bias, since the gradient of one example is the outer product of its two
/// rows.</summary>
public sealed class SquaredGradients
{
    private readonly Mlp _net;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _offsets;

    /// <summary>A perceptron's forward pass for some examples, from which squares can be taken for any labels.</summary>
    /// <param name="net">The perceptron.</param>
    /// <param name="images">[n, inputs].</param>
    /// <param name="gates">On the hidden units, for each hidden layer; null for none.</param>
    public SquaredGradients(Mlp net, Tensor images, IReadOnlyList<Tensor>? gates = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(images);
        using Tracking.Scope on = Tracking.Resume();
        _net = net;
        int layers = net.Layers.Count;
        (_inputs, _offsets) = (new Tensor[layers], new Tensor[layers]);
        Tensor x = images.StopGradient();
        for (int layer = 0; layer < layers; layer++)
        {
            _inputs[layer] = x.StopGradient();
            Tensor sums = net.Layers[layer].Forward(x);
            _offsets[layer] = Tensor.Zeros(sums.Shape, sums.DType, sums.Device).Track("offset");         // nothing is added, but the errors arrive here
            x = sums + _offsets[layer];
            if (layer == layers - 1) break;
            x = net.Activation.Forward(x);
            if (gates is not null) x *= gates[layer].StopGradient();
        }
        Logits = x;
    }

    /// <summary>What the network gives: [n, outputs].</summary>
    public Tensor Logits { get; }

    /// <summary>The sum over the examples of the squared gradient of Σ gy·logits of each.</summary>
    /// <param name="gy">[n, outputs]: the gradient of each example's loss at its logits. Times √w, an example counts w times.</param>
    /// <returns>For each parameter its squares, in its shape and in the order of <see cref="Module.Parameters"/>.</returns>
    public IReadOnlyList<Tensor> Of(Tensor gy)
    {
        Gradients errors = Logits.Backward(_offsets, gy);
        using Tracking.Scope pause = Tracking.Pause();
        var squares = new List<Tensor>();
        for (int layer = 0; layer < _offsets.Length; layer++)
        {
            Tensor squared = errors[_offsets[layer]].Square();
            squares.Add(_inputs[layer].Square().Transpose().MatMul(squared));
            if (_net.Layers[layer].Bias is not null) squares.Add(squared.Sum(0));
        }
        return squares;
    }
}

using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.LearningRules;

/// <summary>A net whose hidden layers each hear of the output's error by a path of their own, and not through the layers above them. What arrives at a hidden
/// layer's output is treated as its gradient, passes through its activation and changes its own weights; it goes no further down.</summary>
/// <remarks>It ends the way back: its input gets no gradient, so what stands before it, another module or an image that is to be changed, learns nothing
/// through it. Let it hold the whole net.
/// <code>
/// x ─▶ h1 ─┤ ├─▶ h2 ─┤ ├─▶ y ─▶ loss
///       ▲         ▲          │
///       └─────────┴── error ─┘
/// </code></remarks>
public abstract class ErrorBroadcast : Module
{
    private protected ErrorBroadcast(Mlp net)
    {
        ArgumentNullException.ThrowIfNull(net);
        if (net.Layers.Count < 2) throw new TensorException($"{GetType().Name}: the net has no hidden layer, so there is nobody to send an error to");
        Net = net;
    }

    /// <summary>What answers.</summary>
    public Mlp Net { get; }

    /// <inheritdoc/>
    /// <param name="x">[n, inputs]; it gets no gradient.</param>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var hidden = new Tensor[Net.Layers.Count - 1];
        for (int i = 0; i < hidden.Length; i++) hidden[i] = x = Net.Layers[i].Forward(x.StopGradient(), Net.Activation);
        Tensor[] heard = [.. hidden.Reverse()];
        return Affine(Net.Layers[^1], heard, error => [.. Signals(error, [.. hidden.Select(h => h.StopGradient())]).Reverse()]);
    }

    /// <summary>What each hidden layer hears, first layer first, in the shapes of their outputs.</summary>
    /// <param name="error">The gradient of the loss at the output, [n, outputs].</param>
    /// <param name="hidden">The outputs of the hidden layers, [n, units] each.</param>
    protected abstract IReadOnlyList<Tensor> Signals(Tensor error, IReadOnlyList<Tensor> hidden);

    /// <summary>x·W + b of the first of some tensors, all of which hear of the error at the result.</summary>
    internal static Tensor Affine(Dense layer, Tensor[] heard, Func<Tensor, IReadOnlyList<Tensor>> signals)
    {
        Tensor[] cells = layer.Bias is { } bias ? [layer.Weight.Value, bias.Value] : [layer.Weight.Value];
        return Differentiation.CustomGradient(
            (Tensor[] v) => cells.Length == 2 ? v[0].Affine(v[^2], v[^1]) : v[0].MatMul(v[^1]),
            (gy, v, y) => [.. signals(gy), v[0].Transpose().MatMul(gy), .. cells.Length == 2 ? new[] { gy.Sum(0) } : []])([.. heard, .. cells]);
    }
}

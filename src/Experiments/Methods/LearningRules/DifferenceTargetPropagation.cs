using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.LearningRules;

/// <summary>Difference target propagation (Lee, Zhang, Fischer and Bengio 2015): layers are told what they should have said, not how the loss changes. The last
/// hidden layer's target is a small step down the loss, ĥ = h - s·∂L/∂h; each one's below comes through a learned inverse g of the layer between,
/// ĥ(l-1) = h(l-1) + g(ĥ(l)) - g(h(l)). A layer descends ½‖h - ĥ‖²/s.</summary>
/// <remarks>Divided by s, the last hidden layer learns exactly as by back-propagation, so that learning rates can be compared. The layers below hear differences of what g says, which
/// rounding drowns where the errors are some millionths of the outputs in float32. The step is counted per example:
/// the loss is meant to be a mean over the batch. The inverses learn apart, by <see cref="InverseLoss"/>, and need a start before the net learns.</remarks>
public sealed class DifferenceTargetPropagation : ErrorBroadcast
{
    /// <summary>A net with inverses.</summary>
    /// <param name="net">What answers.</param>
    /// <param name="inverses">For each hidden layer but the first a layer from its units back to those of the one below.</param>
    /// <exception cref="TensorException">Another number of inverses, or another shape.</exception>
    public DifferenceTargetPropagation(Mlp net, IReadOnlyList<Dense> inverses)
        : base(net)
    {
        ArgumentNullException.ThrowIfNull(inverses);
        Dense[] inner = [.. net.Layers.Skip(1).SkipLast(1)];
        if (inverses.Count != inner.Length) throw new TensorException($"target propagation: {inverses.Count} inverses; {inner.Length} hidden layers have another below");
        for (int i = 0; i < inner.Length; i++)
        {
            Shape w = inner[i].Weight.Shape, v = inverses[i].Weight.Shape;
            if (v != [w[1], w[0]]) throw new TensorException($"target propagation: inverse {i} is {v}; its layer {w} needs [{w[1]}, {w[0]}]");
        }
        Inverses = [.. inverses];
    }

    /// <summary>A net with drawn inverses.</summary>
    /// <param name="net">What answers.</param>
    /// <param name="initialiser">Draws the weights of the inverses.</param>
    /// <param name="stream">Where the draws come from.</param>
    public DifferenceTargetPropagation(Mlp net, Initialiser initialiser, RandomStream stream)
        : this(net, [.. net.Layers.Skip(1).SkipLast(1).Select((layer, i) => new Dense($"inverse{i + 2}", layer.Weight.Shape[1], layer.Weight.Shape[0], initialiser, stream, dtype: layer.Weight.DType))])
    {
    }

    /// <summary>g of each hidden layer but the first; the net's activation follows it.</summary>
    public IReadOnlyList<Dense> Inverses { get; }

    /// <summary>s, above 0: how far the last hidden layer's target lies down the loss of an example.</summary>
    /// <exception cref="TensorException">It is not above 0, or not finite.</exception>
    public double TargetStep
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new TensorException(FormattableString.Invariant($"target propagation: a target step of {value}; it is finite and above 0"));
    } = 0.5;

    /// <summary>The net's: the inverses learn by a loss of their own.</summary>
    public override IReadOnlyList<Parameter> Parameters => Net.Parameters;

    /// <summary>What trains the inverses.</summary>
    public IReadOnlyList<Parameter> InverseParameters => [.. Inverses.SelectMany(inverse => inverse.Parameters)];

    /// <summary>What each hidden layer should have said, first layer first.</summary>
    /// <param name="hidden">What they said, [n, units] each.</param>
    /// <param name="top">What the last of them should have said.</param>
    public IReadOnlyList<Tensor> Targets(IReadOnlyList<Tensor> hidden, Tensor top)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(top);
        Tensor[] ways = Ways(hidden, top - hidden[^1]);
        return [.. hidden.Zip(ways[..^1], (h, way) => h + way), top];
    }

    /// <summary>How badly the inverses undo their layers near what those are given, ½ Σ‖g(f(h + ε)) - (h + ε)‖² per example; only the inverses get a
    /// gradient.</summary>
    /// <param name="x">[n, inputs].</param>
    /// <param name="noise">Where ε comes from.</param>
    /// <param name="deviation">Of ε; at least 0.</param>
    /// <exception cref="TensorException">There are no inverses.</exception>
    public Tensor InverseLoss(Tensor x, RandomStream noise, double deviation = 0.1)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (Inverses.Count == 0) throw new TensorException("target propagation: a net of one hidden layer has no inverses to train");
        IReadOnlyList<Tensor> hidden = Net.Activations(x);
        return Inverses.Select((_, i) =>
        {
            Tensor below = hidden[i].StopGradient();
            below += noise.Normal(below.Shape, 0, deviation, below.DType);
            return (Back(i + 1, Net.Layers[i + 1].Forward(below, Net.Activation).StopGradient()) - below).Square().Sum() * (0.5 / below.Shape[0]);
        }).Aggregate((sum, one) => sum + one);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Signals(Tensor error, IReadOnlyList<Tensor> hidden)
    {
        double scale = TargetStep * error.Shape[0];
        Tensor top = error.MatMul(Net.Layers[^1].Weight.Value.StopGradient().Transpose());
        // Never as h - ĥ: in that difference the digits of a small error are gone.
        return [.. Ways(hidden, top * -scale)[..^1].Select(way => way * (-1 / scale)), top];
    }

    // ĥ - h of each hidden layer, first layer first, of that of the last one.
    private Tensor[] Ways(IReadOnlyList<Tensor> hidden, Tensor last)
    {
        var ways = new Tensor[hidden.Count];
        ways[^1] = last;
        for (int i = ways.Length - 1; i > 0; i--) ways[i - 1] = Back(i, hidden[i] + ways[i]) - Back(i, hidden[i]);
        return ways;
    }

    private Tensor Back(int layer, Tensor h) => Inverses[layer - 1].Forward(h, Net.Activation);
}

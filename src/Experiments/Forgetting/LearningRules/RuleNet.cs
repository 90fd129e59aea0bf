using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.LearningRules;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>How a net is taught.</summary>
internal enum Rule
{
    BackPropagation,
    FeedbackAlignment,
    DirectFeedback,
    TargetPropagation,
    Evolution,
    Winners,
    LastLayer,
    Redrawn,
    Opposite,
}

/// <summary>A net of two hidden layers with its rule and what the rule needs.</summary>
internal sealed class RuleNet
{
    /// <summary>Of each net.</summary>
    public const int HiddenLayers = 2;

    // Of the inverses' loss; Lee et al. leave it open.
    private const double InverseNoise = 0.1;

    private readonly LearningRules.Settings _s;
    private readonly Rule _rule;
    private readonly Optimiser _optimiser;
    private readonly Optimiser? _inverses;
    private readonly RandomStream _draws, _probe;
    private readonly Func<int, Tensor>? _feedback;
    private readonly Module _probed;

    public RuleNet(LearningRules.Settings s, Rule rule, double rate, int inputs, int classes, Func<string, RandomStream> random, double winners = 1)
    {
        (_s, _rule, _draws) = (s, rule, random("draws of the rule"));
        _probe = _draws.Child("probe");
        Activation activation = rule == Rule.Winners ? Winners.Of(Math.Max(1, (int)Math.Round(winners * s.Hidden)), Activation.Tanh) : Activation.Tanh;
        Net = new Mlp([inputs, s.Hidden, s.Hidden, classes], activation, Initialiser.LeCun, random("weights"));
        RandomStream feedback = random("feedback");
        _feedback = rule switch
        {
            Rule.FeedbackAlignment => Feedback.Fixed(Net, Initialiser.LeCun, feedback),
            Rule.Redrawn => Feedback.Redrawn(Net, Initialiser.LeCun, feedback),
            Rule.Opposite => Feedback.Transposed(Net, -1),
            _ => null,
        };
        Taught = _feedback is not null ? new FeedbackAlignment(Net, _feedback) : rule switch
        {
            Rule.DirectFeedback => new DirectFeedbackAlignment(Net, Initialiser.LeCun, feedback),
            Rule.TargetPropagation => new DifferenceTargetPropagation(Net, Initialiser.LeCun, feedback) { TargetStep = s.TargetStep },
            _ => Net,
        };
        // What is only measured must not use up what training draws.
        _probed = Taught;
        if (rule == Rule.Redrawn) _probed = new FeedbackAlignment(Net, _feedback = Feedback.Redrawn(Net, Initialiser.LeCun, feedback.Child("probe")));
        if (rule == Rule.LastLayer) Hold(HiddenLayers);
        _optimiser = new Sgd(Net.Parameters, new Schedule(_ => rate * Scale));
        if (Taught is DifferenceTargetPropagation targets) _inverses = new Sgd(targets.InverseParameters, new Schedule(_ => s.InverseRate * Scale));
    }

    /// <summary>What answers.</summary>
    public Mlp Net { get; }

    /// <summary>The same net with its rule, where that is one of the way back.</summary>
    public Module Taught { get; }

    /// <summary>Times what all learning rates are from now on, that of the inverses among them.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>From now on so many layers, from the first on, learn no more.</summary>
    public void Hold(int layers) => Net.Freeze(parameter => Net.Layers.Take(layers).Any(layer => layer.Parameters.Contains(parameter)));

    /// <summary>What carries the output's error to the last hidden layer, [classes, units].</summary>
    public Tensor TopFeedback() => Taught is DirectFeedbackAlignment direct ? direct.Matrix(1) : (_feedback ?? Feedback.Transposed(Net))(2);

    /// <summary>Before the first step: the inverses of target propagation get a start on the untrained net.</summary>
    public void Warm(Tensor x)
    {
        if (_inverses is null) return;
        RandomStream order = _draws.Child("order of the start");
        for (int step = 0; step < _s.WarmSteps;)
        {
            foreach (int[] batch in Batches.Shuffled(x.Shape[0], _s.Batch, order).Take(_s.WarmSteps - step))
            {
                LearnInverses(x.Rows(batch));
                step++;
            }
        }
    }

    /// <summary>One step on a batch.</summary>
    public void Step(Tensor x, Tensor labels)
    {
        LearnInverses(x);
        using var scope = MemoryScope.Open();
        _optimiser.Step(Gradients(x, labels, Taught, _draws));
    }

    /// <summary>Between the rule's signal at the last hidden layer and that of back-propagation, in degrees.</summary>
    public double SignalAngle(Tensor x, Tensor labels)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        IReadOnlyList<Tensor> outputs = Net.Activations(x);
        Tensor h = outputs[^2], error = outputs[^1].SoftMax() - OneHot(labels, outputs[^1].Shape[1]), slope = 1 - h * h;
        return Angle.Between(error.MatMul(TopFeedback()) * slope, error.MatMul(Net.Layers[^1].Weight.Value.Transpose()) * slope);
    }

    /// <summary>Between what the rule takes for the gradient of each layer's weights and that gradient, in degrees, first layer first.</summary>
    public double[] WeightAngles(Tensor x, Tensor labels)
    {
        using var scope = MemoryScope.Open();
        // The rule first: to try places is to change the cells.
        Gradients mine = Gradients(x, labels, _probed, _probe), exact = Loss.CrossEntropy(Net.Forward(x), labels).Backward();
        return [.. Net.Layers.Select(layer => Angle.Between(mine, exact, [layer.Weight]))];
    }

    // What the rule takes for the gradient.
    private Gradients Gradients(Tensor x, Tensor labels, Module taught, RandomStream draws)
    {
        Tensor Loss() => Learning.Loss.CrossEntropy(taught.Forward(x), labels);
        return _rule == Rule.Evolution
            ? new EvolutionStrategies { Pairs = _s.EvolutionPairs, Deviation = _s.EvolutionDeviation }.Estimate(Loss, Net.Parameters, draws)
            : Loss().Backward();
    }

    private void LearnInverses(Tensor x)
    {
        if (_inverses is not { } inverses || Taught is not DifferenceTargetPropagation targets) return;
        using var scope = MemoryScope.Open();
        inverses.Step(targets.InverseLoss(x, _draws, InverseNoise).Backward());
    }

    private static Tensor OneHot(Tensor labels, int classes) => Tensor.Eye(classes, device: labels.Device).Rows(labels);
}

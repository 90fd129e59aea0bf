namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>What is asked of the model about an image under attack. An attack yields it and finds the answer in it: meanwhile the questions about
/// all images of the batch are answered together.</summary>
internal sealed class Ask(Subject subject, double[][] points, AskKind kind, AttackLoss? loss = null)
{
    public Subject Subject => subject;

    public double[][] Points => points;

    public AskKind Kind => kind;

    /// <summary>The loss whose gradient is wanted.</summary>
    public AttackLoss? Loss => loss;

    /// <summary>Of each point.</summary>
    public double[][] Logits { get; set; } = [];

    /// <summary>Of the loss at the only point.</summary>
    public double[] Gradient { get; set; } = [];

    /// <summary>The loss at the only point.</summary>
    public double Value { get; set; }

    /// <summary>Of each logit at the only point.</summary>
    public double[][] Jacobian { get; set; } = [];
}

internal enum AskKind
{
    Logits,
    Gradient,
    Jacobian,
}

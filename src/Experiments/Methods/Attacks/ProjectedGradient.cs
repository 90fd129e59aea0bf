namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Projected gradient descent in a ball around the image (Madry et al. 2018): steps of one size against the sign (L∞) or the direction (L2)
/// of the loss's gradient, each followed by the way back into the ball and into [0, 1]. With one step from the image it is the fast gradient sign
/// method, without random starts the basic iterative method.</summary>
public sealed class ProjectedGradient : BoundedAttack
{
    // Steps may add up to so many radii, so that any point of the ball can be reached from any other and the last steps still turn.
    private const double Reach = 2.5;

    /// <summary>How many steps a run takes, at least 1.</summary>
    public int StepCount { get; init; } = 20;

    /// <summary>How long a step is, in the norm of the ball; 2.5·ε/steps where none is given.</summary>
    public double? StepSize { get; init; }

    /// <summary>How many runs there are from random points of the ball, after the one from the image.</summary>
    public int RandomStarts { get; init; }

    /// <summary>Whether there is a run from the image. Without one, as where another attack has made it, there are random starts only, and the image
    /// itself costs one more query.</summary>
    public bool StartsAtImage { get; init; } = true;

    /// <summary>What is minimised.</summary>
    public AttackLoss Loss { get; init; } = AttackLoss.CrossEntropy;

    /// <summary>The fast gradient sign method (Goodfellow et al. 2015): one step of length ε. It costs one gradient and two queries.</summary>
    /// <param name="epsilon">The radius.</param>
    /// <param name="norm">The norm; for L2 it is the fast gradient method.</param>
    public static ProjectedGradient Fgsm(double epsilon, AttackNorm norm = AttackNorm.LInf) => new() { Epsilon = epsilon, Norm = norm, StepCount = 1, StepSize = epsilon };

    /// <summary>The basic iterative method (Kurakin et al. 2017): steps of length ε/steps from the image.</summary>
    /// <param name="epsilon">The radius.</param>
    /// <param name="steps">How many steps.</param>
    public static ProjectedGradient Bim(double epsilon, int steps = 10) => new() { Epsilon = epsilon, StepCount = steps, StepSize = epsilon / steps };

    private protected override bool IsRandom => RandomStarts > 0;

    private protected override IEnumerable<Ask> Steps(Subject subject)
    {
        Ball ball = Around(subject);
        double size = StepSize ?? Reach * Epsilon / StepCount;
        if (!StartsAtImage)
        {
            Ask clean = subject.Classify([.. subject.Image]);
            yield return clean;
            if (subject.Stops(clean.Points[0], clean.Logits[0])) yield break;
        }
        for (int start = StartsAtImage ? 0 : 1; start <= RandomStarts; start++)
        {
            double[] x = start == 0 ? [.. subject.Image] : ball.Draw(subject.Random);
            for (int step = 0; step < StepCount; step++)
            {
                Ask ask = subject.Slope(x, Loss);
                yield return ask;
                if (subject.Stops(x, ask.Logits[0])) yield break;
                x = ball.Step(x, ask.Gradient, size);
            }
            Ask end = subject.Classify(x);
            yield return end;
            if (subject.Stops(x, end.Logits[0])) yield break;
            subject.EndAt(x, Loss.At(end.Logits[0], subject.Goal, new double[end.Logits[0].Length]));
        }
    }

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        base.Require(goals);
        AtLeast("a number of steps", StepCount, 1);
        AtLeast("a step size", StepSize ?? 0, 0);
        AtLeast("a number of random starts", RandomStarts, StartsAtImage ? 0 : 1);
    }
}

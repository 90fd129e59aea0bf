namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>The L2 attack of Carlini and Wagner 2017 (sec. V.A): minimises ‖x - image‖² + c·max(margin, -κ) over w with x = (tanh w + 1)/2, which
/// never leaves the box, by Adam; c is searched by bisection for each image, as small as it may be.</summary>
public sealed class CarliniWagner : SteppedAttack
{
    // tanh never reaches 1: walls of the box are approached this far (the authors' 0.999999).
    private const double Inside = 1 - 1e-6;

    // c above this only scales what has no slope.
    private const double LargestConstant = 1e10;

    // A tenth of the steps without a gain of one in ten thousand ends a run.
    private const int Checks = 10;
    private const double Gain = 1e-4;

    private const double Beta1 = 0.9, Beta2 = 0.999, Tiny = 1e-8;

    /// <summary>The first c, above 0 (the authors' initial const).</summary>
    public double FirstConstant { get; init; } = 1e-2;

    /// <summary>How many c are tried (the authors' binary search steps).</summary>
    public int ConstantCount { get; init; } = 9;

    /// <summary>The most steps of Adam for one c.</summary>
    public int MaxSteps { get; init; } = 1000;

    /// <summary>Adam's learning rate, in w.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>κ ≥ 0: by how many logits the goal is to be reached. More confidence carries over to other classifiers more often.</summary>
    public double Confidence { get; init; }

    private protected override IEnumerable<Ask> Steps(Subject subject)
    {
        double[] image = subject.Image, start = [.. image.Select(pixel => Math.Atanh((2 * pixel - 1) * Inside))];
        Ask clean = subject.Classify([.. image]);
        yield return clean;
        if (Reaches(subject, clean.Logits[0], image)) yield break;
        double low = 0, high = double.PositiveInfinity, c = FirstConstant;
        for (int trial = 0; trial < ConstantCount && c <= LargestConstant; trial++)
        {
            double[] w = [.. start], first = new double[w.Length], second = new double[w.Length];
            double before = double.PositiveInfinity;
            bool reached = false;
            for (int step = 1; step <= MaxSteps; step++)
            {
                double[] x = [.. w.Select(one => (Math.Tanh(one) + 1) / 2)];
                Ask ask = subject.Slope(x, AttackLoss.Margin);
                yield return ask;
                reached |= Reaches(subject, ask.Logits[0], x);
                double length = Ball.Length(x, image), value = length * length + c * Math.Max(ask.Value, -Confidence);
                if (step % Math.Max(MaxSteps / Checks, 1) == 0)
                {
                    if (value > before * (1 - Gain)) break;
                    before = value;
                }
                double weight = ask.Value > -Confidence ? c : 0, bias1 = 1 - Math.Pow(Beta1, step), bias2 = 1 - Math.Pow(Beta2, step);
                for (int i = 0; i < w.Length; i++)
                {
                    double pull = double.IsFinite(ask.Gradient[i]) ? weight * ask.Gradient[i] : 0;       // one that is no number would stay in the momentum
                    double t = 2 * x[i] - 1, slope = (2 * (x[i] - image[i]) + pull) * (1 - t * t) / 2;
                    first[i] = Beta1 * first[i] + (1 - Beta1) * slope;
                    second[i] = Beta2 * second[i] + (1 - Beta2) * slope * slope;
                    w[i] -= LearningRate * first[i] / bias1 / (Math.Sqrt(second[i] / bias2) + Tiny);
                }
            }
            if (reached) high = c;
            else low = c;
            c = double.IsFinite(high) ? (low + high) / 2 : 10 * c;
        }
    }

    private bool Reaches(Subject subject, double[] logits, double[] x) =>
        (Confidence == 0 || AttackLoss.Margin.At(logits, subject.Goal, new double[logits.Length]) <= -Confidence) && subject.Offer(x, logits);

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        Positive("a first constant", FirstConstant);
        AtLeast("a number of constants", ConstantCount, 1);
        AtLeast("a number of steps", MaxSteps, 1);
        AtLeast("a learning rate", LearningRate, 0);
        AtLeast("a confidence", Confidence, 0);
    }
}

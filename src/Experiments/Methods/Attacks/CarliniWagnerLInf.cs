using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Carlini and Wagner's margin and change of variables (2017, f₆ and sec. V.B) inside an L∞ ball: minimises the margin over w with
/// x = low + (high - low)·(tanh w + 1)/2 by Adam, where low and high are the ends of the ball in [0, 1]. Their own L∞ attack looks for the smallest
/// ball; this one asks whether the given one holds an error. Steps are not signs, so it fails where others do not, and the other way round.</summary>
public sealed class CarliniWagnerLInf : BoundedAttack
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Tiny = 1e-12;

    /// <summary>The steps of Adam, at least 1.</summary>
    public int StepCount { get; init; } = 50;

    /// <summary>Adam's learning rate, in w: from the middle, tanh w is near its ends after w of some 2.</summary>
    public double LearningRate { get; init; } = 0.2;

    private protected override IEnumerable<Ask> Steps(Subject subject)
    {
        double[] image = subject.Image, w = new double[image.Length], first = new double[w.Length], second = new double[w.Length];
        double[] low = [.. image.Select(pixel => Math.Max(pixel - Epsilon, 0))], high = [.. image.Select(pixel => Math.Min(pixel + Epsilon, 1))];
        Ask clean = subject.Classify([.. image]);
        yield return clean;
        if (subject.Stops(clean.Points[0], clean.Logits[0])) yield break;
        subject.EndAt(clean.Points[0], AttackLoss.Margin.At(clean.Logits[0], subject.Goal, new double[clean.Logits[0].Length]));
        for (int step = 1; step <= StepCount; step++)
        {
            // At first the middle of the box: at its ends, where black and white pixels lie, the slope of tanh is 0.
            double[] tanh = [.. w.Select(Math.Tanh)], x = [.. tanh.Select((t, i) => Math.Clamp(low[i] + (high[i] - low[i]) * (t + 1) / 2, low[i], high[i]))];
            Ask ask = subject.Slope(x, AttackLoss.Margin);
            yield return ask;
            if (subject.Stops(x, ask.Logits[0])) yield break;
            subject.EndAt(x, ask.Value);
            double bias1 = 1 - Math.Pow(Beta1, step), bias2 = 1 - Math.Pow(Beta2, step);
            for (int i = 0; i < w.Length; i++)
            {
                double slope = double.IsFinite(ask.Gradient[i]) ? ask.Gradient[i] * (high[i] - low[i]) * (1 - tanh[i] * tanh[i]) / 2 : 0;
                first[i] = Beta1 * first[i] + (1 - Beta1) * slope;
                second[i] = Beta2 * second[i] + (1 - Beta2) * slope * slope;
                w[i] -= LearningRate * first[i] / bias1 / (Math.Sqrt(second[i] / bias2) + Tiny);
            }
        }
    }

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        base.Require(goals);
        if (Norm != AttackNorm.LInf) throw new TensorException("attack: CarliniWagnerLInf knows L∞ only; for L2 there is CarliniWagner");
        AtLeast("a number of steps", StepCount, 1);
        AtLeast("a learning rate", LearningRate, 0);
    }
}

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Auto-PGD (Croce and Hein 2020, alg. 1): projected gradient descent with momentum that halves its step, and goes back to the best point so
/// far, where a stretch of steps gained too little. Nothing is left to tune but the number of steps.</summary>
public sealed class AutoProjectedGradient : BoundedAttack
{
    // The paper's: the weight of the new step against the last one, the share of steps of a stretch that must gain, and the stretches
    // p₁ = 0.22, p_{j+1} = p_j + max(p_j - p_{j-1} - 0.03, 0.06) of the steps.
    private const double Weight = 0.75, GainingShare = 0.75, FirstStretch = 0.22, Shrink = 0.03, LeastStretch = 0.06;

    /// <summary>How many steps a run takes, at least 2.</summary>
    public int StepCount { get; init; } = 100;

    /// <summary>How many more runs there are from random points of the ball, after the one from the image.</summary>
    public int RandomStarts { get; init; }

    /// <summary>What is minimised. The ratio needs three classes, or four to aim at one.</summary>
    public AttackLoss Loss { get; init; } = AttackLoss.Dlr;

    private protected override bool IsRandom => RandomStarts > 0;

    private protected override IEnumerable<Ask> Steps(Subject subject)
    {
        Ball ball = Around(subject);
        for (int start = 0; start <= RandomStarts; start++)
        {
            double size = 2 * Epsilon, least = double.PositiveInfinity, leastBefore = double.PositiveInfinity, sizeBefore = size;
            double[] x = start == 0 ? [.. subject.Image] : ball.Draw(subject.Random), last = x, best = x, bestGradient = [], gradient;
            int gains = 0, begun = 0;
            (double stretch, double share) = (FirstStretch, FirstStretch);
            double value = double.PositiveInfinity;
            for (int step = 0; step < StepCount; step++)
            {
                Ask ask = subject.Slope(x, Loss);
                yield return ask;
                if (subject.Stops(x, ask.Logits[0])) yield break;
                gradient = ask.Gradient;
                if (step > 0 && ask.Value < value) gains++;
                value = ask.Value;
                if (value < least || step == 0) (least, best, bestGradient) = (value, x, gradient);
                if (step > 0 && step == (int)Math.Ceiling(share * StepCount))
                {
                    // Too few steps gained, or nothing did at this size.
                    if (gains < GainingShare * (step - begun) || (size == sizeBefore && least == leastBefore))
                    {
                        (sizeBefore, size) = (size, size / 2);
                        (x, gradient) = (best, bestGradient);       // the momentum of the next step is the way back
                    }
                    else
                    {
                        sizeBefore = size;
                    }
                    (leastBefore, begun, gains) = (least, step, 0);
                    stretch = Math.Max(stretch - Shrink, LeastStretch);
                    share += stretch;
                }
                double[] next = ball.Step(x, gradient, size);
                if (step > 0)
                {
                    for (int i = 0; i < next.Length; i++) next[i] = x[i] + Weight * (next[i] - x[i]) + (1 - Weight) * (x[i] - last[i]);
                    ball.Project(next);
                }
                (last, x) = (x, next);
            }
            Ask end = subject.Classify(x);
            yield return end;
            if (subject.Stops(x, end.Logits[0])) yield break;
            double endValue = Loss.At(end.Logits[0], subject.Goal, new double[end.Logits[0].Length]);
            subject.EndAt(endValue < least ? x : best, Math.Min(endValue, least));
        }
    }

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        base.Require(goals);
        AtLeast("a number of steps", StepCount, 2);
        AtLeast("a number of random starts", RandomStarts, 0);
    }
}

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>DeepFool (Moosavi-Dezfooli, Fawzi and Frossard 2016, alg. 2): takes the classifier for linear, steps to the nearest of its boundaries,
/// and again until the answer changes. Pixels at a wall of the box that would have to leave it stay out of the linear model: else most of a step
/// on images with a black ground would be lost. On a linear classifier one step is exact: the nearest boundary is min |f_k - f_l| / ‖w_k - w_l‖ away.
/// Only away from a class; in L2.</summary>
public sealed class DeepFool : SteppedAttack
{
    // A gradient this short points nowhere.
    private const double Least = 1e-300;

    /// <summary>The most steps.</summary>
    public int MaxSteps { get; init; } = 50;

    /// <summary>η: the way is gone by 1 + η, so that it ends across the boundary and not on it.</summary>
    public double Overshoot { get; init; } = 0.02;

    private protected override bool CanTarget => false;

    // Every step asks for the gradients of all logits: so many gradients and one query.
    private protected override IEnumerable<Ask> Steps(Subject subject)
    {
        double[] image = subject.Image, way = new double[image.Length], x = [.. image];
        for (int step = 0; step < MaxSteps; step++)
        {
            Ask ask = subject.Jacobian(x);
            yield return ask;
            if (subject.Stops(x, ask.Logits[0])) yield break;
            if (!Advance(ask, subject.Goal.Label, x, way)) yield break;
            x = new double[image.Length];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = Math.Clamp(image[i] + (1 + Overshoot) * way[i], 0, 1);
                way[i] = (x[i] - image[i]) / (1 + Overshoot);       // what the box takes away is not gone
            }
        }
        Ask end = subject.Classify(x);
        yield return end;
        subject.Offer(x, end.Logits[0]);
    }

    // Adds the way to the nearest boundary of the linear model.
    private static bool Advance(Ask ask, int label, double[] x, double[] way)
    {
        double[] z = ask.Logits[0], normal = [];
        double least = double.PositiveInfinity, scale = 0;
        for (int k = 0; k < z.Length; k++)
        {
            if (k == label) continue;
            double[] w = Free(ask.Jacobian[k], ask.Jacobian[label], x);
            double squares = 0, gap = Math.Abs(z[k] - z[label]);
            foreach (double one in w) squares += one * one;
            double distance = gap / Math.Sqrt(squares);
            if (squares > Least && distance < least) (normal, least, scale) = (w, distance, gap / squares);
        }
        if (normal.Length == 0) return false;
        for (int i = 0; i < way.Length; i++) way[i] += scale * normal[i];
        return true;
    }

    // w_k - w_l in the pixels that can follow it.
    private static double[] Free(double[] other, double[] own, double[] x)
    {
        var w = new double[x.Length];
        for (int i = 0; i < w.Length; i++)
        {
            double one = other[i] - own[i];
            w[i] = (x[i] <= 0 && one < 0) || (x[i] >= 1 && one > 0) ? 0 : one;
        }
        return w;
    }

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        AtLeast("a number of steps", MaxSteps, 1);
        AtLeast("an overshoot", Overshoot, 0);
    }
}

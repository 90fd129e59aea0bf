using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>What an attack minimises on the logits of one image: the smaller, the nearer to its goal.</summary>
public abstract class AttackLoss
{
    /// <summary>Cross-entropy, in nats: -ln p(class to come to), or ln p(class to get away from). Its gradient vanishes where the classifier is
    /// sure: saturated logits hide from it.</summary>
    public static AttackLoss CrossEntropy { get; } = new CrossEntropyLoss();

    /// <summary>The margin of Carlini and Wagner 2017 (f₆), in logits: the class to get away from minus the best other one, or the best other one
    /// minus the class to come to. Negative where the goal is reached.</summary>
    public static AttackLoss Margin { get; } = new MarginLoss();

    /// <summary>The difference of logits ratio of Croce and Hein 2020: the margin over the distance of the largest and the third logit (towards a
    /// class: over the largest minus the mean of the third and the fourth), so that scaling the logits changes nothing. Towards a class the
    /// paper's numerator has the true class where this one has the best other class, since a goal names no true class.</summary>
    public static AttackLoss Dlr { get; } = new DlrLoss();

    /// <summary>The loss and its gradient.</summary>
    /// <param name="logits">Of one image, [classes].</param>
    /// <param name="goal">What the classifier shall say.</param>
    /// <param name="slope">Filled with d loss / d logits.</param>
    public abstract double At(ReadOnlySpan<double> logits, AttackGoal goal, Span<double> slope);

    /// <summary>The least number of classes that the loss needs for such a goal.</summary>
    public virtual int LeastClasses(AttackGoal goal) => 2;

    internal void Require(AttackGoal goal, int classes)
    {
        if (classes < LeastClasses(goal))
            throw new TensorException($"attack: the difference of logits ratio needs {LeastClasses(goal)} classes for such a goal, there are {classes}; use AttackLoss.Margin");
    }

    /// <summary>The best class other than one; the first of equals.</summary>
    internal static int BestOther(ReadOnlySpan<double> logits, int label)
    {
        int best = label == 0 ? 1 : 0;
        for (int k = best + 1; k < logits.Length; k++)
        {
            if (k != label && logits[k] > logits[best]) best = k;
        }
        return best;
    }

    private sealed class CrossEntropyLoss : AttackLoss
    {
        public override double At(ReadOnlySpan<double> logits, AttackGoal goal, Span<double> slope)
        {
            double largest = double.NegativeInfinity, sum = 0, sign = goal.IsTargeted ? 1 : -1;
            foreach (double z in logits) largest = Math.Max(largest, z);
            foreach (double z in logits) sum += Math.Exp(z - largest);
            double rest = 0;
            for (int k = 0; k < slope.Length; k++)
            {
                double p = Math.Exp(logits[k] - largest) / sum;
                slope[k] = sign * p;
                if (k != goal.Label) rest += p;
            }
            slope[goal.Label] = -sign * rest;       // 1 - p without its cancellation
            return sign * (largest + Math.Log(sum) - logits[goal.Label]);
        }
    }

    private sealed class MarginLoss : AttackLoss
    {
        public override double At(ReadOnlySpan<double> logits, AttackGoal goal, Span<double> slope)
        {
            int other = BestOther(logits, goal.Label);
            double sign = goal.IsTargeted ? -1 : 1;
            slope.Clear();
            (slope[goal.Label], slope[other]) = (sign, -sign);
            return sign * (logits[goal.Label] - logits[other]);
        }
    }

    private sealed class DlrLoss : AttackLoss
    {
        // The paper's own guard against equal logits.
        private const double Least = 1e-12;

        public override int LeastClasses(AttackGoal goal) => goal.IsTargeted ? 4 : 3;

        public override double At(ReadOnlySpan<double> logits, AttackGoal goal, Span<double> slope)
        {
            double margin = Margin.At(logits, goal, slope);
            int[] order = new int[logits.Length];
            for (int k = 0; k < order.Length; k++) order[k] = k;
            double[] keys = logits.ToArray();
            Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[b].CompareTo(keys[a]) : a.CompareTo(b));
            double low = goal.IsTargeted ? (logits[order[2]] + logits[order[3]]) / 2 : logits[order[2]];
            double scale = logits[order[0]] - low + Least;
            double slopeOfScale = -margin / (scale * scale);
            for (int k = 0; k < slope.Length; k++) slope[k] /= scale;
            slope[order[0]] += slopeOfScale;
            if (goal.IsTargeted)
            {
                slope[order[2]] -= slopeOfScale / 2;
                slope[order[3]] -= slopeOfScale / 2;
            }
            else
            {
                slope[order[2]] -= slopeOfScale;
            }
            return margin / scale;
        }
    }
}

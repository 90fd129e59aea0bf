namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>A net that learned all classes at once. Angles between the rule's word and back-propagation's are taken before the first epoch and after each: at the last hidden
/// layer's units, and of the gradient of the first layer's weights.</summary>
internal sealed record Lesson(double Accuracy, double[] SignalAngles, double[] FirstAngles, double[] Feedback, double[] Before, double[] After);

/// <summary>A net that learned half of the classes and then the others: accuracies of both halves among all classes, over the steps of the second.</summary>
internal sealed record Relearning(double[] New, double[] Old, double[] WeightAngles)
{
    /// <summary>The mean of <see cref="RetainedAt"/> over levels, and of that over nets.</summary>
    public static double Retained(IReadOnlyList<Relearning> nets, IReadOnlyList<double> levels) => nets.Average(net => levels.Average(net.RetainedAt));

    /// <summary>The share of the old accuracy that is left when the new one first reaches a level, interpolated; NaN where it never does.</summary>
    public double RetainedAt(double level)
    {
        int at = Array.FindIndex(New, accuracy => accuracy >= level);
        if (at < 0) return double.NaN;
        double left = at == 0 ? Old[0] : double.Lerp(Old[at - 1], Old[at], (level - New[at - 1]) / (New[at] - New[at - 1]));
        return left / Old[0];
    }
}

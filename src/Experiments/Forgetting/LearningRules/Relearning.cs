using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>A net that learned all classes at once. Angles between the rule's word and back-propagation's are taken before the first epoch and after each: at the last hidden
/// layer's units, and of the gradient of the first layer's weights.</summary>
internal sealed record Lesson(double Accuracy, double[] SignalAngles, double[] FirstAngles, double[] Feedback, double[] Before, double[] After);

/// <summary>What learns the two halves, and how.</summary>
/// <param name="Arm">Whose streams.</param>
/// <param name="Name">Of its own streams in a placebo run.</param>
/// <param name="Rule">Of both halves.</param>
internal sealed record Retraining(Arm Arm, string Name, Rule Rule)
{
    /// <summary>Relative to the rule's own learning rate in the second half.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>Where half of each batch of the second are images of the first.</summary>
    public bool Rehearses { get; init; }

    /// <summary>How many layers, from the first on, stay as they are while the second is learned.</summary>
    public int Held { get; init; }

    /// <summary>Place among the settings' shares of winners.</summary>
    public int Share { get; init; }
}

/// <summary>A net that learned half of the classes and then the others: accuracies over the steps of the second, each half's among all classes, and the old half's where only
/// its own classes can be answered.</summary>
internal sealed record Relearning(double[] New, double[] Old, double[] NewAmong, double[] OldAmong, double[] WeightAngles)
{
    /// <summary>False where the first task was not learned.</summary>
    public bool Learned => double.IsFinite(Old[0]);

    /// <summary>The mean of <see cref="RetainedAt"/> over levels, and of that over nets.</summary>
    public static double Retained(IReadOnlyList<Relearning> nets, IReadOnlyList<double> levels, bool among = false) =>
        nets.Select(net => levels.Average(level => net.RetainedAt(level, among))).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The share of the old accuracy that is left when the new one first reaches a level, interpolated; NaN where it never does.</summary>
    public double RetainedAt(double level, bool among = false)
    {
        double[] old = among ? OldAmong : Old, fresh = among ? NewAmong : New;
        int at = Array.FindIndex(fresh, accuracy => accuracy >= level);
        if (at < 0) return double.NaN;
        double left = at == 0 ? old[0] : double.Lerp(old[at - 1], old[at], (level - fresh[at - 1]) / (fresh[at] - fresh[at - 1]));
        return left / old[0];
    }
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>What the classifier shall say of the attacked image: one wrong class, or anything but the right one.</summary>
/// <remarks>In the field's words: a targeted attack (<see cref="Become"/>) or an untargeted one (<see cref="Leave"/>).</remarks>
public readonly record struct AttackGoal
{
    private AttackGoal(int label, bool isTargeted) => (Label, IsTargeted) = (label, isTargeted);

    /// <summary>The class to come to, or to get away from.</summary>
    public int Label { get; }

    /// <summary>True when <see cref="Label"/> is the class to come to.</summary>
    public bool IsTargeted { get; }

    /// <summary>It shall be taken for this class: a targeted attack.</summary>
    public static AttackGoal Become(int target) => new(target, true);

    /// <summary>It shall be taken for any class but this one: an untargeted attack.</summary>
    public static AttackGoal Leave(int label) => new(label, false);

    /// <summary>For each label: it shall be taken for this class.</summary>
    public static AttackGoal[] BecomeAll(IEnumerable<int> targets) => [.. targets.Select(Become)];

    /// <summary>For each label: it shall be taken for any class but this one.</summary>
    public static AttackGoal[] LeaveAll(IEnumerable<int> labels) => [.. labels.Select(Leave)];

    /// <summary>Whether an answer is what was wanted.</summary>
    public bool IsReachedBy(int answer) => answer == Label == IsTargeted;

    /// <summary>Whether the answer of these logits, the first of the largest, is what was wanted. NaN reaches nothing.</summary>
    internal bool IsReachedBy(ReadOnlySpan<double> logits)
    {
        int answer = 0;
        for (int k = 0; k < logits.Length; k++)
        {
            if (double.IsNaN(logits[k])) return false;
            if (logits[k] > logits[answer]) answer = k;
        }
        return IsReachedBy(answer);
    }

    /// <summary>What to minimise on logits [1, classes], in nats: -ln p(class to come to), or -ln(1 - p(class to get away from)). For two classes
    /// both are the same. The negative cross-entropy of the class to get away from would hardly slope where the classifier is sure.</summary>
    public Tensor Loss(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        int label = Label;
        int[] wanted = IsTargeted ? [label] : [.. Enumerable.Range(0, logits.Shape[-1]).Where(other => other != label)];
        Tensor chosen = logits.Rows(Tensor.From(wanted, [wanted.Length], logits.Device), axis: -1);
        return (logits.LogSumExp(-1) - chosen.LogSumExp(-1)).Sum();
    }
}

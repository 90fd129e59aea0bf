using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>What the classifier shall say of the attacked image: one wrong class, or anything but the right one.</summary>
public readonly record struct AttackGoal
{
    private AttackGoal(int label, bool isTargeted) => (Label, IsTargeted) = (label, isTargeted);

    /// <summary>The class to come to, or to get away from.</summary>
    public int Label { get; }

    /// <summary>True when <see cref="Label"/> is the class to come to.</summary>
    public bool IsTargeted { get; }

    /// <summary>It shall be taken for this class.</summary>
    public static AttackGoal Become(int target) => new(target, true);

    /// <summary>It shall be taken for any class but this one.</summary>
    public static AttackGoal Leave(int label) => new(label, false);

    /// <summary>Whether an answer is what was wanted.</summary>
    public bool IsReachedBy(int answer) => answer == Label == IsTargeted;

    /// <summary>The cross-entropy on logits [1, classes] of the class to come to, or its negative for the class to get away from.</summary>
    public Tensor Loss(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        Tensor loss = Learning.Loss.CrossEntropy(logits, Tensor.From([Label], [1], logits.Device));
        return IsTargeted ? loss : -loss;
    }
}

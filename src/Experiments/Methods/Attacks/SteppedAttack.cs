using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>An attack that asks the classifier about points, a step at a time, written for one image: the questions about all images of a batch are
/// answered together.</summary>
public abstract class SteppedAttack : Attack
{
    private protected sealed override AttackResult[] Search(AttackBatch batch)
    {
        new AttackedModel(batch.Logits, batch.Images).Drive(batch.Subjects, Steps);
        return [.. batch.Subjects.Select(subject => subject.Result())];
    }

    // The steps on one image: yields a question and goes on when it is answered.
    private protected abstract IEnumerable<Ask> Steps(Subject subject);
}

/// <summary>An attack that looks inside a ball around the image.</summary>
public abstract class BoundedAttack : SteppedAttack
{
    /// <summary>How far a perturbation may go, in pixels of [0, 1].</summary>
    public required double Epsilon { get; init; }

    /// <summary>How its length is measured.</summary>
    public AttackNorm Norm { get; init; } = AttackNorm.LInf;

    /// <summary>The perturbed images [n, ...] themselves, whether or not they reach their goals: to train on, or to show to another classifier. They
    /// are where the attack comes to with its whole budget; of several runs that of the smallest loss at its end. A step on the way, or the image as
    /// it is, may have had a smaller loss, unless the attack goes back to its best point by itself.</summary>
    /// <param name="logits">The classifier: from images [n, ...] to logits [n, classes].</param>
    /// <param name="images">float32 or float64 [n, ...] in [0, 1].</param>
    /// <param name="goals">For each image what the classifier shall say.</param>
    /// <param name="random">Where the attack draws from, if it does.</param>
    /// <param name="numbers">The images' numbers, their places in the batch where none are given.</param>
    /// <exception cref="TensorException">A pixel lies outside [0, 1]; the attack cannot do what is asked of it.</exception>
    public Tensor Perturb(Func<Tensor, Tensor> logits, Tensor images, IReadOnlyList<AttackGoal> goals, RandomStream? random = null, IReadOnlyList<int>? numbers = null)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        AttackBatch batch = Begin(logits, images, goals, random, numbers, wholeBudget: true);
        new AttackedModel(batch.Logits, batch.Images).Drive(batch.Subjects, Steps);
        return scope.Keep(Tensor.From([.. batch.Subjects.SelectMany(subject => subject.End)], images.Shape).To(images.DType).MoveTo(images.Device));
    }

    private protected Ball Around(Subject subject) => new(subject.Image, Norm, Epsilon);

    private protected override void Require(IReadOnlyList<AttackGoal> goals) => AtLeast("a radius ε", Epsilon, 0);
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Looks for an image near another one that a classifier takes for something else. Pixels lie in [0, 1] before and after; whatever
/// normalises them belongs inside the classifier.</summary>
public abstract class Attack
{
    /// <summary>Attacks one image.</summary>
    /// <param name="logits">The classifier: from images [count, ...] to logits [count, classes], not to probabilities, whose gradients vanish.
    /// Parameters in it are best cut off with StopGradient(): their gradients would only cost time.</param>
    /// <param name="image">One image, float32 or float64, without an axis that counts images.</param>
    /// <param name="goal">What the classifier shall say.</param>
    /// <returns>What was found; <see cref="AttackResult.NotFound"/> when nothing was.</returns>
    /// <exception cref="TensorException">A pixel lies outside [0, 1].</exception>
    public AttackResult Run(Func<Tensor, Tensor> logits, Tensor image, AttackGoal goal)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(image);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        if (image.Count == 0 || !(image.Min().Item() >= 0 && image.Max().Item() <= 1))
            throw new TensorException($"attack: the image {image.Shape} needs pixels in [0, 1]; scale them, and put the normaliser inside the classifier");
        return Search(x => logits(x.Unsqueeze(0)), image, goal);
    }

    private protected abstract AttackResult Search(Func<Tensor, Tensor> logits, Tensor image, AttackGoal goal);

    private protected static bool Reaches(AttackGoal goal, Func<Tensor, Tensor> logits, Tensor image) =>
        goal.IsReachedBy(logits(image).ArgMax(-1).ToArray<int>()[0]);
}

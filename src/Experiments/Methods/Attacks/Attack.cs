using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Looks for images near others that a classifier takes for something else. Images are attacked together, one that is done drops out,
/// and each is attacked as it would be alone.</summary>
/// <remarks><para>Pixels lie in [0, 1] before and after, whatever the attack; what normalises them belongs inside the classifier, so that a
/// perturbation of 0.1 is a tenth of the way from black to white for every classifier. This is the one place that says so.</para>
/// <para>The classifier is a function from images [n, ...] to logits [n, classes], not to probabilities, whose gradients vanish. What it makes of
/// an image may not depend on the others (batch normalisation by the batch's own moments would): then each image is attacked as it would be
/// alone, to the bit where the classifier gives the same bits, as matrix products of few rows and of many need not. Parameters in it are best cut off with
/// StopGradient(): their gradients would only cost time.</para>
/// <para>An image that reaches its goal as it is needs no perturbation: the result is the image itself, with r = 0.</para></remarks>
/// <example><code>
/// var attack = new ProjectedGradient { Epsilon = 0.1, RandomStarts = 2 };
/// AttackResults found = attack.Run(net.Logits, images, AttackGoal.LeaveAll(labels), new RandomStream(1, "attack"));
/// double accuracy = 1 - found.SuccessRate;
/// </code></example>
public abstract class Attack
{
    private protected virtual bool CanTarget => true;

    private protected virtual bool IsRandom => false;

    /// <summary>Attacks one image: a batch of one.</summary>
    /// <param name="logits">The classifier: from images [n, ...] to logits [n, classes].</param>
    /// <param name="image">One image, float32 or float64, without an axis that counts images.</param>
    /// <param name="goal">What the classifier shall say.</param>
    /// <param name="random">Where the attack draws from, if it does.</param>
    /// <returns>What was found; <see cref="AttackResult.NotFound"/> when nothing was.</returns>
    /// <exception cref="TensorException">A pixel lies outside [0, 1]; the attack cannot do what is asked of it.</exception>
    public AttackResult Run(Func<Tensor, Tensor> logits, Tensor image, AttackGoal goal, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Run(logits, image.Unsqueeze(0), [goal], random)[0];
    }

    /// <summary>Attacks a batch of images.</summary>
    /// <param name="logits">The classifier: from images [n, ...] to logits [n, classes].</param>
    /// <param name="images">float32 or float64 [n, ...] in [0, 1].</param>
    /// <param name="goals">For each image what the classifier shall say; targeted and untargeted ones may be mixed.</param>
    /// <param name="random">Where the attack draws from, if it does: each image has a child stream of its own, named by its number.</param>
    /// <param name="numbers">The images' numbers, their places in the batch where none are given: an image that keeps its number is attacked with
    /// the same random numbers in any batch.</param>
    /// <returns>For each image what was found; <see cref="AttackResult.NotFound"/> when nothing was.</returns>
    /// <exception cref="TensorException">A pixel lies outside [0, 1]; the attack cannot do what is asked of it.</exception>
    public AttackResults Run(Func<Tensor, Tensor> logits, Tensor images, IReadOnlyList<AttackGoal> goals, RandomStream? random = null, IReadOnlyList<int>? numbers = null)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return new AttackResults(Search(Begin(logits, images, goals, random, numbers, wholeBudget: false)));
    }

    private protected abstract AttackResult[] Search(AttackBatch batch);

    private protected AttackBatch Begin(
        Func<Tensor, Tensor> logits, Tensor images, IReadOnlyList<AttackGoal> goals, RandomStream? random, IReadOnlyList<int>? numbers, bool wholeBudget)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(goals);
        string who = GetType().Name;
        if (!images.DType.IsFloat() || images.Rank == 0) throw new TensorException($"attack: {images.DType.Name()} {images.Shape}; images are float32 or float64 [n, ...]");
        int count = images.Shape[0];
        if (goals.Count != count || (numbers?.Count ?? count) != count)
            throw new TensorException($"attack: {count} images, {goals.Count} goals and {numbers?.Count ?? count} numbers; there must be as many of each");
        if (count > 0 && (images.Count == 0 || !(images.Min().Item() >= 0 && images.Max().Item() <= 1)))
            throw new TensorException($"attack: the images {images.Shape} need pixels in [0, 1]; scale them, and put the normaliser inside the classifier");
        if (!CanTarget && goals.Any(goal => goal.IsTargeted)) throw new TensorException($"attack: {who} cannot aim at a class; use AttackGoal.Leave");
        if (IsRandom && random is null) throw new TensorException($"attack: {who} draws random numbers; pass a RandomStream");
        Require(goals);
        numbers ??= [.. Enumerable.Range(0, count)];
        Subject[] subjects = [.. goals.Select((goal, i) => new Subject(images[i], goal, random?.Child($"image {numbers[i]}"), wholeBudget))];
        return new AttackBatch(logits, images, goals, subjects, random, numbers);
    }

    private protected virtual void Require(IReadOnlyList<AttackGoal> goals)
    {
    }

    private protected static void Positive(string what, double value)
    {
        if (!(value > 0) || !double.IsFinite(value)) throw new TensorException(FormattableString.Invariant($"attack: {what} of {value}; it is a finite number above 0"));
    }

    private protected static void AtLeast(string what, double value, double least)
    {
        if (!(value >= least) || !double.IsFinite(value)) throw new TensorException(FormattableString.Invariant($"attack: {what} of {value}; it is a number of at least {least}"));
    }
}

/// <summary>An attack that has been checked and may begin.</summary>
internal sealed record AttackBatch(
    Func<Tensor, Tensor> Logits, Tensor Images, IReadOnlyList<AttackGoal> Goals, Subject[] Subjects, RandomStream? Random, IReadOnlyList<int> Numbers);

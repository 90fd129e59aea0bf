using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Defences;

/// <summary>Trains a classifier on images moved, by at most ε a pixel, to where its loss is larger: by several steps from a random point of the ball
/// it is the training of Madry et al. 2018. By one step it is like that of Goodfellow, Shlens and Szegedy 2015, who lead away from the label and keep
/// half of the clean loss: <c>Fgsm(ε) with { LeavesOwnAnswer = false, CleanShare = 0.5 }</c>. Without a step the images only get noise: the
/// control.</summary>
/// <remarks>Whole batches are moved by tensor operations on the images' own device: no bookkeeping of images one by one, as
/// <see cref="Attacks.Attack"/> has, which judges defences.</remarks>
/// <example><code>
/// var training = new AdversarialTraining { Epsilon = 0.1 };
/// for (int epoch = 0; epoch &lt; 20; epoch++) training.Epoch(optimiser, net, images, labels, 128, order, noise);
/// </code></example>
public sealed record AdversarialTraining
{
    // Steps may add up to so many radii, so that any point of the ball can be reached from any other.
    private const double Reach = 2.5;

    /// <summary>ε: how far a pixel may be moved, in pixels of [0, 1].</summary>
    public required double Epsilon { get; init; }

    /// <summary>How many steps lead up the loss; 0 leaves the images where they start.</summary>
    public int StepCount { get; init; } = 7;

    /// <summary>How far a step moves each pixel; 2.5·ε/steps where none is given.</summary>
    public double? StepSize { get; init; }

    /// <summary>Where the steps start.</summary>
    public PerturbationStart Start { get; init; } = PerturbationStart.Ball;

    /// <summary>True to lead away from the classifier's own answer and not from the label. A single step away from the label tells the classifier
    /// what the label is, and it learns to read it off the perturbation: label leaking (Kurakin, Goodfellow and Bengio 2017).</summary>
    public bool LeavesOwnAnswer { get; init; }

    /// <summary>α, from 0 to 1: how much of what <see cref="Epoch"/> minimises is the loss of the images as they are; the rest is that of the moved
    /// ones. None by Madry et al. 2018, 0.5 by Goodfellow et al. 2015.</summary>
    public double CleanShare { get; init; }

    /// <summary>One step of length ε from the image, away from the classifier's own answer.</summary>
    /// <param name="epsilon">ε.</param>
    public static AdversarialTraining Fgsm(double epsilon) =>
        new() { Epsilon = epsilon, StepCount = 1, StepSize = epsilon, Start = PerturbationStart.Image, LeavesOwnAnswer = true };

    /// <summary>No step: every pixel is moved by ε up or down at random. What is gained by this is gained by noise.</summary>
    /// <param name="epsilon">ε.</param>
    public static AdversarialTraining RandomSigns(double epsilon) => new() { Epsilon = epsilon, StepCount = 0, Start = PerturbationStart.Corner };

    /// <summary>The images, moved.</summary>
    /// <param name="logits">The classifier: from images [n, ...] to logits [n, classes].</param>
    /// <param name="images">float32 or float64 [n, ...] in [0, 1].</param>
    /// <param name="labels">int32 [n].</param>
    /// <param name="random">Where the start is drawn from; not needed where it is the image.</param>
    /// <returns>Images [n, ...] in [0, 1], no farther than ε from the given ones, up to rounding; with ε = 0 the same bits. Nothing is recorded.</returns>
    /// <exception cref="TensorException">ε, the step or their number is negative, or a start is to be drawn without a stream.</exception>
    public Tensor Perturb(Func<Tensor, Tensor> logits, Tensor images, Tensor labels, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (!(Epsilon >= 0 && StepCount >= 0 && (StepSize ?? 0) >= 0) || !double.IsFinite(Epsilon + (StepSize ?? 0)))
            throw new TensorException(FormattableString.Invariant($"adversarial training: ε = {Epsilon}, {StepCount} steps of {StepSize}; they are finite and at least 0"));
        if (Start != PerturbationStart.Image && random is null) throw new TensorException("adversarial training: the start is drawn from the ball; pass a RandomStream, or start at the image");
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        images = images.StopGradient();
        Tensor low = (images - Epsilon).Clamp(0, 1), high = (images + Epsilon).Clamp(0, 1), x = images;
        if (Start == PerturbationStart.Ball) x = Inside(x + random!.Uniform(x.Shape, -Epsilon, Epsilon, x.DType));
        if (Start == PerturbationStart.Corner) x = Inside(x + Epsilon * (2 * random!.Bernoulli(x.Shape, 0.5).To(x.DType) - 1));
        Tensor leave = LeavesOwnAnswer && StepCount > 0 ? logits(images).ArgMax(-1) : labels;
        double size = StepSize ?? Reach * Epsilon / Math.Max(StepCount, 1);
        for (int step = 0; step < StepCount; step++)
        {
            using var inner = MemoryScope.Open();
            Tensor slope = Differentiation.Gradient((Tensor at) => Loss.CrossEntropyOfEach(logits(at), leave).Sum())(x);
            x = inner.Keep(Inside(x + size * slope.Sign()));
        }
        return scope.Keep(x);

        Tensor Inside(Tensor moved) => Tensor.Minimum(Tensor.Maximum(moved, low), high);
    }

    /// <summary>One pass over all examples in random order, each moved by what the classifier is at that moment.</summary>
    /// <param name="optimiser">What changes the parameters.</param>
    /// <param name="classifier">What is trained: from images to logits.</param>
    /// <param name="images">float32 or float64 [n, ...] in [0, 1].</param>
    /// <param name="labels">int32 [n].</param>
    /// <param name="batchSize">Examples per step; the last batch may be smaller.</param>
    /// <param name="order">Where the order comes from.</param>
    /// <param name="random">Where the starts of the perturbations are drawn from; not needed where they are the images.</param>
    /// <returns>The mean of what was minimised, each example's at the step it took part in: the cross-entropy of the moved ones, in the share of
    /// <see cref="CleanShare"/> that of the clean ones.</returns>
    /// <exception cref="TensorException">Images and labels do not fit, the share of clean loss is not in [0, 1], or what <see cref="Perturb"/> refuses.</exception>
    public double Epoch(Optimiser optimiser, Module classifier, Tensor images, Tensor labels, int batchSize, RandomStream order, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(optimiser);
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.Rank == 0 || labels.Rank != 1 || images.Shape[0] != labels.Shape[0] || images.Shape[0] == 0)
            throw new TensorException($"adversarial training: images {images.Shape} and labels {labels.Shape}; there is a label for each image, and at least one");
        if (!(CleanShare is >= 0 and <= 1)) throw new TensorException(FormattableString.Invariant($"adversarial training: a clean share of {CleanShare}; it is a number from 0 to 1"));
        double sum = 0;
        foreach (int[] batch in Batches.Shuffled(images.Shape[0], batchSize, order))
        {
            using var scope = MemoryScope.Open();
            Tensor clean = images.Rows(batch), t = labels.Rows(batch), x = Perturb(classifier.Forward, clean, t, random);
            sum += batch.Length * optimiser.Step(() => CleanShare > 0 ? CleanShare * Of(clean) + (1 - CleanShare) * Of(x) : Of(x));

            Tensor Of(Tensor shown) => Loss.CrossEntropy(classifier.Forward(shown), t);
        }
        return sum / images.Shape[0];
    }
}

/// <summary>Where the steps of <see cref="AdversarialTraining"/> start.</summary>
public enum PerturbationStart
{
    /// <summary>At the image.</summary>
    Image,

    /// <summary>At a point drawn evenly from the ball.</summary>
    Ball,

    /// <summary>At a corner of the ball: every pixel moved by ε, up or down at random.</summary>
    Corner,
}

using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Trains a substitute for a classifier that answers with labels only (Papernot et al. 2017, alg. 1): each round it labels what is new,
/// trains, and adds to every image x the image x + λ·sign(∂(the substitute's output for x's label)/∂x), where the substitute varies most. From
/// |S| images, k additions ask |S|·2ᵏ labels.</summary>
public sealed class JacobianAugmentation
{
    /// <summary>λ: by how much each pixel moves, in pixels of [0, 1]. Above 0 images move where the substitute is surer of their labels, as the paper's
    /// formula begins; below 0 towards its boundary, as its authors' code (CleverHans) begins. That code turns once: three rounds of -λ, then +λ for
    /// good. No <see cref="Period"/> says that: -λ with a period of 3 is the same for six rounds and turns back in the seventh.</summary>
    public double Step { get; init; } = 0.1;

    /// <summary>τ: the sign of λ changes after so many rounds, λ·(-1)^⌊round/τ⌋; 0 for never.</summary>
    public int Period { get; init; } = 3;

    /// <summary>κ: the most images that a round adds once the reservoir is in use; null for as many as there are.</summary>
    public int? Reservoir { get; init; }

    /// <summary>σ: rounds before this one add to every image whatever the reservoir.</summary>
    public int ReservoirFrom { get; init; } = 3;

    /// <summary>True to move the pixels by random signs and not by the Jacobian's: the control.</summary>
    public bool MovesAtRandom { get; init; }

    /// <summary>Trains a substitute.</summary>
    /// <param name="oracle">Who labels. It is asked about every image of a round once; where the substitute does not vary at all, an image's neighbour is
    /// the image itself, which is asked about again.</param>
    /// <param name="seeds">The first images, float32 or float64 [n, ...] in [0, 1].</param>
    /// <param name="additions">k: how many times images are added; the substitute is trained once more than that.</param>
    /// <param name="train">Trains on what a round knows and returns the substitute: from images to logits.</param>
    /// <param name="random">Where random signs and the reservoir are drawn from; not needed without them.</param>
    public Substitute Train(LabelOracle oracle, Tensor seeds, int additions, Func<AugmentationRound, Func<Tensor, Tensor>> train, RandomStream? random = null)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(train);
        if (additions < 0 || Period < 0 || Reservoir < 0 || !double.IsFinite(Step)) throw new TensorException(FormattableString.Invariant($"augmentation: {additions} additions, period {Period}, reservoir {Reservoir}, step {Step}; they are at least 0, and the step is finite"));
        if ((MovesAtRandom || Reservoir is not null) && random is null) throw new TensorException("augmentation: random signs and the reservoir draw random numbers; pass a RandomStream");
        long before = oracle.Queries;
        Tensor images = seeds;
        int[] labels = oracle.Ask(seeds);
        for (int round = 0; ; round++)
        {
            double step = Period > 0 && round / Period % 2 == 1 ? -Step : Step;
            var known = new AugmentationRound(round, images, labels, step, oracle.Queries - before);
            Func<Tensor, Tensor> logits = train(known);
            if (round == additions) return new Substitute(logits, known);
            (images, labels) = Added(logits, known, oracle, random);
        }
    }

    private (Tensor Images, int[] Labels) Added(Func<Tensor, Tensor> logits, AugmentationRound known, LabelOracle oracle, RandomStream? random)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        (Tensor from, int[] labels) = (known.Images, known.Labels);
        if (Reservoir is int most && known.Round >= ReservoirFrom && most < labels.Length)
        {
            int[] chosen = Chosen(labels.Length, most, random!.Child(FormattableString.Invariant($"reservoir {known.Round}")));
            (from, labels) = (from.Rows(Tensor.From(chosen, [chosen.Length], from.Device)), [.. chosen.Select(i => labels[i])]);
        }
        Tensor signs = MovesAtRandom
            ? random!.Child(FormattableString.Invariant($"signs {known.Round}")).Uniform(from.Shape, -1, 1, from.DType).MoveTo(from.Device).Sign()
            : Slope(logits, from, labels).Sign();
        Tensor added = (from + signs * known.Step).Clamp(0, 1);
        return (scope.Keep(Tensor.Concat([known.Images, added])), [.. known.Labels, .. oracle.Ask(added)]);
    }

    private static Tensor Slope(Func<Tensor, Tensor> logits, Tensor from, int[] labels)
    {
        (Tensor y, Func<Tensor, Tensor> pull) = Differentiation.Vjp(logits, from);
        if (y.Rank != 2 || y.Shape[0] != labels.Length || labels.Any(label => label >= y.Shape[1]))
            throw new TensorException($"augmentation: the substitute gives {y.Shape} for {labels.Length} images; it must give logits [{labels.Length}, classes] of the oracle's classes");
        return pull(Tensor.OneHot(Tensor.From<int>(labels).MoveTo(from.Device), y.Shape[1], y.DType));
    }

    // Algorithm R (Vitter 1985): each of so many is as likely to be among those kept.
    private static int[] Chosen(int count, int most, RandomStream random)
    {
        int[] kept = [.. Enumerable.Range(0, most)];
        double[] draws = random.HostUniform(count);
        for (int i = most; i < count; i++)
        {
            int place = (int)(draws[i] * (i + 1));
            if (place < most) kept[place] = i;
        }
        return kept;
    }
}

/// <summary>What is known in a round of <see cref="JacobianAugmentation"/>.</summary>
/// <param name="Round">From 0.</param>
/// <param name="Images">All images so far, [n, ...]; those of the last round first.</param>
/// <param name="Labels">What the oracle said of each.</param>
/// <param name="Step">λ with its sign in this round.</param>
/// <param name="Queries">How many labels were asked so far.</param>
public sealed record AugmentationRound(int Round, Tensor Images, int[] Labels, double Step, long Queries);

/// <summary>A substitute, and what it was last trained on.</summary>
/// <param name="Logits">From images [n, ...] to logits [n, classes].</param>
/// <param name="Last">The last round: its images, their labels, and the queries of all rounds.</param>
public sealed record Substitute(Func<Tensor, Tensor> Logits, AugmentationRound Last);

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>An ensemble of attacks. Each image counts as broken if any of them breaks it within the radius: the worst per image, never the mean over
/// attacks (Carlini et al. 2019, sec. 5). What it finds is the shortest of their perturbations.</summary>
/// <param name="attacks">At least one. Each draws from a stream of its own, named by its place.</param>
public sealed class WorstCase(params IReadOnlyList<Attack> attacks) : Attack
{
    /// <summary>How the radius, and what is shortest, is measured.</summary>
    public AttackNorm Norm { get; init; } = AttackNorm.LInf;

    /// <summary>The longest perturbation that counts; for attacks that know no radius.</summary>
    public double Epsilon { get; init; } = double.PositiveInfinity;

    /// <summary>True to spare later attacks the images that an earlier one has broken: the same images are broken for less, but not by the shortest
    /// perturbations, and what <see cref="Each"/> gives for later attacks is about the others only.</summary>
    public bool SparesBroken { get; init; }

    /// <summary>What each attack came to alone, in their order; not found where it was spared, and where a perturbation is longer than the radius.</summary>
    /// <param name="logits">The classifier: from images [n, ...] to logits [n, classes].</param>
    /// <param name="images">float32 or float64 [n, ...] in [0, 1].</param>
    /// <param name="goals">For each image what the classifier shall say.</param>
    /// <param name="random">Where the attacks draw from, if they do.</param>
    /// <param name="numbers">The images' numbers, their places in the batch where none are given.</param>
    public IReadOnlyList<AttackResults> Each(Func<Tensor, Tensor> logits, Tensor images, IReadOnlyList<AttackGoal> goals, RandomStream? random = null, IReadOnlyList<int>? numbers = null)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return OneByOne(Begin(logits, images, goals, random, numbers, wholeBudget: false));
    }

    /// <summary>The worst of what several attacks on the same images came to: for each image the shortest success, with the queries and gradients of
    /// all.</summary>
    /// <param name="norm">How the length is measured.</param>
    /// <param name="each">Of each attack, as <see cref="Each"/> gives it.</param>
    public static AttackResults Of(AttackNorm norm, IReadOnlyList<AttackResults> each)
    {
        ArgumentNullException.ThrowIfNull(each);
        if (each.Count == 0 || each.Any(one => one.Count != each[0].Count)) throw new TensorException("worst case: it takes the results of at least one attack, all on the same images");
        return new AttackResults([.. Enumerable.Range(0, each[0].Count).Select(i => each.Select(results => results[i]).MinBy(result => result.Length(norm))!
            .Costing(each.Sum(results => results[i].Queries), each.Sum(results => results[i].Gradients)))]);
    }

    private protected override AttackResult[] Search(AttackBatch batch) => [.. Of(Norm, OneByOne(batch))];

    private AttackResults[] OneByOne(AttackBatch batch)
    {
        var all = new AttackResults[attacks.Count];
        var broken = new bool[batch.Goals.Count];
        for (int k = 0; k < all.Length; k++)
        {
            int[] places = [.. Enumerable.Range(0, broken.Length).Where(i => !SparesBroken || !broken[i])];
            AttackResult[] results = [.. broken.Select(_ => AttackResult.NotFound(0, 0))];
            if (places.Length > 0)
            {
                AttackResults found = attacks[k].Run(
                    batch.Logits,
                    places.Length == broken.Length ? batch.Images : batch.Images.Rows(Tensor.From(places, [places.Length], batch.Images.Device)),
                    [.. places.Select(i => batch.Goals[i])],
                    batch.Random?.Child($"attack {k}"),
                    [.. places.Select(i => batch.Numbers[i])]);
                for (int i = 0; i < places.Length; i++)
                    results[places[i]] = AttackResults.IsWithin(found[i], Norm, Epsilon) ? found[i] : AttackResult.NotFound(found[i].Queries, found[i].Gradients);
            }
            for (int i = 0; i < broken.Length; i++) broken[i] |= results[i].Success;
            all[k] = new AttackResults(results);
        }
        return all;
    }

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        if (attacks.Count == 0) throw new TensorException("worst case: there are no attacks; pass at least one");
        if (!(Epsilon >= 0)) throw new TensorException(FormattableString.Invariant($"worst case: a radius ε of {Epsilon}; it is at least 0, or infinite"));
    }
}

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using static DeepPuzzles.Experiments.Laboratory.Sample;

namespace DeepPuzzles.Experiments.Forgetting;

// From the seeds' numbers to verdicts.
public sealed partial class Dreaming
{
    private static readonly int[] s_ofImages = [3, 4];

    protected override Findings Conclude(Evidence evidence, Settings settings)
    {
        double[] awake = Kept(evidence, Awake), sums = Kept(evidence, Sums), random = Kept(evidence, Noise), rehearsed = Kept(evidence, MetFacts);
        Measured noise = Differences(random, awake);
        Evidence images = Seeing(evidence);
        double[] nothing = Final(images, Naive), uniform = Final(images, Uniform);
        Measured noisy = Differences(uniform, nothing);
        Claim[] claims =
        [
            Claims[0].Judge([.. sums.Zip(Twos(evidence, Sums), (kept, twos) => kept - (1 - twos))], [noise, Differences(Kept(evidence, ShuffledSums), awake), Twos(evidence, Awake)]),
            Claims[1].Judge(Differences(Kept(evidence, Novel), Best(awake, random, Kept(evidence, ShuffledNovel))), [awake]),
            Claims[2].Judge(Differences(Twos(evidence, Sums), Twos(evidence, WithTwos)), [Twos(evidence, Noise)]),
            Claims[3].Judge(Differences(Final(images, Generated), Best(nothing, uniform, Final(images, ShuffledGenerated))), [noisy, Differences(Final(images, Together), nothing)]),
            Claims[4].Judge(Differences(Final(images, Painted), Best(nothing, uniform, Final(images, ShuffledPainted))), [noisy]),
            Claims[5].Judge(Differences(sums, Best(rehearsed, Kept(evidence, MetAndNoise))), [Differences(rehearsed, [.. evidence.PerSeed($"met/{Sums}").Select(met => met / FactTrials.Only)]), Twos(evidence, MetFacts)]),
        ];
        if (images.Seeds.Count < evidence.Seeds.Count)
        {
            string seen = FormattableString.Invariant($"only {images.Seeds.Count} of {evidence.Seeds.Count} seeds see images (setting every: {settings.Every}), and only these count");
            foreach (int place in s_ofImages) claims[place] = claims[place] with { Note = $"{claims[place].Note}; {seen}" };
        }
        return new Findings(claims, [.. FactFigures(evidence, settings), .. ImageFigures(images, settings)]);
    }

    // The seeds that saw images.
    private static Evidence Seeing(Evidence evidence)
    {
        int[] seeds = [.. Enumerable.Range(0, evidence.Seeds.Count).Where(seed => evidence.PerSeed(SeesImages)[seed] > 0)];
        return evidence.Of(seeds);
    }

    private static double[] Kept(Evidence evidence, string name) => [.. evidence.Series($"kept/{name}").Select(trials => trials[^1])];

    private static double[] Twos(Evidence evidence, string name) => [.. evidence.Series($"twos/{name}").Select(trials => trials[^1])];

    private static AccuracyMatrix Matrix(Evidence images, string name, int seed) => TaskRuns.Matrix(images, seed, name, TaskRuns.Split, Scenario.ClassIncremental);

    private static double[] Each(Evidence images, string name, Func<AccuracyMatrix, double> of) => [.. Enumerable.Range(0, images.Seeds.Count).Select(seed => of(Matrix(images, name, seed)))];

    private static double[] Final(Evidence images, string name) => Each(images, name, matrix => matrix.Average);

    // Of several arms the best in each seed.
    private static double[] Best(params double[][] arms) => arms.Aggregate((best, arm) => [.. best.Zip(arm, Math.Max)]);
}

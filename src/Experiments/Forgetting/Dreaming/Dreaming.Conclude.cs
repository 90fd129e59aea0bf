using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;

namespace DeepPuzzles.Experiments.Forgetting;

// From the seeds' numbers to verdicts.
public sealed partial class Dreaming
{
    protected override Findings Conclude(Evidence evidence, Settings settings)
    {
        double[] awake = Kept(evidence, Awake), sums = Kept(evidence, Sums), novel = Kept(evidence, Novel);
        Measured noise = Less(Kept(evidence, Noise), awake);
        Evidence images = Seeing(evidence);
        double[] nothing = Final(images, Naive), noisy = Final(images, Uniform), generated = Final(images, Generated), painted = Final(images, Painted);
        Claim[] claims =
        [
            Claims[0].Judge(sums, [noise, Less(Kept(evidence, ShuffledSums), awake), Twos(evidence, Sums)]),
            Claims[1].Judge([.. novel.Zip(awake, (kept, none) => Math.Min(kept - none - LeastOfNovel, MostNovel - kept))], [noise, Less(novel, Kept(evidence, ShuffledNovel))]),
            Claims[2].Judge(Less(Twos(evidence, Sums), Twos(evidence, WithTwos)), [Twos(evidence, Noise)]),
            Claims[3].Judge(Less(generated, nothing), [Less(generated, Final(images, ShuffledGenerated)), Less(Final(images, Together), nothing)]),
            Claims[4].Judge(Less(painted, [.. noisy.Zip(Final(images, ShuffledPainted), Math.Max)]), [Less(noisy, nothing)]),
            Claims[5].Judge([.. sums.Zip(evidence.PerSeed($"met/{Sums}"), (kept, met) => kept - met / FactTrials.Only)]),
        ];
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

    private static AccuracyMatrix Matrix(Evidence images, string name, int seed) => ImageTrials.Matrix(images.Series($"accuracy/{name}")[seed], images.Series($"untrained/{name}")[seed]);

    private static double[] Each(Evidence images, string name, Func<AccuracyMatrix, double> of) => [.. Enumerable.Range(0, images.Seeds.Count).Select(seed => of(Matrix(images, name, seed)))];

    private static double[] Final(Evidence images, string name) => Each(images, name, matrix => matrix.Average);

    private static double[] Less(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a - b)];
}

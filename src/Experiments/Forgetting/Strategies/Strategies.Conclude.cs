using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;

namespace DeepPuzzles.Experiments.Forgetting;

// From the seeds' numbers to verdicts.
public sealed partial class Strategies
{
    protected override Findings Conclude(Evidence evidence, Settings settings)
    {
        double[] naive = Average(evidence, Plain, Class);
        Measured[] memory = [Sample.Differences(Average(evidence, OfNoise, Class), naive), Sample.Differences(Average(evidence, Shuffled, Class), naive)];
        Claim[] claims =
        [
            Claims[0].Judge(Ratio(evidence, WithEwc, settings), [.. Penalised(evidence, settings, WithEwc, NoPenalty),
                Sample.Differences(Forgetting(evidence, WithEwc, settings), Forgetting(evidence, PermutedFisher, settings)),
                Sample.Differences(Each(evidence, Rigid, Task, matrix => matrix.ForgettingFromBestBefore), Each(evidence, Frozen, Task, matrix => matrix.ForgettingFromBestBefore))]),
            Claims[1].Judge(Ratio(evidence, WithSi, settings), Penalised(evidence, settings, WithSi, NoPath)),
            Claims[2].Judge(Ratio(evidence, WithLwf, settings), Penalised(evidence, settings, WithLwf, NoAnswers)),
            Claims[3].Judge(Sample.Differences(Average(evidence, Together, Domain), Average(evidence, Plain, Domain)),
                [Sample.Differences(Each(evidence, Plain, Domain, matrix => matrix.LearningAccuracy), Average(evidence, Together, Domain))]),
            Claims[4].Judge(Sample.Differences(Average(evidence, Replayed, Class), Better(Average(evidence, WithEwc, Class), Average(evidence, WithSi, Class))), memory),
            Claims[5].Judge([.. Enumerable.Range(0, naive.Length).Select(seed => Slope(evidence, settings, seed))], memory),
            Claims[6].Judge(Average(evidence, Replayed, Class), memory),
        ];
        AddNotes(claims, evidence, settings);
        return new Findings(claims, Figures(evidence, settings));
    }

    private static Measured[] Penalised(Evidence evidence, Settings settings, string name, string none) =>
    [
        Forgetting(evidence, Plain, settings),
        evidence.PerSeed($"bits/{none}"),
        Sample.Differences(OverOrders(evidence, name, settings, matrix => matrix.LearningAccuracy), OverOrders(evidence, Plain, settings, matrix => matrix.LearningAccuracy)),
    ];

    // Of means: in one seed naive may forget nothing.
    private static Measured Ratio(Evidence evidence, string name, Settings settings)
    {
        double[] with = Forgetting(evidence, name, settings), without = Forgetting(evidence, Plain, settings);
        double mean = without.Average();
        return new([.. with.Select(forgotten => forgotten / mean)], Fieller.Ratio(with, without));
    }

    private static double[] Forgetting(Evidence evidence, string name, Settings settings) => OverOrders(evidence, name, settings, matrix => matrix.ForgettingFromBestBefore);

    private static double[] OverOrders(Evidence evidence, string name, Settings settings, Func<AccuracyMatrix, double> of)
    {
        double[][] orders = [.. Enumerable.Range(0, settings.Orders).Select(order => Each(evidence, name, Task, of, order == 0 ? TaskRuns.Split : TaskRuns.Reordered(order)))];
        return [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed => orders.Average(seeds => seeds[seed]))];
    }

    // Least squares of the accuracies over log10 of the sizes.
    private static double Slope(Evidence evidence, Settings settings, int seed)
    {
        double[] x = [.. settings.Memories.Select(count => Math.Log10(count))];
        double[] y = [.. settings.Memories.Select(count => TaskRuns.Matrix(evidence, seed, Remembered(count), TaskRuns.Split, Class).Average)];
        double middle = x.Average();
        return x.Zip(y).Sum(point => (point.First - middle) * point.Second) / x.Sum(place => (place - middle) * (place - middle));
    }

    private static double[] Average(Evidence evidence, string name, Scenario scenario) => Each(evidence, name, scenario, matrix => matrix.Average);

    private static double[] Each(Evidence evidence, string name, Scenario scenario, Func<AccuracyMatrix, double> of, string benchmark = TaskRuns.Split) =>
        [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed => of(TaskRuns.Matrix(evidence, seed, name, benchmark, scenario)))];

    private static double[] Better(double[] x, double[] y) => [.. x.Zip(y, Math.Max)];
}

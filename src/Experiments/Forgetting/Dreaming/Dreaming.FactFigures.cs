using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

// Pictures of the adding nets.
public sealed partial class Dreaming
{
    // Random inputs are farther only now and then.
    private const double LargestDistance = 16;

    private static (string Name, string Label)[] Kinds(Settings s) =>
    [
        (Awake, "no dreams"), (FewNoise, $"{s.FewDreams} random"), (Noise, $"{s.Dreams} random"), (ManyNoise, $"{s.ManyDreams} random"), (FewSums, $"{s.FewDreams} sums"), (Sums, $"{s.Dreams} sums"),
        (Novel, $"{s.Dreams} without 1s"), (WithTwos, $"{s.Dreams} with 2s"), (ShuffledSums, $"{s.Dreams} shuffled"),
    ];

    private static Figure[] FactFigures(Evidence e, Settings s) => [Bars(e, s), Curves(e, s), Covered(e, s), Distances(e, s)];

    private static BarChart Bars(Evidence e, Settings s)
    {
        (string Name, string Label)[] kinds = Kinds(s);
        return new("dreams", "What the net dreams of decides what it keeps",
            "A net knows 1+1 … 9+1 and learns 1+2 … 9+2. Beside these it practises dreams: inputs that are made up, with the answers that it gave to them before. "
            + $"Shown is what it knows after {s.Trials} trials of the twos: of the 15 ones that are no twos, and of the twos; mean of the seeds with its 95 % interval. "
            + "Random: units on or off by chance. Sums: of two digits, none of them a 2; without 1s: none of them an old fact; with 2s: any digits; shuffled: sums with each other's answers. "
            + $"Of 100 ones are kept: {Of100(Kept(e, Awake))} without dreams, {Of100(Kept(e, FewNoise))}, {Of100(Kept(e, Noise))} and {Of100(Kept(e, ManyNoise))} with {s.FewDreams}, {s.Dreams} and {s.ManyDreams} random inputs, {Of100(Kept(e, Sums))} with {s.Dreams} sums. "
            + $"Dreams with 2s give the old answers to what is to be learned: of 100 twos {Of100(Twos(e, WithTwos))} are learned beside them, {Of100(Twos(e, Sums))} beside sums without 2s.",
            new Axis("dreams"), [.. kinds.Select(kind => kind.Label)], new Axis("answered right") { Min = 0, Max = 1 },
            [Columns("ones kept", kinds, name => Kept(e, name)), Columns("twos learned", kinds, name => Twos(e, name))])
        { Lines = [ReferenceLine.Horizontal("bar for the ones kept by sums", LeastKept)] };
    }

    private static string Of100(double[] shares) => FormattableString.Invariant($"{100 * Laboratory.Sample.MeanOf(shares):0}");

    private static BarSeries Columns(string label, (string Name, string Label)[] kinds, Func<string, double[]> of) => Estimates.Bars(label, kinds.Select(kind => of(kind.Name)));

    private static LineChart Curves(Evidence e, Settings s) => new("trials", "Ones kept while the twos are practised",
        "Share of the 15 ones that are no twos answered right, mean of the seeds with its 95 % interval. All arms begin with the same net.",
        new Axis("trials of the twos"), new Axis("ones answered right") { Min = 0, Max = 1 },
        [Line(e, "no dreams", Awake), Line(e, $"{s.Dreams} random", Noise), Line(e, $"{s.Dreams} sums without 1s", Novel), Line(e, $"{s.Dreams} sums", Sums)]);

    private static Series Line(Evidence e, string label, string name)
    {
        double[] mean = e.Mean($"kept/{name}");
        return new(label, [.. Enumerable.Range(0, mean.Length).Select(trial => (double)trial)], mean) { Low = e.Low($"kept/{name}"), High = e.High($"kept/{name}") };
    }

    private static ScatterChart Covered(Evidence e, Settings s)
    {
        double[] counts = [0, .. s.Rehearsed.Select(count => (double)count)];
        string[] names = [Awake, .. s.Rehearsed.Select(count => $"{Facts} {count}")];
        return new("covered", "A fact kept for a fact met",
            "Of the 15 ones that are no twos: how many were practised along with the twos, and how many are known in the end. Dots with intervals over seeds: facts that are rehearsed themselves; on the line one is kept for each. "
            + "The others are dreams, a mark for a seed: among sums there are old facts by chance, and above the line more is kept than these. At 0 no old fact was dreamt of at all.",
            new Axis("old facts among what is practised") { Min = 0, Max = FactTrials.Only }, new Axis("old facts known in the end") { Min = 0, Max = FactTrials.Only },
            [
                Estimates.Points("facts rehearsed", counts, names.Select(Known)),
                Met($"{s.FewDreams} sums", FewSums), Met($"{s.Dreams} sums", Sums), Met($"{s.Dreams} sums without 1s", Novel), Met($"{s.Dreams} random", Noise),
                new Series("one for one", Diagonal, Diagonal) { IsCurve = true },
            ]);

        Series Met(string label, string name) => new(label, e.PerSeed($"met/{name}"), Known(name));

        double[] Known(string name) => Array.ConvertAll(Kept(e, name), share => share * FactTrials.Only);
    }

    private static double[] Diagonal => [.. Enumerable.Range(0, 10 * FactTrials.Only + 1).Select(tenth => tenth / 10.0)];

    private static Histogram Distances(Evidence e, Settings s) => new("distances", "How far dreams are from what was learned",
        "For each dream of all seeds the number of the 28 input units in which it differs from the nearest of the 15 old facts that are no twos. Sums without 1s are near, but never there.",
        new Axis("units that differ from the nearest old fact") { Min = 0, Max = LargestDistance },
        [
            .. new (string Label, string Name)[] { ($"{s.Dreams} random", Noise), ($"{s.Dreams} sums", Sums), ($"{s.Dreams} sums without 1s", Novel) }
                .Select(kind => new Reporting.HistogramSeries(kind.Label, [.. e.Series($"distance/{kind.Name}").SelectMany(seed => seed)])),
        ])
    { Bins = (int)LargestDistance };
}

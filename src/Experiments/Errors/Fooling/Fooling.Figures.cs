using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Errors;

// Pictures of what all seeds measured.
public sealed partial class Fooling
{
    private const string AgainstAware = "aware ", AwareAscent = $"{AgainstAware}{Ascent}";

    private static readonly (string Key, string Name)[] s_names = [(Pixels, "evolved pixels"), (Patterns, "evolved patterns"), (Ascent, "gradient ascent")];

    private static readonly string[] s_found = ["real", "noised", "inverted", "shuffled", "noise"];

    private static List<Figure> Figures(Evidence evidence, Settings s) =>
        [Gallery(evidence), Confidence(evidence, s), Judged(evidence), Lines(evidence), Distances(evidence), Others(evidence, s), Retrained(evidence, s)];

    private static ImageGrid Gallery(Evidence evidence)
    {
        (string Key, string Head)[] columns = [("real", "real image"), (Pixels, "evolved pixels"), (Patterns, "evolved patterns"), (Ascent, "gradient ascent"), (AwareAscent, "ascent, knows distances")];
        var tiles = new SortedDictionary<int, ImageTile?[]>();
        for (int seed = 0; seed < evidence.Seeds.Count; seed++)
        {
            for (int k = 0; evidence.Names.Contains($"picture {k}/real"); k++)
                tiles.TryAdd(Baselines.ClassShown(evidence.Seeds[seed], k, (int)evidence.PerSeed("classes")[seed]), [.. columns.Select(column => Tile(evidence.Series($"picture {k}/{column.Key}")[seed]))]);
        }
        var climbed = Enumerable.Range(0, evidence.Seeds.Count).SelectMany(seed => Made(evidence, AwareAscent, seed)).ToArray();
        (int same, int asked) = (climbed.Count(one => one.Answer == one.Wanted), climbed.Length);
        return new("gallery", "What the net is sure of",
            $"{Answer(evidence)} Each row is one class; each number says how sure the classifier is that the image above it is of that class (5 nines: 99.999 %). Left a real image of the class. The next three were made to be believed: by evolution of pixels, by evolution of little networks that paint, by climbing the gradient from noise. Right the same climb against a classifier that knows how far it is from everything it has seen: to {same} of its {asked} images in all seeds the committee's net, asked for its answer alone, gives the class believed, and those fool nobody.",
            [.. tiles.Values.SelectMany(row => row)], columns.Length)
        {
            ColumnHeads = [.. columns.Select(column => column.Head)],
            RowHeads = [.. tiles.Keys.Select(k => evidence.ClassName(k))],
        };
    }

    // What is seen, before how it is drawn.
    private static string Answer(Evidence evidence)
    {
        return $"How sure the net is, in the median over the classes: {string.Join(", ", s_names.Select(one => $"{one.Name} {Sure(one.Key)}"))}; pixels and patterns bred for random numbers instead {Sure($"random {Pixels}")} and {Sure($"random {Patterns}")}. Of real images that it has not seen it is {Percent(evidence.PerSeed("real/median odds").Average())} sure in the median.";

        string Sure(string method) => Percent(evidence.Series($"odds/{method}").Average(values => Sample.MedianOf(values)));
    }

    private static LineChart Confidence(Evidence evidence, Settings s)
    {
        (string Key, string Name)[] shown = [(Pixels, "evolved pixels"), (Patterns, "evolved patterns"), ($"random {Pixels}", "pixels, random fitness"), ($"random {Patterns}", "patterns, random fitness")];
        return new("confidence", "From a guess to certainty in a few generations",
            FormattableString.Invariant($"The median over the classes of how sure the net is of the best image so far, as the number of nines: 2 is 99 %, 4 is 99.99 %, 10 is one doubt in ten thousand million. Pixels are bred for {s.Generations} generations, patterns for {s.PatternGenerations}, where their curves end. Band: 95 % interval over seeds. The control breeds exactly as many images, but chooses among them by a random number instead of the net's belief."),
            new Axis("generation, counted from 1") { Log = true, Max = 1 + evidence.Mean($"checkpoints/{Pixels}")[^1] }, new Axis("nines of the median confidence") { Min = 0 },
            [.. shown.Select(one => new Series(one.Name, [.. evidence.Mean($"checkpoints/{one.Key}").Select(g => g + 1)], NinesOf(one.Key, values => values.Average()))
            {
                Low = NinesOf(one.Key, values => Math.Max(0, TTest.OneSample(values).Ci.Low)),
                High = NinesOf(one.Key, values => TTest.OneSample(values).Ci.High),
            })])
        {
            Lines = [ReferenceLine.Horizontal("99.99 %", LeastNines), ReferenceLine.Horizontal("real images, median", evidence.PerSeed("real/median odds").Average(Belief.Nines))],
        };

        double[] NinesOf(string key, Func<double[], double> summary)
        {
            double[][] curves = [.. evidence.Series($"curve/{key}").Select(curve => curve.Select(Belief.Nines).ToArray())];
            return [.. Enumerable.Range(0, curves[0].Length).Select(i => summary([.. curves.Select(curve => curve[i])]))];
        }
    }

    private static BarChart Judged(Evidence evidence)
    {
        IEnumerable<string> made = s_names.Select(one => one.Key).Concat(s_names.Select(one => $"{AgainstAware}{one.Key}"));
        double[] believed = [.. s_found.Select(kind => evidence.PerSeed($"{kind}/certain").Average()), .. made.Select(key => evidence.Series($"odds/{key}").Average(odds => odds.Average(o => o >= Believed ? 1.0 : 0)))];
        double[] rejected = [.. s_found.Select(kind => evidence.PerSeed($"{kind}/rejected").Average()), .. made.Select(key => evidence.Series($"rejected/{key}").Average(images => images.Average()))];
        return new("judged", "Certain, and off the data",
            FormattableString.Invariant($"How many images the classifier believes with at least 99 %, and how many every member of the committee rejects as off the data. Only what was made for the net to believe has both bars high. The committee's limits: it rejects {100 * rejected[1]:0} % of real images with strong noise on them (σ = 0.3) and {100 * rejected[2]:0} % of inverted ones, in which a person recognises everything. The last three groups were made in the same way against a classifier that knows distances. What the committee's net sees in those stands in the note of the claim knows-distances."),
            new Axis("(d) made against the classifier that knows distances"), ["real", "real + noise", "inverted", "shuffled", "noise", "evolved pixels", "evolved patterns", "gradient ascent", "pixels (d)", "patterns (d)", "ascent (d)"],
            new Axis("share of the images") { Min = 0, Max = 1 }, [new("believed with 99 %", believed), new("rejected by the whole committee", rejected)]);
    }

    // The numbers of a noted picture: width, height, log-odds, pixels; none where there was no picture.
    private static ImageTile? Tile(double[] noted) => noted.Length == 0 ? null : new(noted[3..], (int)noted[0], (int)noted[1], Percent(noted[2]));

    private static string Percent(double logOdds) => Belief.Nines(logOdds) switch
    {
        < 0.0044 => "<\u00a01\u00a0%",
        < 2 => FormattableString.Invariant($"{100 * Belief.Probability(logOdds):0}\u00a0%"),
        < 4 => FormattableString.Invariant($"{100 * Belief.Probability(logOdds):0.00}\u00a0%"),
        var nines => FormattableString.Invariant($"{(int)nines}\u00a0nines"),
    };
}

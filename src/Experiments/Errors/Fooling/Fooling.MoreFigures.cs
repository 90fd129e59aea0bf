using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Errors;

// How the images came about, how far they are from real ones, and who else believes them.
public sealed partial class Fooling
{
    // So many forebears are shown of each line.
    private const int Stages = 6;

    private static ImageGrid Lines(Evidence evidence)
    {
        var tiles = new List<ImageTile?>();
        List<string> heads = [], changes = [];
        foreach ((string key, string name) in s_names.Take(2))
        {
            double[] generations = evidence.Series($"checkpoints/{key}")[0], pixels = evidence.Series($"line/{key}")[0], odds = evidence.Series($"line odds/{key}")[0];
            double[] form = evidence.Series($"picture 0/{key}")[0];
            int size = (int)(form[0] * form[1]), last = odds.Length - 1;
            // From the first to the last, evenly; where there are fewer, all of them.
            int[] shown = [.. Enumerable.Range(0, Stages).Select(i => (int)Math.Round(i * last / (Stages - 1.0))).Distinct()];
            double[][] images = [.. shown.Select(i => pixels[(i * size)..((i + 1) * size)])];
            tiles.AddRange(shown.Select((i, k) => new ImageTile(images[k], (int)form[0], (int)form[1], FormattableString.Invariant($"{generations[i]}: {Percent(odds[i])}"))));
            tiles.AddRange(Enumerable.Repeat<ImageTile?>(null, Stages - shown.Length));
            heads.Add(name);
            double[] steps = [.. images.Zip(images.Skip(1), (a, b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Average()))];
            changes.Add(FormattableString.Invariant($"{steps.DefaultIfEmpty(0).Min():0.00} to {steps.DefaultIfEmpty(0).Max():0.00} on {key}"));
        }
        return new("lines", "The forebears of two certain images",
            FormattableString.Invariant($"Seed {evidence.Seeds[0]}: from a random image (left) to what the net is sure of (right), each image a descendant of the one before; below each its generation, and how sure the net is that it is of the class {evidence.ClassName(Baselines.ClassShown(evidence.Seeds[0], 0, (int)evidence.PerSeed("classes")[0]))}. Images on pixels look like noise from the first to the last, although they change; patterns change their whole form. From one image to the next a pixel changes by {string.Join(" and ", changes)} (RMS, of 1 from black to white). A forebear may have been bred for another class."),
            tiles, Stages)
        { RowHeads = heads };
    }

    private static Histogram Distances(Evidence evidence)
    {
        (string Key, string Name)[] kinds = [("real/rms", "real images"), ("noise/rms", "noise"), .. s_names.Select(one => ($"rms/{one.Key}", one.Name))];
        IEnumerable<string> medians = kinds.Select(one => FormattableString.Invariant($"{one.Name} {Sample.MedianOf([.. evidence.Series(one.Key).SelectMany(seed => seed)]):0.00}"));
        return new("distances", "How far from the nearest image that the net has seen",
            "Real images that the net has not seen are near to a training image. Evolved pixels and what was climbed from noise are to be held against plain noise: what is as far away as that is like no image. Evolved patterns are mostly smooth, and some of them lie as near as real images do. Medians: " + string.Join(", ", medians) + ".",
            new Axis("RMS difference of a pixel from the nearest training image") { Min = 0 },
            [new("real images", [.. evidence.Series("real/rms").SelectMany(seed => seed)]), new("noise", [.. evidence.Series("noise/rms").SelectMany(seed => seed)]), .. s_names.Select(one => new HistogramSeries(one.Name, [.. evidence.Series($"rms/{one.Key}").SelectMany(seed => seed)])),
             new("ascent, knows distances", [.. evidence.Series($"rms/{AwareAscent}").SelectMany(seed => seed)])]);
    }

    private static HeatMap Others(Evidence evidence, Settings s)
    {
        (string Key, string Name)[] judges = [("believed by other nets", "same form, other first weights"), ("believed by the committee's net", "the committee's net"), ("believed by the kernel classifier", "knows distances")];
        double[] values = [.. s_names.SelectMany(one => judges.Select(judge => evidence.PerSeed($"{judge.Key}/{one.Key}").Average())
            .Prepend(evidence.Series($"odds/{one.Key}").Average(odds => odds.Average(o => o >= Believed ? 1.0 : 0))))];
        return new("others", "Who else believes it",
            FormattableString.Invariant($"The share of the images made to fool one net (rows: how they were made) that each classifier (columns) believes, with 99 % and as the same class. In each seed {s.OtherNets} {(s.OtherNets == 1 ? "net" : "nets")} of the same form but other first weights, and one of another form, saw them as well."),
            [.. s_names.Select(one => one.Name)], [.. judges.Select(judge => judge.Name).Prepend("the net itself")], values)
        {
            Min = 0,
            Max = 1,
            ValueTitle = "share believed with 99 % as the same class",
            CellText = [.. values.Select(value => FormattableString.Invariant($"{value:0.00}"))],
        };
    }

    private static BarChart Retrained(Evidence evidence, Settings s)
    {
        double[][] nines = [.. evidence.Series("retraining/median odds").Select(odds => odds.Select(Belief.Nines).ToArray())];
        double known = evidence.Series("retraining/fooling images known").Average(rounds => rounds.Average());
        return new("retraining", "Told what fooled it, fooled again",
            FormattableString.Invariant($"The median confidence of images evolved against the net for {Math.Min(s.RoundGenerations, s.Generations)} generations, before, and {s.RoundGenerations} after it learned the fooling images as a class of their own. It knows {100 * known:0} % of those kept back from it, and new ones are found all the same. Whisker: 95 % interval over seeds."),
            new Axis("rounds of retraining"), [.. Enumerable.Range(0, nines[0].Length).Select(i => i == 0 ? "before" : FormattableString.Invariant($"after {i}"))],
            new Axis("nines of the median confidence") { Min = 0 },
            [Estimates.Bars("evolved pixels", nines[0].Select((_, i) => nines.Select(seed => seed[i]).ToArray()))])
        {
            Lines = [ReferenceLine.Horizontal("99.99 %", LeastNines)],
        };
    }
}

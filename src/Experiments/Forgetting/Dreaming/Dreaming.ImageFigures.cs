using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

// Pictures of the image nets and of what they dream.
public sealed partial class Dreaming
{
    private static readonly (string Name, string Label)[] s_arms =
    [
        (Naive, "nothing"), (Uniform, "uniform noise"), (Painted, "gradient ascent"), (ShuffledPainted, "ascent, shuffled"), (Generated, "generator"), (ShuffledGenerated, "gener., shuffled"), (Real, "real images"),
        (EqualBytes, "real, equal bytes"), (Together, "all together"),
    ];

    private static readonly (string Name, string Label)[] s_dreamers = [(Uniform, "uniform noise"), (Painted, "gradient ascent"), (Generated, "generator")];

    private static Figure[] ImageFigures(Evidence e, Settings s)
    {
        if (e.Seeds.Count == 0) return [];
        Figure[] always = [Accuracies(e, s), Falling(e, s)];
        // A placebo's treatments do not dream.
        return e.Names.Contains($"quality/{Generated}") ? [.. always, Sheets(e, s), Quality(e, s), Shares(e, s), Near(e), Places(e)] : always;
    }

    private static BarChart Accuracies(Evidence e, Settings s) => new("images", "Five pairs of classes, one after the other",
        $"Class-incremental: no task is told. Mean accuracy over the tasks when each had just been learned, and of all of them at the end, with 95 % intervals over {e.Seeds.Count} seeds. Old answers are learned on what is named below. "
        + FormattableString.Invariant($"Shuffled: with each other's answers. Real images: {s.RealPerTask} of each task. The generator takes {Mean(e, EqualImages) * PixelsOf(e) / 1000:0} kB, as much as {Mean(e, EqualImages):0} images of a byte a pixel, and these are what is kept under 'equal bytes'."),
        new Axis("practised beside the new images"), [.. s_arms.Select(arm => arm.Label)], new Axis("answered right") { Min = 0, Max = 1 },
        [Columns("when just learned", s_arms, name => Each(e, name, matrix => matrix.LearningAccuracy)), Columns("all, at the end", s_arms, name => Final(e, name))]);

    private static double Mean(Evidence e, string name) => e.PerSeed(name).Average();

    private static LineChart Falling(Evidence e, Settings s) => new("falling", "What is known of all classes met so far",
        $"Mean accuracy over the tasks up to then, {e.Seeds.Count} seeds, with 95 % intervals. The more classes have been met, the harder the question: compare with 'all together'.",
        new Axis("tasks learned"), new Axis("answered right") { Min = 0, Max = 1 },
        [.. new[] { Naive, Uniform, Painted, Generated, Real, Together }.Select(name =>
            Estimates.Points(s_arms.First(arm => arm.Name == name).Label, Tasks(s), Enumerable.Range(0, s.Tasks).Select(task => Each(e, name, matrix => matrix.AverageAfter(task)))))]);

    private static double[] Tasks(Settings s) => [.. Enumerable.Range(1, s.Tasks).Select(task => (double)task)];

    private static Panels Sheets(Evidence e, Settings s) => new("sheets", "Dreams after each task",
        $"Seed {e.Seeds[0]}. A row is a moment, after so many tasks; a column is a class, in the order in which they were met. Each picture is the first of {s.Studied} dreams that the net itself takes for that class; where there is none, or the class is still to come, the place is empty. "
        + "The generator learns from its own images of old classes, which may blur from row to row. Gradient ascent gives what excites the net, which need not look like anything.",
        [.. s_dreamers.Where(dreamer => dreamer.Name != Uniform).Reverse().Select(dreamer => Sheet(e, s, dreamer.Name, dreamer.Label))], 1);

    private static ImageGrid Sheet(Evidence e, Settings s, string name, string label)
    {
        int classes = e.Series($"sheet/{name}/{s.Tasks - 1}")[0].Length / PixelsOf(e), pixels = PixelsOf(e);
        int width = (int)e.Series(Width)[0][0];
        List<ImageTile?> tiles = [];
        for (int after = 0; after < s.Tasks; after++)
        {
            double[] sheet = e.Series($"sheet/{name}/{after}")[0];
            for (int unit = 0; unit < classes; unit++)
            {
                double[] tile = (unit + 1) * pixels <= sheet.Length ? sheet[(unit * pixels)..((unit + 1) * pixels)] : [];
                tiles.Add(tile.Length > 0 && double.IsFinite(tile[0]) ? new ImageTile(tile, width, pixels / width) : null);
            }
        }
        return new($"sheet {name}", $"{label[..1].ToUpperInvariant()}{label[1..]}", "", tiles, classes)
        { RowHeads = [.. Enumerable.Range(1, s.Tasks).Select(task => $"after {task}")], ColumnHeads = [.. Enumerable.Range(1, classes).Select(unit => $"{unit}")] };
    }

    private static int PixelsOf(Evidence e) => (int)e.Series(Pixels)[0][0];

    private static Panels Quality(Evidence e, Settings s)
    {
        string ends = string.Join(", ", s_dreamers.Select(dreamer => FormattableString.Invariant($"{dreamer.Label} {e.Mean($"quality/{dreamer.Name}")[^1]:0.00} and {e.Mean($"chance/{dreamer.Name}")[^1]:0.00}")));
        return new("quality", "Would another net see the same?",
            FormattableString.Invariant($"Another net learned all classes from other images, and is right in {Mean(e, "judge"):0.00} of real test images. Same class: the share of {s.Studied} dreams for which it chooses, among the classes met so far, the class that the dreaming net takes them for. ")
            + "By chance: the share expected if each net gave its answers as often as it does, but to dreams at random; it is large where both call most dreams by one name. Only what lies above it says that dreams look like their class. "
            + FormattableString.Invariant($"Mean of {e.Seeds.Count} seeds with its 95 % interval. Same class and by chance after all tasks: {ends}. Of the uniform noise the dreaming net then calls {100 * e.Series($"shares/{Uniform}").Average(shares => shares[^ClassesOf(e, s)..].Max()):0} % by one name: the nearer to 100 %, the more a seed's noise agrees as a whole or not at all. ")
            + "The generator learns from its own images, so that its errors are learned again.",
            [.. s_dreamers.Select(dreamer => new LineChart($"quality {dreamer.Name}", $"{dreamer.Label[..1].ToUpperInvariant()}{dreamer.Label[1..]}", "", new Axis("tasks learned"), new Axis("share of dreams") { Min = 0, Max = 1 },
                [After("same class", $"quality/{dreamer.Name}"), After("by chance", $"chance/{dreamer.Name}")]))], 3);

        Series After(string label, string name) => new(label, Tasks(s), e.Mean(name)) { Low = e.Low(name), High = e.High(name) };
    }

    private static int ClassesOf(Evidence e, Settings s) => e.Series($"shares/{Generated}")[0].Length / s.Tasks;

    private static HeatMap Shares(Evidence e, Settings s)
    {
        double[] mean = e.Mean($"shares/{Generated}");
        int classes = ClassesOf(e, s);
        bool Met(int cell) => cell % classes < (cell / classes + 1) * classes / s.Tasks;
        return new("shares", "Which classes the generator dreams of",
            "Share of its images that the net takes for each class, in the order in which classes were met; mean of the seeds. Rows are moments, after so many tasks. Where all classes met so far had the same share, a row of t tasks would have 1/(2t) in each of its first 2t places; what is rare here is forgotten.",
            [.. Enumerable.Range(1, s.Tasks).Select(task => $"{task}")], [.. Enumerable.Range(1, classes).Select(unit => $"{unit}")], [.. mean.Select((share, cell) => Met(cell) ? share : double.NaN)])
        { Min = 0, RowTitle = "after task", ColumnTitle = "class, in the order met", ValueTitle = "share of dreams", CellText = [.. mean.Select((share, cell) => Met(cell) ? FormattableString.Invariant($"{100 * share:0}") : "")] };
    }

    private static Histogram Near(Evidence e) => new("nearest", "How far dreams are from real images",
        "Distance (root mean square over pixels in [0, 1]) of dreams after the last task, and of real test images, to the nearest training image; all seeds. Dreams that were copies of training images would lie at 0.",
        new Axis("distance to the nearest training image") { Min = 0 },
        [.. s_dreamers.Append(($"real, {Generated}", "real test images")).Select(kind => new Reporting.HistogramSeries(kind.Item2, [.. e.Series($"distance/{kind.Item1}").SelectMany(seed => seed)]))]);

    private static ScatterChart Places(Evidence e)
    {
        double[] variance = e.Series($"variance/{Generated}")[0];
        return new("places", "Where dreams lie among real images",
            FormattableString.Invariant($"Seed {e.Seeds[0]}, after the last task: real test images and dreams on the first two principal components of the real ones, which hold {100 * variance[0]:0} % and {100 * variance[1]:0} % of their variance. Dreams can help only where they lie on what they stand for; what these two numbers do not show may still differ."),
            new Axis("first component"), new Axis("second component"),
            [.. s_dreamers.Append(($"real, {Generated}", "real test images")).Select(kind => new Series(kind.Item2, e.Series($"place 0/{kind.Item1}")[0], e.Series($"place 1/{kind.Item1}")[0]))]);
    }
}

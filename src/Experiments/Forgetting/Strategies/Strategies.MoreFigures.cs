using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

// Pictures: all metrics, bytes, estimators of the Fisher information, the remembered images, further streams, the search.
public sealed partial class Strategies
{
    private const double Kilobyte = 1000;

    private static readonly string[] s_metrics = ["ACC", "learned", "F before", "F ever", "F learned", "BWT", "FWT", "−ρ", "intrans."];

    private const string Unsearched = "Settings of A-GEM, GDumb, DER++, PackNet, PathNet and XdG are those published or usual, not searched.";

    private static HeatMap Metrics(Evidence e, Settings s, Scenario scenario)
    {
        string[] names = [.. s_everywhere, .. scenario == Task ? (string[])[WithHat, Frozen, Slower] : [], .. s.More ? (string[])[Projected, Greedy, Dark] : [], .. s.More && scenario == Task ? (string[])[Packed, Evolved, Gated] : []];
        double[] values = [.. names.SelectMany(name => Of(e, name, scenario))];
        return new($"metrics-{scenario.Title()}", $"All metrics, {scenario.Title()}",
            $"Mean over seeds, the first order of the tasks (task-incremental claims average {s.Orders}). Colours show the sign: ACC, learned, BWT and FWT are to be high, the others low. ACC: average accuracy at the end. Learned: of each task when just learned. Three things called forgetting, each minus the accuracy at the end: F before, from the best before the last task (Chaudhry et al.); F ever, from the best of all (Mammoth); F learned, from that when just learned (Avalanche), which is -BWT. BWT, FWT: backward and forward transfer (no FWT class-incremental: before its task a class is not among those that are asked). -ρ: 0 as good as joint, 1 as bad as guessing. Intransigence: what joint learns of a task more than this.{(s.More ? $" {Unsearched}" : "")}",
            names, s_metrics, values)
        { Min = -1, Max = 1, Map = ColourMap.Diverging, ValueTitle = "share of images; −ρ without unit", CellText = [.. values.Select(value => double.IsFinite(value) ? FormattableString.Invariant($"{value:0.000;−0.000;0.000}") : "")] };
    }

    private static double[] Of(Evidence e, string name, Scenario scenario)
    {
        int last = TaskRuns.Matrix(e, 0, name, TaskRuns.Split, scenario).Tasks - 1;
        Func<AccuracyMatrix, double>[] metrics =
        [
            matrix => matrix.Average, matrix => matrix.LearningAccuracy, matrix => matrix.ForgettingFromBestBefore, matrix => matrix.ForgettingFromBestEver, matrix => matrix.ForgettingFromLearned,
            matrix => matrix.BackwardTransfer, matrix => matrix.ForwardTransfer,
        ];
        AccuracyMatrix[] own = All(name), joint = All(Together);
        double[] guesses = [.. Enumerable.Repeat(Guess(e, scenario), last + 1)];
        return [.. metrics.Select(metric => own.Average(metric)), -own.Zip(joint).Average(pair => pair.First.Against(guesses).Rho(pair.Second, last)), own.Zip(joint).Average(pair => pair.First.Intransigence(pair.Second))];

        AccuracyMatrix[] All(string of) => [.. Enumerable.Range(0, e.Seeds.Count).Select(seed => TaskRuns.Matrix(e, seed, of, TaskRuns.Split, scenario))];
    }

    private static ScatterChart Bytes(Evidence e, Settings s)
    {
        string[] alone = [WithEwc, WithSi, WithLwf, Together];
        return new("bytes", "What a strategy keeps, and what that buys, class-incremental",
            $"Average accuracy at the end against what is kept beside the net's own weights, in kB of 32-bit numbers; mean over seeds with its 95 % interval. Penalties keep two numbers for each weight, LwF a copy of the net, joint all images. Set aside for the {s.Tasks} tasks, task-incremental, of what each strategy divides up (units, weights, modules): {Capacities(e, s)}.",
            new Axis("kept") { Unit = "kB", Log = true }, new Axis("answered right") { Min = 0, Max = 1 },
            [Point("replay", [.. s.Memories.Select(Remembered)]), .. alone.Select(name => Point(name, [name]))]);

        Series Point(string label, string[] names) =>
            Estimates.Points(label, [.. names.Select(name => e.Mean($"bytes/{TaskRuns.Key(name, TaskRuns.Split, Class)}")[0] / Kilobyte)], names.Select(name => Average(e, name, Class)));
    }

    // Of all that set something aside.
    private static string Capacities(Evidence e, Settings s)
    {
        string[] names = [.. s_everywhere, WithHat, Frozen, .. s.More ? (string[])[Packed, Evolved, Gated, Projected, Greedy, Dark] : []];
        double[] shares = [.. names.Select(name => e.Mean($"capacity/{TaskRuns.Key(name, TaskRuns.Split, Task)}")[^1])];
        return string.Join(", ", names.Zip(shares).Where(part => double.IsFinite(part.Second)).Select(part => FormattableString.Invariant($"{part.First} {part.Second:0.00}")));
    }

    private static Panels FisherEstimates(Evidence e, Settings s)
    {
        FisherEstimator[] fishers = Fishers;
        string[] names = [.. fishers.Select(fisher => fisher.Name)];
        double[] rank = e.Mean("fisher/rank");

        // Sizes differ by factors between seeds: means of logarithms.
        Estimate[] sizes = [.. fishers.Select((_, at) => TTest.OneSample([.. e.Series("fisher/size").Select(seed => Math.Log(seed[at]))]))];
        return new("fisher", "Five estimates of the Fisher information, task-incremental",
            $"One net, after the last task. Left: the sum of an estimate over all weights, over that of the exact one, geometric mean over seeds; right: how alike the two order the weights (rank correlation). Below: forgetting of EWC at λ = {s.Ewc[0]} with the exact one, with that permuted within each layer, and levelled to its mean there, over {s.Orders} orders of the tasks{(s.More ? "; and with each estimate, in the first order" : "")}; means over seeds with 95 % intervals. Intervals of single bars hold what seeds differ by; the control of the claim takes differences within seeds.",
            [
                new BarChart("size", "Size", "", new Axis(""), names, new Axis("over the exact one") { Log = true }, [new BarSeries("size", [.. sizes.Select(size => Math.Exp(size.Value))]) { Low = [.. sizes.Select(size => Math.Exp(size.Ci.Low))], High = [.. sizes.Select(size => Math.Exp(size.Ci.High))] }]),
                new BarChart("rank", "Likeness", "", new Axis(""), names, new Axis("rank correlation") { Min = 0, Max = 1 }, [new BarSeries("rank correlation", rank) { Low = e.Low("fisher/rank"), High = e.High("fisher/rank") }]),
                Forgotten("forgetting", "What it does", [names[0], "permuted", "levelled"], [WithEwc, PermutedFisher, LevelFisher], run => Forgetting(e, run, s)),
                .. s.More ? [Forgotten("forgetting-estimates", "What each does, first order", names, [WithEwc, .. fishers.Skip(1).Select(Estimated)], run => Each(e, run, Task, matrix => matrix.ForgettingFromBestBefore))] : (BarChart[])[],
            ], 2);

        static BarChart Forgotten(string id, string title, string[] labels, string[] runs, Func<string, double[]> of) =>
            new(id, title, "", new Axis(""), labels, new Axis("forgetting"), [Estimates.Bars("forgetting", runs.Select(of))]) { Lines = [ReferenceLine.Horizontal("naive", of(Plain).Average())] };
    }

    private static ImageGrid Sheet(Evidence e, Settings s)
    {
        int[] size = [.. e.Series("memory/size")[0].Select(side => (int)side)], classes = [.. e.Series("memory/classes")[0].Select(label => (int)label)];
        List<ImageTile?> tiles = [];
        for (int at = 0; at < classes.Length; at++)
        {
            ImageTile[] row = [.. e.Series($"memory/{at}")[0].Chunk(size[0] * size[1]).Select(pixels => new ImageTile(pixels, size[1], size[0]))];
            tiles.AddRange(row);
            tiles.AddRange(Enumerable.Repeat<ImageTile?>(null, SheetColumns - row.Length));
        }
        return new("sheet", "All that is remembered of a class, or a part of it",
            $"Seed {e.Seeds[0]}, class-incremental: of each class, in the order in which they were learned, the first {SheetColumns} images that the memory holds at the end, of {s.PerClass} on average.", tiles, SheetColumns)
        { RowHeads = [.. classes.Select((label, at) => $"class {label}, task {at * s.Tasks / classes.Length + 1}")] };
    }

    private static BarChart GainsFigure(Evidence e, Settings s)
    {
        string[] names = [.. s_penalties, PermutedFisher, LevelFisher, Frozen, Slower], labels = [.. s_penalties, "permuted", "levelled", "frozen", Slower];
        return new("gains", "What holding weights or answers is worth, and what is had for less, task-incremental",
            FormattableString.Invariant($"Average accuracy at the end minus that of naive training, over {s.Orders} orders; mean over seeds with its 95 % interval. To the right what knows nothing of which weights are needed: EWC with its pulls permuted within each layer, and levelled to their mean there; hidden layers left as the first task made them (frozen features); {s.LaterRate} of the learning rate after the first task. With the whole interval of the difference on one side: {string.Join("; ", s_penalties.Select(name => Standing(e, s, name)))}."),
            new Axis(""), labels, new Axis("accuracy, minus naive"),
            [Estimates.Bars("minus naive", names.Select(name => Gain(e, s, name, Plain)))]);
    }

    private static LineChart Turned(Evidence e) => new("rotated", "The stability gap, turned images, domain-incremental",
        $"All classes, turned by another angle in each task: accuracy on images that are not turned. Stability gap: {string.Join(", ", new[] { Plain, WithEwc, Replayed, Cumulative }.Select(name => FormattableString.Invariant($"{name} {Gap(e, name, TaskRuns.Rotated, Domain):0.000}")))}.",
        new Axis("tasks learned"), new Axis("answered right"), [.. new[] { Plain, WithEwc, Replayed, Cumulative }.Select(name => Curve(e, name, TaskRuns.Rotated, Domain))]);

    private static BarChart Further(Evidence e)
    {
        string[] names = [Plain, WithEwc, Replayed, Cumulative];
        return new("further", "Permuted and turned images, domain-incremental", "Average accuracy at the end over all tasks; mean over seeds with its 95 % interval.", new Axis(""), names, new Axis("answered right") { Min = 0, Max = 1 },
            [.. new[] { TaskRuns.Permuted, TaskRuns.Rotated }.Select(benchmark => Estimates.Bars(benchmark, names.Select(name => Each(e, name, Domain, matrix => matrix.Average, benchmark))))]);
    }

    private static Panels Searched(Evidence e, Settings s) => new("search", "The search for λ, c and the lower rate",
        "Average accuracy on validation images at the end, in orders of the tasks of their own; mean over seeds.",
        [.. s_grids.Select(grid =>
        {
            double[] values = [.. Grid(grid.Low, grid.High, s.Search)];
            return new LineChart(grid.Name, grid.Name, "", new Axis("value") { Log = true }, new Axis("answered right") { Min = 0, Max = 1 },
                [.. grid.Scenarios.Select(scenario => new Series(scenario.Title(), values, [.. values.Select(value => Each(e, Try(grid.Name, value), scenario, matrix => matrix.Average, TaskRuns.HeldOut).Average())]))]);
        })], 3);
}

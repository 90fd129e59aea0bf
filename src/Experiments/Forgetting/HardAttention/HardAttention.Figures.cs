using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

// Pictures of what all seeds measured.
public sealed partial class HardAttention
{
    private const int UnitsShown = 60;
    private const double On = 0.5;

    private static readonly string[] s_shown = [Plain, WithEwc, RandomMask, Packed, Paths, WithHat];

    private static List<Figure> Figures(Evidence e, Settings s)
    {
        List<Figure> figures = [Matrices(e), Price(e, s), Used(e, s), Rhos(e, TaskRuns.Split, s.Tasks)];
        if (s.Mixture) figures.Add(Rhos(e, TaskRuns.Mixture, e.Series($"guessing/{TaskRuns.Mixture}")[0].Length));
        if (e.Series($"mask/{TaskRuns.Split}/0").All(mask => mask.Length > 0)) figures.InsertRange(1, [Masks(e, s), Reuse(e, s), Hardening(e, s)]);
        return figures;
    }

    private static Panels Matrices(Evidence e) => new("matrices", "What is still known after each task, task-incremental",
        $"Pairs of classes, mean of the seeds. {TaskFigures.HowToRead} HAT's columns stay as they are.",
        [.. s_shown.Select(name => TaskFigures.Known(e, name, $"{name}/{TaskRuns.Split}", e.Series($"guessing/{TaskRuns.Split}")[0].Min()))], 3);

    private static HeatMap Reuse(Evidence e, Settings s)
    {
        double[][][] masks = [.. Enumerable.Range(0, s.Tasks).Select(task => e.Series($"mask/{TaskRuns.Split}/{task}"))];
        double[] shares = [.. from task in Enumerable.Range(0, s.Tasks) from other in Enumerable.Range(0, s.Tasks) select Shared(task, other)];
        string[] names = [.. Enumerable.Range(1, s.Tasks).Select(task => $"{task}")];
        return new("reuse", "How much tasks share, task-incremental",
            "Pairs of classes: of the units that a task (row) uses, the share that another (column) uses too; mean of the seeds.", names, names, shares)
        { Min = 0, Max = 1, RowTitle = "of the units of task", ColumnTitle = "are used by task", ValueTitle = "share of units", CellText = [.. shares.Select(share => FormattableString.Invariant($"{100 * share:0}"))] };

        double Shared(int task, int other) => Enumerable.Range(0, e.Seeds.Count).Average(seed =>
        {
            (double[] mine, double[] others) = (masks[task][seed], masks[other][seed]);
            return mine.Where((a, unit) => a > On && others[unit] > On).Count() / (double)Math.Max(1, mine.Count(a => a > On));
        });
    }

    private static Panels Price(Evidence e, Settings s)
    {
        return new("price", "What is learned, and what is left of it, task-incremental",
            "Mean accuracy over the tasks, each when it had just been learned, and all of them at the end, with 95 % intervals over seeds. The difference is what is lost since a task was just learned. A method that keeps everything may pay for it by learning new tasks less well: compare the first bars. " + Paid(e) + " Forward only: masks without restricted gradients. EWC, permuted: with its pulls dealt out to other weights at random. Uncompensated: HAT without compensation of the gradients of e, the learned numbers that its masks are made of. Long steps: so too, but steps of e are made as long as with compensation. Slow rate, falling rate: plain training at a fifth of the rate, and at one that falls to 0. " + Few(e, s),
            [
                Bars("pairs", "Pairs of classes", TaskRuns.Split, [Plain, Slower, Falling, WithEwc, PermutedEwc, RandomMask, ForwardOnly, Packed, Paths, WithHat]),
                Bars("permuted", "All classes, pixels permuted", TaskRuns.Permuted, [Plain, RandomMask, ForwardOnly, Uncompensated, Longer, WithHat, FewPlain, FewHat]),
            ], 1);

        BarChart Bars(string id, string title, string benchmark, string[] names) => new(id, title, "", new Axis(""), names, new Axis("answered right") { Min = 0, Max = 1 },
            [Bar("when just learned", benchmark, names, matrix => matrix.LearningAccuracy), Bar("after all tasks", benchmark, names, matrix => matrix.Average)]);

        BarSeries Bar(string label, string benchmark, string[] names, Func<AccuracyMatrix, double> of) => Estimates.Bars(label, names.Select(name => Each(e, name, benchmark, of)));
    }

    // What is kept and what it costs: bars from 0 to 1 are too short to see it.
    private static string Paid(Evidence e)
    {
        double first = Behind(e, WithHat, Plain, 0).Average(), learned = Just(Plain) - Just(WithHat), kept = Just(Plain) - End(Plain) - (Just(WithHat) - End(WithHat));
        return FormattableString.Invariant(
            $"With pixels permuted, plain training has {Just(Plain):0.000} when just learned and {End(Plain):0.000} at the end, HAT {Just(WithHat):0.000} and {End(WithHat):0.000}, without compensation {Just(Uncompensated):0.000} and {End(Uncompensated):0.000}. So HAT loses {kept:0.000} less than plain training, and has {learned:0.000} less when just learned ({first:0.000} less on the first task, when there is nothing to keep yet).");

        double Just(string name) => Each(e, name, TaskRuns.Permuted, matrix => matrix.LearningAccuracy).Average();

        double End(string name) => Each(e, name, TaskRuns.Permuted, matrix => matrix.Average).Average();
    }

    private static string Few(Evidence e, Settings s)
    {
        double[] used = Used(e, FewHat);
        return FormattableString.Invariant(
            $"Few units: hidden layers of {string.Join(" and ", s.FewHidden)} units, of which HAT's masks have taken {100 * used.Average():0} % after all tasks ({100 * used.Min():0} to {100 * used.Max():0} % by seed). There HAT is {Behind(e, FewHat, FewPlain, s.Tasks - 1).Average():0.000} below plain training on the last task just learned, and {Behind(e, FewHat, FewPlain, 0).Average():0.000} on the first, when all units are free.");
    }

    private static LineChart Used(Evidence e, Settings s) => new("capacity", "How many units are taken, task-incremental",
        "Share of the hidden units (PackNet: of the hidden weights) that the tasks so far keep for themselves. Without compensation of the gradients of e, the learned numbers that masks are made of, masks stay as they were drawn, half of all units on, and little is left after few tasks." + Saved(e) + Leaking(e),
        new Axis("tasks learned"), new Axis("share in use") { Min = 0, Max = 1 },
        [Line(e, s, "HAT, permuted", $"capacity/{WithHat}/{TaskRuns.Permuted}"), Line(e, s, "without compensation, permuted", $"capacity/{Uncompensated}/{TaskRuns.Permuted}"),
            Line(e, s, "long steps, permuted", $"capacity/{Longer}/{TaskRuns.Permuted}"), Line(e, s, "HAT, pairs", $"capacity/{WithHat}/{TaskRuns.Split}"), Line(e, s, "PackNet, pairs", $"capacity/{Packed}/{TaskRuns.Split}"), Line(e, s, "PathNet, pairs", $"capacity/{Paths}/{TaskRuns.Split}")]);

    private static string Saved(Evidence e)
    {
        double without = Used(e, Uncompensated).Average();
        return FormattableString.Invariant(
            $" Compensation leaves {100 * (without - Used(e, WithHat).Average()):0.0} % of the units more to spare; uncompensated steps of e that are made as long, {100 * (without - Used(e, Longer).Average()):0.0} %.");
    }

    private static string Leaking(Evidence e)
    {
        double[] shares = [.. e.Series($"leaking/{TaskRuns.Permuted}").SelectMany(tasks => tasks)];
        return shares.All(double.IsFinite)
            ? FormattableString.Invariant($" Of HAT's masks for permuted tasks {100 * shares.Average():0.0} % are neither on nor off (0.01 < a < 0.99): such units are used, and not wholly protected.")
            : "";
    }

    private static Series Line(Evidence e, Settings s, string label, string series) => new(label, Places(s.Tasks), e.Mean(series)) { Low = e.Low(series), High = e.High(series) };

    private static double[] Places(int tasks) => [.. Enumerable.Range(1, tasks).Select(task => (double)task)];
}

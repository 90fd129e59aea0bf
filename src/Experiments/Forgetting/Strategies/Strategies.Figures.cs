using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

// Pictures of what all seeds measured: matrices, memory, curves.
public sealed partial class Strategies
{
    private static readonly string[] s_everywhere = [Plain, WithEwc, WithSi, WithLwf, Replayed, Together];

    private static List<Figure> Figures(Evidence e, Settings s)
    {
        List<Figure> figures = [Scenarios(e, s), GainsFigure(e, s), .. s_scenarios.Select(scenario => Matrices(e, scenario)), Memory(e, s), Curves(e, s), FisherEstimates(e, s), .. s_scenarios.Select(scenario => Metrics(e, s, scenario)), Bytes(e, s)];
        if (e.Series("memory/classes").All(classes => classes.Length > 0)) figures.Insert(6, Sheet(e, s));
        if (s.More) figures.AddRange([Turned(e), Further(e)]);
        if (s.Search > 0) figures.Add(Searched(e, s));
        return figures;
    }

    private static Panels Scenarios(Evidence e, Settings s)
    {
        string Lost(Scenario scenario) => FormattableString.Invariant($"{scenario.Title()} {Each(e, Plain, scenario, matrix => matrix.LearningAccuracy - matrix.Average).Average():0.00}");
        string Kept(string name) => FormattableString.Invariant($"{name} {Average(e, name, Class).Average():0.00}");
        return new("scenarios", "The same strategies, asked in three ways",
            $"Share of test images of all tasks answered right, when each task was just learned and after all of them; mean over seeds with 95 % intervals, the first order of the tasks. The difference is what was lost since a task was just learned. Naive training loses {string.Join(", ", s_scenarios.Select(Lost))}. At the end, where the class has to be found among all: {string.Join(", ", s_everywhere.Select(Kept))}; replay holds {s.PerClass} images for each class.",
            [.. s_scenarios.Select(scenario => Bars(scenario))], 1);

        BarChart Bars(Scenario scenario) => new(scenario.Title(), $"{Capital(scenario.Title())}: {Chance(e, scenario)}", "", new Axis(""), s_everywhere, new Axis("answered right") { Min = 0, Max = 1 },
            [Bar("when just learned", scenario, matrix => matrix.LearningAccuracy), Bar("after all tasks", scenario, matrix => matrix.Average)]);

        BarSeries Bar(string label, Scenario scenario, Func<AccuracyMatrix, double> of) => Estimates.Bars(label, s_everywhere.Select(name => Each(e, name, scenario, of)));
    }

    private static string Chance(Evidence e, Scenario scenario) => FormattableString.Invariant($"{(scenario switch { Task => "the task is told", Domain => "the place of the class in its task", _ => "one of all classes" })}, chance is {Guess(e, scenario):0.00}");

    private static Panels Matrices(Evidence e, Scenario scenario) => new($"matrices-{scenario.Title()}", $"What is still known after each task, {scenario.Title()}",
        $"Mean over seeds, the first order of the tasks. {TaskFigures.HowToRead}",
        [.. (scenario == Task ? [.. s_everywhere, WithHat] : s_everywhere).Select(name => TaskFigures.Known(e, name, TaskRuns.Key(name, TaskRuns.Split, scenario), 0))], 3);

    private static LineChart Memory(Evidence e, Settings s)
    {
        return new("memory", "What remembered images are worth, class-incremental",
            $"Average accuracy over all tasks at the end against the number of images remembered for each class (logarithmic); mean over seeds with its 95 % interval. {Capital(Decades(e, s))}. Dashed: nothing remembered (naive), all tasks together from the start (joint), and two memories of the chosen size that hold noise with right labels, and right images with shuffled labels.",
            new Axis("remembered images for each class") { Log = true }, new Axis("answered right") { Min = 0, Max = 1 },
            [Estimates.Points("replay", [.. s.Memories.Select(count => (double)count)], s.Memories.Select(count => Average(e, Remembered(count), Class)))])
        {
            Lines =
            [
                ReferenceLine.Horizontal("joint", Average(e, Together, Class).Average()),
                ReferenceLine.Horizontal($"{s.PerClass} noise images", Average(e, OfNoise, Class).Average()),
                ReferenceLine.Horizontal($"{s.PerClass}, labels shuffled", Average(e, Shuffled, Class).Average()),
                ReferenceLine.Horizontal("naive", Average(e, Plain, Class).Average()),
            ],
        };
    }

    private static LineChart Curves(Evidence e, Settings s)
    {
        string[] names = [Plain, Replayed, Cumulative];
        return new("curves", "What happens to the first task between the tests, class-incremental",
            $"Accuracy on the first task, every {s.CurveEvery} steps; mean over seeds with its 95 % interval. A test after each task sees the ends of the tasks only. Full replay keeps all images so far, and the same net goes on with them. Over all tasks: average anytime accuracy (AAA) · min-ACC, the mean of each task's lowest accuracy since it was learned · WC-ACC, the same with the last task's at the end · stability gap, the part of the drops that is made good: {string.Join("; ", names.Select(name => $"{name} {string.Join(" · ", e.Mean($"anytime/{TaskRuns.Key(name, TaskRuns.Split, Class)}").Select(value => FormattableString.Invariant($"{value:0.00}")))}"))}.",
            new Axis("tasks learned"), new Axis("answered right") { Min = 0, Max = 1 }, [.. names.Select(name => Curve(e, name, TaskRuns.Split, Class))]);
    }

    private static Series Curve(Evidence e, string name, string benchmark, Scenario scenario)
    {
        string of = TaskRuns.Key(name, benchmark, scenario);
        return new(name, e.Mean($"place/{of}"), e.Mean($"curve/{of}")) { Low = e.Low($"curve/{of}"), High = e.High($"curve/{of}") };
    }

    private static double Gap(Evidence e, string name, string benchmark, Scenario scenario) => e.Mean($"anytime/{TaskRuns.Key(name, benchmark, scenario)}")[^1];

    private static Interval Ends(double[] seeds) => TTest.OneSample(seeds).Ci;

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

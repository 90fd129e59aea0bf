using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

// Pictures of what all seeds measured.
public sealed partial class LearningRules
{
    private const double Percent = 100, GridStep = 0.05;
    private const string AccuracyOf = "accuracy, ", AnglesOf = "angle, ", FirstAnglesOf = "angle at the first layer, ", WeightAnglesOf = "angles of the weights after the first task, ", OldOf = "old accuracy before, ", RetainedOf = "retained, ", AmongOf = "retained among the old classes, ", UnlearnedOf = "adding nets that never learned the ones, ", CurveOf = "retained at rising new accuracies, ", OnesOf = "ones, ", TwosOf = "twos, ";
    private const string FeedbackEntries = "entries of B", WeightsBefore = "weights before", WeightsAfter = "weights after";

    private static string[] Learners => [Backward, .. s_rules.Select(one => one.Name)];

    // Under bars there is little room; captions spell them out.
    private static Dictionary<string, string> ShortNames => new()
    {
        [Backward] = "BP", [s_rules[0].Name] = "FA", [s_rules[1].Name] = "DFA", [s_rules[2].Name] = "DTP", [s_rules[3].Name] = "ES",
        [Slower] = "BP, half rate", [Held] = "BP, held", [Rehearsed] = "BP, old too", [LastAlone] = "last layer", [Anew] = "anew", [WrongSign] = "wrong sign",
    };

    private static List<Figure> Figures(Evidence evidence, Settings s) =>
        [Trade(evidence, s), Retained(evidence, s), Angles(evidence), Scatter(evidence), Accuracies(evidence), Facts(evidence)];

    private static double[] Grid(Settings s) => [.. Enumerable.Range(0, (int)Math.Round(s.End / GridStep) + 1).Select(i => i * GridStep)];

    private static LineChart Trade(Evidence evidence, Settings s) =>
        new("trade", "What is left of the old task, by how much of the new one is known",
            "Time runs from left to right: as a net learns five new classes, it loses the five that it knew. If back-propagation were to blame, the other rules' curves would run above its own. The curve of the net that sees old images again shows how a remedy looks. Means over splits of the classes and seeds; a curve ends where one of these never knew more.",
            new Axis("accuracy on the new classes") { Unit = "%", Min = 0, Max = Percent * s.End }, new Axis("share of the old accuracy left") { Unit = "%", Min = 0, Max = Percent },
            [.. Learners.Append(Rehearsed).Select(name => new Series(name, Scaled(Grid(s)), Scaled(evidence.Mean(CurveOf + name))))])
        {
            Lines = [ReferenceLine.Vertical("rules are compared from here", Percent * s.Levels.Min()), ReferenceLine.Vertical("to here", Percent * s.Levels.Max())],
        };

    private static Panels Retained(Evidence evidence, Settings s)
    {
        string[] sparse = [.. Enumerable.Range(0, s.WinnerShares.Count).Select(share => Sparse(s, share))], names = [.. Learners, .. sparse, Held, Slower, Rehearsed];
        string[] never = [.. sparse.Where(name => evidence.PerSeed(RetainedOf + name).Any(double.IsNaN))];
        return new("retained", "What is left of the old task, rule by rule",
            FormattableString.Invariant($"The share of the old accuracy left when the new one reaches {string.Join(", ", s.Levels.Select(level => Percent * level))} %, on average: mean and 95 % interval over seeds. Left: any of all classes may be answered; right: of either half of the classes the five of that half. Left, a net whose hidden layers are held while it learns the new classes keeps little more than back-propagation: most of the loss is the last layer's, which all rules train alike, and bars of one height say little about hidden layers. BP: back-propagation, also with a share of each layer's units as winners, with hidden layers held, at half the learning rate, and with half of each batch from the old task, which shows how a remedy looks; FA: feedback alignment; DFA: direct feedback alignment; DTP: difference target propagation; ES: evolution strategies.{(never.Length == 0 ? "" : $" Without a bar: {string.Join(", ", never)}; in some seed such a net never knew that much of the new classes.")}"),
            [Part("all", "among all classes", RetainedOf), Part("own", "among the five of its half", AmongOf)], 2);

        BarChart Part(string name, string title, string series) => new(name, title, "", new Axis(""), Short(names), new Axis("share of the old accuracy left") { Unit = "%" }, [Bars("share left", evidence, series, names)]);
    }

    private static Panels Angles(Evidence evidence)
    {
        string[] random = [s_rules[0].Name, s_rules[1].Name, Anew];
        return new("angles", "Random feedback becomes a guide",
            "Left: the angle between what a rule tells the last hidden layer and what back-propagation would tell it. Right: the same between their gradients of the first layer's weights. 90° says nothing, 0° is the same. At first random matrices are no guide; then the weights above turn towards them. Matrices drawn anew at each step stay at 90°: there is nothing to turn to. Target propagation is back-propagation at the last hidden layer, and further down as good as its learned inverses. Mean and 95 % interval over seeds.",
            [Part("last", "the last hidden layer's signal", AnglesOf, random, [ReferenceLine.Horizontal("no guide", RightAngle), ReferenceLine.Horizontal("bar", LargestAngle)]),
                Part("first", "the first layer's weights", FirstAnglesOf, [.. random, s_rules[2].Name], [ReferenceLine.Horizontal("no guide", RightAngle)])], 2);

        LineChart Part(string name, string title, string series, string[] names, IReadOnlyList<ReferenceLine> lines) =>
            new(name, title, "", new Axis("epochs") { Min = 0 }, new Axis("angle") { Unit = "°", Min = 0, Max = 120 }, [.. names.Select(one => Over(evidence, series + one, one, 1))]) { Lines = lines };
    }

    private static Panels Scatter(Evidence evidence)
    {
        double[] b = evidence.Series(FeedbackEntries)[0];
        return new("scatter", "The weights turn towards the matrix",
            FormattableString.Invariant($"Seed {evidence.Seeds[0]}, feedback alignment: each dot is one weight of the last layer and the entry of the fixed random matrix that stands for it on the way back. Before training they have nothing to do with each other; afterwards the weights lean the same way."),
            [Part("before", "before training", WeightsBefore), Part("after", "after training", WeightsAfter)], 2);

        ScatterChart Part(string name, string title, string weights) =>
            new(name, title, "", new Axis("entry of B"), new Axis("weight"), [new Series("weights", b, evidence.Series(weights)[0])]);
    }

    private static BarChart Accuracies(Evidence evidence)
    {
        string[] names = [Backward, .. s_rules.SkipLast(1).Select(one => one.Name), LastAlone, Anew, WrongSign];
        return new("accuracies", "Do the other rules learn at all?",
            "Test accuracy after learning all classes at once, each at its best learning rate: mean and 95 % interval over seeds. FA: feedback alignment; DFA: direct feedback alignment; DTP: difference target propagation; BP: back-propagation. Last layer: hidden layers stay as they were drawn, and what the bars to the left rise above it is what learning in them adds. Anew: hidden layers learn from noise, feedback drawn anew at each step. Wrong sign: they learn the opposite of what they should, and the best rate is the one that lets them do least of it.",
            new Axis(""), Short(names), new Axis("test accuracy") { Unit = "%" }, [Bars("test accuracy", evidence, AccuracyOf, names)]);
    }

    private static LineChart Facts(Evidence evidence) =>
        new("facts", "The ones go, the twos come",
            FormattableString.Invariant($"Nets that know 1+1 … 9+1 learn 1+2 … 9+2. Both rules lose the ones while they learn the twos: means over seeds and nets, with the 95 % interval over seeds. Nets that never learned the ones are left out: {evidence.PerSeed(UnlearnedOf + Backward).Sum()} of back-propagation's, {evidence.PerSeed(UnlearnedOf + s_rules[0].Name).Sum()} of feedback alignment's."),
            new Axis("trials of the twos") { Min = 0 }, new Axis("right answers") { Unit = "%", Min = 0, Max = Percent },
            [.. new[] { Backward, s_rules[0].Name }.SelectMany(name => new[] { Over(evidence, OnesOf + name, $"ones, {name}", Percent), Over(evidence, TwosOf + name, $"twos, {name}", Percent) })]);

    private static Series Over(Evidence evidence, string series, string label, double unit)
    {
        double[] mean = Times(evidence.Mean(series));
        return new(label, [.. Enumerable.Range(0, mean.Length).Select(i => (double)i)], mean) { Low = Times(evidence.Low(series)), High = Times(evidence.High(series)) };

        double[] Times(double[] values) => Array.ConvertAll(values, value => unit * value);
    }

    private static string[] Short(string[] names) => Array.ConvertAll(names, name => ShortNames.GetValueOrDefault(name, name));

    private static BarSeries Bars(string label, Evidence evidence, string prefix, string[] names)
    {
        return new(label, Each(evidence.Mean)) { Low = Each(evidence.Low), High = Each(evidence.High) };

        double[] Each(Func<string, double[]> summary) => [.. names.Select(name => Percent * summary(prefix + name)[0])];
    }

    private static double[] Scaled(double[] values) => Array.ConvertAll(values, value => Percent * value);
}

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using static System.FormattableString;

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
        [Backward] = "BP",
        [s_rules[0].Name] = "FA",
        [s_rules[1].Name] = "DFA",
        [s_rules[2].Name] = "DTP",
        [s_rules[3].Name] = "ES",
        [Slower] = "BP, half rate",
        [Held] = "BP, held",
        [HeldFirst] = "BP, first held",
        [Rehearsed] = "BP, old too",
        [LastAlone] = "last layer",
        [Anew] = "anew",
        [WrongSign] = "wrong sign",
    };

    private static List<Figure> Figures(Evidence evidence, Settings s) =>
        [Trade(evidence, s), Retained(evidence, s), Angles(evidence), Scatter(evidence), Accuracies(evidence), Facts(evidence, s)];

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
        string[] sparse = [.. Enumerable.Range(0, s.WinnerShares.Count).Select(share => Sparse(s, share))], names = [.. Learners, .. sparse, Held, HeldFirst, Slower, Rehearsed];
        string[] never = [.. sparse.Where(name => evidence.PerSeed(RetainedOf + name).Any(double.IsNaN))];
        return new("retained", "What is left of the old task, rule by rule",
            Invariant($"The share of the old accuracy left when the new one reaches {string.Join(", ", s.Levels.Select(level => Percent * level))} %, on average: mean and 95 % interval over seeds. Left: any of all classes may be answered; right: only the five of the image's own half, where back-propagation still has {Percent * evidence.Mean(AmongOf + Backward)[0]:0.0} %. Left, back-propagation keeps {Gain(evidence, Held)} points more where hidden layers are held while the new classes are learned, and {Gain(evidence, HeldFirst)} more where only the first is: so much do changes of these layers count in this measure. The layers above then have to do all the learning, so what is lost nevertheless is not their share under back-propagation. BP: back-propagation, also with a share of each layer's units as winners, with hidden layers or the first of them held, at half the learning rate, and with half of each batch from the old task, which shows how a remedy looks; FA: feedback alignment; DFA: direct feedback alignment; DTP: difference target propagation; ES: evolution strategies.{(never.Length == 0 ? "" : $" Without a bar: {string.Join(", ", never)}; in some seed such a net never knew that much of the new classes.")}"),
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
            Invariant($"Seed {evidence.Seeds[0]}, feedback alignment: each dot is one weight of the last layer and the entry of the fixed random matrix that stands for it on the way back. Before training they have nothing to do with each other; afterwards the weights lean the same way."),
            [Part("before", "before training", WeightsBefore), Part("after", "after training", WeightsAfter)], 2);

        ScatterChart Part(string name, string title, string weights) =>
            new(name, title, "", new Axis("entry of B"), new Axis("weight"), [new Series("weights", b, evidence.Series(weights)[0])]);
    }

    private static BarChart Accuracies(Evidence evidence)
    {
        string[] names = [Backward, .. s_rules.SkipLast(1).Select(one => one.Name), LastAlone, Anew, WrongSign];
        return new("accuracies", "Do the other rules learn at all?",
            "Test accuracy after learning all classes at once, each at its best learning rate: mean and 95 % interval over seeds. FA: feedback alignment; DFA: direct feedback alignment; DTP: difference target propagation; BP: back-propagation. Last layer: hidden layers stay as they were drawn, and what the bars to the left rise above it is what learning in them adds. Anew: hidden layers learn from noise, feedback drawn anew at each step. Wrong sign: they learn the opposite of what they should.",
            new Axis(""), Short(names), new Axis("test accuracy") { Unit = "%" }, [Bars("test accuracy", evidence, AccuracyOf, names)]);
    }

    private static Panels Facts(Evidence evidence, Settings s)
    {
        string aligned = s_rules[0].Name;
        Series[] overTrials = [.. new[] { Backward, aligned }.SelectMany(name => new[] { Over(evidence, OnesOf + name, $"ones, {name}", Percent), Over(evidence, TwosOf + name, $"twos, {name}", Percent) })];
        return new("facts", "The ones go, the twos come",
            Invariant($"Nets that know 1+1 … 9+1 learn 1+2 … 9+2, and lose the ones. Left: what they know of both; each point is one more trial of the twos. The claim compares at equal twos.{AtEqualTwos(evidence, s)} Right: the same trial by trial, with the 95 % interval over seeds; there a rule that only learns the twos more slowly would seem to forget less. Means over seeds and nets. Nets that never learned the ones are left out: {evidence.PerSeed(UnlearnedOf + Backward).Sum()} of back-propagation's, {evidence.PerSeed(UnlearnedOf + aligned).Sum()} of feedback alignment's."),
            [
                new LineChart("against", "ones, by how many twos are known", "", new Axis("right answers to the twos") { Unit = "%", Min = 0, Max = Percent }, new Axis("right answers to the ones") { Unit = "%", Min = 0, Max = Percent },
                    [new Series(Backward, overTrials[1].Y, overTrials[0].Y) { Look = 0 }, new Series(aligned, overTrials[3].Y, overTrials[2].Y) { Look = 2 }])
                {
                    Lines = [ReferenceLine.Vertical("rules are compared from here", Percent * s.Levels.Min()), ReferenceLine.Vertical("to here", Percent * s.Levels.Max())],
                },
                new LineChart("trials", "ones and twos, trial by trial", "", new Axis("trials of the twos") { Min = 0 }, new Axis("right answers") { Unit = "%", Min = 0, Max = Percent }, overTrials),
            ], 2);
    }

    // Where both mean curves come so far.
    private static string AtEqualTwos(Evidence evidence, Settings s)
    {
        (string Name, Relearning Curve)[] rules = [.. new[] { Backward, s_rules[0].Name }.Select(name => (name, new Relearning(evidence.Mean(TwosOf + name), evidence.Mean(OnesOf + name), [], [], [])))];
        double[] levels = [.. s.Levels.Where(level => rules.All(rule => double.IsFinite(rule.Curve.RetainedAt(level))))];
        return levels.Length == 0 ? "" : $" At {Percentages(levels)} of the twos {string.Join(", ", rules.Select(rule => $"{rule.Name} has {Percentages(levels.Select(level => rule.Curve.RetainedAt(level)))}"))} of the ones left; to {Invariant($"{Percent * levels[^1]:0} %")} it takes them {string.Join(" and ", rules.Select(rule => Array.FindIndex(rule.Curve.New, twos => twos >= levels[^1])))} trials.";
    }

    private static string Percentages(IEnumerable<double> shares) => $"{string.Join(", ", shares.Select(share => Invariant($"{Percent * share:0}")))} %";

    // Over back-propagation, in points, with the 95 % interval.
    private static string Gain(Evidence evidence, string name)
    {
        Estimate gain = TTest.OneSample(Sample.Differences(evidence.PerSeed(RetainedOf + name), evidence.PerSeed(RetainedOf + Backward)));
        return Invariant($"{Percent * gain.Value:0.0}{(double.IsFinite(gain.Ci.Low) ? Invariant($" [{Percent * gain.Ci.Low:0.0}, {Percent * gain.Ci.High:0.0}]") : "")}");
    }

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

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using DeepPuzzles.Learning;

namespace DeepPuzzles.Experiments.Forgetting;

// What McCloskey and Cohen tried against it.
public sealed partial class ArithmeticFacts
{
    private const string PlainNet = "as it is";

    // Trials that the table shows, as far as there are so many.
    private static readonly int[] s_shown = [0, 1, 2, 3, 5, 10, 30, 100, 300];

    /// <summary>A change of the net or of its training that might keep the ones.</summary>
    private sealed record Remedy(string Name, int Hidden, double Rate, double Momentum)
    {
        /// <summary>While the ones are learned; the usual one where it is null.</summary>
        public double? FirstRate { get; init; }

        /// <summary>Passes through the ones after they have been learned.</summary>
        public int Overtraining { get; init; }

        /// <summary>True where the weights and biases of the hidden units stay as they are while the twos are learned.</summary>
        public bool IsFrozen { get; init; }
    }

    protected override void Require(Settings settings)
    {
        Setting.RequireDistinct("more-hidden", settings.MoreHidden);
        Setting.RequireDistinct("rates", settings.Rates);
    }

    private static Remedy[] Remedies(Settings s) =>
    [
        new(PlainNet, s.Hidden, s.LearningRate, s.Momentum),
        // At the same rate more units take larger steps together, and saturate.
        .. s.MoreHidden.Select(units => (units, rate: s.LearningRate * s.Hidden / units))
            .Select(more => new Remedy($"{more.units} units, slower", more.units, more.rate, s.Momentum) { FirstRate = more.rate }),
        .. s.Rates.Select(rate => new Remedy(FormattableString.Invariant($"rate {rate}"), s.Hidden, rate, s.Momentum)),
        new("no momentum", s.Hidden, s.LearningRate, 0),
        new($"{s.Overtraining} passes more", s.Hidden, s.LearningRate, s.Momentum) { Overtraining = s.Overtraining },
        new("hidden units frozen", s.Hidden, s.LearningRate, s.Momentum) { IsFrozen = true },
    ];

    private static void Try(Lab lab, Settings s, Measurements found, (Associations Ones, Associations Twos, Associations Both) taught)
    {
        int[] asIfTwos = AdditionFacts.Ones.AsIfTwos;
        bool together = lab.Choose(Arm.Treatment, control: true, treatment: false);
        foreach (Remedy remedy in Remedies(s))
        {
            // All learn the ones in the usual way; what is tried comes with the twos, but for the passes and the units.
            Sequential net = SigmoidNet(lab.Random("weights", Arm.Treatment), AdditionFacts.Inputs, remedy.Hidden, AdditionFacts.Outputs);
            var order = lab.Random("order of the first task", Arm.Treatment);
            bool learned = TwoTasks.Learn(net, together ? taught.Both : taught.Ones, remedy.FirstRate ?? s.LearningRate, s.Momentum, order);
            var optimiser = new Sgd(net.Parameters, s.LearningRate, s.Momentum);
            for (int pass = 0; pass < remedy.Overtraining; pass++) taught.Ones.Practise(net, optimiser, order);
            if (remedy.IsFrozen) ((Mlp)net.Parts[0]).Layers[0].Freeze();
            TwoTasks? trial = learned
                ? TwoTasks.Practise((net, net), together ? taught.Both : taught.Twos, (taught.Ones, taught.Twos), remedy.Rate, remedy.Momentum, s.Trials, lab.Random("order of the second task", Arm.Treatment))
                : null;
            found.Add($"remedy/{remedy.Name}", trial?.First.Select(recall => recall.BestMatch(fact => asIfTwos[fact] >= 0)) ?? [double.NaN]);
            found.Add($"remedy, twos/{remedy.Name}", trial?.Second.Select(recall => recall.BestMatch()) ?? [double.NaN]);
            lab.Report(0.75);
        }
    }

    // The remedy after which most is left, and the one that learns least of the twos, in each seed.
    private static double[] Best(Evidence e, Settings s) => Over(e, s, "remedy", Enumerable.Max);

    private static double[] Slowest(Evidence e, Settings s) => Over(e, s, "remedy, twos", Enumerable.Min);

    private static double[] Over(Evidence e, Settings s, string series, Func<IEnumerable<double>, double> of) =>
        [.. Enumerable.Range(0, e.Seeds.Count).Select(seed => of(Remedies(s).Select(remedy => e.Series($"{series}/{remedy.Name}")[seed][^1])))];

    private static HeatMap Tried(Evidence e, Settings s)
    {
        Remedy[] remedies = Remedies(s);
        double[][] means = [.. remedies.Select(remedy => e.Mean($"remedy/{remedy.Name}"))];
        int[] trials = [.. s_shown.Where(trial => trial < means.Min(mean => mean.Length))];
        double[] cells = [.. means.SelectMany(mean => trials.Select(trial => mean[trial]))];
        double[] ends = [.. means.Select(mean => mean[^1])], twos = [.. remedies.Select(remedy => e.Mean($"remedy, twos/{remedy.Name}")[^1])];
        int best = Array.IndexOf(ends, ends.Max());
        return new("remedies", "What was tried against it",
            FormattableString.Invariant($"Share of the 15 ones that are no twos answered right after so many trials of the twos, mean of the seeds. As it is: {s.Hidden} hidden units, rate {s.LearningRate}; slower: with more units the rate is lower in proportion, a change of its own. ")
            + FormattableString.Invariant($"After {s.Trials} trials '{remedies[best].Name}' leaves most, {100 * ends[best]:0} of 100 ones, and knows {100 * twos[best]:0} of 100 twos; the net as it is keeps {100 * ends[0]:0}. The claim takes the best of each seed, which is a little more."),
            [.. remedies.Select(remedy => remedy.Name)], [.. trials.Select(trial => $"{trial}")], cells)
        { Min = 0, Max = 1, RowTitle = "tried", ColumnTitle = "trials of the twos", ValueTitle = "ones answered right", CellText = [.. cells.Select(share => FormattableString.Invariant($"{100 * share:0}"))] };
    }
}

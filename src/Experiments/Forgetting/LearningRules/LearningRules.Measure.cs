using DeepPuzzles.Experiments.Laboratory;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Forgetting;

// What one seed measures, and the verdicts from all seeds.
public sealed partial class LearningRules
{
    private const string Backward = "back-propagation", EverySeed = "aligns-in-every-seed", LastAlone = "last layer alone", Anew = "feedback drawn anew", WrongSign = "wrong sign";

    // Of a seed's work: the nets that learn images come first.
    private const double ImagesPart = 0.9;
    private const int FactArms = 4;

    protected override void Require(Settings s)
    {
        if (s.LessonRates.Count != RuleTrials.Lessons.Length) throw new UsageException($"--set lesson-rates: {s.LessonRates.Count} learning rates; there are {RuleTrials.Lessons.Length} rules");
        if (s.TaskRates.Count != RuleTrials.Tasks.Length) throw new UsageException($"--set task-rates: {s.TaskRates.Count} learning rates; there are {RuleTrials.Tasks.Length} rules");
        if (s.WinnerShares.Count == 0) throw new UsageException("--set winner-shares: there is none");
        if (s.WinnerRates.Count != s.WinnerShares.Count) throw new UsageException($"--set winner-rates: {s.WinnerRates.Count} learning rates; there are {s.WinnerShares.Count} shares of winners");
        if (s.Levels.Max() > s.End) throw new UsageException(Invariant($"--set levels: {s.Levels.Max()} is above end, {s.End}, where the second task stops"));
        if (s.EvolutionSplits > s.Splits) throw new UsageException($"--set evolution-splits: {s.EvolutionSplits} is more than splits, {s.Splits}, on which back-propagation is measured");
    }

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        var trials = new RuleTrials(lab, s, Nets(s), ImagesPart);
        Lesson last = trials.Learn(Arm.Control, LastAlone, Rule.LastLayer), redrawn = trials.Learn(Arm.Control, Anew, Rule.Redrawn, probed: true), opposite = trials.Learn(Arm.Control, WrongSign, Rule.Opposite);
        Lesson senseless = trials.Learn(Arm.Control, "random labels", Rule.FeedbackAlignment, randomLabels: true);
        Lesson exact = trials.Learn(Arm.Control, Backward, Rule.BackPropagation);
        Lesson[] others = [.. s_rules.SkipLast(1).Select(one => trials.Learn(Arm.Treatment, one.Name, lab.Choose(Arm.Treatment, Rule.Redrawn, one.Rule), probed: true))];
        Lesson[] aligning = others[..2];
        double chance = 1.0 / lab.Data.Classes;
        Note("learns", aligning.Min(one => one.Accuracy) - last.Accuracy, redrawn.Accuracy - last.Accuracy, opposite.Accuracy - last.Accuracy, senseless.Accuracy - chance);
        foreach (string claim in (string[])["aligns", EverySeed])
            Note(claim, aligning.Max(one => one.SignalAngles[^1]), redrawn.SignalAngles[^1] - RightAngle, aligning[0].SignalAngles[0] - RightAngle);
        foreach ((string name, Lesson one) in s_rules.Zip(others, (rule, one) => (rule.Name, one)).Append((Backward, exact)).Append((LastAlone, last)).Append((Anew, redrawn)).Append((WrongSign, opposite)))
        {
            found.Add(AccuracyOf + name, one.Accuracy);
            if (one.SignalAngles.Length == 0) continue;
            found.Add(AnglesOf + name, one.SignalAngles);
            found.Add(FirstAnglesOf + name, one.FirstAngles);
        }
        found.Add(FeedbackEntries, aligning[0].Feedback);
        found.Add(WeightsBefore, aligning[0].Before);
        found.Add(WeightsAfter, aligning[0].After);

        bool treated = lab.Choose(Arm.Treatment, control: false, treatment: true);
        var plain = new Retraining(Arm.Control, Backward, Rule.BackPropagation);
        Relearning[] usual = trials.Relearn(plain), slower = trials.Relearn(plain with { Name = Slower, Rate = 0.5 });
        Relearning[] held = trials.Relearn(plain with { Name = Held, Held = RuleNet.HiddenLayers }), heldFirst = trials.Relearn(plain with { Name = HeldFirst, Held = 1 });
        Relearning[] rehearsed = trials.Relearn(plain with { Arm = Arm.Treatment, Name = Rehearsed, Rehearses = treated });
        double[] controls = [More(rehearsed, usual), More(slower, usual)];
        foreach ((Rule rule, string id, string name) in s_rules)
        {
            Relearning[] one = trials.Relearn(plain with { Arm = Arm.Treatment, Name = name, Rule = lab.Choose(Arm.Treatment, Rule.BackPropagation, rule) });
            Note(id, More(one, rule == Rule.Evolution ? usual[..one.Length] : usual), [.. controls, More(rule == Rule.TargetPropagation ? heldFirst : held, usual)]);
            Curves(name, one);
        }
        for (int share = 0; share < s.WinnerShares.Count; share++)
        {
            Relearning[] sparse = trials.Relearn(plain with { Arm = Arm.Treatment, Name = Sparse(s, share), Rule = lab.Choose(Arm.Treatment, Rule.BackPropagation, Rule.Winners), Share = share });
            if (share == 0) Note("sparse", More(sparse, usual), controls);
            Curves(Sparse(s, share), sparse);
        }
        Curves(Backward, usual);
        Curves(Rehearsed, rehearsed);
        Curves(Slower, slower);
        Curves(Held, held);
        Curves(HeldFirst, heldFirst);

        int asked = 0;
        Relearning[] byBack = Facts(Arm.Control, Backward, aligned: false), aligned = Facts(Arm.Treatment, s_rules[0].Name, aligned: treated);
        Relearning[] together = Facts(Arm.Treatment, Rehearsed, aligned: false, together: treated), slow = Facts(Arm.Control, Slower, aligned: false, rate: 0.5);
        Note("facts-feedback-alignment", MoreFacts(aligned), MoreFacts(together), MoreFacts(slow));
        FactCurves(Backward, byBack);
        FactCurves(s_rules[0].Name, aligned);
        lab.Report(1);

        Relearning[] Facts(Arm arm, string name, bool aligned, bool together = false, double rate = 1) => [.. Enumerable.Range(1, s.FactNets).Select(number =>
        {
            lab.Report(ImagesPart + (1 - ImagesPart) * asked++ / (FactArms * s.FactNets));
            return RuleFacts.Learn(lab, arm, name, aligned, together, s.FactRate * rate, s.FactHidden, s.FactTrials, number);
        })];

        double More(Relearning[] nets, Relearning[] than) => Relearning.Retained(nets, s.Levels) - Relearning.Retained(than, s.Levels);

        // Of two nets with the same first weights, if either never learned the ones, there is nothing to compare.
        double MoreFacts(Relearning[] nets)
        {
            (Relearning One, Relearning Than)[] pairs = [.. nets.Zip(byBack).Where(pair => pair.First.Learned && pair.Second.Learned)];
            return More([.. pairs.Select(pair => pair.One)], [.. pairs.Select(pair => pair.Than)]);
        }

        void Note(string claim, double value, params double[] controls)
        {
            found.Add(claim, value);
            for (int i = 0; i < controls.Length; i++) found.Add(ControlName(claim, i), controls[i]);
        }

        void Curves(string name, Relearning[] nets)
        {
            found.Add(OldOf + name, nets.Average(net => net.Old[0]));
            found.Add(RetainedOf + name, Relearning.Retained(nets, s.Levels));
            found.Add(AmongOf + name, Relearning.Retained(nets, s.Levels, among: true));
            found.Add(CurveOf + name, Grid(s).Select(level => Relearning.Retained(nets, [level])));
            found.Add(WeightAnglesOf + name, Enumerable.Range(0, nets[0].WeightAngles.Length).Select(layer => nets.Average(net => net.WeightAngles[layer])));
        }

        void FactCurves(string name, Relearning[] nets)
        {
            Relearning[] able = [.. nets.Where(net => net.Learned)];
            found.Add(UnlearnedOf + name, nets.Length - able.Length);
            found.Add(OnesOf + name, Enumerable.Range(0, s.FactTrials + 1).Select(i => able.Select(net => net.Old[i]).DefaultIfEmpty(double.NaN).Average()));
            found.Add(TwosOf + name, Enumerable.Range(0, s.FactTrials + 1).Select(i => able.Select(net => net.New[i]).DefaultIfEmpty(double.NaN).Average()));
        }
    }

    // Lessons, and what relearns: back-propagation in five ways, the rules, and the winners.
    private static int Nets(Settings s) => 4 + s_rules.Length + s.Splits * (5 + s_rules.Length) + s.EvolutionSplits + s.ShownSplits * (s.WinnerShares.Count - 1);

    private static string Sparse(Settings s, int share) => Invariant($"{Percent * s.WinnerShares[share]:0.#} % win");

    protected override Findings Conclude(Evidence evidence, Settings s)
    {
        Claim[] claims = [.. Claims.Select(claim => claim.Judge(evidence.PerSeed(claim.Id), [.. claim.Controls.Select((_, i) => (Measured)evidence.PerSeed(ControlName(claim.Id, i)))]))];
        (_, string targets, string name) = s_rules.Single(one => one.Rule == Rule.TargetPropagation);
        return new([.. claims.Select(claim => claim with { Note = claim.Note + Support(claim) + (claim.Id == targets ? $"; {FirstLayer(evidence, name)}" : "") })], Figures(evidence, s));
    }

    // What a verdict about "no difference" says of the quoted sentence.
    internal static string Support(Claim claim) => claim switch
    {
        { Kind: not ClaimKind.Equivalence } => "",
        { Verdict: Verdict.Reproduced } => "; the rule makes no difference: the sentence finds no support in it",
        { Verdict: Verdict.NotReproduced, Value: > 0 } => "; the rule forgets less, as the sentence says",
        { Verdict: Verdict.NotReproduced } => "; the rule forgets more: the opposite of what the sentence says",
        _ => "; no difference, which is what is tested, would be no support of the sentence",
    };

    private static string FirstLayer(Evidence evidence, string name)
    {
        double[] angles = [.. evidence.Series(WeightAnglesOf + name).Select(layers => layers[0])];
        return Invariant($"after the first five classes the gradient of the first layer's weights stands at {angles.Average():0}° to back-propagation's ({angles.Min():0}° to {angles.Max():0}° in the seeds), that of the others at {evidence.Mean(WeightAnglesOf + name)[1..].Max():0}°");
    }

    private static string ControlName(string claim, int index) => Invariant($"{claim}, control {index + 1}");
}

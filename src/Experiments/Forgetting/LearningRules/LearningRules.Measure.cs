using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Forgetting;

// What one seed measures, and the verdicts from all seeds.
public sealed partial class LearningRules
{
    private const string Backward = "back-propagation", SparseNet = "k winners", LastAlone = "last layer alone", Anew = "feedback drawn anew", WrongSign = "wrong sign";

    protected override void Require(Settings s)
    {
        if (s.LessonRates.Count != RuleTrials.Lessons.Length) throw new UsageException($"--set lesson-rates: {s.LessonRates.Count} learning rates; there are {RuleTrials.Lessons.Length} rules");
        if (s.TaskRates.Count != RuleTrials.Tasks.Length) throw new UsageException($"--set task-rates: {s.TaskRates.Count} learning rates; there are {RuleTrials.Tasks.Length} rules");
        if (s.Levels.Max() > s.End) throw new UsageException(FormattableString.Invariant($"--set levels: {s.Levels.Max()} is above end, {s.End}, where the second task stops"));
        if (s.EvolutionSplits > s.Splits) throw new UsageException($"--set evolution-splits: {s.EvolutionSplits} is more than splits, {s.Splits}, on which back-propagation is measured");
    }

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        var trials = new RuleTrials(lab, s);
        Lesson last = trials.Learn(Arm.Control, Rule.LastLayer), redrawn = trials.Learn(Arm.Control, Rule.Redrawn), opposite = trials.Learn(Arm.Control, Rule.Opposite);
        Lesson senseless = trials.Learn(Arm.Control, Rule.FeedbackAlignment, randomLabels: true);
        Lesson exact = trials.Learn(Arm.Control, Rule.BackPropagation);
        Lesson[] others = [.. s_rules.SkipLast(1).Select(one => trials.Learn(Arm.Treatment, lab.Choose(Arm.Treatment, Rule.Redrawn, one.Rule)))];
        Lesson[] aligning = others[..2];
        double chance = 1.0 / lab.Data.Classes;
        Note("learns", aligning.Min(one => one.Accuracy) - last.Accuracy, redrawn.Accuracy - last.Accuracy, opposite.Accuracy - last.Accuracy, senseless.Accuracy - chance);
        Note("aligns", aligning.Max(one => one.SignalAngles[^1]), redrawn.SignalAngles[^1] - RightAngle, aligning[0].SignalAngles[0] - RightAngle);
        foreach ((string name, Lesson one) in s_rules.Zip(others, (rule, one) => (rule.Name, one)).Append((Backward, exact)).Append((LastAlone, last)).Append((Anew, redrawn)).Append((WrongSign, opposite)))
        {
            found.Add(AccuracyOf + name, one.Accuracy);
            found.Add(AnglesOf + name, one.SignalAngles);
            found.Add(FirstAnglesOf + name, one.FirstAngles);
        }
        found.Add(FeedbackEntries, aligning[0].Feedback);
        found.Add(WeightsBefore, aligning[0].Before);
        found.Add(WeightsAfter, aligning[0].After);

        bool treated = lab.Choose(Arm.Treatment, control: false, treatment: true);
        Relearning[] usual = trials.Relearn(Arm.Control, Rule.BackPropagation);
        Relearning[] slower = trials.Relearn(Arm.Control, Rule.BackPropagation, rate: 0.5);
        Relearning[] rehearsed = trials.Relearn(Arm.Treatment, Rule.BackPropagation, rehearsal: treated);
        double remedy = More(rehearsed, usual), half = More(slower, usual);
        foreach ((Rule rule, string id, string name) in s_rules)
        {
            Relearning[] one = trials.Relearn(Arm.Treatment, lab.Choose(Arm.Treatment, Rule.BackPropagation, rule));
            Note(id, More(one, rule == Rule.Evolution ? usual[..one.Length] : usual), remedy, half);
            Curves(name, one);
        }
        Relearning[] sparse = trials.Relearn(Arm.Treatment, lab.Choose(Arm.Treatment, Rule.BackPropagation, Rule.Winners));
        Note("sparse", More(sparse, usual), remedy, half);
        Curves(Backward, usual);
        Curves(SparseNet, sparse);
        Curves(Rehearsed, rehearsed);
        Curves(Slower, slower);

        Relearning[] byBack = Facts(Arm.Control, aligned: false), aligned = Facts(Arm.Treatment, aligned: treated), together = Facts(Arm.Treatment, aligned: false, together: treated);
        Note("facts-feedback-alignment", More(aligned, byBack), More(together, byBack), More(Facts(Arm.Control, aligned: false, rate: 0.5), byBack));
        FactCurves(Backward, byBack);
        FactCurves(s_rules[0].Name, aligned);
        lab.Report(1);

        Relearning[] Facts(Arm arm, bool aligned, bool together = false, double rate = 1) => [.. Enumerable.Range(1, s.FactNets).Select(number => RuleFacts.Learn(lab, arm, aligned, together, s.FactRate * rate, s.FactHidden, s.FactTrials, number))];

        double More(Relearning[] nets, Relearning[] than) => Relearning.Retained(nets, s.Levels) - Relearning.Retained(than, s.Levels);

        void Note(string claim, double value, params double[] controls)
        {
            found.Add(claim, value);
            for (int i = 0; i < controls.Length; i++) found.Add(ControlName(claim, i), controls[i]);
        }

        void Curves(string name, Relearning[] nets)
        {
            found.Add(OldOf + name, nets.Average(net => net.Old[0]));
            found.Add(RetainedOf + name, Relearning.Retained(nets, s.Levels));
            found.Add(CurveOf + name, Grid(s).Select(level => Relearning.Retained(nets, [level])));
            found.Add(WeightAnglesOf + name, Enumerable.Range(0, nets[0].WeightAngles.Length).Select(layer => nets.Average(net => net.WeightAngles[layer])));
        }

        void FactCurves(string name, Relearning[] nets)
        {
            int points = nets.Min(net => net.New.Length);
            found.Add(OnesOf + name, Enumerable.Range(0, points).Select(i => nets.Average(net => net.Old[i])));
            found.Add(TwosOf + name, Enumerable.Range(0, points).Select(i => nets.Average(net => net.New[i])));
        }
    }

    protected override Findings Conclude(Evidence evidence, Settings s)
    {
        SanityCheck[] below = [new("both rules' angles end below 90° in every seed", evidence.PerSeed("aligns").All(angle => angle < RightAngle))];
        return new(
            [.. Claims.Select(claim => claim.Judge(evidence.PerSeed(claim.Id), [.. claim.Controls.Select((_, i) => (Measured)evidence.PerSeed(ControlName(claim.Id, i)))], claim.Id == "aligns" ? below : []))],
            Figures(evidence, s));
    }

    private static string ControlName(string claim, int index) => FormattableString.Invariant($"{claim}, control {index + 1}");
}

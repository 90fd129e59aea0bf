using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Forgetting;

// From the seeds' numbers to verdicts and pictures.
public sealed partial class ArithmeticFacts
{
    // The names of the measured series; each has a value before the second task and after each trial of it.
    private const string Serial = "ones, serial", SerialAllUnits = "ones, serial, all units", SerialOnly = "ones that are no twos, serial",
        SerialTwos = "twos, serial", SerialAnswers = "answers to the ones, serial", Together = "ones, learned together", Apart = "ones, twos in a second net",
        FullRate = "ones, full rate", FifthRate = "ones, a fifth of the rate", ListAB = "A-B", ListAC = "A-C";

    private const double RightAnswer = 0, TwosAnswer = 1, OtherAnswer = 2;
    private const double Half = 0.5;

    protected override Findings Conclude(Evidence evidence, Settings settings)
    {
        double[] together = [.. evidence.Series(Together).Select(trials => trials.Min())];
        double[] lost = [.. evidence.Series(Apart).Select(trials => trials[0] - trials[^1])];
        double[] intrusions = [.. evidence.Series(SerialAnswers).Select(Intrusions)];
        double[] full = At(FullRate, Two), fifth = At(FifthRate, Two);
        double[] listsTogether = [.. evidence.Series($"{ListAB}, {Arm.Control}").Select(trials => trials.Min())];
        double[] abAtHalf = [.. evidence.Series($"{ListAB}, {Arm.Treatment}").Zip(evidence.Series($"{ListAC}, {Arm.Treatment}"), WhenHalf)];

        return new Findings(
            [
                s_one.Judge(At(Serial, One), [together, lost]),
                s_two.Judge(At(Serial, Two), [together, lost]),
                s_forgotten.Judge(At(SerialOnly, Late), [together, lost, At(SerialTwos, Late)]),
                s_intrusions.Judge(intrusions, [together]),
                s_slower.Judge([.. fifth.Zip(full, (slow, quick) => slow - quick)], [At(FifthRate, settings.Trials)]),
                s_remedies.Judge(Best(evidence, settings), [together, Slowest(evidence, settings)]),
                s_lists.Judge(abAtHalf, [listsTogether]),
            ],
            [Curves(evidence), Rates(evidence), Tried(evidence, settings), Answers(evidence), Words(evidence)]);

        // A seed that did not learn has a single NaN.
        double[] At(string series, int trial) => [.. evidence.Series(series).Select(trials => trials.Length > trial ? trials[trial] : double.NaN)];
    }

    private static double Intrusions(double[] answers)
    {
        double[] wrong = [.. answers.Take((Late + 1) * AdditionFacts.Ones.Count).Where(answer => answer != RightAnswer)];
        return wrong.Length == 0 ? double.NaN : wrong.Average(answer => answer == TwosAnswer ? 1.0 : 0.0);
    }

    private static double WhenHalf(double[] ab, double[] ac) => Array.FindIndex(ac, share => share >= Half) is >= 0 and var trial ? ab[trial] : double.NaN;

    private static LineChart Curves(Evidence e) => new("interference", "Practising the twos",
        "Share of facts answered right, mean of the seeds with its 95 % interval: by best match, the nearest of the possible answers; 'every unit right' asks that no output is on the wrong side of a half. The control learns both sets together from the start. Circles: the paper's numbers, known to us from a secondary note only.",
        new Axis("trials of the twos"), new Axis("answered right") { Min = 0, Max = 1 },
        [Line(e, "ones", Serial), Line(e, "ones, every unit right", SerialAllUnits), Line(e, "twos", SerialTwos), Line(e, "control: ones learned with the twos", Together)])
    {
        References = [new ReferencePoints("the paper's ones", [One, Two], [s_one.Paper!.Value!.Value, s_two.Paper!.Value!.Value])],
    };

    private static LineChart Rates(Evidence e) => new("rates", "Two learning rates",
        "Ones answered right while the twos are learned at the full learning rate and at a fifth of it.",
        new Axis("trials of the twos"), new Axis("ones answered right") { Min = 0, Max = 1 },
        [Line(e, "full rate", FullRate), Line(e, "a fifth of the rate", FifthRate)]);

    private static HeatMap Answers(Evidence e)
    {
        int facts = AdditionFacts.Ones.Count;
        double[] first = e.Series(SerialAnswers)[0];
        int trials = Math.Min(first.Length / facts, Late + 1);
        return new("answers", "What one net answers to the ones",
            $"Seed {e.Seeds[0]}: the right answer, the one that would be right with 2 in the place of 1 (of the facts in both sets there is none), or another.",
            AdditionFacts.Ones.Names, [.. Enumerable.Range(0, trials).Select(trial => $"{trial}")],
            [.. Enumerable.Range(0, facts * trials).Select(cell => first[cell % trials * facts + cell / trials])])
        { Categories = ["right", "the twos' answer", "another"], RowTitle = "fact", ColumnTitle = "trials of the twos" };
    }

    private static LineChart Words(Evidence e) => new("lists", "Two lists of words",
        "Pairs answered right while A-C is practised; the control learns both lists together from the start.",
        new Axis("trials of A-C"), new Axis("answered right") { Min = 0, Max = 1 },
        [ListLine(e, ListAB, Arm.Treatment), ListLine(e, ListAC, Arm.Treatment), ListLine(e, ListAB, Arm.Control)]);

    private static Series ListLine(Evidence e, string list, Arm arm) =>
        Line(e, arm == Arm.Treatment ? list : $"control: {list} learned with A-C", $"{list}, {arm}");

    private static Series Line(Evidence e, string label, string series)
    {
        double[] mean = e.Mean(series);
        return new(label, [.. Enumerable.Range(0, mean.Length).Select(trial => (double)trial)], mean) { Low = e.Low(series), High = e.High(series) };
    }
}

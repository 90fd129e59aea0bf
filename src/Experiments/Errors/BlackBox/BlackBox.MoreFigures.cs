using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// The pictures of a full run.
public sealed partial class BlackBox
{
    private static HeatMap KindsOfBoth(Evidence evidence, Settings s)
    {
        string[] substitutes = [Perceptron, Regression];
        Estimate[] cells = [.. s_oracles.SelectMany(oracle => substitutes.Select(substitute => TTest.OneSample(evidence.PerSeed($"grid/{oracle}/{substitute}"))))];
        return new("grid", "Oracles and substitutes of every kind",
            Invariant($"Percent of the oracle's images misled at ε = {s.Epsilon} by the substitute of the column, trained on its labels by the paper's formula, minus by the best step as large that asks nothing; mean over seeds with its 95 % t interval."),
            s_oracles, substitutes, [.. cells.Select(cell => 100 * cell.Value)])
        {
            ValueTitle = "misled beyond what asks nothing (%)",
            RowTitle = "oracle",
            ColumnTitle = "substitute",
            CellText = [.. cells.Select(cell => Invariant($"{100 * cell.Value:0} [{100 * cell.Ci.Low:0}, {100 * cell.Ci.High:0}]"))],
        };
    }

    private static LineChart SmallPortions(Evidence evidence)
    {
        return new("reservoir", "Questions in small portions",
            Invariant($"Share of the net's images misled, against the questions asked: from the fourth round on a random {Reservoir} of the images get a neighbour, not all of them. Mean over seeds, bands are 95 % t intervals."),
            new Axis(Questions) { Log = true }, new Axis(Share) { Min = 0 },
            [.. s_attackers.Where(one => one.Name is Formula or AtRandom).Select(one =>
                Curve(evidence, one.Label, one.Look, evidence.Series($"queries/{Portions}, {one.Name}/{Cnn}")[0], $"misled/{Portions}, {one.Name}/{Cnn}"))]);
    }
}

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Spheres;
using DeepPuzzles.Experiments.Reporting;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// The pictures about one claim each.
public sealed partial class AdversarialSpheres
{
    private static Histogram Histogram(Evidence evidence, Settings s) => new("distances", "Right on every test point, an error beside each",
        Invariant($"n = {s.Shown}, at the first checkpoint without an error among {s.TestPoints} random points of each sphere: how far it is from random points of the inner sphere to the nearest error on it, all seeds. Two random points of the sphere are about √2 apart."),
        new Axis("distance to the nearest error") { Min = 0, Max = 1.5 }, [new HistogramSeries("random points of the inner sphere", [.. evidence.Series($"distances/{s.Shown}").SelectMany(seed => seed)])])
    {
        Bins = 50,
        Lines = [ReferenceLine.Vertical("bar for the mean", LargestDistance), ReferenceLine.Vertical("two random points, √2", Math.Sqrt(2))],
    };

    private static LineChart Dimension(Evidence evidence, Settings s)
    {
        int[] order = [.. s.Dimensions.Order()];
        double[] n = [.. order.Select(each => (double)each)];
        string[] names = [.. order.Select(each => $"distance at {FixedRate}/{each}")];
        return new("dimension", "One error in a hundred is the nearer the more dimensions there are",
            Invariant($"Mean distance to the nearest error at an error rate of exactly {FixedRate}, mean of the seeds with its 95 % interval. One line falls exactly like 1/√n, from the most that is possible in {order[^1]} dimensions: what is parallel to it falls so, too."),
            new Axis("dimensions n") { Log = true }, new Axis(DistanceAxis) { Log = true },
            [
                new("nets", n, [.. names.Select(name => evidence.Mean(name)[0])]) { Low = [.. names.Select(name => evidence.Low(name)[0])], High = [.. names.Select(name => evidence.High(name)[0])] },
                new("most that is possible", n, [.. order.Select(each => SphericalCap.MeanDistance(each, FixedRate))]),
                new("like 1/√n", n, [.. order.Select(each => SphericalCap.MeanDistance(order[^1], FixedRate) * Math.Sqrt(order[^1] / (double)each))]),
            ])
        {
            Lines = [s_random],
        };
    }

    private static LineChart ThreeWays(Evidence evidence, Settings s, Trace[][] runs)
    {
        Trace run = runs[0].Single(one => one.Name == $"{s.Shown}");
        Estimate[] counted = [.. run.TestErrors.Select(count => Proportion.ClopperPearson((int)count, s.TestPoints))];
        double[] seen = [.. counted.Select(one => one.Value > 0 ? one.Value : double.NaN)];
        return new("three-ways", "An error rate that no test can measure",
            Invariant($"Seed {evidence.Seeds[0]}, n = {s.Shown}. The saddle-point formula follows the errors counted among {s.TestPoints} random points (with 95 % intervals) as long as there are any, and goes on where there are none. The central limit theorem, which the paper uses, leaves it by orders of magnitude."),
            new Axis(ExamplesAxis), new Axis(RateAxis) { Log = true, Max = 1 },
            [
                new("saddle-point formula", run.Examples, run.Rate),
                new("central limit theorem", run.Examples, run.Normal),
                new("counted", run.Examples, seen) { Low = [.. counted.Select(one => one.Ci.Low)], High = [.. counted.Select(one => one.Ci.High)] },
            ]);
    }

    private static LineChart Remedies(Evidence evidence, Settings s)
    {
        return new("remedies", "What training does to the wrong directions",
            Invariant($"n = {s.Shown}, mean of the seeds with its 95 % interval: directions in which the surface has left the gap between the spheres. Training on the worst point of each sphere that an ascent finds, instead of random ones, and training on random points from the perfect classifier on."),
            new Axis(ExamplesAxis), new Axis("wrong directions") { Min = 0 },
            [Line("random points", $"examples/{s.Shown}", $"wrong directions/{s.Shown}"), .. new[] { FromWorst, FromPerfect }.Select(name => Line(name, $"examples, {name}", $"wrong directions, {name}"))]);

        Series Line(string label, string x, string y) => new(label, evidence.Series(x)[0], evidence.Mean(y)) { Low = evidence.Low(y), High = evidence.High(y) };
    }
}

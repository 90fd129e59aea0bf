using DeepPuzzles.Experiments.Laboratory;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Verdicts from what all seeds measured.
public sealed partial class AdversarialSpheres
{
    // A run's hundreds of comparisons with counts must all hold: the chance that one fails by luck stays below 1e-3.
    private const double CountConfidence = 1 - 1e-6;

    // Between the saddle-point formula and the integral that it approximates, relative. With one positive coefficient left the formula stands on
    // Stirling's for Γ(½), which is a seventh off; on seeds 1-6 it came to 14 % in 20 dimensions, at a rate of 7e-15, and to at most 8 % in the others.
    private const double FormulaTolerance = 0.2;

    // Relative; a step from a point that is an error itself is 1e-9 long, and rounds to 1e-6 of that.
    private const double StepTolerance = 1e-4;

    protected override Findings Conclude(Evidence evidence, Settings s)
    {
        int seeds = evidence.Seeds.Count;
        Trace[][] runs = [.. Enumerable.Range(0, seeds).Select(seed => s.Dimensions.Select(n => Trace.Of(evidence, seed, n)).ToArray())];
        Trace[] perfect = [.. Enumerable.Range(0, seeds).Select(seed => Trace.Of(evidence, seed, "perfect"))];
        Trace[] shown = [.. runs.Select(run => run.Single(one => one.Name == $"{s.Shown}"))];
        SanityCheck[] sanity =
        [
            new("no mean distance exceeds the isoperimetric bound", runs.All(run => run.All(one => one.Ratios(1).All(ratio => ratio <= 1)))),
            new("each nearest error is one for the net itself", runs.All(run => run.All(one => one.Misled.All(share => !(share < 1))))),
            new("a step in a random direction is as long as the way to the nearest error", s.Dimensions.All(n => evidence.PerSeed($"step off by/{n}").All(off => off <= StepTolerance))),
            new("the saddle-point formula agrees with the integral", runs.All(run => run.All(one => one.FormulaError <= FormulaTolerance))),
            new("the saddle-point formula agrees with random points of both spheres", shown.All(one => one.AgreesWithCounts(s.TestPoints, CountConfidence))),
            new("the perfect classifier errs on no random point", perfect.All(one => one.Rate.Concat(one.OuterRate).Concat(one.TestErrors).Concat(one.OuterTestErrors).All(count => count == 0))),
        ];
        Measured noError = [.. perfect.Select(one => one.ErrorsFound.Max())], flat = evidence.PerSeed("flat");
        Measured noise = [.. runs.Select(run => Average([.. run.SelectMany(one => one.RandomExcess(LargestErrorRate))], ifNone: 0))];
        double[] ratios = [.. runs.Select(run => Least(run.Select(one => Least(one.Ratios(LargestErrorRate)))))];
        Claim[] claims =
        [
            Claims[0].Judge(ratios, [noError, noise], sanity),
            Claims[1].Judge([.. runs.Select((_, seed) => SlopeOf(evidence, seed, s))], [noError, flat], sanity),
            Claims[2].Judge([.. runs.Select(run => Least(run.Select(one => one.Rho)))], [noError, noise], sanity),
            Claims[3].Judge([.. shown.Select(one => one.AtFirst(one.Distance))], [noError, flat, noise], sanity),
            Claims[4].Judge([.. shown.Select(one => one.AtFirst(one.Wrong))], [[.. perfect.Select(one => one.Wrong.Max())]], sanity),
        ];
        double[] rates = [.. shown.Select(one => one.AtFirst(one.Rate))], bounds = [.. shown.Select(one => one.AtFirst(one.Bound))];
        Interval unseen = Proportion.ClopperPearson(0, s.TestPoints).Ci;
        claims[3] = claims[3] with { Note = Invariant($"{claims[3].Note}; none in {s.TestPoints} leaves a rate of up to {unseen.High:0.0e0}, true rates are {rates.Min():0e0} to {rates.Max():0e0}, at which no classifier's nearest errors could be farther away than {bounds.Min():0.00} to {bounds.Max():0.00} on average") };
        return new Findings(claims, Figures(evidence, s, runs));
    }

    // Least squares; a number for each dimension or no slope.
    private static double SlopeOf(Evidence evidence, int seed, Settings s)
    {
        double[] x = [.. s.Dimensions.Select(n => Math.Log(n))], y = [.. s.Dimensions.Select(n => Math.Log(evidence.Series($"distance at {FixedRate}/{n}")[seed][0]))];
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
    }

    // What is missing in one dimension is missing for the claim.
    private static double Least(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Min();

    private static double Average(double[] values, double ifNone) => values.Length == 0 ? ifNone : values.Average();

    /// <summary>What one seed's run in one dimension measured at its checkpoints.</summary>
    internal sealed record Trace(string Name, double[] Examples, double[] Rate, double[] Integrated, double[] Normal, double[] Wrong, double[] Distance, double[] Bound, double[] ErrorsFound, double[] Misled, double[] MisledAtRandom)
    {
        public double[] TestErrors { get; private init; } = [];

        public double[] OuterRate { get; private init; } = [];

        public double[] OuterTestErrors { get; private init; } = [];

        public int First { get; private init; } = -1;

        public static Trace Of(Evidence evidence, int seed, object of)
        {
            var trace = new Trace($"{of}", Get("examples"), Get("rate"), Get("integrated rate"), Get("normal rate"), Get("wrong directions"), Get("distance"), Get("bound"), Get("errors found"), Get("misled"), Get("misled at random"));
            return evidence.Names.Contains($"test errors/{of}")
                ? trace with { TestErrors = Get("test errors"), OuterRate = Get("outer rate"), OuterTestErrors = Get("outer test errors"), First = (int)Get("first without")[0] }
                : trace;

            double[] Get(string what) => evidence.Series($"{what}/{of}")[seed];
        }

        /// <summary>Checkpoints that have errors, up to a rate.</summary>
        public int[] With(double largestRate) => [.. Enumerable.Range(0, Rate.Length).Where(i => double.IsFinite(Bound[i]) && Rate[i] <= largestRate)];

        public IEnumerable<double> Ratios(double largestRate) => With(largestRate).Select(i => Distance[i] / Bound[i]);

        public IEnumerable<double> RandomExcess(double largestRate) => With(largestRate).Select(i => MisledAtRandom[i] - Rate[i]);

        public double FormulaError => With(1).Select(i => Math.Abs(Rate[i] / Integrated[i] - 1)).DefaultIfEmpty(0).Max();

        public double Rho => With(1) is var i ? Spearman.Rho([.. i.Select(k => -Math.Log(Rate[k]))], [.. i.Select(k => Distance[k])]) : double.NaN;

        public double AtFirst(double[] values) => First < 0 ? double.NaN : values[First];

        public bool AgreesWithCounts(int points, double confidence) =>
            Rate.Concat(OuterRate).Zip(TestErrors.Concat(OuterTestErrors), (rate, count) => Proportion.ClopperPearson((int)count, points, confidence).Ci.Contains(rate)).All(agrees => agrees);
    }
}

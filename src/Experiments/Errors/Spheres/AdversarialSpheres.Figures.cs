using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Spheres;
using DeepPuzzles.Experiments.Reporting;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Pictures of what all seeds measured.
public sealed partial class AdversarialSpheres
{
    private const double SmallestShown = 1e-15;
    private const int CurvePoints = 400, CirclePoints = 121;

    // A plot is so many times wider than high; with axes alike a circle is round.
    private const double Wider = 1.7, SliceHeight = 1.6;

    private const double OneInThousandMillion = 1e-9;

    private const string DistanceAxis = "mean distance to the nearest error", RateAxis = "error rate on the inner sphere", ExamplesAxis = "training examples seen";

    private static readonly ReferenceLine s_random = ReferenceLine.Horizontal("between two random points, √2", Math.Sqrt(2));

    private static List<Figure> Figures(Evidence evidence, Settings s, Trace[][] runs)
    {
        List<Figure> figures = [Closeness(evidence, s, runs), Slices(evidence, s), Spectrum(evidence, s), Histogram(evidence, s), Dimension(evidence, s), ThreeWays(evidence, s, runs)];
        if (s.WorstSteps > 0) figures.Add(Remedies(evidence, s));
        return figures;
    }

    private static ScatterChart Closeness(Evidence evidence, Settings s, Trace[][] runs)
    {
        int[] shown = [.. new[] { s.Dimensions.Min(), s.Shown }.Distinct()];
        double[] rates = [.. Enumerable.Range(0, CurvePoints).Select(i => 0.5 * Math.Pow(SmallestShown / 0.5, i / (CurvePoints - 1.0)))];
        var series = new List<Series>();
        for (int i = 0; i < shown.Length; i++)
        {
            int n = shown[i];
            Trace[] all = [.. runs.SelectMany(run => run.Where(one => one.Name == $"{n}"))];
            series.Add(new($"nets, n = {n}", [.. all.SelectMany(one => one.With(1).Select(k => one.Rate[k]))], [.. all.SelectMany(one => one.With(1).Select(k => one.Distance[k]))]) { Look = i });
            series.Add(new($"most that is possible, n = {n}", rates, [.. rates.Select(rate => SphericalCap.MeanDistance(n, rate))]) { Look = i, IsCurve = true });
        }
        bool relu = s.ReluSteps > 0;
        return new("closeness", "The rate of errors tells how near they are",
            Invariant($"Each mark is a net at one moment of its training, in {string.Join(" and ", shown)} of the dimensions {string.Join(", ", s.Dimensions.Order())}. The rarer its errors, the farther the nearest one is on average, but never beyond the curve that no classifier can pass, and never far below it. At one error in a thousand million points no classifier can keep the nearest one farther away than {string.Join(", ", shown.Select(n => Invariant($"{SphericalCap.MeanDistance(n, OneInThousandMillion):0.00} for n = {n}")))}; another random point of the sphere is about {Math.Sqrt(2):0.00} away.")
            + (relu ? Invariant($" Rings: the ReLU net, n = {s.Shown}, with the distance that an attack found, an upper bound; without an error in the test it stands at the 95 % limit of the rate.") : ""),
            new Axis(RateAxis) { Log = true, Min = SmallestShown, Max = 1 }, new Axis(DistanceAxis) { Min = 0 }, series)
        {
            Lines = [s_random],
            References = relu ? [new($"ReLU net, n = {s.Shown}",
                [.. evidence.Series("ReLU net: test errors").SelectMany(seed => seed.Select(count => count > 0 ? count / s.TestPoints : Proportion.ClopperPearson(0, s.TestPoints).Ci.High))],
                [.. evidence.Series("ReLU net: distance found").SelectMany(seed => seed)])] : [],
        };
    }

    private static Panels Slices(Evidence evidence, Settings s)
    {
        (string When, string Title)[] moments = [("early", "early"), ("first", Invariant($"none in {s.TestPoints}")), ("last", "at the end")];
        return new("slices", "Where the surface has left the gap between the spheres",
            Invariant($"Seed {evidence.Seeds[0]}, n = {s.Shown}: a cut through the middle of the spheres, in the plane of the two directions in which the learned surface is narrowest (upright) and widest. The right answer changes between the circles. Where the surface dips into the inner circle, the points of that circle above it are errors; where it bulges out of the outer circle, those of the outer one. Hardly any random point lies near this plane: when the net has learned for long no test shows them. Where the surface reaches the edge of the picture it goes on beyond. Above each cut: the true error rates on the inner and on the outer sphere."),
            [.. moments.Select(moment => Slice(moment.When, moment.Title))], 1);

        Figure Slice(string when, string title)
        {
            double[] of = evidence.Series($"slice {when}/{s.Shown}")[0];
            List<Series> curves = [Circle("inner sphere, radius 1", 1, 1), Circle("outer sphere, radius 1.3", ConcentricSpheres.PaperRadius, ConcentricSpheres.PaperRadius)];
            if (of is [var most, var least, ..] && least > 0) curves.Add(Circle("learned surface", 1 / Math.Sqrt(least), 1 / Math.Sqrt(most)));
            string rate = of is [_, _, var inner, var outer] ? Invariant($": errors {OneIn(inner)} inner, {OneIn(outer)} outer") : "";
            return new LineChart($"slice-{when}", title + rate, "", new Axis("widest direction") { Min = -Wider * SliceHeight, Max = Wider * SliceHeight }, new Axis("narrowest direction") { Min = -SliceHeight, Max = SliceHeight }, curves);
        }

        static Series Circle(string label, double x, double y)
        {
            double[] turn = [.. Enumerable.Range(0, CirclePoints).Select(i => 2 * Math.PI * i / (CirclePoints - 1))];
            return new(label, [.. turn.Select(a => x * Math.Cos(a))], [.. turn.Select(a => y * Math.Sin(a))]);
        }
    }

    private static ScatterChart Spectrum(Evidence evidence, Settings s)
    {
        double[] examples = evidence.Series($"examples/{s.Shown}")[0], columns = evidence.Series($"columns/{s.Shown}")[0], alphas = evidence.Series($"spectrum/{s.Shown}")[0];
        (double low, double high) = new ConcentricSpheres(s.Shown).Band;
        int width = alphas.Length / columns.Length;
        (double X, double Y)[] all = [.. alphas.Select((alpha, i) => (examples[(int)columns[i / width]], alpha))];
        return new("spectrum", "Wrong in many directions",
            Invariant($"Seed {evidence.Seeds[0]}, n = {s.Shown}: the coefficient α of the learned surface in each of its {width} directions, as training goes on. Perfect is a net with all of them between the dashed lines. The others make errors, so rare at the end that no test shows them."),
            new Axis(ExamplesAxis), new Axis("coefficient α") { Min = 0 }, [Part("right directions", true), Part("wrong directions", false)])
        {
            Lines = [ReferenceLine.Horizontal("1, the inner sphere", high), ReferenceLine.Horizontal("1/1.3², the outer sphere", low)],
        };

        Series Part(string label, bool inside) =>
            new(label, [.. all.Where(p => Inside(p.Y) == inside).Select(p => p.X)], [.. all.Where(p => Inside(p.Y) == inside).Select(p => p.Y)]);
        bool Inside(double alpha) => alpha >= low && alpha <= high;
    }

    // A rate in words: 1 in 10, 7 in 10,000, 7 in 10¹².
    internal static string OneIn(double rate)
    {
        const int InDigits = 9;
        if (!(rate > 0)) return "none";
        int zeros = Math.Max(0, (int)Math.Ceiling(-Math.Log10(rate)));
        double count = Math.Round(rate * Math.Pow(10, zeros));
        if (count == 10 && zeros > 0) (count, zeros) = (1, zeros - 1);
        return zeros <= InDigits ? Invariant($"{count:0} in {Math.Pow(10, zeros):#,0}") : Invariant($"{count:0} in 10{string.Concat(Invariant($"{zeros}").Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']))}");
    }
}

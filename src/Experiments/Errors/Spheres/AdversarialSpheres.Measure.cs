using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Spheres;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// What one seed measures.
public sealed partial class AdversarialSpheres
{
    // So many checkpoints are in the picture of the coefficients; its numbers have so many digits.
    private const int SpectrumColumns = 15, PictureDigits = 4;

    // The surface is drawn in the plane of its two most different axes at these error rates.
    private const double EarlyRate = 0.1;

    protected override void Require(Settings s)
    {
        if (s.Steps.Count != s.Dimensions.Count || s.Dimensions.Distinct().Count() < s.Dimensions.Count || !s.Dimensions.Contains(s.Shown))
            throw new UsageException($"errors/spheres: {s.Dimensions.Count} different dimensions, with {s.Shown} (--set shown) among them, need as many numbers of steps, not {s.Steps.Count}");
    }

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        Require(s);
        double work = s.Dimensions.Sum(Work), done = 0;
        Follow(lab, s, s.Shown, Arm.Control, found, _ => { });
        foreach (int n in s.Dimensions)
        {
            Follow(lab, s, n, Arm.Treatment, found, share => lab.Report((done + share * Work(n)) / work));
            done += Work(n);
        }
        // Any ellipse will do: moving the bias gives each the same arcs.
        found.Add("flat", AtFixedRate(new SphereProbe(lab, 2, s.Points, Arm.Control), new QuadraticNet(2, 2 * s.HiddenPerDimension, lab.Random("ellipse"), DType.Float64).Ellipsoid()));
        Extras(lab, s, found);

        double Work(int n) => (double)n * n * (s.StepsIn(n) + 1);
    }

    // One run and its checkpoints: the same for the nets that learn and for the perfect classifier, which does not.
    private static void Follow(Lab lab, Settings s, int n, Arm arm, Measurements found, Action<double> report)
    {
        using var scope = MemoryScope.Open();
        string of = arm == Arm.Control ? "perfect" : $"{n}";
        var probe = new SphereProbe(lab, n, s.Points, arm);
        var shapes = new List<Ellipsoid>();
        var examples = new List<double>();
        var distances = new List<double[]>();
        var misled = new List<(double Nearest, double Random, double Off)>();
        foreach (Checkpoint at in new SphereRun(lab, s, n, arm).Train(s.StepsIn(n)))
        {
            examples.Add(at.Examples);
            shapes.Add(at.Shape);
            distances.Add(probe.Distances(at.Shape));
            misled.Add(at.Shape.Inner.IsEmpty ? (double.NaN, double.NaN, 0) : probe.Misled(at));
            report(at.Examples / Math.Max(1.0, (double)s.BatchSize * s.StepsIn(n)));
        }
        double[] rates = [.. shapes.Select(shape => shape.Inner.Rate())];
        found.Add($"examples/{of}", examples);
        found.Add($"rate/{of}", rates);
        found.Add($"integrated rate/{of}", shapes.Select(shape => shape.Inner.IntegratedRate()));
        found.Add($"normal rate/{of}", shapes.Select(shape => shape.Inner.NormalRate()));
        found.Add($"outer rate/{of}", shapes.Select(shape => shape.Outer().Rate()));
        found.Add($"wrong directions/{of}", shapes.Select(shape => (double)shape.WrongDirections()));
        found.Add($"distance/{of}", distances.Select(each => each.Average() is var mean && double.IsFinite(mean) ? mean : double.NaN));
        found.Add($"bound/{of}", rates.Select(rate => rate > 0 ? SphericalCap.MeanDistance(n, rate) : double.NaN));
        found.Add($"errors found/{of}", distances.Select(each => each.Count(double.IsFinite) / (double)each.Length));
        found.Add($"misled/{of}", misled.Select(share => share.Nearest));
        found.Add($"misled at random/{of}", misled.Select(share => share.Random));
        found.Add($"step off by/{of}", misled.Max(share => share.Off));
        found.Add($"distance at {FixedRate}/{of}", Nearest(shapes, FixedRate) is { } near ? AtFixedRate(probe, near) : double.NaN);
        if (n == s.Shown) Show(s, of, probe, shapes, distances, found);
    }

    // What only the shown dimension has: the test set and the pictures.
    private static void Show(Settings s, string of, SphereProbe probe, List<Ellipsoid> shapes, List<double[]> distances, Measurements found)
    {
        (int[] inner, int[] outer) = probe.TestErrors(shapes, s.TestPoints);
        found.Add($"test errors/{of}", inner.Select(count => (double)count));
        found.Add($"outer test errors/{of}", outer.Select(count => (double)count));
        int first = Enumerable.Range(0, inner.Length).FirstOrDefault(i => inner[i] + outer[i] == 0, -1);
        found.Add($"first without/{of}", first);
        found.Add($"distances/{of}", first < 0 ? [] : distances[first].Select(Shown));
        int[] columns = [.. Enumerable.Range(0, SpectrumColumns).Select(i => i * (shapes.Count - 1) / (SpectrumColumns - 1)).Distinct()];
        found.Add($"columns/{of}", columns.Select(column => (double)column));
        found.Add($"spectrum/{of}", columns.SelectMany(column => shapes[column].Alphas.Order().Select(Shown)));
        foreach ((string when, Ellipsoid? shape) in new[] { ("early", Nearest(shapes, EarlyRate)), ("first", first < 0 ? null : shapes[first]), ("last", shapes[^1]) })
            found.Add($"slice {when}/{of}", shape is null ? [] : [shape.Alphas.Max(), shape.Alphas.Min(), shape.Inner.Rate(), shape.Outer().Rate()]);

        static double Shown(double x) => Math.Round(x, PictureDigits);
    }

    private static double AtFixedRate(SphereProbe probe, Ellipsoid shape) => probe.Distances(shape.WithInnerRate(FixedRate)).Average();

    // The checkpoint whose error rate is nearest, on a logarithmic scale; none where none has errors.
    private static Ellipsoid? Nearest(List<Ellipsoid> shapes, double rate) =>
        shapes.Where(shape => shape.Inner.Rate() is > 0 and < 1).MinBy(shape => Math.Abs(Math.Log(shape.Inner.Rate() / rate)));
}

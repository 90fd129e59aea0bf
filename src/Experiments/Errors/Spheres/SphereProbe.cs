using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Spheres;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>Points of the inner sphere, the same for all checkpoints of a run, and what lies around them.</summary>
internal sealed class SphereProbe
{
    // A step so much longer than the way to the nearest error ends behind the surface: not on it, and not out of a small set of errors again.
    private const double Beyond = 1.001, AtLeastBeyond = 1e-9;

    // Rows of random points at a time.
    private const int Chunk = 4000;

    private readonly Tensor _points;
    private readonly double[][] _steps;

    public SphereProbe(Lab lab, int dimension, int count, Arm arm)
    {
        (Lab, Dimension, Arm) = (lab, dimension, arm);
        var sphere = new ConcentricSpheres(dimension);
        _points = sphere.OnUnitSphere(lab.Random($"points in {dimension} dimensions", arm), count, DType.Float64);
        _steps = Rows(sphere.OnUnitSphere(lab.Random($"steps in {dimension} dimensions", arm), count, DType.Float64));
    }

    private Lab Lab { get; }

    private int Dimension { get; }

    private Arm Arm { get; }

    /// <summary>For each point how far it is to the nearest error, exactly; ∞ where there is none.</summary>
    public double[] Distances(Ellipsoid shape)
    {
        using var scope = MemoryScope.Open();
        QuadraticErrors errors = shape.Inner;
        return [.. Rows(shape.InOwnAxes(_points)).Select(point => errors.Distance(point))];
    }

    /// <summary>The share of points that the net itself gets wrong a little beyond their nearest error, and after a step as long in a random direction
    /// of the sphere; and by how much the length of such a step differs from that way at most, relative.</summary>
    public (double Nearest, double Random, double Off) Misled(Checkpoint at)
    {
        using var scope = MemoryScope.Open();
        QuadraticErrors errors = at.Shape.Inner;
        double off = 0;
        double[][] own = Rows(at.Shape.InOwnAxes(_points)), beyond = new double[own.Length][], random = new double[own.Length][];
        for (int i = 0; i < own.Length; i++)
        {
            double[] z = own[i], nearest = errors.Nearest(z)!, step = _steps[i];
            double length = AtLeastBeyond + Beyond * Apart(z, nearest);
            beyond[i] = Walk(z, [.. nearest.Zip(z, (x, from) => x - from)], length);
            random[i] = Walk(z, step, length);
            off = Math.Max(off, Math.Abs(Apart(z, random[i]) / length - 1));
        }
        return (Wrong(beyond), Wrong(random), off);

        double Wrong(double[][] rows) =>
            (at.Net.Logits(at.Shape.InSpace(Tensor.From<double>([.. rows.SelectMany(row => row)], [rows.Length, Dimension], Lab.Device))) > 0).To(DType.Float64).Mean().Item();
    }

    /// <summary>Of so many random points of each sphere the errors of each shape.</summary>
    public (int[] Inner, int[] Outer) TestErrors(IReadOnlyList<Ellipsoid> shapes, int count)
    {
        RandomStream stream = Lab.Random($"test points in {Dimension} dimensions", Arm);
        double[][] beta = [.. shapes.Select(shape => shape.Inner.Beta.ToArray()), .. shapes.Select(shape => shape.Outer().Beta.ToArray())];
        int[] wrong = new int[beta.Length];
        using var scope = MemoryScope.Open();
        Tensor forms = Tensor.From<double>([.. beta.SelectMany(b => b)], [beta.Length, Dimension], Lab.Device).To(DType.Float32).Transpose();
        for (int done = 0; done < count; done += Chunk)
        {
            using var inner = MemoryScope.Open();
            // In the ellipsoid's own axes a Gaussian vector is one as well, and its length changes no sign.
            Tensor positive = stream.Normal([Math.Min(Chunk, count - done), Dimension]).Square().MatMul(forms) > 0;
            double[] errors = positive.To(DType.Float64).Sum(0).ToArray<double>();
            for (int i = 0; i < wrong.Length; i++) wrong[i] += (int)errors[i];
        }
        return (wrong[..shapes.Count], wrong[shapes.Count..]);
    }

    private static double Apart(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    // From a point of the unit sphere along a direction, on the sphere, until the straight distance is so long.
    private static double[] Walk(double[] from, double[] direction, double length)
    {
        double along = direction.Zip(from, (a, b) => a * b).Sum();
        double[] tangent = [.. direction.Zip(from, (a, b) => a - along * b)];
        double size = Math.Sqrt(tangent.Sum(t => t * t)), angle = 2 * Math.Asin(Math.Min(1, length / 2));
        return size == 0 ? from : [.. from.Zip(tangent, (z, t) => z * Math.Cos(angle) + t / size * Math.Sin(angle))];
    }

    private static double[][] Rows(Tensor x) => [.. x.ToArray<double>().Chunk(x.Shape[1])];
}

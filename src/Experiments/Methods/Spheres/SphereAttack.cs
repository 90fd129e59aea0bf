using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Spheres;

/// <summary>Looks for the errors nearest to points of a sphere, for classifiers of which nothing is known but a gradient: ascent on the sphere itself
/// (the manifold attack of Gilmer et al. 2018), since leaving it proves nothing about the data. What it finds is an error; that it is the nearest one
/// is not said: its distances are upper bounds.</summary>
public sealed record SphereAttack
{
    private const int Halvings = 30;

    /// <summary>The length of a step on the unit sphere.</summary>
    public double StepSize { get; init => field = NotNegative("step", value); } = 0.01;

    /// <summary>The most steps.</summary>
    public int StepCount { get; init => field = (int)NotNegative("number of steps", value); } = 1000;

    /// <summary>How many more ascents begin beside the point, in a random direction each.</summary>
    public int Restarts { get; init => field = (int)NotNegative("number of restarts", value); }

    /// <summary>How far from the point the restarts begin, on the unit sphere.</summary>
    public double RestartDistance { get; init => field = NotNegative("distance of restarts", value); } = 0.1;

    /// <summary>How far the nearest error found is from each point, 0 where the point is one, ∞ where none was found. A point that changed sides is
    /// drawn back along the great circle to where it started, as far as it stays an error.</summary>
    /// <param name="logits">From [count, n] to logits [count], whose sign tells the answer; above 0 is an error for these points.</param>
    /// <param name="points">[count, n] on the unit sphere.</param>
    /// <param name="stream">Where the restarts come from.</param>
    public double[] Distances(Func<Tensor, Tensor> logits, Tensor points, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(stream);
        using Tracking.Scope pause = Tracking.Pause();
        double[] nearest = [.. Enumerable.Repeat(double.PositiveInfinity, points.Shape[0])];
        for (int start = 0; start <= Restarts; start++)
        {
            using var scope = MemoryScope.Open();
            Tensor from = start == 0 ? points : Unit(points + RestartDistance * Unit(stream.Normal(points.Shape, dtype: points.DType)));
            double[] found = Back(logits, points, Climb(logits, from, stopAtErrors: true));
            for (int i = 0; i < found.Length; i++) nearest[i] = Math.Min(nearest[i], found[i]);
        }
        return nearest;
    }

    /// <summary>The points after all steps uphill, errors or not: the worst of the sphere that a step-by-step ascent comes to, to train on.</summary>
    /// <param name="logits">From [count, n] to logits [count] that are to grow.</param>
    /// <param name="points">[count, n] on the unit sphere.</param>
    /// <returns>[count, n] on the unit sphere.</returns>
    public Tensor Worst(Func<Tensor, Tensor> logits, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(points);
        using Tracking.Scope pause = Tracking.Pause();
        return Climb(logits, points, stopAtErrors: false);
    }

    private static double NotNegative(string what, double value) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new TensorException(FormattableString.Invariant($"sphere attack: a {what} of {value}; it is finite and at least 0"));

    private Tensor Climb(Func<Tensor, Tensor> logits, Tensor x, bool stopAtErrors)
    {
        using var scope = MemoryScope.Open();
        for (int step = 0; step < StepCount; step++)
        {
            using var inner = MemoryScope.Open();
            (Tensor value, Func<Tensor, Tensor> pullback) = Differentiation.Vjp(logits, x);
            Tensor gradient = pullback(Tensor.Full(value.Shape, 1, value.DType, value.Device));
            Tensor moving = stopAtErrors ? (value <= 0).To(x.DType).Unsqueeze(1) : Tensor.Full([x.Shape[0], 1], 1, x.DType, x.Device);
            if (!(moving.Max().Item() > 0)) break;
            Tensor along = gradient - x * (gradient * x).Sum(1, keepDims: true);
            x = inner.Keep(Unit(x + StepSize * moving * Unit(along)));
        }
        return scope.Keep(x);
    }

    // The nearest error on the arc from the point to what was found, by halving the arc.
    private static double[] Back(Func<Tensor, Tensor> logits, Tensor points, Tensor found)
    {
        int count = points.Shape[0];
        double[] near = new double[count], far = [.. Enumerable.Repeat(1.0, count)];
        bool[] isError = Above(logits(found)), wasError = Above(logits(points));
        for (int halving = 0; halving < Halvings; halving++)
        {
            using var scope = MemoryScope.Open();
            double[] middle = [.. near.Zip(far, (a, b) => (a + b) / 2)];
            bool[] above = Above(logits(Between(points, found, middle)));
            for (int i = 0; i < count; i++) (near[i], far[i]) = above[i] ? (near[i], middle[i]) : (middle[i], far[i]);
        }
        double[] lengths = (Between(points, found, far) - points).Square().Sum(1).Sqrt().To(DType.Float64).ToArray<double>();
        return [.. lengths.Select((length, i) => wasError[i] ? 0 : isError[i] ? length : double.PositiveInfinity)];
    }

    private static Tensor Between(Tensor points, Tensor found, double[] share) =>
        Unit(points + Tensor.From(share, [share.Length, 1]).To(points.DType).MoveTo(points.Device) * (found - points));

    private static bool[] Above(Tensor logits) => [.. logits.To(DType.Float64).ToArray<double>().Select(value => value > 0)];

    // Rows of length 1; a row of zeros stays one.
    private static Tensor Unit(Tensor x) => x / (x.Square().Sum(1, keepDims: true) + (x.DType == DType.Float32 ? 1e-30 : 1e-300)).Sqrt();
}

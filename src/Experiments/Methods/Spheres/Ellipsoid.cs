using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Spheres;

/// <summary>A decision surface Σ cᵢ xᵢ² + b = 0 in its own axes: above 0 the answer is "outer sphere".</summary>
/// <param name="coefficients">c, one for each axis.</param>
/// <param name="bias">b.</param>
/// <param name="axes">The axes as the columns of an orthogonal [n, n] matrix, row by row.</param>
public sealed class Ellipsoid(IReadOnlyList<double> coefficients, double bias, IReadOnlyList<double> axes)
{
    /// <summary>α = -c/b: the surface is Σ αᵢ xᵢ² = 1 where b is negative. In no order that is promised.</summary>
    public IReadOnlyList<double> Alphas { get; } = [.. coefficients.Select(c => -c / bias)];

    /// <summary>The axes as the columns of an orthogonal [n, n] matrix, row by row.</summary>
    public IReadOnlyList<double> Axes { get; } = axes.Count == coefficients.Count * coefficients.Count
        ? axes
        : throw new ArgumentException($"ellipsoid: {coefficients.Count} coefficients and axes of {axes.Count} numbers; they are a square matrix");

    /// <summary>How many directions are wrong: in which the surface runs inside the inner sphere or outside the outer one. 0 for a classifier without
    /// any error.</summary>
    public int WrongDirections(double outerRadius = ConcentricSpheres.PaperRadius) =>
        coefficients.Count(c => c + bias > 0 || c * outerRadius * outerRadius + bias < 0);

    /// <summary>The errors on the inner sphere: points of the unit sphere that are taken for outer ones, Σ (cᵢ + b) uᵢ² &gt; 0.</summary>
    public QuadraticErrors Inner => new([.. coefficients.Select(c => c + bias)]);

    /// <summary>The errors on the outer sphere, by their directions u on the unit sphere: -Σ (cᵢR² + b) uᵢ² &gt; 0. Distances between directions count R-fold.</summary>
    public QuadraticErrors Outer(double outerRadius = ConcentricSpheres.PaperRadius) => new([.. coefficients.Select(c => -(c * outerRadius * outerRadius + bias))]);

    /// <summary>The same axes and coefficients with another b such that the inner sphere's error rate (Lugannani-Rice) is a given one.</summary>
    /// <param name="rate">Above 0 and below 1.</param>
    public Ellipsoid WithInnerRate(double rate)
    {
        if (!(rate is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "an error rate above 0 and below 1 can be had by moving b");
        double never = -coefficients.Max(), always = -coefficients.Min();
        for (double middle = (never + always) / 2; middle > never && middle < always; middle = (never + always) / 2)
        {
            if (new QuadraticErrors([.. coefficients.Select(c => c + middle)]).Rate() < rate) never = middle;
            else always = middle;
        }
        return new(coefficients, never, Axes);
    }

    /// <summary>Points in the ellipsoid's own axes.</summary>
    /// <param name="points">[count, n].</param>
    /// <returns>float64 [count, n].</returns>
    public Tensor InOwnAxes(Tensor points) => Turned(points, backwards: false);

    /// <summary>Points that are given in the ellipsoid's own axes, in those of the space.</summary>
    /// <param name="points">[count, n].</param>
    /// <returns>float64 [count, n].</returns>
    public Tensor InSpace(Tensor points) => Turned(points, backwards: true);

    private Tensor Turned(Tensor points, bool backwards)
    {
        ArgumentNullException.ThrowIfNull(points);
        using var scope = MemoryScope.Open();
        Tensor turn = Tensor.From<double>([.. Axes], [coefficients.Count, coefficients.Count], points.Device);
        return scope.Keep(points.To(DType.Float64).MatMul(backwards ? turn.Transpose() : turn));
    }
}

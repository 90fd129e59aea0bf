using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Spheres;

/// <summary>The task of Gilmer et al. 2018, Adversarial spheres (arXiv 1801.02774): points drawn evenly from the unit sphere (class 0) or from a larger
/// one around the same centre (class 1), each with probability ½. Every draw is fresh: there is no training set to know by heart, and the right
/// answer is known everywhere.</summary>
public sealed record ConcentricSpheres
{
    /// <summary>The paper's outer radius.</summary>
    public const double PaperRadius = 1.3;

    /// <summary>The two spheres.</summary>
    /// <param name="dimension">Of the space they lie in, at least 2.</param>
    /// <param name="outerRadius">Of the outer sphere, more than 1.</param>
    /// <exception cref="TensorException">Another dimension or radius.</exception>
    public ConcentricSpheres(int dimension, double outerRadius = PaperRadius)
    {
        if (dimension < 2 || !(outerRadius > 1) || !double.IsFinite(outerRadius))
            throw new TensorException(FormattableString.Invariant($"spheres: radii 1 and {outerRadius} in {dimension} dimensions; it takes at least 2 dimensions and an outer radius above 1"));
        (Dimension, OuterRadius) = (dimension, outerRadius);
    }

    /// <summary>n, the dimension of the space.</summary>
    public int Dimension { get; }

    /// <summary>R; the inner radius is 1.</summary>
    public double OuterRadius { get; }

    /// <summary>The coefficients α for which Σ αᵢ zᵢ² = 1 lies between the spheres: [1/R², 1].</summary>
    public (double Low, double High) Band => (1 / (OuterRadius * OuterRadius), 1);

    /// <summary>Draws examples.</summary>
    /// <param name="stream">Where they come from; it also says on which device they lie.</param>
    /// <param name="count">How many.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <returns>Points [count, n] and their classes, 0 or 1, as numbers [count].</returns>
    public (Tensor Points, Tensor Classes) Draw(RandomStream stream, int count, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var scope = MemoryScope.Open();
        Tensor outer = (stream.Uniform([count], 0, 1, dtype) >= 0.5).To(dtype);
        Tensor points = OnUnitSphere(stream, count, dtype) * (1 + (OuterRadius - 1) * outer.Unsqueeze(1));
        return (scope.Keep(points), scope.Keep(outer));
    }

    /// <summary>Points drawn evenly from the unit sphere: Gaussian vectors scaled to length 1.</summary>
    /// <param name="stream">Where they come from.</param>
    /// <param name="count">How many.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <returns>[count, n].</returns>
    public Tensor OnUnitSphere(RandomStream stream, int count, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var scope = MemoryScope.Open();
        Tensor gaussian = stream.Normal([count, Dimension], dtype: dtype);
        return scope.Keep(gaussian / gaussian.Square().Sum(1, keepDims: true).Sqrt());
    }
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>What an attack on one image came to. A failed attack says so and has no image: nothing can mistake its last try for a success.</summary>
public sealed record AttackResult
{
    private readonly double[] _adversarial = [];
    private readonly double[] _perturbation = [];

    private AttackResult(bool success, int queries, int gradients) => (Success, Queries, Gradients) = (success, queries, gradients);

    /// <summary>Whether the goal was reached.</summary>
    public bool Success { get; }

    /// <summary>How many images the classifier was shown, with or without the gradient being asked.</summary>
    public int Queries { get; }

    /// <summary>How many gradients with respect to an image were asked of the classifier; a Jacobian counts as one for each class.</summary>
    public int Gradients { get; }

    /// <summary>The image found, in the numbers that the classifier saw, each in [0, 1].</summary>
    /// <exception cref="InvalidOperationException">Nothing was found.</exception>
    public IReadOnlyList<double> Adversarial => Found(_adversarial);

    /// <summary>r = the image found - the image attacked.</summary>
    /// <exception cref="InvalidOperationException">Nothing was found.</exception>
    public IReadOnlyList<double> Perturbation => Found(_perturbation);

    /// <summary>‖r‖₂; infinite when nothing was found.</summary>
    public double L2 { get; private init; } = double.PositiveInfinity;

    /// <summary>The largest |r| of a pixel; infinite when nothing was found.</summary>
    public double LInf { get; private init; } = double.PositiveInfinity;

    /// <summary>The root of the mean of r² over the pixels, "distortion" in Szegedy et al. 2014; infinite when nothing was found.</summary>
    public double Rms { get; private init; } = double.PositiveInfinity;

    /// <summary>No image that reaches the goal was found.</summary>
    public static AttackResult NotFound(int queries, int gradients) => new(false, queries, gradients);

    /// <summary>An image that reaches the goal.</summary>
    public static AttackResult Of(Tensor image, Tensor adversarial, int queries, int gradients)
    {
        using var scope = MemoryScope.Open();
        return Of(image.To(DType.Float64).ToArray<double>(), adversarial.To(DType.Float64).ToArray<double>(), queries, gradients);
    }

    internal static AttackResult Of(double[] image, double[] adversarial, int queries, int gradients) => new(image, adversarial, queries, gradients);

    /// <summary>The same after more was asked.</summary>
    internal AttackResult Costing(int queries, int gradients) => Success ? new(this, queries, gradients) : NotFound(queries, gradients);

    /// <summary>The length of the perturbation; infinite when nothing was found.</summary>
    public double Length(AttackNorm norm) => norm == AttackNorm.L2 ? L2 : LInf;

    private AttackResult(double[] image, double[] adversarial, int queries, int gradients)
        : this(true, queries, gradients)
    {
        _adversarial = adversarial;
        _perturbation = [.. _adversarial.Zip(image, (to, was) => to - was)];
        L2 = Math.Sqrt(_perturbation.Sum(r => r * r));
        LInf = _perturbation.Max(Math.Abs);
        Rms = L2 / Math.Sqrt(_perturbation.Length);
    }

    private AttackResult(AttackResult other, int queries, int gradients)
        : this(true, queries, gradients)
    {
        (_adversarial, _perturbation, L2, LInf, Rms) = (other._adversarial, other._perturbation, other.L2, other.LInf, other.Rms);
    }

    private double[] Found(double[] pixels) => Success ? pixels : throw new InvalidOperationException("the attack found nothing: ask Success first");
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>What an attack on one image came to. A failed attack says so and has no image: nothing can mistake its last try for a success.</summary>
public sealed record AttackResult
{
    private readonly double[] _adversarial = [];
    private readonly double[] _perturbation = [];

    private AttackResult(bool success, int evaluations) => (Success, Evaluations) = (success, evaluations);

    /// <summary>Whether the goal was reached.</summary>
    public bool Success { get; }

    /// <summary>How often the classifier was asked with its gradient.</summary>
    public int Evaluations { get; }

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
    public static AttackResult NotFound(int evaluations) => new(false, evaluations);

    /// <summary>An image that reaches the goal.</summary>
    public static AttackResult Of(Tensor image, Tensor adversarial, int evaluations) => new(image, adversarial, evaluations);

    private AttackResult(Tensor image, Tensor adversarial, int evaluations)
        : this(true, evaluations)
    {
        using var scope = MemoryScope.Open();
        double[] from = image.To(DType.Float64).ToArray<double>();
        _adversarial = adversarial.To(DType.Float64).ToArray<double>();
        _perturbation = [.. _adversarial.Zip(from, (to, was) => to - was)];
        L2 = Math.Sqrt(_perturbation.Sum(r => r * r));
        LInf = _perturbation.Max(Math.Abs);
        Rms = L2 / Math.Sqrt(_perturbation.Length);
    }

    private double[] Found(double[] pixels) => Success ? pixels : throw new InvalidOperationException("the attack found nothing: ask Success first");
}

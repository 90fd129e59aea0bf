using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.LearningRules;

/// <summary>Angles between two ways to learn.</summary>
public static class Angle
{
    /// <summary>Between two tensors of one shape, taken as one vector each, in degrees, 0 to 180; NaN where one is all zeros.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="y">The same shape.</param>
    public static double Between(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Shape != y.Shape) throw new TensorException($"angle: {x.Shape} and {y.Shape}; both must have one shape");
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        (Tensor a, Tensor b) = (x.To(DType.Float64), y.To(DType.Float64));
        double cosine = (a * b).Sum().Item() / Math.Sqrt(a.Square().Sum().Item() * b.Square().Sum().Item());
        return double.RadiansToDegrees(Math.Acos(Math.Clamp(cosine, -1, 1)));
    }

    /// <summary>Between what two rules would change in some parameters, all of them as one vector, in degrees.</summary>
    /// <param name="x">One rule's gradients.</param>
    /// <param name="y">The other's, or the true ones.</param>
    /// <param name="parameters">Which.</param>
    public static double Between(Gradients x, Gradients y, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Parameter[] some = [.. parameters];
        using var scope = MemoryScope.Open();
        return Between(Joined(x), Joined(y));

        Tensor Joined(Gradients of) => Tensor.Concat([.. some.Select(parameter => of[parameter].Flatten())]);
    }
}

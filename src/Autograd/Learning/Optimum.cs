using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>What a minimiser came to.</summary>
/// <param name="X">The point, in the shape and dtype of the start; it belongs to the memory scope of the caller.</param>
/// <param name="Value">The function there.</param>
/// <param name="GradientNorm">The largest element of the gradient there, in absolute value; in a box, of x - P(x - gradient).</param>
/// <param name="Iterations">Accepted steps.</param>
/// <param name="Evaluations">Evaluations of the function with its gradient.</param>
/// <param name="Why">Why it stopped.</param>
public sealed record Optimum(Tensor X, double Value, double GradientNorm, int Iterations, int Evaluations, StopReason Why);

/// <summary>Why a minimiser stopped.</summary>
public enum StopReason
{
    /// <summary>The gradient is within its tolerance: a stationary point.</summary>
    Gradient,

    /// <summary>The last step decreased the value by no more than its tolerance.</summary>
    Value,

    /// <summary>The limit of iterations is reached.</summary>
    Iterations,

    /// <summary>The limit of evaluations is reached.</summary>
    Evaluations,

    /// <summary>Neither the value nor the gradient gets smaller any more: the limit of the number type's accuracy, a kink, or a wrong
    /// gradient.</summary>
    NoProgress,

    /// <summary>The value or the gradient is not finite at the start or after a step.</summary>
    NotFinite,
}

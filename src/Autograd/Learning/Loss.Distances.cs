using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

// Losses on distances, margins and angles.
public static partial class Loss
{
    /// <summary>The mean of |prediction - target| over all elements of two tensors of one shape; its derivative at 0 is 0.</summary>
    /// <exception cref="TensorException">Shapes or dtypes differ.</exception>
    public static Tensor MeanAbsoluteError(Tensor predictions, Tensor targets)
    {
        RequireAlike("mean absolute error", predictions, targets);
        return (predictions - targets).Abs().Mean();
    }

    /// <summary>The mean over all elements of d²/2 for errors d up to δ in absolute value, and of δ·(|d| - δ/2) beyond (Huber 1964).</summary>
    /// <remarks>Written as c·(d - c/2) with c = d cut to [-δ, δ]: both arms in one formula, with their derivative c.</remarks>
    /// <param name="predictions">Any shape.</param>
    /// <param name="targets">The same shape.</param>
    /// <param name="delta">δ, above 0.</param>
    /// <exception cref="TensorException">Shapes or dtypes differ, or δ is not above 0.</exception>
    public static Tensor Huber(Tensor predictions, Tensor targets, double delta = 1)
    {
        RequireAlike("huber", predictions, targets);
        Domain.Positive("huber", "a delta", delta);
        Tensor error = predictions - targets, cut = error.Clamp(-delta, delta);
        return (cut * (error - cut * 0.5)).Mean();
    }

    /// <summary>The mean over all elements of max(0, margin - t·score) for targets t of ±1: the hinge loss of support vector machines.</summary>
    /// <param name="scores">Any shape.</param>
    /// <param name="targets">-1 or 1, in the shape and dtype of the scores; of labels 0 and 1, <c>2 * labels - 1</c>. This is not checked: a target of 0
    /// costs the margin whatever the score, and teaches nothing; t scales what is learned from it.</param>
    /// <param name="margin">What a score must exceed on the right side to cost nothing.</param>
    /// <exception cref="TensorException">The margin is not finite; shapes or dtypes differ.</exception>
    public static Tensor Hinge(Tensor scores, Tensor targets, double margin = 1)
    {
        RequireAlike("hinge", scores, targets, "scores");
        Domain.Finite("hinge", "a margin", margin);
        return (margin - targets * scores).Relu().Mean();
    }

    /// <summary>The cosine of the angle between the rows along the last axis, which goes: Σx·y / (‖x‖·‖y‖), each length at least ε. As a loss,
    /// take 1 less its mean.</summary>
    /// <param name="x">[..., n].</param>
    /// <param name="y">[..., n].</param>
    /// <param name="epsilon">ε, above 0: a row of zeros has the cosine 0 and finite gradients.</param>
    /// <exception cref="TensorException">Shapes or dtypes differ or are single numbers, or ε is not above 0.</exception>
    public static Tensor CosineSimilarity(Tensor x, Tensor y, double epsilon = 1e-8)
    {
        RequireAlike("cosine similarity", x, y, "x", "y");
        if (x.Rank == 0) throw new TensorException("cosine similarity: a single number has no angle; rows are [..., n]");
        Domain.Positive("cosine similarity", "an epsilon", epsilon);
        return (Direction(x, epsilon) * Direction(y, epsilon)).Sum(-1);
    }

    // The least length is set before the root, whose derivative at 0 is infinite.
    private static Tensor Direction(Tensor x, double epsilon) =>
        x / Tensor.Maximum(x.Square().Sum(-1, keepDims: true), Tensor.Scalar(epsilon * epsilon, x.DType, x.Device)).Sqrt();
}

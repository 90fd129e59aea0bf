using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Plain training with all gradients multiplied by a number: of plain gradient descent the same as another learning rate.</summary>
internal sealed class ScaledSteps(Func<Learner, double> factor) : Strategy
{
    public override string Name => "scaled steps";

    public override Gradients Restrict(Learner learner, Gradients gradients) => gradients.Scale(learner.Parameters, factor(learner));
}

/// <summary>Behind an uncompensated HAT: each layer's gradient of e is made as long as the compensated one would be, and keeps its direction. What compensation gives beyond a larger step
/// it does not have.</summary>
internal sealed class LongSteps(Hat uncompensated, double largestScale) : Strategy
{
    public override string Name => "long steps";

    public override Gradients Restrict(Learner learner, Gradients gradients)
    {
        double scale = Hat.Scale(largestScale, learner.Batch, learner.Batches);
        return gradients.Map([.. uncompensated.Parameters.Where(e => !e.IsFrozen)], (e, gradient) =>
        {
            double length = Length(gradient);
            return length > 0 ? gradient * (Length(Hat.Compensated(gradient, e.Value, scale, largestScale)) / length) : gradient;
        });
    }

    // In float64: squares of numbers near 0 would be lost.
    private static double Length(Tensor x) => Math.Sqrt(x.To(DType.Float64).Square().Sum().Item());
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Pseudo-rehearsal (Robins 1995): random inputs, with what the network answered to them before the task, are learned with the new examples.</summary>
/// <remarks>It helps as far as random inputs lie where the old ones do: in a few binary units they may, among images they do not.</remarks>
/// <param name="inputs">Draws inputs of a shape [n, ...]; pixels uniform in [0, 1] where it is null.</param>
public sealed class PseudoRehearsal(Func<RandomStream, Shape, Tensor>? inputs = null) : DreamReplay(temperature: 1)
{
    /// <inheritdoc/>
    public override string Name => "pseudo-rehearsal";

    /// <inheritdoc/>
    protected override Tensor Dream(Learner learner, Module solver, int last, int count, long before, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(random);
        Tensor images = learner.Task.Train.Images;
        Shape shape = [count, .. images.Shape.Sizes[1..]];
        using Tracking.Scope pause = Tracking.Pause();
        return (inputs is null ? random.Uniform(shape) : inputs(random, shape)).To(images.DType);
    }
}

using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Weights that must stay as they are, bit for bit, whatever the optimiser. A gradient of 0 is not enough: velocities, moments and decay move weights
/// without one. So gradients are cut before the step, and the weights put back after it.</summary>
public sealed class Protection
{
    private readonly ParameterState _kept;
    private readonly Dictionary<Parameter, Parameter> _free;

    /// <summary>Protects entries at their present values.</summary>
    /// <param name="free">For each parameter a mask of its shape: bool, true where it may go on learning. Parameters without one are free.</param>
    /// <exception cref="TensorException">A mask has another shape or dtype.</exception>
    public Protection(IReadOnlyDictionary<Parameter, Tensor> free)
    {
        ArgumentNullException.ThrowIfNull(free);
        foreach ((Parameter parameter, Tensor mask) in free)
        {
            if (mask.DType != DType.Bool || mask.Shape != parameter.Shape) throw new TensorException($"protection: the mask of '{parameter}' is {mask.DType.Name()} {mask.Shape}; it is bool, of the parameter's shape");
        }
        _kept = new ParameterState(free.Keys, parameter => parameter.Value);
        _free = free.ToDictionary(entry => entry.Key, entry => new Parameter(entry.Key.Name, entry.Value) { IsFrozen = true });
    }

    /// <summary>Bytes of the kept values and of the masks, one byte for each truth value.</summary>
    public long Bytes => _kept.Bytes + _free.Values.Sum(mask => (long)mask.Shape.Elements);

    /// <summary>0 where weights are protected: in <see cref="Strategy.Restrict"/>.</summary>
    public Gradients Restrict(Gradients gradients) => gradients.Mask(_free.ToDictionary(entry => entry.Key, entry => entry.Value.Value));

    /// <summary>Puts protected weights back: in <see cref="Strategy.AfterStep"/>.</summary>
    public void Restore()
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        foreach ((Parameter parameter, Parameter mask) in _free) parameter.Update(Tensor.Where(mask.Value, parameter.Value, _kept[parameter]));
    }
}

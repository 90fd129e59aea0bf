using System.Numerics;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Steps of an optimiser: the cell and its state change in one pass over memory.
public sealed partial class Parameter
{
    /// <summary>Takes one step of an optimiser, in place and in one pass over this cell, its state and the gradient. Every tensor read from
    /// <see cref="Value"/> before, of this cell or of its state, is stale from now on. float32 and float64; nothing is recorded.</summary>
    /// <param name="op">The update op struct.</param>
    /// <param name="gradient">The gradient, in the parameter's shape and dtype.</param>
    /// <param name="first">The cell of the first number of state, where the op has it; of the parameter's shape and dtype.</param>
    /// <param name="second">The cell of the second.</param>
    /// <exception cref="TensorException">Another shape, dtype or device, not a float, too few cells of state, or one cell twice.</exception>
    public void Step<TOp>(TOp op, Tensor gradient, Parameter? first = null, Parameter? second = null)
        where TOp : struct, IUpdateOp
    {
        gradient.RequireUntraced("Parameter.Step");
        if (gradient.Shape != Shape || gradient.DType != DType || !DType.IsFloat())
            throw new TensorException($"step: parameter '{Name}' is {DType.Name()} {Shape}, the gradient {gradient.DType.Name()} {gradient.Shape}; they must be the same, and float32 or float64");
        if (!_buffer.Device.SharesMemoryWith(gradient.Device))
            throw new TensorException($"step: parameter '{Name}' is on {_buffer.Device.Apart(gradient.Device)}, the gradient on {gradient.Device.Apart(_buffer.Device)}; move one with .MoveTo(device)");
        if (TOp.States > 0) gradient = RequireState(first).Apart(gradient);
        if (TOp.States > 1) gradient = RequireState(second).Apart(gradient);
        if (first == this || second == this || (TOp.States > 1 && first == second))
            throw new TensorException($"step: parameter '{Name}' and its state must all be different cells");
        gradient = Apart(gradient);
        if (DType == DType.Float32) Step<TOp, float>(op, gradient, first, second);
        else Step<TOp, double>(op, gradient, first, second);
        _buffer.Touch();
        if (TOp.States > 0) first!._buffer.Touch();
        if (TOp.States > 1) second!._buffer.Touch();
    }

    private void Step<TOp, T>(TOp op, Tensor gradient, Parameter? first, Parameter? second)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layout = Layout.Contiguous(Shape.Sizes);
        var weight = new View<T>(_buffer, layout);
        View<T> a = TOp.States > 0 ? new View<T>(first!._buffer, layout) : weight, b = TOp.States > 1 ? new View<T>(second!._buffer, layout) : weight;
        _buffer.Device.Update(op, gradient.ReadView<T>(), weight, a, b);
    }

    private Parameter RequireState(Parameter? state)
    {
        if (state is null) throw new TensorException($"step: parameter '{Name}' lacks a cell of state");
        if (state.Shape != Shape || state.DType != DType || !_buffer.Device.SharesMemoryWith(state._buffer.Device))
            throw new TensorException($"step: the state '{state}' does not fit parameter '{this}'; it must have the same shape, dtype and device");
        return state;
    }
}

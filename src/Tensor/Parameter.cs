using DeepPuzzles.Kernels;
using Buffer = DeepPuzzles.Kernels.Buffer;

namespace DeepPuzzles.Tensors;

/// <summary>A named cell whose value a training step replaces in place. <see cref="Value"/> is a tracked leaf, valid until the next
/// <see cref="Update"/>: a graph built before a step and used after it is an error, never a wrong answer.</summary>
public sealed partial class Parameter
{
    private Buffer _buffer;
    private readonly LeafOrigin _origin;
    private readonly Layout _layout;
    private Tensor? _value;

    /// <summary>A cell with a copy of that value. Its memory belongs to no scope.</summary>
    /// <param name="name">The name in messages, printed graphs and saved files.</param>
    /// <param name="initial">The first value.</param>
    public Parameter(string name, Tensor initial)
    {
        initial.RequireUntraced(nameof(Parameter));
        Name = name;
        DType = initial.DType;
        _buffer = initial.Device.Acquire((long)initial.Count * DType.Bytes());
        _layout = initial.Dense;
        _origin = new LeafOrigin(name);
        initial.CopyInto(Value);
    }

    /// <summary>The name in messages, printed graphs and saved files.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>The shape, which never changes.</summary>
    public Shape Shape => Shape.Of(_layout);

    /// <summary>Where the value is.</summary>
    public Device Device => _buffer.Device;

    /// <summary>The present value.</summary>
    public Tensor Value => _value is { IsValid: true } ? _value : _value = new Tensor(_buffer, _layout, DType, IsFrozen ? null : _origin, Name);

    /// <summary>True while <see cref="Value"/> is a constant: no gradient is computed for this cell, and optimisers leave it and their state for
    /// it as they are, bit for bit. <see cref="Update(Tensor)"/> still replaces the value. Tensors read before stay as they were.</summary>
    public bool IsFrozen
    {
        get;
        set => (field, _value) = (value, null);
    }

    /// <summary>Replaces the value in place. Every tensor read from <see cref="Value"/> before is stale from now on.</summary>
    /// <exception cref="TensorException">Another shape or dtype.</exception>
    public void Update(Tensor value)
    {
        value.RequireUntraced("Parameter.Update");
        if (value.Shape != Shape || value.DType != DType)
            throw new TensorException($"update: parameter '{Name}' is {DType.Name()} {Shape}, the new value {value.DType.Name()} {value.Shape}; they must be the same");
        Apart(value).CopyInto(Value);
        _buffer.Touch();
    }

    /// <summary>Takes the value to another device, bit for bit, and gives its memory here back. Every tensor read from <see cref="Value"/> before is stale from now on, but
    /// where that device reads the same memory nothing happens. An optimiser's state for this cell follows at its next step.</summary>
    /// <param name="device">Where to.</param>
    public void MoveTo(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.SharesMemoryWith(Device)) return;
        using var scope = MemoryScope.Open();
        Tensor moved = Value.StopGradient().MoveTo(device);
        Buffer there = device.Acquire((long)Shape.Elements * DType.Bytes()), here = _buffer;
        moved.CopyInto(new Tensor(there, _layout, DType));
        (_buffer, _value) = (there, null);
        here.Device.Release(here);
    }

    /// <summary>Replaces each element x by op(x, y) in place, in one pass over memory and without a temporary. Every tensor read from
    /// <see cref="Value"/> before is stale from now on. float32 and float64; nothing is recorded.</summary>
    /// <param name="op">The op struct.</param>
    /// <param name="other">y, in the parameter's shape and dtype.</param>
    /// <exception cref="TensorException">Another shape or dtype, or not a float.</exception>
    public void Update<TOp>(TOp op, Tensor other)
        where TOp : struct, IBinaryOp
    {
        other.RequireUntraced("Parameter.Update");
        if (other.Shape != Shape || other.DType != DType || !DType.IsFloat())
            throw new TensorException($"update: parameter '{Name}' is {DType.Name()} {Shape}, the other operand {other.DType.Name()} {other.Shape}; they must be the same, and float32 or float64");
        Tensor value = Value;
        other = Apart(other);
        if (DType == DType.Float32) value.Device.Zip(op, value.ReadView<float>(), other.ReadView<float>(), value.ReadView<float>());
        else value.Device.Zip(op, value.ReadView<double>(), other.ReadView<double>(), value.ReadView<double>());
        _buffer.Touch();
    }

    // A view of this very cell, a transpose say, would change while it is read.
    private Tensor Apart(Tensor other) => other.Buffer == _buffer ? other.StopGradient().Copy() : other;

    /// <summary>The name and the shape.</summary>
    public override string ToString() => $"{Name} {DType.Name()} {Shape}";
}

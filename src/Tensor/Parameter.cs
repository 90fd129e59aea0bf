using DeepPuzzles.Kernels;
using Buffer = DeepPuzzles.Kernels.Buffer;

namespace DeepPuzzles.Tensors;

/// <summary>A named cell whose value a training step replaces in place. <see cref="Value"/> is a tracked leaf, valid until the next
/// <see cref="Update"/>: a graph built before a step and used after it is an error, never a wrong answer.</summary>
public sealed class Parameter
{
    private readonly Buffer _buffer;
    private readonly Layout _layout;
    private readonly LeafOrigin _origin;
    private Tensor? _value;

    /// <summary>A cell with a copy of that value. Its memory belongs to no scope.</summary>
    /// <param name="name">The name in messages, printed graphs and saved files.</param>
    /// <param name="initial">The first value.</param>
    public Parameter(string name, Tensor initial)
    {
        Name = name;
        DType = initial.DType;
        _buffer = initial.Device.Acquire((long)initial.Count * DType.Bytes());
        _layout = Layout.Contiguous(initial.Shape.Sizes);
        _origin = new LeafOrigin(name);
        initial.CopyInto(Value);
    }

    /// <summary>The name in messages, printed graphs and saved files.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>The shape, which never changes.</summary>
    public Shape Shape => Value.Shape;

    /// <summary>The present value.</summary>
    public Tensor Value => _value is { IsValid: true } ? _value : _value = new Tensor(_buffer, _layout, DType, _origin, Name);

    /// <summary>Replaces the value in place. Every tensor read from <see cref="Value"/> before is stale from now on.</summary>
    /// <exception cref="TensorException">Another shape or dtype.</exception>
    public void Update(Tensor value)
    {
        if (value.Shape != Shape || value.DType != DType)
            throw new TensorException($"update: parameter '{Name}' is {DType.Name()} {Shape}, the new value {value.DType.Name()} {value.Shape}; they must be the same");
        value.CopyInto(Value);
        _buffer.Touch();
    }

    /// <summary>The name and the shape.</summary>
    public override string ToString() => $"{Name} {DType.Name()} {Shape}";
}

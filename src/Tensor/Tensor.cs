using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;
using Buffer = DeepPuzzles.Kernels.Buffer;

namespace DeepPuzzles.Tensors;

/// <summary>A block of numbers with a shape: a value, as a number is one; nothing that a caller holds changes under it. Operations follow
/// NumPy in broadcasting, slicing and printing; what <c>==</c> asks is whether two are the same object, and for the elements there is
/// <see cref="Equal(Tensor)"/>. When an input is tracked, a result remembers its <see cref="Origin"/>, from which the
/// gradients are found.</summary>
public sealed partial class Tensor
{
    private readonly Layout _layout;
    private readonly int _version;
    private readonly byte _dtype;               // with the two marks of what is recorded in the room that the version leaves
    private readonly string? _parameter;
    private Origin? _origin;

    // In a layout without gaps: fresh memory, or a parameter's.
    internal Tensor(Buffer buffer, Layout layout, DType dtype, Origin? origin = null, string? parameter = null)
    {
        Buffer = buffer;
        _version = buffer.Version;
        _layout = layout;
        _parameter = parameter;
        _dtype = (byte)dtype;
        _origin = origin;
        IsTracked = origin is not null;
    }

    /// <summary>A view of the same elements, valid exactly as long as the tensor it was made from.</summary>
    private Tensor(Tensor source, Layout layout, Origin? origin)
    {
        source.RequireValid();
        Buffer = source.Buffer;
        _version = source._version;
        _layout = layout;
        _parameter = source._parameter;
        _dtype = source._dtype;
        _origin = origin;
        IsTracked = origin is not null;
    }

    /// <summary>The type of the elements.</summary>
    public DType DType => (DType)_dtype;

    /// <summary>The number of elements along each axis.</summary>
    public Shape Shape => Shape.Of(_layout);

    /// <summary>The number of axes.</summary>
    public int Rank => _layout.Rank;

    /// <summary>The number of elements.</summary>
    public int Count => _layout.Count;

    /// <summary>The device that holds the elements and does the arithmetic.</summary>
    public Device Device => Buffer.Device;

    /// <summary>Where the tensor came from, when it is tracked; null for a constant.</summary>
    public Origin? Origin => IsTracked ? _origin : null;

    /// <summary>True when gradients can flow to or through this tensor.</summary>
    public bool IsTracked { get; private set; }

    internal Buffer Buffer { get; }

    internal Layout Layout => _layout;

    // That of the same shape in fresh memory.
    internal Layout Dense => Shape.Layout;

    /// <summary>True while the elements can be read: the memory scope has not ended, and no optimiser step has changed the parameter.</summary>
    public bool IsValid => Buffer.Version == _version;

    /// <summary>The same elements as a leaf of a graph, so that gradients with respect to it can be asked for. This tensor itself stays as it is:
    /// compute with the one that is returned, <c>x = x.Track()</c>. A leaf has no past: of a result, <c>h = (x * x).Track()</c>, no gradient flows
    /// on to what it was made of. For the gradient at a result, name it as a target of <c>Backward</c>: it keeps its past.</summary>
    /// <param name="name">In messages and printed graphs.</param>
    /// <exception cref="TensorException">Not a float.</exception>
    public Tensor Track(string name = "input")
    {
        Tensor leaf = RequireFloat("track").View(_layout, new LeafOrigin(name, IsTraced ? this : null));
        leaf.IsTraced = IsTraced;
        return leaf;
    }

    /// <summary>The same elements as a constant: no gradient flows through it.</summary>
    public Tensor StopGradient() => !IsTracked ? this : IsTraced ? Stopped() : View(_layout, null);

    private Tensor View(Layout layout, Origin? origin) => new(this, layout, origin);

    private Tensor View(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset) => new(this, new Layout(sizes, strides, offset), null);

    internal View<T> ReadView<T>()
        where T : unmanaged
    {
        RequireValid();
        return new View<T>(Buffer, _layout);
    }

    private void RequireValid()
    {
        if (!IsValid) throw new TensorException(Stale());
    }

    private string Stale() => _parameter is null
        ? $"a tensor {Shape} was used after its memory scope ended; keep it with scope.Keep(tensor)"
        : !Buffer.InUse ? $"the value of parameter '{_parameter}' was used after it moved to another device; read parameter.Value again and rebuild the graph"
        : $"the value of parameter '{_parameter}' was used after a step changed it; read parameter.Value again and rebuild the graph";

    internal static Tensor Empty(in Shape shape, DType dtype, Device device) => Empty(shape.Layout, dtype, device);

    // Of a layout without gaps.
    private static Tensor Empty(Layout dense, DType dtype, Device device) =>
        new(MemoryScope.Acquire(device, (long)dense.Count * dtype.Bytes()), dense, dtype);

    private bool HasShape(in Shape shape) => _layout == shape.Layout || _layout.Sizes.SequenceEqual(shape.Sizes);

    private static bool SameShape(Tensor x, Tensor y) => x._layout == y._layout || x._layout.Sizes.SequenceEqual(y._layout.Sizes);

    private Tensor RequireFloat(string op) => DType.IsFloat()
        ? this
        : throw new TensorException($"{op}: works on float32 and float64, not on {DType.Name()} {Shape}; convert with .To(DType.Float32)");

    private static void RequireSame(string op, Tensor left, Tensor right, [CallerArgumentExpression(nameof(right))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(right, name);
        if (left.DType != right.DType)
            throw new TensorException($"{op}: {left.DType.Name()} {left.Shape} and {right.DType.Name()} {right.Shape} differ in dtype; convert one with .To(DType.{Wider(left.DType, right.DType)})");
        RequireOneDevice(op, left, right);
    }

    // Loses least: float64 before float32, floats before whole numbers, those before truth values.
    private static DType Wider(DType left, DType right) =>
        left == DType.Float64 || right == DType.Float64 ? DType.Float64
        : left.IsFloat() || right.IsFloat() ? DType.Float32
        : DType.Int32;

    private static void RequireOneDevice(string op, Tensor left, Tensor right)
    {
        if (left.Device != right.Device && !left.Device.SharesMemoryWith(right.Device))
            throw new TensorException($"{op}: {left.Shape} is on {left.Device.Apart(right.Device)}, {right.Shape} on {right.Device.Apart(left.Device)}; move one with .MoveTo(device)");
    }
}

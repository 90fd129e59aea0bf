namespace DeepPuzzles.Tensors;

/// <summary>What is taken along one axis: a whole number (drops the axis), a range such as <c>1..^1</c>, or a range with a step.</summary>
public readonly struct Slice : IEquatable<Slice>
{
    private readonly int? _start;
    private readonly int? _stop;
    private readonly int _step;

    private Slice(int? start, int? stop, int step, bool isIndex)
    {
        _start = start;
        _stop = stop;
        _step = step;
        IsIndex = isIndex;
    }

    /// <summary>The whole axis.</summary>
    public static Slice All => new(null, null, 1, false);

    /// <summary>All the axes that the other slices do not name, none or many: NumPy's <c>...</c>, as in <c>x[Slice.Ellipsis, 0]</c>. At most once.</summary>
    public static Slice Ellipsis => new(null, null, 1, false) { IsEllipsis = true };

    internal bool IsEllipsis { get; private init; }

    /// <summary>True when a single element is taken and its axis goes.</summary>
    public bool IsIndex { get; }

    /// <summary>Every step-th element of the whole axis; a negative step walks from the end.</summary>
    public static Slice Every(int step) => new(null, null, step, false);

    /// <summary>As <c>start:stop:step</c> in NumPy: negative numbers count from the end, null means as far as it goes, out-of-range ends are cut.</summary>
    public static Slice Of(int? start, int? stop, int step = 1) => new(start, stop, step, false);

    /// <summary>One element; negative counts from the end, as in NumPy.</summary>
    public static implicit operator Slice(int index) => new(index, null, 1, true);

    /// <summary>One element; <c>^1</c> is the last.</summary>
    public static implicit operator Slice(Index index) => new(End(index), null, 1, true);

    /// <summary>A stretch; <c>1..^1</c> leaves out the first and the last.</summary>
    public static implicit operator Slice(Range range) => new(End(range.Start), range.End.Equals(Index.End) ? null : End(range.End), 1, false);

    // ^0 is the end itself, which NumPy's -0 cannot say.
    private static int End(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? int.MaxValue : -index.Value;

    /// <summary>Start, step and number of elements on an axis.</summary>
    internal (int Start, int Step, int Size) Resolve(string op, Shape shape, int axis)
    {
        int length = shape.Sizes[axis];
        if (IsIndex)
        {
            int index = _start!.Value;
            if (index < -length || index >= length) throw new TensorException($"{op}: index {(index == int.MaxValue ? "^0" : index)} is outside axis {axis} of {shape}, which has {length} elements");
            return ((index + length) % length, 1, 1);
        }
        if (_step == 0) throw new TensorException($"{op}: a step of 0 on axis {axis} of {shape} never ends; use 1 or another whole number");
        int low = _step > 0 ? 0 : -1;
        int high = _step > 0 ? length : length - 1;
        int start = _start is { } from ? Cut(from, length, low, high) : _step > 0 ? low : high;
        int stop = _stop is { } to ? Cut(to, length, low, high) : _step > 0 ? high : low;
        long distance = _step > 0 ? (long)stop - start : (long)start - stop;
        long size = distance <= 0 ? 0 : (distance + Math.Abs((long)_step) - 1) / Math.Abs((long)_step);
        return (start, size <= 1 ? 1 : _step, (int)size);
    }

    private static int Cut(int place, int length, int low, int high) => (int)Math.Clamp(place < 0 ? (long)place + length : place, low, high);

    /// <inheritdoc/>
    public bool Equals(Slice other) => (_start, _stop, _step, IsIndex, IsEllipsis) == (other._start, other._stop, other._step, other.IsIndex, other.IsEllipsis);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Slice other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_start, _stop, _step, IsIndex, IsEllipsis);

    /// <summary>Takes the same elements.</summary>
    public static bool operator ==(Slice left, Slice right) => left.Equals(right);

    /// <summary>Takes other elements.</summary>
    public static bool operator !=(Slice left, Slice right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => IsEllipsis ? "..." : IsIndex ? $"{_start}" : _step == 1 ? $"{_start}:{_stop}" : $"{_start}:{_stop}:{_step}";
}

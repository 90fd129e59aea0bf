using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>Where the elements of a strided array of up to eight axes lie in a buffer: element (i, j, …) stands at
/// <c>Offset + i·Strides[0] + j·Strides[1] + …</c>, counted in elements. A stride of 0 repeats an element (broadcasting), a negative one
/// walks backwards.</summary>
public readonly struct Layout : IEquatable<Layout>
{
    /// <summary>The largest number of axes.</summary>
    public const int MaxRank = 8;

    private readonly Axes _sizes;
    private readonly Axes _strides;

    // All are 0 in default(Layout), which is the layout of a single number.
    private readonly int _countButOne;
    private readonly bool _hasGaps, _moves;

    /// <summary>A layout from sizes and strides (same length, at most <see cref="MaxRank"/>), both in elements.</summary>
    public Layout(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset = 0)
    {
        if (sizes.Length != strides.Length || sizes.Length > MaxRank)
            throw new ArgumentException($"layout: {sizes.Length} sizes and {strides.Length} strides; both must be the same number, at most {MaxRank}");
        Rank = sizes.Length;
        Offset = offset;
        sizes.CopyTo(_sizes);
        strides.CopyTo(_strides);
        int count = 1;
        foreach (int size in sizes) count *= size;
        _countButOne = count - 1;
        _hasGaps = count != 0 && !AreDense(sizes, strides);
        for (int axis = 0; axis < sizes.Length; axis++) _moves |= sizes[axis] > 1 && strides[axis] != 0;
    }

    /// <summary>The row-major layout without gaps (the last axis varies fastest).</summary>
    public static Layout Contiguous(ReadOnlySpan<int> sizes)
    {
        Span<int> strides = stackalloc int[sizes.Length];
        bool empty = sizes.Contains(0);         // then no stride is ever walked, and the product of the others may not fit
        int stride = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            if (!empty) stride = checked(stride * sizes[axis]);
        }
        return new Layout(sizes, strides);
    }

    /// <summary>The number of axes.</summary>
    public int Rank { get; }

    /// <summary>The place of the first element, in elements from the start of the buffer.</summary>
    public int Offset { get; }

    /// <summary>The number of elements along each axis.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> Sizes => ((ReadOnlySpan<int>)_sizes)[..Rank];

    /// <summary>The distance between neighbours along each axis, in elements.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> Strides => ((ReadOnlySpan<int>)_strides)[..Rank];

    /// <summary>The number of elements: the product of the sizes, 1 for rank 0.</summary>
    public int Count => _countButOne + 1;

    /// <summary>True when the elements stand in row-major order without gaps.</summary>
    public bool IsContiguous => !_hasGaps;

    /// <summary>True when one element stands for all.</summary>
    internal bool IsOneElement => !_moves;

    private static bool AreDense(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
    {
        int stride = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            if (sizes[axis] == 1) continue;
            if (strides[axis] != stride) return false;
            stride *= sizes[axis];
        }
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Layout other) => Offset == other.Offset && Sizes.SequenceEqual(other.Sizes) && Strides.SequenceEqual(other.Strides);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Layout other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in Sizes) hash.Add(size);
        foreach (int stride in Strides) hash.Add(stride);
        hash.Add(Offset);
        return hash.ToHashCode();
    }

    /// <summary>Same sizes, strides and offset.</summary>
    public static bool operator ==(Layout left, Layout right) => left.Equals(right);

    /// <summary>Other sizes, strides or offset.</summary>
    public static bool operator !=(Layout left, Layout right) => !left.Equals(right);

    [InlineArray(MaxRank)]
    private struct Axes
    {
        private int _first;
    }
}

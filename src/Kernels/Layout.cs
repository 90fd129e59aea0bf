using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>Where the elements of a strided array of up to eight axes lie in a buffer: element (i, j, …) stands at
/// <c>Offset + i·Strides[0] + j·Strides[1] + …</c>, counted in elements. A stride of 0 repeats an element (broadcasting), a negative one
/// walks backwards.</summary>
/// <remarks>A reference to numbers that equal layouts share: it costs nothing to pass on, and those that come up again and again, as in every
/// training step, cost no memory.</remarks>
public readonly struct Layout : IEquatable<Layout>
{
    /// <summary>The largest number of axes.</summary>
    public const int MaxRank = 8;

    private readonly Numbers? _numbers;

    /// <summary>A layout from sizes and strides (same length, at most <see cref="MaxRank"/>), both in elements.</summary>
    public Layout(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset = 0)
    {
        if (sizes.Length != strides.Length || sizes.Length > MaxRank)
            throw new ArgumentException($"layout: {sizes.Length} sizes and {strides.Length} strides; both must be the same number, at most {MaxRank}");
        _numbers = Numbers.Of(sizes, strides, offset);
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

    private Numbers Its => _numbers ?? Numbers.One;

    /// <summary>The number of axes.</summary>
    public int Rank => Its.Rank;

    /// <summary>The place of the first element, in elements from the start of the buffer.</summary>
    public int Offset => Its.Offset;

    /// <summary>The number of elements along each axis.</summary>
    public ReadOnlySpan<int> Sizes => Its.Sizes;

    /// <summary>The distance between neighbours along each axis, in elements.</summary>
    public ReadOnlySpan<int> Strides => Its.Strides;

    /// <summary>The number of elements: the product of the sizes, 1 for rank 0.</summary>
    public int Count => Its.Count;

    /// <summary>True when the elements stand in row-major order without gaps.</summary>
    public bool IsContiguous => Its.IsContiguous;

    /// <summary>After so many elements, which stand side by side, the same come again: the count when all differ, 1 when one element stands for all,
    /// 0 when there is no such number.</summary>
    internal int Period => Its.Period;

    /// <inheritdoc/>
    public bool Equals(Layout other) => Its == other.Its || Its.Are(other.Sizes, other.Strides, other.Offset);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Layout other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Numbers.Hash(Sizes, Strides, Offset);

    /// <summary>Same sizes, strides and offset.</summary>
    public static bool operator ==(Layout left, Layout right) => left.Equals(right);

    /// <summary>Other sizes, strides or offset.</summary>
    public static bool operator !=(Layout left, Layout right) => !left.Equals(right);

    private sealed class Numbers
    {
        /// <summary>Layouts are remembered in 2^11 pairs of places, many more than the training step of a large network has. A newer one takes the
        /// place of the older of a pair.</summary>
        private const int PairBits = 11;

        private static readonly Numbers?[] s_remembered = new Numbers?[2 << PairBits];
        private readonly Axes _sizes;
        private readonly Axes _strides;

        private Numbers(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
        {
            (Rank, Offset, Count) = (sizes.Length, offset, 1);
            sizes.CopyTo(_sizes);
            strides.CopyTo(_strides);
            foreach (int size in sizes) Count *= size;
            Period = Count == 0 ? 0 : PeriodOf(sizes, strides);
            IsContiguous = Period == Count;
        }

        /// <summary>Those of default(Layout): a single number.</summary>
        internal static Numbers One { get; } = Of([], [], 0);

        internal int Rank { get; }

        internal int Offset { get; }

        internal int Count { get; }

        internal bool IsContiguous { get; }

        internal int Period { get; }

        internal ReadOnlySpan<int> Sizes => ((ReadOnlySpan<int>)_sizes)[..Rank];

        internal ReadOnlySpan<int> Strides => ((ReadOnlySpan<int>)_strides)[..Rank];

        internal static Numbers Of(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
        {
            uint pair = Hash(sizes, strides, offset) >> (32 - PairBits) << 1;
            Numbers? newer = s_remembered[pair];
            if (newer is not null && newer.Are(sizes, strides, offset)) return newer;
            Numbers? older = s_remembered[pair + 1];
            if (older is not null && older.Are(sizes, strides, offset)) return older;
            // Threads may race for a place: each then has numbers that are right, only not the same object.
            s_remembered[pair + 1] = newer;
            return s_remembered[pair] = new Numbers(sizes, strides, offset);
        }

        internal static uint Hash(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
        {
            const uint Mix = 0x9E3779B1;        // 2^32 over the golden ratio, which scatters neighbouring numbers (Knuth, vol. 3, sec. 6.4)
            uint hash = (uint)offset;
            for (int axis = 0; axis < sizes.Length; axis++) hash = (hash + (uint)sizes[axis]) * Mix + (uint)strides[axis];
            return hash * Mix;
        }

        internal bool Are(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int offset)
        {
            if (Rank != sizes.Length || Offset != offset) return false;
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                if (_sizes[axis] != sizes[axis] || _strides[axis] != strides[axis]) return false;
            }
            return true;
        }

        private static int PeriodOf(ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
        {
            int axis = sizes.Length - 1, period = 1;
            for (; axis >= 0 && (sizes[axis] == 1 || strides[axis] == period); axis--) period *= sizes[axis];
            while (axis >= 0 && (sizes[axis] == 1 || strides[axis] == 0)) axis--;
            return axis < 0 ? period : 0;
        }
    }

    [InlineArray(MaxRank)]
    private struct Axes
    {
        private int _first;
    }
}

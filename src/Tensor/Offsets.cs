using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

/// <summary>One whole number per axis, of either sign: starts or steps.</summary>
[CollectionBuilder(typeof(Offsets), nameof(Create))]
public readonly struct Offsets : IEquatable<Offsets>, IEnumerable<int>
{
    private readonly Values _values;
    private readonly int _rank;

    /// <summary>Those numbers, at most 8.</summary>
    public Offsets(ReadOnlySpan<int> values)
    {
        _rank = values.Length;
        values.CopyTo(_values);
    }

    /// <summary>The numbers, first axis first.</summary>
    [UnscopedRef]
    public ReadOnlySpan<int> Span => ((ReadOnlySpan<int>)_values)[.._rank];

    /// <summary>Makes them from a collection expression.</summary>
    public static Offsets Create(ReadOnlySpan<int> values) => new(values);

    /// <inheritdoc/>
    public bool Equals(Offsets other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Offsets other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _rank == 0 ? 0 : HashCode.Combine(_rank, Span[0], Span[^1]);

    /// <summary>Same numbers.</summary>
    public static bool operator ==(Offsets left, Offsets right) => left.Equals(right);

    /// <summary>Other numbers.</summary>
    public static bool operator !=(Offsets left, Offsets right) => !left.Equals(right);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Span.ToArray()).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"({string.Join(", ", Span.ToArray())})";

    [InlineArray(Layout.MaxRank)]
    private struct Values
    {
        private int _first;
    }
}

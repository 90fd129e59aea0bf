using System.Collections;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

/// <summary>The number of elements along each axis of a tensor, at most 8 axes; <c>[]</c> is the shape of a single number.
/// Written as a collection: <c>Tensor.Zeros([2, 3])</c>.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    // Free of gaps and at offset 0, so that a shape is no more than a reference, and fresh memory of this shape has its layout at hand.
    private readonly Layout _layout;

    /// <summary>A shape of those sizes.</summary>
    /// <exception cref="TensorException">A size is negative, there are more than 8, or the product does not fit an int.</exception>
    public Shape(ReadOnlySpan<int> sizes)
        : this(sizes, "shape")
    {
    }

    /// <summary>A shape that an op makes or is to make, which is named where there is none.</summary>
    internal Shape(ReadOnlySpan<int> sizes, string op)
    {
        if (sizes.Length > Layout.MaxRank) throw new TensorException($"{op}: {sizes.Length} axes; a tensor has at most {Layout.MaxRank}");
        long count = sizes.Contains(0) ? 0 : 1;        // an empty tensor may have other axes of any size, wherever they stand
        foreach (int size in sizes)
        {
            if (size < 0) throw new TensorException($"{op}: {Written(sizes)} has a negative size");
            count *= size;
            if (count > int.MaxValue) throw new TensorException($"{op}: {Written(sizes)} has more than {int.MaxValue} elements; split the tensor");
        }
        _layout = Layout.Contiguous(sizes);
    }

    private Shape(Layout dense) => _layout = dense;

    internal static Shape Of(Layout layout) => new(layout is { IsContiguous: true, Offset: 0 } ? layout : Layout.Contiguous(layout.Sizes));

    internal Layout Layout => _layout;

    /// <summary>The number of axes.</summary>
    public int Rank => _layout.Rank;

    // Not called Count: collection expressions would take that for the number of sizes.
    /// <summary>The number of elements: the product of the sizes, 1 for rank 0.</summary>
    public int Elements => _layout.Count;

    /// <summary>The sizes, first axis first.</summary>
    public ReadOnlySpan<int> Sizes => _layout.Sizes;

    /// <summary>The size along an axis; negative axes count from the last.</summary>
    public int this[int axis] => Sizes[AxisIndex(axis, "shape")];

    /// <summary>Makes a shape from a collection expression.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>A shape from an array of sizes.</summary>
    public static implicit operator Shape(int[] sizes) => new(sizes);

    /// <summary>The axis counted from the first: -1 means the last.</summary>
    /// <param name="axis">From -Rank to Rank - 1.</param>
    /// <param name="op">Who asks, for the message.</param>
    /// <exception cref="TensorException">There is no such axis.</exception>
    public int AxisIndex(int axis, string op) => axis >= -Rank && axis < Rank
        ? axis < 0 ? axis + Rank : axis
        : throw new TensorException($"{op}: {this} has no axis {axis}; its axes are {(Rank == 0 ? "none" : $"{-Rank} to {Rank - 1}")}");

    /// <summary>This shape with another size along one axis.</summary>
    /// <exception cref="TensorException">There is no such axis.</exception>
    public Shape With(int axis, int size) => With(axis, size, "shape");

    internal Shape With(int axis, int size, string op)
    {
        axis = AxisIndex(axis, op);
        Span<int> sizes = stackalloc int[Rank];
        Sizes.CopyTo(sizes);
        sizes[axis] = size;
        return new Shape(sizes, op);
    }

    /// <summary>This shape without one axis.</summary>
    /// <exception cref="TensorException">There is no such axis.</exception>
    public Shape Without(int axis)
    {
        axis = AxisIndex(axis, "shape");
        Span<int> sizes = stackalloc int[Rank - 1];
        Sizes[..axis].CopyTo(sizes);
        Sizes[(axis + 1)..].CopyTo(sizes[axis..]);
        return new Shape(sizes);
    }

    /// <summary>The shape that both broadcast to under NumPy's rules: aligned at the last axis, sizes equal or 1.</summary>
    /// <exception cref="TensorException">They do not broadcast; the message tells at which axis.</exception>
    public static Shape Broadcast(Shape left, Shape right, string op)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        Span<int> sizes = stackalloc int[rank];
        for (int back = 1; back <= rank; back++)
        {
            int l = back <= left.Rank ? left.Sizes[^back] : 1;
            int r = back <= right.Rank ? right.Sizes[^back] : 1;
            if (l != r && l != 1 && r != 1)
                throw new TensorException($"{op}: {left} and {right} do not broadcast: axis -{back} is {l} on the left, {r} on the right; sizes must be equal or 1");
            sizes[^back] = l == 1 ? r : l;
        }
        return new Shape(sizes, op);
    }

    /// <summary>As it is written: [2, 3].</summary>
    public override string ToString() => Written(Sizes);

    private static string Written(ReadOnlySpan<int> sizes) => $"[{string.Join(", ", sizes.ToArray())}]";

    /// <inheritdoc/>
    public bool Equals(Shape other) => _layout == other._layout || Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in Sizes) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>Same sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Other sizes.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Sizes.ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

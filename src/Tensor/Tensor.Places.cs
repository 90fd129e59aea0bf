namespace DeepPuzzles.Tensors;

public sealed partial class Tensor
{
    /// <summary>Where index tensors point. The indexed axes, which stand side by side once the axes are in <paramref name="Order"/>, count as one:
    /// there, <paramref name="Flat"/> holds the places.</summary>
    /// <param name="Order">The axes of the tensor, permuted only when a whole axis lies between two indexed ones.</param>
    /// <param name="Ordered">The tensor's shape in that order.</param>
    /// <param name="Axis">The first indexed axis in that order.</param>
    /// <param name="Indexed">The number of indexed axes.</param>
    /// <param name="Index">The shape to which the indices broadcast.</param>
    /// <param name="Flat">The places, an int32 vector.</param>
    /// <param name="Op">Who asks, for messages.</param>
    private sealed record Places(int[] Order, Shape Ordered, int Axis, int Indexed, Shape Index, Tensor Flat, string Op)
    {
        /// <summary>The number of places in the indexed axes.</summary>
        internal int Count => new Shape(Ordered.Sizes[Axis..(Axis + Indexed)]).Elements;

        /// <summary>What the elements at the indices are together.</summary>
        internal Shape Result => Around(Index.Sizes);

        /// <summary>The tensor with the indexed axes as one.</summary>
        internal Tensor Merged(Tensor x) => (InOrder ? x : x.Permute(Order)).Reshape(Around([Count]));

        /// <summary>Values at the indices with the axes of the indices as one.</summary>
        internal Tensor Rows(Tensor values) => values.Reshape(Around([Index.Elements]));

        /// <summary>Undoes <see cref="Merged"/>.</summary>
        internal Tensor Parted(Tensor merged)
        {
            Tensor x = merged.Reshape(Ordered);
            return InOrder ? x : x.Permute([.. Order.Select((_, axis) => Array.IndexOf(Order, axis))]);
        }

        /// <summary>A shape that broadcasts to the merged one: a size on the indexed axis, 1 elsewhere.</summary>
        internal Shape Column(int size)
        {
            var sizes = new int[Order.Length - Indexed + 1];
            Array.Fill(sizes, 1);
            sizes[Axis] = size;
            return new Shape(sizes);
        }

        private bool InOrder => Order.AsSpan().SequenceEqual(Order.Order().ToArray());

        private Shape Around(ReadOnlySpan<int> sizes) => new([.. Ordered.Sizes[..Axis], .. sizes, .. Ordered.Sizes[(Axis + Indexed)..]], Op);
    }

    private Places PlacesOf(ReadOnlySpan<Tensor?> indices, string op)
    {
        if (indices.Length > Rank) throw new TensorException($"{op}: {indices.Length} indices for {Shape}, which has {Rank} axes");
        var indexed = new List<int>();
        Shape common = [];
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if (indices[axis] is not { } index) continue;
            if (index.DType != DType.Int32)
                throw new TensorException($"{op}: the index of axis {axis} is {index.DType.Name()} {index.Shape}; it must be int32, {WayToIndex(index)}");
            RequireOneDevice(op, this, index);
            common = Shape.Broadcast(common, index.Shape, op);
            indexed.Add(axis);
        }
        if (indexed.Count == 0) throw new TensorException($"{op}: no index of {Shape} was given; for slices use x[...]");

        Tensor flat = Zeros([], DType.Int32, Device);
        foreach (int axis in indexed) flat = flat * _layout.Sizes[axis] + FromStart(indices[axis]!, axis, op);
        bool together = indexed[^1] - indexed[0] == indexed.Count - 1;
        int[] order = together ? [.. Enumerable.Range(0, Rank)] : [.. indexed, .. Enumerable.Range(0, Rank).Except(indexed)];
        Shape own = Shape;
        return new Places(order, new Shape([.. order.Select(axis => own[axis])]), together ? indexed[0] : 0, indexed.Count, common, flat.Flatten(), op);
    }

    // Truth values as whole numbers would be the indices 0 and 1, which nobody means.
    private static string WayToIndex(Tensor index) => index.DType == DType.Bool
        ? "a mask goes to MaskedSelect or MaskedFill, or its NonZero are the positions"
        : "convert with .To(DType.Int32)";

    // The index with negative numbers counted from the end, once all are known to lie on the axis.
    private Tensor FromStart(Tensor index, int axis, string op)
    {
        int size = _layout.Sizes[axis];
        if (index.Count == 0) return index;
        double low = index.Min().Item(), high = index.Max().Item();
        if (low < -size || high >= size)
        {
            int[] all = index.ToArray<int>();
            int wrong = Array.FindIndex(all, i => i < -size || i >= size);
            throw new TensorException($"{op}: index {all[wrong]} is outside axis {axis} of {Shape}, which has {size} elements");
        }
        return low < 0 ? Where(index.Less(0), index + size, index) : index;
    }
}

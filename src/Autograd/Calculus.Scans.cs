using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

// Products of many, and running totals. Nothing is divided by an element, so zeros are numbers as any other; and what is multiplied on the way is
// Scaled, so nothing overflows but a gradient that is itself too large.
internal static partial class Calculus
{
    private static void Scans()
    {
        Rule(default(Prod), static (gy, x, y) => (Scaled.Of(gy) * OthersOver(x, y.Shape)).To(x.DType));
        Rule<CumulativeSum>(static (op, gy, x, y) => gy.Flip(op.Axis).CumulativeSum(op.Axis).Flip(op.Axis));

        // y_j holds x_k for j ≥ k, with the factor x_0·…·x_(k-1)·x_(k+1)·…·x_j.
        Rule<CumulativeProduct>(static (op, gy, x, y) => x.Count == 0 ? gy : (Before(Scaled.Of(x), op.Axis) * Recurrence(Scaled.Of(gy), Scaled.Of(x), op.Axis)).To(x.DType));
    }

    // The product of all others, of those elements that one number of the shape was made of.
    private static Scaled OthersOver(Tensor x, Shape shape)
    {
        int extra = x.Rank - shape.Rank, kept = 0, gone = x.Rank;
        Span<int> order = stackalloc int[x.Rank];
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (axis >= extra && shape.Sizes[axis - extra] == x.Shape.Sizes[axis]) order[kept++] = axis;
        }
        for (int axis = x.Rank - 1; axis >= 0; axis--)
        {
            if (!order[..kept].Contains(axis)) order[--gone] = axis;
        }
        Tensor rows = x.Permute(order);
        int[] back = Inverse(order);
        return Others(Scaled.Of(rows.Reshape([.. rows.Shape.Sizes[..kept], Count(rows.Shape.Sizes[kept..])]))).Moved(others => others.Reshape(rows.Shape).Permute(back));
    }

    private static int Count(ReadOnlySpan<int> sizes)
    {
        int count = 1;
        foreach (int size in sizes) count *= size;
        return count;
    }

    // For each element the product of the other ones along the last axis. The first half is multiplied with the second, element by element; what the others
    // of a pair make, times the one, is what the others of the other make.
    internal static Scaled Others(Scaled x)
    {
        Shape shape = x.Mantissa.Shape;
        int size = shape[-1], half = size / 2, axis = shape.Rank - 1;
        if (size < 2) return Scaled.Of(Tensor.Ones(shape, DType.Float64, x.Mantissa.Device));
        Scaled left = Part(x, axis, 0, half), right = Part(x, axis, half, half), pairs = left * right;
        if (size % 2 == 1) pairs = Scaled.Concat([pairs, Part(x, axis, size - 1, 1)], axis);
        Scaled others = Others(pairs), ofPairs = Part(others, axis, 0, half);
        Scaled[] parts = [ofPairs * right, ofPairs * left];
        return Scaled.Concat(size % 2 == 1 ? [.. parts, Part(others, axis, half, 1)] : parts, axis);
    }

    // s_k = gy_k + x_(k+1)·s_(k+1), in ⌈log2 n⌉ steps: s holds 2^i terms, the factor that leads to what is 2^i further on their product.
    private static Scaled Recurrence(Scaled gy, Scaled x, int axis)
    {
        int size = x.Mantissa.Shape[axis];
        Scaled s = gy, factor = Sooner(x, axis, 1);
        for (int step = 1; step < size; step *= 2)
        {
            s += factor * Sooner(s, axis, step);
            factor *= Sooner(factor, axis, step);
        }
        return s;
    }

    // p_k = x_0·…·x_(k-1), in as many steps: p holds the last 2^i factors.
    private static Scaled Before(Scaled x, int axis)
    {
        int size = x.Mantissa.Shape[axis];
        Scaled p = Later(x, axis, 1);
        for (int step = 1; step < size; step *= 2) p *= Later(p, axis, step);
        return p;
    }

    private static Scaled Part(Scaled x, int axis, int start, int size) => x.Moved(part => part.Take(Tensor.Stretch(part.Shape, axis, start, size)));

    // Each element moves so many places down, and 0 comes in at the end.
    private static Scaled Sooner(Scaled x, int axis, int places) =>
        Scaled.Concat([Part(x, axis, places, x.Mantissa.Shape[axis] - places), Filled(x, axis, places, 0)], axis);

    // Each element moves so many places up, and 1 comes in at the start.
    private static Scaled Later(Scaled x, int axis, int places) =>
        Scaled.Concat([Filled(x, axis, places, 1), Part(x, axis, 0, x.Mantissa.Shape[axis] - places)], axis);

    private static Scaled Filled(Scaled like, int axis, int places, double value) =>
        Scaled.Of(Tensor.Full(like.Mantissa.Shape.With(axis, places), value, DType.Float64, like.Mantissa.Device));
}

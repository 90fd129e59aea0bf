using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

// Products of many, and running totals. Nothing is divided by an element, so zeros are numbers as any other.
internal static partial class Calculus
{
    private static void Scans()
    {
        Rule(default(Prod), static (gy, x, y) => gy * OthersOver(x, y.Shape));
        Rule<CumulativeSum>(static (op, gy, x, y) => gy.Flip(op.Axis).CumulativeSum(op.Axis).Flip(op.Axis));

        // y_j holds x_k for j ≥ k, with the factor y_(k-1)·x_(k+1)·…·x_j.
        Rule<CumulativeProduct>(static (op, gy, x, y) => x.Count == 0 ? gy : Later(y, op.Axis, 1, 1) * Recurrence(gy, x, op.Axis));
    }

    // The product of all others, of those elements that one number of the shape was made of.
    private static Tensor OthersOver(Tensor x, Shape shape)
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
        Tensor others = Others(rows.Reshape([.. rows.Shape.Sizes[..kept], Count(rows.Shape.Sizes[kept..])]));
        return others.Reshape(rows.Shape).Permute(Inverse(order));
    }

    private static int Count(ReadOnlySpan<int> sizes)
    {
        int count = 1;
        foreach (int size in sizes) count *= size;
        return count;
    }

    // For each element the product of the other ones along the last axis. The first half is multiplied with the second, element by element; what the others
    // of a pair make, times the one, is what the others of the other make.
    private static Tensor Others(Tensor x)
    {
        int size = x.Shape[-1], half = size / 2, axis = x.Rank - 1;
        if (size < 2) return Tensor.Ones(x.Shape, x.DType, x.Device);
        Tensor left = Part(x, axis, 0, half), right = Part(x, axis, half, half), pairs = left * right;
        if (size % 2 == 1) pairs = Tensor.Concat([pairs, Part(x, axis, size - 1, 1)], axis);
        Tensor others = Others(pairs), ofPairs = Part(others, axis, 0, half);
        Tensor[] parts = [ofPairs * right, ofPairs * left];
        return Tensor.Concat(size % 2 == 1 ? [.. parts, Part(others, axis, half, 1)] : parts, axis);
    }

    // s_k = gy_k + x_(k+1)·s_(k+1), in ⌈log2 n⌉ steps: s holds 2^i terms, the factor that leads to what is 2^i further on their product.
    private static Tensor Recurrence(Tensor gy, Tensor x, int axis)
    {
        Tensor s = gy, factor = Sooner(x, axis, 1);
        for (int step = 1; step < x.Shape[axis]; step *= 2)
        {
            s += factor * Sooner(s, axis, step);
            factor *= Sooner(factor, axis, step);
        }
        return s;
    }

    private static Tensor Part(Tensor x, int axis, int start, int size) => x.Take(Tensor.Stretch(x.Shape, axis, start, size));

    // Each element moves so many places down, and 0 comes in at the end.
    private static Tensor Sooner(Tensor x, int axis, int places) => Tensor.Concat(
        [Part(x, axis, places, x.Shape[axis] - places), Tensor.Zeros(x.Shape.With(axis, places), x.DType, x.Device)], axis);

    // Each element moves so many places up, and the value comes in at the start.
    private static Tensor Later(Tensor x, int axis, int places, double value) => Tensor.Concat(
        [Tensor.Full(x.Shape.With(axis, places), value, x.DType, x.Device), Part(x, axis, 0, x.Shape[axis] - places)], axis);
}

using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

// Products of many, and running totals. Nothing is divided by an element, so zeros are numbers as any other; and what is multiplied on the way is
// Scaled, so nothing overflows but a gradient that is itself too large.
internal static partial class Calculus
{
    // So many factors of float32 have a product in the range of float64, 2^±596 at the most. So many mantissas near 1 have one of 2^±64, and those of what
    // they are columns of, at most six times one upon the other in 2^31 elements, are in range beside it.
    private const int FewNarrow = 4, FewNormal = 64;

    private static void Scans()
    {
        Rule(default(Prod), static (gy, x, y) => OthersOver(gy, x, y.Shape));
        Rule<CumulativeSum>(static (op, gy, x, y) => gy.Flip(op.Axis).CumulativeSum(op.Axis).Flip(op.Axis));

        // y_j holds x_k for j ≥ k, with the factor x_0·…·x_(k-1)·x_(k+1)·…·x_j.
        Rule<CumulativeProduct>(static (op, gy, x, y) =>
        {
            if (x.Count == 0) return gy;
            Scaled factors = Scaled.Of(x.MoveAxis(op.Axis, -1));
            return (Before(factors) * Recurrence(Scaled.Of(gy.MoveAxis(op.Axis, -1)), Later(factors))).To(x.DType).MoveAxis(-1, op.Axis);
        });
    }

    // The product of all others, of those elements that one number of the shape was made of.
    private static Tensor OthersOver(Tensor gy, Tensor x, Shape shape)
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
        int[] outer = rows.Shape.Sizes[..kept].ToArray();
        return Others(rows.Reshape([.. outer, Count(rows.Shape.Sizes[kept..])]), gy.Reshape([.. outer, 1])).Reshape(rows.Shape).Permute(Inverse(order));
    }

    private static int Count(ReadOnlySpan<int> sizes)
    {
        int count = 1;
        foreach (int size in sizes) count *= size;
        return count;
    }

    // For each element g times the product of the other ones along the last axis; g has size 1 there.
    internal static Tensor Others(Tensor x, Tensor g)
    {
        if (x.Count == 0) return x;
        Scaled of = Scaled.Of(g);
        Scaled others;
        if (x.DType == DType.Float32)
        {
            others = Others(x.To(DType.Float64), null, of, FewNarrow);
        }
        else
        {
            Scaled factors = Scaled.Of(x);
            others = Others(factors.Mantissa, factors.Exponent, of, FewNormal);
        }
        return Row(others.To(x.DType), x.Shape[-1]);
    }

    // The same for mantissas and their exponents, which are all 0 if none are given. They stand in columns of a few, 1 where none is left, and these are
    // multiplied as they are, but brought back to near 1 before one is with another.
    private static Scaled Others(Tensor x, Tensor? exponent, Scaled g, int few)
    {
        int axis = x.Rank - 1, size = x.Shape[-1], rows = Math.Min(few, size), columns = (size + rows - 1) / rows;
        Tensor table = Table(x, rows, columns, 1), within = Others(table, axis), none = Tensor.Zeros([], DType.Float64, x.Device);
        Tensor? own = exponent is null ? null : Table(exponent, rows, columns, 0), all = own?.Sum(axis, keepDims: true);
        var inner = new Scaled(within, own is null ? none : all! - own);
        if (columns == 1) return inner * g.Moved(number => number.Unsqueeze(-1));
        Tensor products = Part(within, axis, 0, 1) * Part(table, axis, 0, 1);
        Scaled factors = new Scaled(products.Squeeze(axis), all?.Squeeze(axis) ?? none).Normal();
        return inner * Others(factors.Mantissa, factors.Exponent, g, FewNormal).Moved(others => Row(others, columns).Unsqueeze(axis));
    }

    // Of a row [..., size] a table [..., rows, columns], with the value where the row ends before, and back.
    private static Tensor Table(Tensor x, int rows, int columns, double value)
    {
        int axis = x.Rank - 1, left = rows * columns - x.Shape[-1];
        if (left > 0) x = Tensor.Concat([x, Tensor.Full(x.Shape.With(axis, left), value, x.DType, x.Device)], axis);
        return x.Reshape([.. x.Shape.Sizes[..axis], rows, columns]);
    }

    private static Tensor Row(Tensor table, int size)
    {
        int axis = table.Rank - 2;
        return Part(table.Reshape([.. table.Shape.Sizes[..axis], table.Shape[-2] * table.Shape[-1]]), axis, 0, size);
    }

    // For each element the product of the other ones along an axis. The first half is multiplied with the second, element by element; what the others
    // of a pair make, times the one, is what the others of the other make.
    private static Tensor Others(Tensor x, int axis)
    {
        int size = x.Shape[axis], half = size / 2;
        if (size < 2) return Tensor.Ones(x.Shape, x.DType, x.Device);
        Tensor left = Part(x, axis, 0, half), right = Part(x, axis, half, half);
        if (size == 2) return Tensor.Concat([right, left], axis);
        Tensor pairs = left * right;
        if (size % 2 == 1) pairs = Tensor.Concat([pairs, Part(x, axis, size - 1, 1)], axis);
        Tensor others = Others(pairs, axis), ofPairs = Part(others, axis, 0, half);
        Tensor[] parts = [ofPairs * right, ofPairs * left];
        return Tensor.Concat(size % 2 == 1 ? [.. parts, Part(others, axis, half, 1)] : parts, axis);
    }

    // s_k = g_k + f_k·s_(k+1) along the last axis. One step within each pair leaves s at its first, s_k = (g_k + f_k·g_(k+1)) + f_k·f_(k+1)·s_(k+2), a
    // recurrence of half the length; and one step back from these leads to the second ones.
    private static Scaled Recurrence(Scaled g, Scaled f)
    {
        int size = g.Mantissa.Shape[-1];
        if (size == 1) return g;
        ((Scaled g0, Scaled g1), (Scaled f0, Scaled f1)) = (Pairs(g, 0), Pairs(f, 0));
        Scaled s = Recurrence(g0 + f0 * g1, (f0 * f1).Normal());
        return Joined(s, g1 + f1 * Later(s), size);
    }

    // p_k = x_0·…·x_(k-1) along the last axis: those of the pairs are those of their first elements. What comes out has as many factors near 1 as there
    // are halvings.
    private static Scaled Before(Scaled x)
    {
        int size = x.Mantissa.Shape[-1];
        if (size == 1) return Filled(x, 1, 1);
        (Scaled x0, Scaled x1) = Pairs(x, 1);
        Scaled p = Before((x0 * x1).Normal());
        return Joined(p, p * x0, size);
    }

    // The first and the second ones of pairs along the last axis; the value stands beside the last one of an odd number.
    private static (Scaled First, Scaled Second) Pairs(Scaled x, double value)
    {
        Shape shape = x.Mantissa.Shape;
        int axis = shape.Rank - 1;
        if (shape[-1] % 2 == 1) x = Scaled.Concat([x, Filled(x, 1, value)], axis);
        Scaled pairs = x.Moved(all => all.Reshape([.. all.Shape.Sizes[..axis], all.Shape[-1] / 2, 2]));
        return (One(0), One(1));

        Scaled One(int place) => pairs.Moved(all => Part(all, axis + 1, place, 1).Squeeze(axis + 1));
    }

    private static Scaled Joined(Scaled first, Scaled second, int size)
    {
        int axis = first.Mantissa.Rank - 1;
        return Scaled.Concat([first.Moved(all => all.Unsqueeze(-1)), second.Moved(all => all.Unsqueeze(-1))], axis + 1).Moved(all => Row(all, size));
    }

    // Each element moves one place down, and 0 comes in at the end.
    private static Scaled Later(Scaled x)
    {
        int axis = x.Mantissa.Rank - 1;
        return Scaled.Concat([x.Moved(all => Part(all, axis, 1, all.Shape[-1] - 1)), Filled(x, 1, 0)], axis);
    }

    private static Tensor Part(Tensor x, int axis, int start, int size) => x.Shape[axis] == size ? x : x.Take(Tensor.Stretch(x.Shape, axis, start, size));

    private static Scaled Filled(Scaled like, int places, double value)
    {
        Tensor x = like.Mantissa;
        return Scaled.Raw(Tensor.Full(x.Shape.With(x.Rank - 1, places), value, DType.Float64, x.Device));
    }
}

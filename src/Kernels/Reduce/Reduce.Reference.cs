using System.Numerics;

namespace DeepPuzzles.Kernels;

// y = the op over all reduced elements, one after the other; floating-point numbers are combined in float64.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        if (typeof(T) == typeof(int)) Reduce<TOp, T, T>(op, x, y);
        else Reduce<TOp, T, double>(op, x, y);
    }

    private static void Reduce<TOp, T, TTotal>(TOp op, in View<T> x, in View<T> y)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
        where TTotal : unmanaged, INumber<TTotal>
    {
        var totals = new TTotal[y.Layout.Count];
        Array.Fill(totals, op.Identity<TTotal>());
        for (int i = 0; i < x.Layout.Count; i++)
        {
            int place = Kept(x.Layout, y.Layout, i);
            totals[place] = op.Combine(totals[place], TTotal.CreateTruncating(At(x, i)));
        }
        for (int i = 0; i < totals.Length; i++) At(y, i) = T.CreateTruncating(totals[i]);
    }

    /// <inheritdoc/>
    public override void ArgReduce<TOp, T>(TOp op, in View<T> x, int axis, in View<int> y)
    {
        int inner = 1, size = x.Layout.Sizes[axis];
        foreach (int below in x.Layout.Sizes[(axis + 1)..]) inner *= below;
        for (int i = 0; i < y.Layout.Count; i++)
        {
            int first = i / inner * size * inner + i % inner, best = 0;
            for (int p = 1; p < size; p++)
            {
                if (op.Replaces(At(x, first + p * inner), At(x, first + best * inner))) best = p;
            }
            At(y, i) = best;
        }
    }

    /// <summary>Which element of y the i-th element of x goes to.</summary>
    private static int Kept(in Layout x, in Layout y, int i)
    {
        int place = 0, step = 1;
        for (int axis = x.Rank - 1; axis >= 0; axis--)
        {
            (i, int index) = int.DivRem(i, x.Sizes[axis]);
            if (y.Sizes[axis] == 1) continue;
            place += index * step;
            step *= y.Sizes[axis];
        }
        return place;
    }
}

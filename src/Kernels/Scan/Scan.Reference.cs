using System.Numerics;

namespace DeepPuzzles.Kernels;

// y[…, i, …] = the op over x[…, 0, …] to x[…, i, …], one after the other; floating-point numbers are combined in float64.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Scan<TOp, T>(TOp op, in View<T> x, int axis, in View<T> y)
    {
        if (typeof(T) == typeof(int)) Scan<TOp, T, T>(op, x, axis, y);
        else Scan<TOp, T, double>(op, x, axis, y);
    }

    private static void Scan<TOp, T, TTotal>(TOp op, in View<T> x, int axis, in View<T> y)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
        where TTotal : unmanaged, INumber<TTotal>
    {
        int inner = 1, size = x.Layout.Sizes[axis];
        foreach (int below in x.Layout.Sizes[(axis + 1)..]) inner *= below;
        var totals = new TTotal[inner];
        for (int i = 0; i < x.Layout.Count; i++)
        {
            TTotal next = TTotal.CreateTruncating(At(x, i));
            ref TTotal total = ref totals[i % inner];
            total = i / inner % size == 0 ? next : op.Combine(total, next);
            At(y, i) = T.CreateTruncating(total);
        }
    }
}

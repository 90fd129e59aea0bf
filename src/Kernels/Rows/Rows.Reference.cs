namespace DeepPuzzles.Kernels;

// The row ops in their scalar form, one element after the other; a first reduction and sums in float64.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void MapEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
    {
        int count = Labels.Check(x.Layout, beside.Hot);
        for (int row = 0; row < Labels.RowsOf(x.Layout); row++)
        {
            (_, RowSums<T> sums) = Sums<TOp, TFirst, T>(op, x, beside, row, count, out T[] between);
            RowSums<T> settled = op.Settle(sums, count);
            T factor = beside.Factor is { } factors ? At(factors, row) : T.One;
            for (int i = 0; i < count; i++) At(z, row * count + i) = op.Apply(between[i], Beside(beside, row, i, count), settled) * factor;
        }
    }

    /// <inheritdoc/>
    public override void FoldEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
    {
        int count = Labels.Check(x.Layout, beside.Hot);
        for (int row = 0; row < Labels.RowsOf(x.Layout); row++)
        {
            (T level, RowSums<T> sums) = Sums<TOp, TFirst, T>(op, x, beside, row, count, out _);
            T factor = beside.Factor is { } factors ? At(factors, row) : T.One;
            At(z, row) = op.Result(level, sums, count) * factor;
        }
    }

    private static (T Level, RowSums<T> Sums) Sums<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, int row, int count, out T[] between)
        where TOp : struct, IRowOp<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        TFirst reduction = default;
        double reduced = reduction.Identity<double>();
        for (int i = 0; i < count; i++) reduced = reduction.Combine(reduced, double.CreateTruncating(At(x, row * count + i)));
        T level = TOp.HasLevel ? op.Level(T.CreateTruncating(reduced), count) : T.Zero;
        between = new T[count];
        (double first, double second, double third) = (0, 0, 0);
        for (int i = 0; i < count; i++)
        {
            T y = Beside(beside, row, i, count);
            between[i] = op.Between(At(x, row * count + i), y, level);
            RowSums<T> summands = op.Summands(between[i], y);
            first += double.CreateTruncating(summands.First);
            second += double.CreateTruncating(summands.Second);
            third += double.CreateTruncating(summands.Third);
        }
        return (level, new RowSums<T>(T.CreateTruncating(first), T.CreateTruncating(second), T.CreateTruncating(third)));
    }

    private static T Beside<T>(in Beside<T> beside, int row, int i, int count)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        if (beside.Rows is { } rows) return At(rows, row * count + i);
        return beside.Hot is { } hot && At(hot, row) == i ? T.One : T.Zero;
    }
}

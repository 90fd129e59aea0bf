using System.Numerics;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Row ops: one door for maps, one for folds. Rows run along the last axis.
public sealed partial class Tensor
{
    /// <summary>Applies a row op to each row along the last axis; a new op of yours goes through here. float32 and float64.</summary>
    /// <typeparam name="TOp">The op struct.</typeparam>
    /// <typeparam name="TFirst">Its first reduction.</typeparam>
    /// <param name="op">The op.</param>
    /// <param name="beside">What stands beside each row: rows in the shape and dtype of x, or int32 labels in the shape of x without its last
    /// axis, each a row with a 1 there and 0 elsewhere; null for nothing.</param>
    /// <param name="factor">A factor on each row of the result, in the shape of x without its last axis; null for 1. Only with something beside.</param>
    /// <exception cref="TensorException">A label is no element of the row; shapes or dtypes do not fit.</exception>
    public Tensor MapRows<TOp, TFirst>(TOp op, Tensor? beside = null, Tensor? factor = null)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
    {
        RequireRows(TOp.Name, beside, factor);
        Tensor y = Empty(Shape, DType, Device);
        try
        {
            if (DType == DType.Float32) Device.MapEachRow<TOp, TFirst, float>(op, ReadView<float>(), Beside<float>(beside, factor), y.ReadView<float>());
            else Device.MapEachRow<TOp, TFirst, double>(op, ReadView<double>(), Beside<double>(beside, factor), y.ReadView<double>());
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new TensorException($"{TOp.Name}: {error.Message}", error);
        }
        return y.From(op, TOp.Name, this, beside, factor);
    }

    /// <summary>Folds each row along the last axis to one number; the axis goes. A new op of yours goes through here. float32 and float64.</summary>
    /// <typeparam name="TOp">The op struct.</typeparam>
    /// <typeparam name="TFirst">Its first reduction.</typeparam>
    /// <param name="op">The op.</param>
    /// <param name="beside">What stands beside each row, as in <see cref="MapRows"/>.</param>
    /// <exception cref="TensorException">A label is no element of the row; shapes or dtypes do not fit; the rows are empty.</exception>
    public Tensor FoldRows<TOp, TFirst>(TOp op, Tensor? beside = null)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
    {
        RequireRows(TOp.Name, beside, null);
        if (Shape[-1] == 0) throw new TensorException($"{TOp.Name}: axis {Rank - 1} of {Shape} is empty, so there is nothing to fold");
        Tensor y = Empty(Shape.Without(Rank - 1), DType, Device);
        try
        {
            if (DType == DType.Float32) Device.FoldEachRow<TOp, TFirst, float>(op, ReadView<float>(), Beside<float>(beside, null), Column<float>(y));
            else Device.FoldEachRow<TOp, TFirst, double>(op, ReadView<double>(), Beside<double>(beside, null), Column<double>(y));
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new TensorException($"{TOp.Name}: {error.Message}", error);
        }
        return y.From(op, TOp.Name, this, beside, null);
    }

    private Tensor From<TOp>(TOp op, string name, Tensor x, Tensor? beside, Tensor? factor)
        where TOp : struct
    {
        if (beside is null) return From(op, name, x);
        if (factor is null) return From(op, name, x, beside);
        if (Inherits(x.IsTracked | beside.IsTracked | factor.IsTracked, x.IsTraced | beside.IsTraced | factor.IsTraced)) _origin = new Origin<TOp>(op, name, [x, beside, factor]);
        else EndAt<TOp>(name, x, beside, factor);
        if (Anomalies.IsOn) Anomalies.Check(this, name, x, beside, factor);
        return this;
    }

    private void RequireRows(string op, Tensor? beside, Tensor? factor)
    {
        if (RequireFloat(op).Rank == 0) throw new TensorException($"{op}: a single number is no row; it must be [..., n]");
        if (beside is not null)
        {
            bool labels = beside.DType == DType.Int32;
            if (!labels) RequireSame(op, this, beside);
            else RequireOneDevice(op, this, beside);
            if (labels && !IsShapeOfRows(beside.Shape)) throw new TensorException($"{op}: labels {beside.Shape} do not match {Shape}; they must be {Shape.Without(Rank - 1)}, one for each row");
            if (!labels && beside.Shape != Shape) throw new TensorException($"{op}: rows {beside.Shape} do not match {Shape}; they must have the same shape, and class labels are int32: convert them with .To(DType.Int32)");
        }
        if (factor is null) return;
        RequireSame(op, this, factor);
        if (beside is null || !IsShapeOfRows(factor.Shape)) throw new TensorException($"{op}: a factor {factor.Shape} on rows of {Shape} must be {Shape.Without(Rank - 1)}, and something must stand beside the rows");
    }

    private bool IsShapeOfRows(Shape shape) => shape.Sizes.SequenceEqual(Shape.Sizes[..^1]);

    private static Beside<T> Beside<T>(Tensor? beside, Tensor? factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            Rows: beside is null || beside.DType == DType.Int32 ? null : beside.ReadView<T>(),
            Hot: beside?.DType == DType.Int32 ? Column<int>(beside) : null,
            Factor: factor is null ? null : Column<T>(factor));

    // One number for each row: with a last axis of 1, as devices see it.
    private static View<T> Column<T>(Tensor numbers)
        where T : unmanaged
    {
        View<T> view = numbers.ReadView<T>();
        Span<int> sizes = stackalloc int[view.Layout.Rank + 1], strides = stackalloc int[view.Layout.Rank + 1];
        view.Layout.Sizes.CopyTo(sizes);
        view.Layout.Strides.CopyTo(strides);
        sizes[^1] = strides[^1] = 1;
        return new View<T>(view.Buffer, new Layout(sizes, strides, view.Layout.Offset));
    }
}

using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Running totals along an axis, and what is sorted along one.
public sealed partial class Tensor
{
    /// <summary>Element i is the sum of the elements 0 to i along an axis. float32 is added up in float64; int32 wraps.</summary>
    public Tensor CumulativeSum(int axis)
    {
        axis = Shape.AxisIndex(axis, Tensors.CumulativeSum.Name);
        return Scan(default(Sum), axis, Tensors.CumulativeSum.Name).From(new CumulativeSum(axis), this);
    }

    /// <summary>Element i is the product of the elements 0 to i along an axis. float32 is multiplied in float64; int32 wraps.</summary>
    public Tensor CumulativeProduct(int axis)
    {
        axis = Shape.AxisIndex(axis, Tensors.CumulativeProduct.Name);
        return Scan(default(Prod), axis, Tensors.CumulativeProduct.Name).From(new CumulativeProduct(axis), this);
    }

    /// <summary>Element i is the sum of the elements 0 to i in row-major order, as a vector; int32 wraps.</summary>
    public Tensor CumulativeSum() => Flatten().CumulativeSum(0);

    /// <summary>Element i is the product of the elements 0 to i in row-major order, as a vector; int32 wraps.</summary>
    public Tensor CumulativeProduct() => Flatten().CumulativeProduct(0);

    private Tensor Scan<TOp>(TOp op, int axis, string name)
        where TOp : struct, IReduction
    {
        Tensor y = Empty(Dense, DType, Device);
        switch (DType)
        {
            case DType.Float32: Device.Scan(op, ReadView<float>(), axis, y.ReadView<float>()); break;
            case DType.Float64: Device.Scan(op, ReadView<double>(), axis, y.ReadView<double>()); break;
            case DType.Int32: Device.Scan(op, ReadView<int>(), axis, y.ReadView<int>()); break;
            default: throw NotForBool(name);
        }
        return y;
    }

    /// <summary>The elements in order along an axis, the smallest first; NaN comes last in either direction. For all elements in one row:
    /// <c>x.Flatten().Sort()</c>.</summary>
    /// <param name="axis">The axis; the last by default, as in NumPy.</param>
    /// <param name="descending">True for the largest first.</param>
    public Tensor Sort(int axis = -1, bool descending = false) => Gather(ArgSort(Shape.AxisIndex(axis, "sort"), descending), axis);

    /// <summary>The positions along an axis in the order of their elements, as int32; equal elements stay in order (-0 equals 0), NaN comes last in
    /// either direction. No gradient.</summary>
    /// <param name="axis">The axis; the last by default, as in NumPy.</param>
    /// <param name="descending">True for the largest first.</param>
    public Tensor ArgSort(int axis = -1, bool descending = false)
    {
        axis = Shape.AxisIndex(axis, Tensors.ArgSort.Name);
        Tensor y = Empty(Dense, DType.Int32, Device);
        switch (DType)
        {
            case DType.Float32: Device.ArgSort(ReadView<float>(), axis, descending, y.ReadView<int>()); break;
            case DType.Float64: Device.ArgSort(ReadView<double>(), axis, descending, y.ReadView<int>()); break;
            case DType.Int32: Device.ArgSort(ReadView<int>(), axis, descending, y.ReadView<int>()); break;
            default: Device.ArgSort(Bytes(this), axis, descending, y.ReadView<int>()); break;
        }
        return y.From(new ArgSort(axis, descending), this);
    }

    /// <summary>The k largest elements along an axis, or the k smallest, in order, and their positions as int32; the first of equals. NaN counts as
    /// less than every number here, and as more where the smallest are asked for: it comes last.</summary>
    /// <param name="k">From 0 to the size of the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="largest">False for the smallest.</param>
    /// <exception cref="TensorException">The axis has fewer than k elements, or k is negative.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int axis = -1, bool largest = true)
    {
        axis = Shape.AxisIndex(axis, "top-k");
        if (k < 0 || k > Shape[axis]) throw new TensorException($"top-k: k is {k}, but axis {axis} of {Shape} has {Shape[axis]} elements; k goes from 0 to that");
        Tensor sorted = ArgSort(axis, largest), indices = sorted.Take(Stretch(Shape, axis, 0, k));
        return (Gather(indices, axis), indices);
    }
}

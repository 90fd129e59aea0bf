using System.Numerics;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Products of matrices, and elements picked by index.
public sealed partial class Tensor
{
    /// <summary>The product of matrices [..., m, k] · [..., k, n] = [..., m, n]; leading axes broadcast. A vector on the left counts as one row, on
    /// the right as one column, and its axis goes from the result. Transposed operands cost nothing.</summary>
    /// <exception cref="TensorException">The inner sizes differ, or an operand is a single number.</exception>
    public Tensor MatMul(Tensor right)
    {
        RequireSame("matmul", RequireFloat("matmul"), right);
        if (Rank == 0 || right.Rank == 0) throw new TensorException($"matmul: {Shape} · {right.Shape}: a single number is no matrix; use *");
        Tensor a = Rank == 1 ? Unsqueeze(0) : this;
        Tensor b = right.Rank == 1 ? right.Unsqueeze(1) : right;
        if (a.Shape[-1] != b.Shape[-2])
            throw new TensorException($"matmul: {Shape} · {right.Shape}: the inner sizes differ, {a.Shape[-1]} on the left and {b.Shape[-2]} on the right; transpose one?");
        if (a.Rank > 2 && b.Rank == 2)
        {
            // All rows meet the same matrix: one tall product, whose gradient for that matrix is one product too, not a sum over the batch.
            var rows = new Shape(a.Shape.Sizes[..^1]);
            Tensor tall = a.Reshape([rows.Elements, a.Shape[-1]]).MatMul(b).Reshape(Matrices(new Shape(rows.Sizes[..^1]), rows[-1], b.Shape[-1]));
            return right.Rank == 1 ? tall.Squeeze(-1) : tall;
        }
        Shape batch = Shape.Broadcast(new Shape(a.Shape.Sizes[..^2]), new Shape(b.Shape.Sizes[..^2]), "matmul");
        a = a.Expand(Matrices(batch, a.Shape[-2], a.Shape[-1]));
        b = b.Expand(Matrices(batch, b.Shape[-2], b.Shape[-1]));
        Tensor c = Empty(Matrices(batch, a.Shape[-2], b.Shape[-1]), DType, Device);
        if (DType == DType.Float32) MatMulTo<float>(a, b, c);
        else MatMulTo<double>(a, b, c);
        c = c.From(default(MatrixProduct), a, b);
        if (right.Rank == 1) c = c.Squeeze(-1);
        return Rank == 1 ? c.Squeeze(right.Rank == 1 ? -1 : -2) : c;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MatMulTo<T>(Tensor a, Tensor b, Tensor c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        a.RequireValid();
        b.RequireValid();
        var left = new View<T>(a.Buffer, a._layout);
        var right = new View<T>(b.Buffer, b._layout);
        var to = new View<T>(c.Buffer, c._layout);
        c.Device.MatMul(left, right, to);
    }

    private static Shape Matrices(Shape batch, int rows, int columns, string op = "shape")
    {
        Span<int> sizes = stackalloc int[batch.Rank + 2];
        batch.Sizes.CopyTo(sizes);
        (sizes[^2], sizes[^1]) = (rows, columns);
        return new Shape(sizes, op);
    }

    /// <summary>y[…, i, …] = x[…, indices[…, i, …], …] along an axis: int32 indices of the result's shape, which is x's but along the axis.</summary>
    /// <exception cref="TensorException">An index lies outside the axis; shapes or dtypes do not fit.</exception>
    public Tensor Gather(Tensor indices, int axis) => Gather(Given(indices), axis, "gather");

    private Tensor Gather(Tensor indices, int axis, string op)
    {
        axis = CheckIndices(op, indices, axis);
        Tensor y = Empty(indices.Shape, DType, Device);
        switch (DType)
        {
            case DType.Float32: Pick<float>(); break;
            case DType.Float64: Pick<double>(); break;
            case DType.Int32: Pick<int>(); break;
            default: Pick<bool>(); break;
        }
        return y.From(new GatherAlong(axis), this, indices);

        void Pick<T>()
            where T : unmanaged
        {
            try
            {
                Device.Gather(ReadView<T>(), indices.ReadView<int>(), axis, y.ReadView<T>());
            }
            catch (ArgumentOutOfRangeException error)
            {
                throw new TensorException($"{op}: {error.Message}", error);
            }
        }
    }

    /// <summary>Rows (or other slices) along an axis, in the order of a vector of int32 indices: NumPy's <c>take</c>. An index may repeat; none is
    /// negative, for to count from the end every index would have to be looked at first: <see cref="At(ReadOnlySpan{Tensor})"/> does.</summary>
    /// <exception cref="TensorException">An index lies outside the axis; the indices are no vector or not int32.</exception>
    public Tensor Rows(Tensor indices, int axis = 0)
    {
        axis = Shape.AxisIndex(axis, "rows");
        if (Given(indices).Rank != 1) throw new TensorException($"rows: indices have shape {indices.Shape}; they must be a vector");
        RequireIndices("rows", indices);
        Span<int> column = stackalloc int[Rank];
        column.Fill(1);
        column[axis] = indices.Count;
        return Gather(indices.Reshape(new Shape(column)).Expand(Shape.With(axis, indices.Count)), axis, "rows");
    }

    /// <summary>Zeros of a size along an axis, to which these elements are added at int32 indices of their own shape: the adjoint of
    /// <see cref="Gather(Tensor, int)"/>. Repeated indices add up.</summary>
    public Tensor ScatterAdd(Tensor indices, int axis, int size)
    {
        axis = Shape.AxisIndex(axis, "scatter-add");
        if (Given(indices).DType != DType.Int32 || indices.Shape != Shape)
            throw new TensorException($"scatter-add: indices are {indices.DType.Name()} {indices.Shape}; they must be int32 {Shape}, as the elements");
        RequireOneDevice("scatter-add", this, indices);
        Tensor y = Zeros(Shape.With(axis, size), DType, Device);
        switch (DType)
        {
            case DType.Float32: Put<float>(); break;
            case DType.Float64: Put<double>(); break;
            case DType.Int32: Put<int>(); break;
            default: throw NotForBool("scatter-add");
        }
        return y.From(new ScatterAlong(axis, size), this, indices);

        void Put<T>()
            where T : unmanaged, INumber<T>
        {
            try
            {
                Device.ScatterAdd(ReadView<T>(), indices.ReadView<int>(), axis, y.ReadView<T>());
            }
            catch (ArgumentOutOfRangeException error)
            {
                throw new TensorException($"scatter-add: {error.Message}", error);
            }
        }
    }

    private static void RequireIndices(string op, Tensor indices)
    {
        if (indices.DType != DType.Int32) throw new TensorException($"{op}: indices are {indices.DType.Name()} {indices.Shape}; they must be int32, {WayToIndex(indices)}");
    }

    private int CheckIndices(string op, Tensor indices, int axis)
    {
        axis = Shape.AxisIndex(axis, op);
        RequireIndices(op, indices);
        if (indices.Rank != Rank || indices.Shape.With(axis, 1) != Shape.With(axis, 1))
            throw new TensorException($"{op}: indices {indices.Shape} must have the shape of {Shape} but along axis {axis}");
        RequireOneDevice(op, this, indices);
        return axis;
    }
}

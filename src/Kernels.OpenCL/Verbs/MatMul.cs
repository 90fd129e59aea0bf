using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// C[…, i, j] = op(Σ_p A[…, i, p] · B[…, p, j] + bias[j]): sizes and strides for the tiles of MatMul.cl.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void MatMul<T>(in View<T> a, in View<T> b, in View<T> c) => Multiply(null, a, b, default, c);

    /// <inheritdoc/>
    public override void MatMul<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c)
    {
        if (c.Layout.Count > 0) Multiply(OpSource.Unary<TOp, T>(op), a, b, bias, c);
    }

    private void Multiply<T>(OpSource? op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (c.Layout.Count == 0) return;
        int axes = c.Layout.Rank - 2, m = c.Layout.Sizes[axes], n = c.Layout.Sizes[axes + 1], k = a.Layout.Sizes[axes + 1], products = c.Layout.Count / (m * n);
        int rowA = a.Layout.Strides[axes], stepA = a.Layout.Strides[axes + 1], stepB = b.Layout.Strides[axes], columnB = b.Layout.Strides[axes + 1];
        if (products > 1 && Batch.HasStep(a.Layout, axes, out int matrixA) && Batch.HasStep(b.Layout, axes, out int matrixB) && matrixB == 0 && (m == 1 || matrixA == (long)rowA * m))
        {
            // A batch whose matrices share B and whose As follow one another is one taller product.
            if (m == 1) rowA = matrixA;
            (m, products, axes) = (m * products, 1, 0);
        }
        Layout batch = Batch.Leading(c.Layout, axes);
        if (n == 1)
        {
            // A matrix times a column is a row times the transposed matrix: Cᵀ = Bᵀ · Aᵀ, and a C of one column is its own transpose.
            var turned = new Matrices(Walk.Over(batch, Batch.Leading(b.Layout, axes), Batch.Leading(a.Layout, axes)), 1, m, k, 0, stepB, stepA, rowA, 0);
            Tiled("MatMul.cl", turned, turned.Cut(products, channels: 1), op, b, a, bias, c);
        }
        else
        {
            var straight = new Matrices(Walk.Over(batch, Batch.Leading(a.Layout, axes), Batch.Leading(b.Layout, axes)), m, n, k, rowA, stepA, stepB, columnB, 1);
            Tiled("MatMul.cl", straight, straight.Cut(products, channels: n), op, a, b, bias, c);
        }
    }

    /// <summary>The structure <c>job</c> of MatMul.cl.</summary>
    private readonly record struct Matrices(Walk Starts, int M, int N, int K, int RowA, int StepA, int StepB, int ColumnB, int BiasStep)
    {
        internal Extents Cut(int products, int channels) =>
            new(M, N, K, products, Extents.IsAlong(StepA, RowA, M), Extents.IsAlong(StepB, ColumnB, N), Channels: channels);
    }
}

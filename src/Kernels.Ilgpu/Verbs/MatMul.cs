using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// C[…, i, j] = op(Σ_p A[…, i, p] · B[…, p, j] + bias[j]): sizes and strides for the tiles of MatMul.Ilgpu.cs.
public sealed partial class IlgpuDevice
{
    /// <summary>A C of so few columns and more rows is told turned, Cᵀ = Bᵀ · Aᵀ: thin tiles have few rows.</summary>
    private const int FewColumns = 8;

    /// <inheritdoc/>
    public override void MatMul<T>(in View<T> a, in View<T> b, in View<T> c)
    {
        if (c.Layout.Count > 0) Multiply(default(Plain<T>), Inputs(a, b), a, b, c);
    }

    /// <inheritdoc/>
    public override void MatMul<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c)
    {
        if (c.Layout.Count > 0) Multiply(Finish(op, bias), Inputs(a, b, bias), a, b, c);
    }

    private void Multiply<TFinish, T>(TFinish finish, in Launch inputs, in View<T> a, in View<T> b, in View<T> c)
        where TFinish : struct, IFinish<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int axes = c.Layout.Rank - 2, m = c.Layout.Sizes[axes], n = c.Layout.Sizes[axes + 1], k = a.Layout.Sizes[axes + 1], products = c.Layout.Count / (m * n), channels = n;
        int rowA = a.Layout.Strides[axes], stepA = a.Layout.Strides[axes + 1], stepB = b.Layout.Strides[axes], columnB = b.Layout.Strides[axes + 1];
        if (products > 1 && Batch.HasStep(a.Layout, axes, out int matrixA) && Batch.HasStep(b.Layout, axes, out int matrixB) && matrixB == 0 && (m == 1 || matrixA == (long)rowA * m))
        {
            // A batch whose matrices share B and whose As follow one another is one taller product.
            if (m == 1) rowA = matrixA;
            (m, products, axes) = (m * products, 1, 0);
        }
        Layout batch = Batch.Leading(c.Layout, axes), left = Batch.Leading(a.Layout, axes), right = Batch.Leading(b.Layout, axes);
        bool leftFours = AreFours(left, a.Layout.Offset), rightFours = AreFours(right, b.Layout.Offset);
        if (n < m && n <= FewColumns)
        {
            IlgpuTile tile = TileFor<T>(n, m, products);
            var turned = new Strides(n, m, k, columnB, stepB, stepA, rowA, RowC: 1, ColumnC: n, RowBias: 1, ColumnBias: 0,
                WayOf(tile, n, k, columnB, stepB, rightFours), WayOf(tile, m, k, rowA, stepA, leftFours), n == 1 && m % 4 == 0 && c.Layout.Offset % 4 == 0 ? Way.FourLines : Way.Lines);
            Multiply(tile, finish, inputs, turned, batch, right, left, products, channels, b, a, c);
        }
        else
        {
            IlgpuTile tile = TileFor<T>(m, n, products);
            var straight = new Strides(m, n, k, rowA, stepA, stepB, columnB, RowC: n, ColumnC: 1, RowBias: 0, ColumnBias: 1,
                WayOf(tile, m, k, rowA, stepA, leftFours), WayOf(tile, n, k, columnB, stepB, rightFours), n % 4 == 0 && c.Layout.Offset % 4 == 0 ? Way.FourLines : Way.Lines);
            Multiply(tile, finish, inputs, straight, batch, left, right, products, channels, a, b, c);
        }
    }

    private void Multiply<TFinish, T>(IlgpuTile tile, TFinish finish, in Launch inputs, in Strides strides, in Layout batch, in Layout left, in Layout right, int products, int channels, in View<T> a, in View<T> b, in View<T> c)
        where TFinish : struct, IFinish<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var loop = Loop.Over(batch, left, right);
        var product = new Matrices<T>(new Walk(loop), All<T>(a.Buffer), new Steps(loop, 1, a.Layout.Offset), All<T>(b.Buffer), new Steps(loop, 2, b.Layout.Offset), strides);
        var sizes = new Extents(strides.M, strides.N, strides.K, products, LeftAlong: false, RightAlong: false, Channels: channels);
        Tiled(tile, product, inputs, sizes, finish, c);
    }

    /// <summary>How an operand is brought in: four at a time where it stands so that every load is aligned and whole.</summary>
    private static int WayOf(IlgpuTile tile, int lines, int depth, int line, int step, bool fours)
    {
        bool along = Extents.IsAlong(step, line, lines);
        if (!fours) return along ? Way.Depth : Way.Lines;
        if (step == 1 && depth % 4 == 0 && tile.Depth % 4 == 0 && (lines == 1 || line % 4 == 0)) return Way.FourDepths;
        if (line == 1 && lines % 4 == 0 && (depth == 1 || step % 4 == 0)) return Way.FourLines;
        return along ? Way.Depth : Way.Lines;
    }

    /// <summary>Do the matrices of a batch begin at multiples of four numbers?</summary>
    private static bool AreFours(in Layout batch, int offset)
    {
        for (int axis = 0; axis < batch.Rank; axis++)
        {
            if (batch.Sizes[axis] > 1 && batch.Strides[axis] % 4 != 0) return false;
        }
        return offset % 4 == 0;
    }
}

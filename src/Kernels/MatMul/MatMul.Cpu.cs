using System.Numerics;

namespace DeepPuzzles.Kernels;

// C[i, j] = Σ_p A[i, p] · B[p, j], then perhaps op(C[i, j] + bias[j]).
// Three ways, chosen by shape and strides alone. Blocks of A and B are packed and multiplied tile by tile; one to three rows of A meet B where
// it lies, row after row; and where both lie along p, a few rows of A meet B in dot products. Threads share out rows or columns of C, and
// every element's sum runs over p in the same order, whoever computes it.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Up to so many rows of A the product runs row by row: over the rows of B, over its columns.</summary>
    private const int ThinRows = 3, DotRows = 48;

    /// <summary>From so deep on for each row, adding the lanes of dot products costs less than packing B.</summary>
    private const int DotDepth = 8;

    /// <summary>Multiply-adds that cost as much as one elementary operation.</summary>
    private const int MultiplyAddsPerOperation = 16;

    private const int ChunkColumns = 256;

    /// <inheritdoc/>
    public override void MatMul<T>(in View<T> a, in View<T> b, in View<T> c) => MatMul(new Product<T>(a, b, c), default(Nothing<T>), c);

    /// <inheritdoc/>
    public override void MatMul<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c)
    {
        var product = new Product<T>(a, b, c);
        MatMul(product, new BiasThen<TOp, T>(op, PointerTo(bias), product.IsTransposed), c);
    }

    private void MatMul<T, TEpilogue>(in Product<T> product, TEpilogue epilogue, in View<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        if (product.Batches == 0 || product.M == 0 || product.N == 0) return;
        if (product.K == 0)
        {
            Fill(T.Zero, c);
            epilogue.Apply(product.C(0), product.N, 0, product.Batches * product.M, 0, product.N);
            return;
        }
        if (PackedRange<T, TEpilogue>.IsPlain(product)) PackedRange<T, TEpilogue>.Plain(product, epilogue);
        else if (product.ColumnB == 1 && product.N >= Vector<T>.Count && product.M <= ThinRows)
            Share(product, product.M * Math.Max(1, product.N / ChunkColumns), new ThinRange<T, TEpilogue>(product, epilogue));
        else if (product.StepB == 1 && product.StepA == 1 && product.K >= DotDepth * product.M && product.M <= DotRows)
            Share(product, Tiles(product.M, Dots.Rows) * Tiles(product.N, Dots.Columns), new DotRange<T, TEpilogue>(product, epilogue));
        else
            Share(product, PackedRange<T, TEpilogue>.Items(product), new PackedRange<T, TEpilogue>(product, epilogue, this));
    }

    private void Share<T, TRange>(in Product<T> product, int itemsPerProduct, TRange range)
        where T : unmanaged
        where TRange : struct, IRange
    {
        int items = product.Batches * itemsPerProduct;
        Run(items, product.Work / items / MultiplyAddsPerOperation, range);
    }

    /// <summary>One item is a chunk of columns of one row of C.</summary>
    private readonly struct ThinRange<T, TEpilogue>(Product<T> product, TEpilogue epilogue) : IRange
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        public void Run(int from, int to)
        {
            int chunks = Math.Max(1, product.N / ChunkColumns);
            for (int item = from; item < to; item++)
            {
                int chunk = item % chunks, row = item / chunks % product.M, batch = item / chunks / product.M;
                int column = chunk * ChunkColumns, columns = (chunk == chunks - 1 ? product.N : column + ChunkColumns) - column;
                T* c = product.C(batch) + (nint)row * product.N + column;
                Thin.Row(product.K, product.A(batch) + row * product.RowA, product.StepA, product.B(batch) + column, product.StepB, c, columns);
                epilogue.Apply(c, product.N, row, 1, column, columns);
            }
        }
    }

    /// <summary>One item is a tile of dot products; the tiles of the same columns follow one another.</summary>
    private readonly struct DotRange<T, TEpilogue>(Product<T> product, TEpilogue epilogue) : IRange
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        public void Run(int from, int to)
        {
            int down = Tiles(product.M, Dots.Rows), across = Tiles(product.N, Dots.Columns);
            for (int item = from; item < to; item++)
            {
                int row = item % down * Dots.Rows, column = item / down % across * Dots.Columns, batch = item / down / across;
                int rows = Math.Min(Dots.Rows, product.M - row), columns = Math.Min(Dots.Columns, product.N - column);
                T* c = product.C(batch) + (nint)row * product.N + column;
                Dots.Multiply(rows, columns, product.K, product.A(batch) + row * product.RowA, product.RowA,
                    product.B(batch) + column * product.ColumnB, product.ColumnB, c, product.N);
                epilogue.Apply(c, product.N, row, rows, column, columns);
            }
        }
    }

    private static int Tiles(int size, int tile) => (size + tile - 1) / tile;

    private static int RoundUp(int size, int tile) => Tiles(size, tile) * tile;
}

using System.Numerics;

namespace DeepPuzzles.Kernels;

// C[i, j] = Σ_p A[i, p] · B[p, j].
// Blocks of A and B are packed and multiplied tile by tile; a few rows of A, or a shallow depth, read B where it lies. Threads share out
// rows or columns of C, and every element's sum runs over p in the same blocks, whoever computes it.
public sealed unsafe partial class CpuDevice
{
    // A panel of B, depth × 16 floats, fills half of a 32 kB first-level cache; a block of A a quarter of a 1 MB second-level cache (half
    // of 512 kB); a block of B lies in the third level.
    private const int DepthBlock = 256;
    private const int RowBlockBytes = 256 * 1024;
    private const int ColumnBlock = 2048;

    /// <summary>Up to so many rows of A the product runs row by row: over the rows of B, over its columns.</summary>
    private const int ThinRows = 3, DotRows = 12;

    /// <summary>Up to so many rows a tile reads B where it lies, up to so many columns A.</summary>
    private const int UnpackedRows = 8 * Tile.Rows, UnpackedColumns = 128;

    /// <summary>Rows of B this far apart or farther lie in different pages each, and are packed.</summary>
    private const int PageBytes = 4096;

    /// <summary>Bytes of packed blocks that the stack holds.</summary>
    private const int StackScratch = 8192;

    /// <summary>Multiply-adds that cost as much as one elementary operation.</summary>
    private const int MultiplyAddsPerOperation = 16;

    private const int ChunkColumns = 256, ChunkDots = 4;

    /// <inheritdoc/>
    public override void MatMul<T>(in View<T> a, in View<T> b, in View<T> c)
    {
        if (c.Layout.Count == 0) return;
        var product = new Product<T>(a, b, c);
        if (product.K == 0)
        {
            Fill(T.Zero, c);
            return;
        }
        if (product.ColumnB == 1 && product.N >= Vector<T>.Count && product.M <= ThinRows)
            Share(product, product.M * Math.Max(1, product.N / ChunkColumns), new ThinRange<T>(product));
        else if (product.StepB == 1 && product.StepA == 1 && product.K >= Vector<T>.Count && product.M <= DotRows)
            Share(product, product.M * ((product.N + ChunkDots - 1) / ChunkDots), new DotRange<T>(product));
        else
            Share(product, PackedRange<T>.TilesOf(product), new PackedRange<T>(product, this));
    }

    private void Share<T, TRange>(in Product<T> product, int itemsPerProduct, TRange range)
        where T : unmanaged
        where TRange : struct, IRange
    {
        int items = product.Batches * itemsPerProduct;
        Run(items, product.Work / items / MultiplyAddsPerOperation, range);
    }

    /// <summary>One item is a chunk of columns of one row of C.</summary>
    private readonly struct ThinRange<T>(Product<T> product) : IRange
        where T : unmanaged
    {
        public void Run(int from, int to)
        {
            int chunks = Math.Max(1, product.N / ChunkColumns);
            for (int item = from; item < to; item++)
            {
                int chunk = item % chunks, row = item / chunks % product.M, batch = item / chunks / product.M;
                int column = chunk * ChunkColumns, columns = (chunk == chunks - 1 ? product.N : column + ChunkColumns) - column;
                Thin.Row(product.K, product.A(batch) + row * product.RowA, product.StepA, product.B(batch) + column, product.StepB,
                    product.C(batch) + (nint)row * product.N + column, columns);
            }
        }
    }

    /// <summary>One item is four elements of one row of C.</summary>
    private readonly struct DotRange<T>(Product<T> product) : IRange
        where T : unmanaged, INumberBase<T>
    {
        public void Run(int from, int to)
        {
            int chunks = (product.N + ChunkDots - 1) / ChunkDots;
            for (int item = from; item < to; item++)
            {
                int chunk = item % chunks, row = item / chunks % product.M, batch = item / chunks / product.M;
                int column = chunk * ChunkDots;
                Thin.Dots(product.K, product.A(batch) + row * product.RowA, product.B(batch) + column * product.ColumnB, product.ColumnB,
                    product.C(batch) + (nint)row * product.N + column, Math.Min(ChunkDots, product.N - column));
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// The packed product of a slab of C, loops from the outside in:
//
//   columns by 2048   depth by 256 → pack B      rows by 256 kB of A → pack A      panels of B   panels of A   tile
public sealed unsafe partial class CpuDevice
{
    // A panel of B, depth × 128 bytes, fills two thirds of a 48 kB first-level cache; a block of A a quarter of a 1 MB second-level cache (half
    // of 512 kB); a block of B lies in the third level.
    private const int DepthBlock = 256;
    private const int RowBlockBytes = 256 * 1024;
    private const int ColumnBlock = 2048;

    /// <summary>Up to so many rows B is read where it lies, up to so many columns A.</summary>
    private const int UnpackedRows = 48, UnpackedColumns = 128;

    /// <summary>Rows of B this far apart or farther lie in different pages each, and are packed for more than a few rows of A.</summary>
    private const int PageBytes = 4096, FewRows = 12;

    /// <summary>Bytes of packed blocks that the stack holds.</summary>
    private const int StackScratch = 16 * 1024;

    /// <summary>One item is a row of C, or a register of columns where C is wider than high, so that threads pack as little as possible
    /// twice and get equal shares.</summary>
    private readonly struct PackedRange<T, TEpilogue>(Product<T> product, TEpilogue epilogue, CpuDevice device) : IRange
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        private static bool ByRows(in Product<T> product) => product.M >= product.N;

        internal static int Items(in Product<T> product) => ByRows(product) ? product.M : Tiles(product.N, Tile.Register<T>());

        /// <summary>The depth in equal parts.</summary>
        private int Depth => Tiles(product.K, Tiles(product.K, DepthBlock));

        private static int RowBlock => RowBlockBytes / sizeof(T) / DepthBlock / Tile.Rows * Tile.Rows;

        private bool PacksA => product.N > UnpackedColumns;

        private bool PacksB => product.ColumnB != 1 || product.M > (product.StepB * sizeof(T) < PageBytes ? UnpackedRows : FewRows);

        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            int rows = PacksA ? RoundUp(Math.Min(product.M, RowBlock), Tile.Rows) : 0;
            int columns = PacksB ? RoundUp(Math.Min(product.N, ColumnBlock), Tile.Columns<T>()) : 0;
            int bytes = (rows + columns) * Depth * sizeof(T);
            byte* small = stackalloc byte[StackScratch];
            Buffer? scratch = bytes > StackScratch ? device.Acquire(bytes) : null;
            T* b = (T*)(scratch is null ? small : ((CpuBuffer)scratch).Pointer), a = b + columns * Depth;
            int items = Items(product), register = Tile.Register<T>();
            while (from < to)
            {
                int batch = from / items, first = from % items, last = Math.Min(items, first + to - from);
                if (ByRows(product)) Slab(batch, first, last, 0, product.N, a, b);
                else Slab(batch, 0, product.M, first * register, Math.Min(product.N, last * register), a, b);
                from += last - first;
            }
            if (scratch is not null) device.Release(scratch);
        }

        private void Slab(int batch, int fromRow, int toRow, int fromColumn, int toColumn, T* packedA, T* packedB)
        {
            int width = Tile.Columns<T>();
            for (int column = fromColumn; column < toColumn; column += ColumnBlock)
            {
                int columns = Math.Min(ColumnBlock, toColumn - column);
                for (int p = 0; p < product.K; p += Depth)
                {
                    int depth = Math.Min(Depth, product.K - p);
                    T* b = product.B(batch) + p * product.StepB + column * product.ColumnB;
                    if (PacksB) Pack.B(b, product.StepB, product.ColumnB, depth, columns, packedB);
                    for (int row = fromRow; row < toRow; row += RowBlock)
                    {
                        int rows = Math.Min(RowBlock, toRow - row);
                        T* a = product.A(batch) + row * product.RowA + p * product.StepA;
                        if (PacksA) Pack.A(a, product.RowA, product.StepA, rows, depth, packedA);
                        var blockA = PacksA ? new Panels(packedA, 1, Tile.Rows, Tile.Rows * depth) : new Panels(a, product.RowA, product.StepA, Tile.Rows * product.RowA);
                        var blockB = PacksB ? new Panels(packedB, 1, width, width * depth) : new Panels(b, 1, product.StepB, width);
                        Block(rows, depth, columns, blockA, blockB, product.C(batch) + (nint)row * product.N + column, column, isFirst: p == 0, isLast: p + depth == product.K);
                    }
                }
            }
        }

        /// <summary>A block of A or B, packed or not: from one row (or column) to the next, along p, and to the next panel.</summary>
        private readonly struct Panels(T* start, nint lane, nint step, nint panel)
        {
            internal readonly T* Start = start;
            internal readonly nint Lane = lane, Step = step, Panel = panel;
        }

        /// <summary>Every tile of a block of C.</summary>
        private void Block(int rows, int depth, int columns, in Panels blockA, in Panels blockB, T* c, int column, bool isFirst, bool isLast)
        {
            T* b = blockB.Start;
            for (int j = 0; j < columns; j += Tile.Columns<T>(), b += blockB.Panel)
            {
                int width = Math.Min(Tile.Columns<T>(), columns - j);
                T* a = blockA.Start;
                T* tile = c + j;
                for (int i = 0; i < rows; i += Tile.Rows, a += blockA.Panel, tile += Tile.Rows * (nint)product.N)
                {
                    int height = Math.Min(Tile.Rows, rows - i);
                    Tile.MultiplyEdge(height, width, depth, a, blockA.Lane, blockA.Step, b, blockB.Step, tile, product.N, !isFirst);
                    if (isLast) epilogue.Apply(tile, product.N, height, column + j, width);
                }
            }
        }
    }
}

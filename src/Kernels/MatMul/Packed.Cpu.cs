using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// The packed product of a slab of C, loops from the outside in:
//
//   columns by 2048   depth by 32 kB of a panel → pack B      rows by 256 kB of A → pack A      panels of B   panels of A   tile
public sealed unsafe partial class CpuDevice
{
    // A panel of B, depth by a tile's columns, fills two thirds of a 48 kB first-level cache; a block of A a quarter of a 1 MB second-level cache
    // (half of 512 kB); a block of B lies in the third level.
    private const int DepthBytes = 32 * 1024;
    private const int RowBlockBytes = 256 * 1024;
    private const int ColumnBlock = 2048;

    /// <summary>What B may take of the first-level cache and stay there while rows of A and C pass by.</summary>
    private const int FirstLevelBytes = 24 * 1024;

    /// <summary>Up to so many rows B is read where it lies, up to so many columns A.</summary>
    private const int UnpackedRows = 128, UnpackedColumns = 128;

    /// <summary>Rows of B this far apart or farther lie in different pages each, and are packed for more than a few rows of A.</summary>
    private const int PageBytes = 4096, FewRows = 12;

    /// <summary>Multiply-adds below which one thread does it all.</summary>
    private const long PlainWork = SmallestShare * MultiplyAddsPerOperation;

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

        /// <summary>At most 256 for tiles of two AVX-512 registers, 512 for two of AVX2.</summary>
        private static int DepthBlock => DepthBytes / sizeof(T) / Tile.Columns<T>();

        /// <summary>The depth in equal parts.</summary>
        private int Depth => Tiles(product.K, Tiles(product.K, DepthBlock));

        private static int RowBlock => RowBlockBytes / sizeof(T) / DepthBlock / Tile.Rows * Tile.Rows;

        private static bool PacksA(in Product<T> product) => product.N > UnpackedColumns;

        private static bool PacksB(in Product<T> product) =>
            product.ColumnB != 1 || product.M > (product.StepB * sizeof(T) < PageBytes ? UnpackedRows : FewRows);

        private static int PackedB(in Product<T> product, int depth) =>
            PacksB(product) ? RoundUp(Math.Min(product.N, ColumnBlock), Tile.Columns<T>()) * depth * sizeof(T) : 0;

        /// <summary>True for a product of one block that is not worth a second thread.</summary>
        internal static bool IsPlain(in Product<T> product) => product.Batches == 1 && product.Work < PlainWork && product.K <= DepthBlock
            && product.N <= UnpackedColumns && PackedB(product, product.K) <= StackScratch;

        /// <summary>The whole product, without the cost of sharing it out.</summary>
        [SkipLocalsInit]
        internal static void Plain(in Product<T> product, in TEpilogue epilogue)
        {
            T* packed = stackalloc T[StackScratch / sizeof(T)];
            var a = new Panels<T>(product.A(0), product.RowA, product.StepA, Tile.Rows * product.RowA);
            var b = new Panels<T>(product.B(0), 1, product.StepB, Tile.Columns<T>());
            if (PacksB(product))
            {
                Pack.B(b.Start, product.StepB, product.ColumnB, product.K, product.N, packed);
                b = new Panels<T>(packed, 1, Tile.Columns<T>(), Tile.Columns<T>() * product.K);
            }
            Block(product.M, product.K, product.N, a, b, product.C(0), product.N, 0, 0, isFirst: true, isLast: true, epilogue);
        }

        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            int rows = PacksA(product) ? RoundUp(Math.Min(product.M, RowBlock), Tile.Rows) : 0;
            int columns = PacksB(product) ? RoundUp(Math.Min(product.N, ColumnBlock), Tile.Columns<T>()) : 0;
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
                    if (PacksB(product)) Pack.B(b, product.StepB, product.ColumnB, depth, columns, packedB);
                    for (int row = fromRow; row < toRow; row += RowBlock)
                    {
                        int rows = Math.Min(RowBlock, toRow - row);
                        T* a = product.A(batch) + row * product.RowA + p * product.StepA;
                        if (PacksA(product)) Pack.A(a, product.RowA, product.StepA, rows, depth, packedA);
                        var blockA = PacksA(product) ? new Panels<T>(packedA, 1, Tile.Rows, Tile.Rows * depth) : new Panels<T>(a, product.RowA, product.StepA, Tile.Rows * product.RowA);
                        var blockB = PacksB(product) ? new Panels<T>(packedB, 1, width, width * depth) : new Panels<T>(b, 1, product.StepB, width);
                        Block(rows, depth, columns, blockA, blockB, product.C(batch) + (nint)row * product.N + column, product.N, row, column, p == 0, p + depth == product.K, epilogue);
                    }
                }
            }
        }
    }

    /// <summary>A block of A or B, packed or not: from one row (or column) to the next, along p, and to the next panel.</summary>
    private readonly struct Panels<T>(T* start, nint lane, nint step, nint panel)
        where T : unmanaged
    {
        internal readonly T* Start = start;
        internal readonly nint Lane = lane, Step = step, Panel = panel;
    }

    /// <summary>Every tile of a block of C, whose first row and column have those numbers. A panel of B stays in the first-level cache while those of A
    /// pass by; where all of B can stay there, the rows of C are written one after the other.</summary>
    private static void Block<T, TEpilogue>(int rows, int depth, int columns, in Panels<T> a, in Panels<T> b, T* c, nint rowC, int row, int column, bool isFirst, bool isLast, in TEpilogue epilogue)
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        int down = (long)depth * columns * sizeof(T) <= FirstLevelBytes ? Tile.Rows : rows;
        for (int first = 0; first < rows; first += down)
        {
            int end = Math.Min(rows, first + down);
            for (int j = 0; j < columns; j += Tile.Columns<T>())
            {
                int width = Math.Min(Tile.Columns<T>(), columns - j);
                T* panelB = b.Start + j / Tile.Columns<T>() * b.Panel;
                for (int i = first; i < end; i += Tile.Rows)
                {
                    int height = Math.Min(Tile.Rows, rows - i);
                    T* tile = c + i * rowC + j;
                    Tile.MultiplyEdge(height, width, depth, a.Start + i / Tile.Rows * a.Panel, a.Lane, a.Step, panelB, b.Step, tile, rowC, !isFirst);
                    if (isLast) epilogue.Apply(tile, rowC, row + i, height, column + j, width);
                }
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// The packed product of a slab of C, loops from the outside in:
//
//   columns by 2048   depth by 256 → pack B      rows by 256 kB of A → pack A      panels of B   panels of A   tile
public sealed unsafe partial class CpuDevice
{
    /// <summary>One item is a row of tiles of C, or a column of tiles where C is wider than high, so that threads pack as little as
    /// possible twice.</summary>
    private readonly struct PackedRange<T>(Product<T> product, CpuDevice device) : IRange
        where T : unmanaged, INumberBase<T>
    {
        private static bool ByRows(in Product<T> product) => product.M >= product.N;

        internal static int TilesOf(in Product<T> product) => ByRows(product) ? Tiles(product.M, Tile.Rows) : Tiles(product.N, Tile.Columns<T>());

        private static int RowBlock => RowBlockBytes / sizeof(T) / DepthBlock / Tile.Rows * Tile.Rows;

        private bool PacksA => product.N > UnpackedColumns;

        private bool PacksB => product.ColumnB != 1 || product.M > (product.StepB * sizeof(T) < PageBytes ? UnpackedRows : 2 * Tile.Rows);

        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            int depth = Math.Min(product.K, DepthBlock);
            int rows = PacksA ? RoundUp(Math.Min(product.M, RowBlock), Tile.Rows) : 0;
            int columns = PacksB ? RoundUp(Math.Min(product.N, ColumnBlock), Tile.Columns<T>()) : Tile.Columns<T>();
            int bytes = (rows + columns) * depth * sizeof(T);
            byte* small = stackalloc byte[StackScratch];
            Buffer? scratch = bytes > StackScratch ? device.Acquire(bytes) : null;
            T* b = (T*)(scratch is null ? small : ((CpuBuffer)scratch).Pointer), a = b + columns * depth;
            int tiles = TilesOf(product);
            while (from < to)
            {
                int batch = from / tiles, first = from % tiles, last = Math.Min(tiles, first + to - from);
                if (ByRows(product)) Slab(batch, first * Tile.Rows, Math.Min(product.M, last * Tile.Rows), 0, product.N, a, b);
                else Slab(batch, 0, product.M, first * Tile.Columns<T>(), Math.Min(product.N, last * Tile.Columns<T>()), a, b);
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
                int inPlace = PacksB ? 0 : columns - columns % width;
                for (int p = 0; p < product.K; p += DepthBlock)
                {
                    int depth = Math.Min(DepthBlock, product.K - p);
                    T* b = product.B(batch) + p * product.StepB + column * product.ColumnB;
                    Pack.B(b + inPlace * product.ColumnB, product.StepB, product.ColumnB, depth, columns - inPlace, packedB);
                    for (int row = fromRow; row < toRow; row += RowBlock)
                    {
                        int rows = Math.Min(RowBlock, toRow - row);
                        T* a = product.A(batch) + row * product.RowA + p * product.StepA;
                        T* c = product.C(batch) + (nint)row * product.N + column;
                        if (PacksA) Pack.A(a, product.RowA, product.StepA, rows, depth, packedA);
                        var block = PacksA ? new Block(rows, depth, packedA, 1, Tile.Rows, Tile.Rows * depth, p > 0)
                            : new Block(rows, depth, a, product.RowA, product.StepA, Tile.Rows * product.RowA, p > 0);
                        Panels(block, inPlace, b, width, product.StepB, c);
                        Panels(block, columns - inPlace, packedB, width * depth, width, c + inPlace);
                    }
                }
            }
        }

        /// <summary>A block of A, packed or not: its rows, its columns, and the next six rows.</summary>
        private readonly struct Block(int rows, int depth, T* a, nint rowA, nint stepA, nint panel, bool add)
        {
            internal readonly int Rows = rows, Depth = depth;
            internal readonly T* A = a;
            internal readonly nint RowA = rowA, StepA = stepA, Panel = panel;
            internal readonly bool Add = add;
        }

        /// <summary>Every tile of a block of C.</summary>
        private void Panels(in Block block, int columns, T* b, nint panelB, nint stepB, T* c)
        {
            for (int j = 0; j < columns; j += Tile.Columns<T>(), b += panelB)
            {
                int width = Math.Min(Tile.Columns<T>(), columns - j);
                T* a = block.A;
                T* tile = c + j;
                for (int i = 0; i < block.Rows; i += Tile.Rows, a += block.Panel, tile += Tile.Rows * (nint)product.N)
                {
                    int height = Math.Min(Tile.Rows, block.Rows - i);
                    if (width == Tile.Columns<T>()) Tile.Multiply(height, block.Depth, a, block.RowA, block.StepA, b, stepB, tile, product.N, block.Add);
                    else Tile.MultiplyEdge(height, width, block.Depth, a, block.RowA, block.StepA, b, stepB, tile, product.N, block.Add);
                }
            }
        }
    }

    private static int Tiles(int size, int tile) => (size + tile - 1) / tile;

    private static int RoundUp(int size, int tile) => Tiles(size, tile) * tile;
}

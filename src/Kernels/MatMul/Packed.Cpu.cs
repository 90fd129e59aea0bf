using System.Numerics;

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

        public void Run(int from, int to)
        {
            int rows = RoundUp(Math.Min(product.M, RowBlock), Tile.Rows), depth = Math.Min(product.K, DepthBlock);
            int columns = RoundUp(Math.Min(product.N, ColumnBlock), Tile.Columns<T>());
            Buffer scratch = device.Acquire((long)(rows + columns) * depth * sizeof(T));
            T* b = (T*)((CpuBuffer)scratch).Pointer;
            int tiles = TilesOf(product);
            while (from < to)
            {
                int batch = from / tiles, first = from % tiles, last = Math.Min(tiles, first + to - from);
                if (ByRows(product)) Slab(batch, first * Tile.Rows, Math.Min(product.M, last * Tile.Rows), 0, product.N, b + columns * depth, b);
                else Slab(batch, 0, product.M, first * Tile.Columns<T>(), Math.Min(product.N, last * Tile.Columns<T>()), b + columns * depth, b);
                from += last - first;
            }
            device.Release(scratch);
        }

        private static int RowBlock => RowBlockBytes / sizeof(T) / DepthBlock / Tile.Rows * Tile.Rows;

        private void Slab(int batch, int fromRow, int toRow, int fromColumn, int toColumn, T* packedA, T* packedB)
        {
            bool unpacked = product.ColumnB == 1 && toRow - fromRow <= UnpackedRows;
            for (int column = fromColumn; column < toColumn; column += ColumnBlock)
            {
                int columns = Math.Min(ColumnBlock, toColumn - column);
                for (int p = 0; p < product.K; p += DepthBlock)
                {
                    int depth = Math.Min(DepthBlock, product.K - p);
                    T* b = product.B(batch) + p * product.StepB + column * product.ColumnB;
                    int whole = unpacked ? columns - columns % Tile.Columns<T>() : 0;
                    Tile.PackB(b + whole * product.ColumnB, product.StepB, product.ColumnB, depth, columns - whole, packedB);
                    for (int row = fromRow; row < toRow; row += RowBlock)
                    {
                        int rows = Math.Min(RowBlock, toRow - row);
                        Tile.PackA(product.A(batch) + row * product.RowA + p * product.StepA, product.RowA, product.StepA, rows, depth, packedA);
                        T* c = product.C(batch) + (nint)row * product.N + column;
                        Panels(rows, depth, whole, packedA, b, Tile.Columns<T>(), product.StepB, c, p > 0);
                        Panels(rows, depth, columns - whole, packedA, packedB, Tile.Columns<T>() * depth, Tile.Columns<T>(), c + whole, p > 0);
                    }
                }
            }
        }

        /// <summary>Every tile of a block of C.</summary>
        private void Panels(int rows, int depth, int columns, T* a, T* b, nint panelB, nint stepB, T* c, bool add)
        {
            for (int j = 0; j < columns; j += Tile.Columns<T>(), b += panelB)
            {
                int width = Math.Min(Tile.Columns<T>(), columns - j);
                for (int i = 0; i < rows; i += Tile.Rows)
                {
                    T* tile = c + (nint)i * product.N + j;
                    int height = Math.Min(Tile.Rows, rows - i);
                    if (height == Tile.Rows && width == Tile.Columns<T>()) Tile.Multiply(depth, a + i * depth, b, stepB, tile, product.N, add);
                    else Tile.MultiplyEdge(depth, a + i * depth, b, stepB, tile, product.N, add, height, width);
                }
            }
        }
    }

    private static int Tiles(int size, int tile) => (size + tile - 1) / tile;

    private static int RoundUp(int size, int tile) => Tiles(size, tile) * tile;
}

using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Copies of blocks of A and B in the order in which the tiles read them.</summary>
internal static unsafe class Pack
{
    /// <summary>Packs a block of A: for each six rows, column after column; missing rows are left out.</summary>
    internal static void A<T>(T* a, nint row, nint step, int rows, int depth, T* packed)
        where T : unmanaged
    {
        for (; rows > 0; rows -= Tile.Rows, a += Tile.Rows * row, packed += Tile.Rows * depth)
        {
            if (rows < Tile.Rows)
            {
                for (int i = 0; i < rows; i++)
                    for (int p = 0; p < depth; p++) packed[p * Tile.Rows + i] = a[i * row + p * step];
                return;
            }
            T* source = a;
            T* target = packed;
            for (int p = 0; p < depth; p++, source += step, target += Tile.Rows)
            {
                target[0] = source[0];
                target[1] = source[row];
                target[2] = source[2 * row];
                target[3] = source[3 * row];
                target[4] = source[4 * row];
                target[5] = source[5 * row];
            }
        }
    }

    /// <summary>Packs a block of B: for each tile's columns, row after row; missing columns are zeros.</summary>
    internal static void B<T>(T* b, nint step, nint column, int depth, int columns, T* packed)
        where T : unmanaged
    {
        int width = Tile.Columns<T>(), whole = columns - columns % width;
        if (column == 1) Rows(b, step, depth, whole, packed);
        else for (int j = 0; j < whole; j += width) Columns(b + j * column, step, column, depth, packed + j * depth);
        if (whole < columns) Edge(b + whole * column, step, column, depth, columns - whole, packed + whole * depth);
    }

    /// <summary>Eight rows at a time, so that the rows are read as streams, not one line from every page.</summary>
    private static void Rows<T>(T* b, nint step, int depth, int columns, T* packed)
        where T : unmanaged
    {
        const int streams = 8;
        int width = Tile.Columns<T>();
        for (int first = 0; first < depth; first += streams, b += streams * step)
        {
            int rows = Math.Min(streams, depth - first);
            for (int j = 0; j < columns; j += width)
            {
                T* source = b + j;
                T* target = packed + j * depth + first * width;
                for (int p = 0; p < rows; p++, source += step, target += width)
                {
                    Vector.Load(source).Store(target);
                    Vector.Load(source + Vector<T>.Count).Store(target + Vector<T>.Count);
                }
            }
        }
    }

    /// <summary>Four columns at a time, so that four streams are read and every cache line written is filled soon.</summary>
    private static void Columns<T>(T* b, nint step, nint column, int depth, T* packed)
        where T : unmanaged
    {
        int width = Tile.Columns<T>();
        for (int j = 0; j < width; j += 4, b += 4 * column)
        {
            T* source = b;
            T* target = packed + j;
            for (int p = 0; p < depth; p++, source += step, target += width)
            {
                target[0] = source[0];
                target[1] = source[column];
                target[2] = source[2 * column];
                target[3] = source[3 * column];
            }
        }
    }

    private static void Edge<T>(T* b, nint step, nint column, int depth, int columns, T* packed)
        where T : unmanaged
    {
        int width = Tile.Columns<T>();
        new Span<T>(packed, width * depth).Clear();
        for (int p = 0; p < depth; p++)
            for (int j = 0; j < columns; j++) packed[p * width + j] = b[p * step + j * column];
    }
}

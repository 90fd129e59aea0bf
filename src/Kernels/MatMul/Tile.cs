using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>The register tile of the matrix product, six rows by two SIMD registers, and the packing that feeds it. Six times two
/// accumulators, two registers of B and one of A use 15 of the 16 registers of AVX2; twelve independent sums hide the latency of two
/// multiply-adds a cycle. After K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication" (2008).</summary>
internal static unsafe class Tile
{
    /// <summary>Rows of a tile.</summary>
    internal const int Rows = 6;

    /// <summary>Columns of a tile.</summary>
    internal static int Columns<T>() => 2 * Vector<T>.Count;

    /// <summary>x·y + z, fused where the hardware can.</summary>
    internal static Vector<T> MultiplyAdd<T>(Vector<T> x, Vector<T> y, Vector<T> z) =>
        typeof(T) == typeof(float)
            ? Vector.MultiplyAddEstimate(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>()
            : Vector.MultiplyAddEstimate(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();

    /// <summary>How many rows a tile has, known when the loop is compiled: what a lower tile at the edge does not need is not there.</summary>
    private interface IRows
    {
        static abstract int Count { get; }
    }

    private readonly struct One : IRows
    {
        public static int Count => 1;
    }

    private readonly struct Two : IRows
    {
        public static int Count => 2;
    }

    private readonly struct Three : IRows
    {
        public static int Count => 3;
    }

    private readonly struct Four : IRows
    {
        public static int Count => 4;
    }

    private readonly struct Five : IRows
    {
        public static int Count => 5;
    }

    private readonly struct Six : IRows
    {
        public static int Count => 6;
    }

    /// <summary>A tile of that many rows and two registers of columns: C[i, j] = Σ_p a[i·rowA + p·stepA] · b[p·stepB + j], or += that.</summary>
    internal static void Multiply<T>(int rows, int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint rowC, bool add)
        where T : unmanaged
    {
        switch (rows)
        {
            case 1: Multiply<One, T>(depth, a, rowA, stepA, b, stepB, c, rowC, add); break;
            case 2: Multiply<Two, T>(depth, a, rowA, stepA, b, stepB, c, rowC, add); break;
            case 3: Multiply<Three, T>(depth, a, rowA, stepA, b, stepB, c, rowC, add); break;
            case 4: Multiply<Four, T>(depth, a, rowA, stepA, b, stepB, c, rowC, add); break;
            case 5: Multiply<Five, T>(depth, a, rowA, stepA, b, stepB, c, rowC, add); break;
            default: Multiply<Six, T>(depth, a, rowA, stepA, b, stepB, c, rowC, add); break;
        }
    }

    // All sums stay in registers over the whole depth.
    private static void Multiply<TRows, T>(int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint rowC, bool add)
        where TRows : struct, IRows
        where T : unmanaged
    {
        int width = Vector<T>.Count;
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        T* a3 = a + 3 * rowA;
        nint twoRows = 2 * rowA;
        for (; depth > 0; depth--)
        {
            Vector<T> b0 = Vector.Load(b), b1 = Vector.Load(b + width);
            var x = new Vector<T>(*a);
            c00 = MultiplyAdd(x, b0, c00);
            c01 = MultiplyAdd(x, b1, c01);
            if (TRows.Count > 1)
            {
                x = new Vector<T>(a[rowA]);
                c10 = MultiplyAdd(x, b0, c10);
                c11 = MultiplyAdd(x, b1, c11);
            }
            if (TRows.Count > 2)
            {
                x = new Vector<T>(a[twoRows]);
                c20 = MultiplyAdd(x, b0, c20);
                c21 = MultiplyAdd(x, b1, c21);
            }
            if (TRows.Count > 3)
            {
                x = new Vector<T>(*a3);
                c30 = MultiplyAdd(x, b0, c30);
                c31 = MultiplyAdd(x, b1, c31);
            }
            if (TRows.Count > 4)
            {
                x = new Vector<T>(a3[rowA]);
                c40 = MultiplyAdd(x, b0, c40);
                c41 = MultiplyAdd(x, b1, c41);
            }
            if (TRows.Count > 5)
            {
                x = new Vector<T>(a3[twoRows]);
                c50 = MultiplyAdd(x, b0, c50);
                c51 = MultiplyAdd(x, b1, c51);
            }
            a += stepA;
            a3 += stepA;
            b += stepB;
        }
        Put(c, c00, c01, add);
        if (TRows.Count > 1) Put(c += rowC, c10, c11, add);
        if (TRows.Count > 2) Put(c += rowC, c20, c21, add);
        if (TRows.Count > 3) Put(c += rowC, c30, c31, add);
        if (TRows.Count > 4) Put(c += rowC, c40, c41, add);
        if (TRows.Count > 5) Put(c + rowC, c50, c51, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T* c, Vector<T> left, Vector<T> right, bool add)
        where T : unmanaged
    {
        if (add)
        {
            left += Vector.Load(c);
            right += Vector.Load(c + Vector<T>.Count);
        }
        left.Store(c);
        right.Store(c + Vector<T>.Count);
    }

    /// <summary>A tile at the right edge of C: computed whole on the stack, of which some columns are kept.</summary>
    [SkipLocalsInit]
    internal static void MultiplyEdge<T>(int rows, int columns, int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint rowC, bool add)
        where T : unmanaged, INumberBase<T>
    {
        T* tile = stackalloc T[Rows * Columns<T>()];
        Multiply(rows, depth, a, rowA, stepA, b, stepB, tile, Columns<T>(), add: false);
        for (int i = 0; i < rows; i++, tile += Columns<T>(), c += rowC)
        {
            if (add)
                for (int j = 0; j < columns; j++) c[j] += tile[j];
            else
                new Span<T>(tile, columns).CopyTo(new Span<T>(c, columns));
        }
    }

    /// <summary>Packs a block of A: for each six rows, column after column; missing rows are left out.</summary>
    internal static void PackA<T>(T* a, nint row, nint step, int rows, int depth, T* packed)
        where T : unmanaged
    {
        for (; rows > 0; rows -= Rows, a += Rows * row, packed += Rows * depth)
        {
            if (rows < Rows)
            {
                for (int i = 0; i < rows; i++)
                    for (int p = 0; p < depth; p++) packed[p * Rows + i] = a[i * row + p * step];
                return;
            }
            T* source = a;
            T* target = packed;
            for (int p = 0; p < depth; p++, source += step, target += Rows)
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
    internal static void PackB<T>(T* b, nint step, nint column, int depth, int columns, T* packed)
        where T : unmanaged
    {
        int width = Columns<T>(), whole = columns - columns % width;
        if (column == 1) PackRows(b, step, depth, whole, packed);
        else for (int j = 0; j < whole; j += width) PackColumns(b + j * column, step, column, depth, packed + j * depth);
        if (whole < columns) PackEdge(b + whole * column, step, column, depth, columns - whole, packed + whole * depth);
    }

    /// <summary>Eight rows at a time, so that the rows are read as streams, not one line from every page.</summary>
    private static void PackRows<T>(T* b, nint step, int depth, int columns, T* packed)
        where T : unmanaged
    {
        const int streams = 8;
        int width = Columns<T>();
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
    private static void PackColumns<T>(T* b, nint step, nint column, int depth, T* packed)
        where T : unmanaged
    {
        int width = Columns<T>();
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

    private static void PackEdge<T>(T* b, nint step, nint column, int depth, int columns, T* packed)
        where T : unmanaged
    {
        int width = Columns<T>();
        new Span<T>(packed, width * depth).Clear();
        for (int p = 0; p < depth; p++)
            for (int j = 0; j < columns; j++) packed[p * width + j] = b[p * step + j * column];
    }
}

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

    /// <summary>C[i, j] = Σ_p a[p·6 + i] · b[p·stepB + j], or += that.
    /// All twelve sums stay in registers over the whole depth.</summary>
    internal static void Multiply<T>(int depth, T* a, T* b, nint stepB, T* c, nint rowC, bool add)
        where T : unmanaged
    {
        int width = Vector<T>.Count;
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (; depth > 0; depth--)
        {
            Vector<T> b0 = Vector.Load(b), b1 = Vector.Load(b + width);
            var x = new Vector<T>(a[0]);
            c00 = MultiplyAdd(x, b0, c00);
            c01 = MultiplyAdd(x, b1, c01);
            x = new Vector<T>(a[1]);
            c10 = MultiplyAdd(x, b0, c10);
            c11 = MultiplyAdd(x, b1, c11);
            x = new Vector<T>(a[2]);
            c20 = MultiplyAdd(x, b0, c20);
            c21 = MultiplyAdd(x, b1, c21);
            x = new Vector<T>(a[3]);
            c30 = MultiplyAdd(x, b0, c30);
            c31 = MultiplyAdd(x, b1, c31);
            x = new Vector<T>(a[4]);
            c40 = MultiplyAdd(x, b0, c40);
            c41 = MultiplyAdd(x, b1, c41);
            x = new Vector<T>(a[5]);
            c50 = MultiplyAdd(x, b0, c50);
            c51 = MultiplyAdd(x, b1, c51);
            a += Rows;
            b += stepB;
        }
        Put(c, c00, c01, add);
        Put(c += rowC, c10, c11, add);
        Put(c += rowC, c20, c21, add);
        Put(c += rowC, c30, c31, add);
        Put(c += rowC, c40, c41, add);
        Put(c + rowC, c50, c51, add);
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

    /// <summary>A tile at the edge of C: computed whole on the stack, of which rows × columns are kept.</summary>
    [SkipLocalsInit]
    internal static void MultiplyEdge<T>(int depth, T* a, T* b, nint stepB, T* c, nint rowC, bool add, int rows, int columns)
        where T : unmanaged, INumberBase<T>
    {
        T* tile = stackalloc T[Rows * Columns<T>()];
        Multiply(depth, a, b, stepB, tile, Columns<T>(), add: false);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) c[i * rowC + j] = add ? c[i * rowC + j] + tile[i * Columns<T>() + j] : tile[i * Columns<T>() + j];
        }
    }

    /// <summary>Packs a block of A: for each six rows, column after column; missing rows are zeros.</summary>
    internal static void PackA<T>(T* a, nint row, nint step, int rows, int depth, T* packed)
        where T : unmanaged
    {
        for (; rows > 0; rows -= Rows, a += Rows * row, packed += Rows * depth)
        {
            if (rows < Rows)
            {
                new Span<T>(packed, Rows * depth).Clear();
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
        int width = Columns<T>();
        for (; columns > 0; columns -= width, b += width * column, packed += width * depth)
        {
            if (columns < width) PackEdge(b, step, column, depth, columns, packed);
            else if (column == 1) PackRows(b, step, depth, packed);
            else PackColumns(b, step, column, depth, packed);
        }
    }

    private static void PackRows<T>(T* b, nint step, int depth, T* packed)
        where T : unmanaged
    {
        for (int p = 0; p < depth; p++, b += step, packed += Columns<T>())
        {
            Vector.Load(b).Store(packed);
            Vector.Load(b + Vector<T>.Count).Store(packed + Vector<T>.Count);
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

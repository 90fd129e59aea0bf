using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>The register tile of the matrix product, six rows by two SIMD registers. Six times two
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
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>C[i, j] = Σ_p a[i·rowA + p] · b[j·columnB + p], where both run along p without a gap: a few rows by four columns at a time, sums over
/// registers of p, whose lanes are added last. Nothing is packed; every register loaded is used three or four times.</summary>
internal static unsafe class Dots
{
    /// <summary>Columns of a tile.</summary>
    internal const int Columns = 4;

    /// <summary>Rows of a tile.</summary>
    internal static int Rows => Wide<float>.IsSupported ? Wide<float>.DotRows : Narrow<float>.DotRows;

    internal static void Multiply<T>(int rows, int columns, int depth, T* a, nint rowA, T* b, nint columnB, T* c, nint rowC)
        where T : unmanaged
    {
        if (Wide<T>.IsSupported) Dots<Wide<T>, Vector512<T>, T>.Multiply(rows, columns, depth, a, rowA, b, columnB, c, rowC);
        else Dots<Narrow<T>, Vector<T>, T>.Multiply(rows, columns, depth, a, rowA, b, columnB, c, rowC);
    }
}

/// <summary>The dot products for one kind of register.</summary>
internal static unsafe class Dots<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    internal static void Multiply(int rows, int columns, int depth, T* a, nint rowA, T* b, nint columnB, T* c, nint rowC)
    {
        switch (rows)
        {
            case 1: Multiply<H1>(columns, depth, a, rowA, b, columnB, c, rowC); break;
            case 2: Multiply<H2>(columns, depth, a, rowA, b, columnB, c, rowC); break;
            case 3: Multiply<H3>(columns, depth, a, rowA, b, columnB, c, rowC); break;
            default: Multiply<H4>(columns, depth, a, rowA, b, columnB, c, rowC); break;
        }
    }

    // Compiled in full at once, as the tile.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<THeight>(int columns, int depth, T* a, nint rowA, T* b, nint columnB, T* c, nint rowC)
        where THeight : struct, IHeight
    {
        // Missing columns repeat the last one.
        T* b1 = b + Math.Min(1, columns - 1) * columnB;
        T* b2 = b + Math.Min(2, columns - 1) * columnB;
        T* b3 = b + (columns - 1) * columnB;
        T* a1 = a + rowA;
        T* a2 = a1 + rowA;
        T* a3 = a2 + rowA;
        TVector c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
        TVector c20 = default, c21 = default, c22 = default, c23 = default, c30 = default, c31 = default, c32 = default, c33 = default;
        nint p = 0, whole = depth - depth % TSimd.Count;
        bool isLast = whole == 0;
        TVector mask = TSimd.First(depth - (int)whole);
        while (p < depth)
        {
            TVector x0, x1 = default, x2 = default, x3 = default;
            TVector y0, y1, y2, y3;
            if (!isLast)
            {
                x0 = TSimd.Load(a + p);
                if (THeight.Rows > 1) x1 = TSimd.Load(a1 + p);
                if (THeight.Rows > 2) x2 = TSimd.Load(a2 + p);
                if (THeight.Rows > 3) x3 = TSimd.Load(a3 + p);
                (y0, y1, y2, y3) = (TSimd.Load(b + p), TSimd.Load(b1 + p), TSimd.Load(b2 + p), TSimd.Load(b3 + p));
            }
            else
            {
                x0 = TSimd.Load(a + p, mask);
                if (THeight.Rows > 1) x1 = TSimd.Load(a1 + p, mask);
                if (THeight.Rows > 2) x2 = TSimd.Load(a2 + p, mask);
                if (THeight.Rows > 3) x3 = TSimd.Load(a3 + p, mask);
                (y0, y1, y2, y3) = (TSimd.Load(b + p, mask), TSimd.Load(b1 + p, mask), TSimd.Load(b2 + p, mask), TSimd.Load(b3 + p, mask));
            }
            p += TSimd.Count;
            isLast = p == whole;
            c00 = TSimd.MultiplyAdd(x0, y0, c00);
            c01 = TSimd.MultiplyAdd(x0, y1, c01);
            c02 = TSimd.MultiplyAdd(x0, y2, c02);
            c03 = TSimd.MultiplyAdd(x0, y3, c03);
            if (THeight.Rows > 1)
            {
                c10 = TSimd.MultiplyAdd(x1, y0, c10);
                c11 = TSimd.MultiplyAdd(x1, y1, c11);
                c12 = TSimd.MultiplyAdd(x1, y2, c12);
                c13 = TSimd.MultiplyAdd(x1, y3, c13);
            }
            if (THeight.Rows > 2)
            {
                c20 = TSimd.MultiplyAdd(x2, y0, c20);
                c21 = TSimd.MultiplyAdd(x2, y1, c21);
                c22 = TSimd.MultiplyAdd(x2, y2, c22);
                c23 = TSimd.MultiplyAdd(x2, y3, c23);
            }
            if (THeight.Rows > 3)
            {
                c30 = TSimd.MultiplyAdd(x3, y0, c30);
                c31 = TSimd.MultiplyAdd(x3, y1, c31);
                c32 = TSimd.MultiplyAdd(x3, y2, c32);
                c33 = TSimd.MultiplyAdd(x3, y3, c33);
            }
        }
        Put(c, columns, c00, c01, c02, c03);
        if (THeight.Rows > 1) Put(c += rowC, columns, c10, c11, c12, c13);
        if (THeight.Rows > 2) Put(c += rowC, columns, c20, c21, c22, c23);
        if (THeight.Rows > 3) Put(c + rowC, columns, c30, c31, c32, c33);
    }

    private static void Put(T* c, int columns, TVector c0, TVector c1, TVector c2, TVector c3)
    {
        c[0] = TSimd.Sum(c0);
        if (columns > 1) c[1] = TSimd.Sum(c1);
        if (columns > 2) c[2] = TSimd.Sum(c2);
        if (columns > 3) c[3] = TSimd.Sum(c3);
    }
}

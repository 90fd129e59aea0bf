using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>The register tile of the matrix product: C[i, j] = Σ_p A[i, p] · B[p, j] for a few rows by two SIMD registers of columns. All sums stay
/// in registers over the whole depth. With the 16 registers of AVX2 six rows fit (12 registers of sums, two of B, one of A), with the 32 of
/// AVX-512 twelve rows (24 of sums); twelve or more independent sums hide the latency of two multiply-adds a cycle. After K. Goto and
/// R. van de Geijn, "Anatomy of high-performance matrix multiplication" (2008).</summary>
internal static unsafe class Tile
{
    /// <summary>Rows of a tile.</summary>
    internal static int Rows => Wide<float>.IsSupported ? Wide<float>.TileRows : Narrow<float>.TileRows;

    /// <summary>Columns of a tile.</summary>
    internal static int Columns<T>()
        where T : unmanaged => 2 * Register<T>();

    /// <summary>Columns of a register.</summary>
    internal static int Register<T>()
        where T : unmanaged => Wide<T>.IsSupported ? Wide<T>.Count : Narrow<T>.Count;

    /// <summary>A tile of up to <see cref="Rows"/> rows and two registers of columns: C[i, j] = Σ_p a[i·rowA + p·stepA] · b[p·stepB + j], or += that.</summary>
    internal static void Multiply<T>(int rows, int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint rowC, bool add)
        where T : unmanaged => MultiplyEdge(rows, Columns<T>(), depth, a, rowA, stepA, b, stepB, c, rowC, add);

    /// <summary>The same for up to two registers of columns: no other columns of B are read, nor of C written.</summary>
    internal static void MultiplyEdge<T>(int rows, int columns, int depth, T* a, nint rowA, nint stepA, T* b, nint stepB, T* c, nint rowC, bool add)
        where T : unmanaged => MultiplyEdge(rows, columns, depth, a, rowA, stepA, new Stepped<T>(b, stepB), c, rowC, add);

    /// <summary>The same for rows of B that are found in some other way.</summary>
    internal static void MultiplyEdge<T, TRows>(int rows, int columns, int depth, T* a, nint rowA, nint stepA, TRows b, T* c, nint rowC, bool add)
        where T : unmanaged
        where TRows : struct, IRows<T>
    {
        if (Wide<T>.IsSupported) Tile<Wide<T>, Vector512<T>, T, TRows>.Multiply(rows, columns, depth, a, rowA, stepA, b, c, rowC, add);
        else Tile<Narrow<T>, System.Numerics.Vector<T>, T, TRows>.Multiply(rows, columns, depth, a, rowA, stepA, b, c, rowC, add);
    }
}

/// <summary>The tile for one kind of register.</summary>
internal static unsafe class Tile<TSimd, TVector, T, TRows>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : struct
    where T : unmanaged
    where TRows : struct, IRows<T>
{
    internal static void Multiply(int rows, int columns, int depth, T* a, nint rowA, nint stepA, TRows b, T* c, nint rowC, bool add)
    {
        switch (rows)
        {
            case 1: Multiply<H1>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 2: Multiply<H2>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 3: Multiply<H3>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 4: Multiply<H4>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 5: Multiply<H5>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 6: Multiply<H6>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 7: Multiply<H7>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 8: Multiply<H8>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 9: Multiply<H9>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 10: Multiply<H10>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            case 11: Multiply<H11>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
            default: Multiply<H12>(columns, depth, a, rowA, stepA, b, c, rowC, add); break;
        }
    }

    private static void Multiply<THeight>(int columns, int depth, T* a, nint rowA, nint stepA, TRows b, T* c, nint rowC, bool add)
        where THeight : struct, IHeight
    {
        // The runtime never gets to compile the heights that a narrow tile has not.
        if (columns == 2 * TSimd.Count) Multiply<THeight, TwoRegisters>(columns, depth, a, rowA, stepA, b, c, rowC, add);
        else if (columns > TSimd.Count) Multiply<THeight, TwoMasked>(columns, depth, a, rowA, stepA, b, c, rowC, add);
        else if (columns == TSimd.Count) Multiply<THeight, OneRegister>(columns, depth, a, rowA, stepA, b, c, rowC, add);
        else Multiply<THeight, OneMasked>(columns, depth, a, rowA, stepA, b, c, rowC, add);
    }

    // Compiled in full at once: under tiered compilation the first, unoptimised form of this loop would run for a fifth of a second before the
    // optimised one takes over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<THeight, TWidth>(int columns, int depth, T* a, nint rowA, nint stepA, TRows b, T* c, nint rowC, bool add)
        where THeight : struct, IHeight
        where TWidth : struct, IWidth
    {
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TVector c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        TVector c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default;
        TVector c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        TVector mask = TWidth.IsMasked ? TSimd.First(TWidth.IsTwo ? columns - TSimd.Count : columns) : default;
        nint twoRows = 2 * rowA;
        T* a3 = a + 3 * rowA;
        T* a6 = a3 + 3 * rowA;
        T* a9 = a6 + 3 * rowA;
        for (; depth > 0; depth--)
        {
            T* from = b.At;
            TVector b0 = TWidth.IsMasked && !TWidth.IsTwo ? TSimd.Load(from, mask) : TSimd.Load(from), b1 = default;
            if (TWidth.IsTwo) b1 = TWidth.IsMasked ? TSimd.Load(from + TSimd.Count, mask) : TSimd.Load(from + TSimd.Count);
            TVector x = TSimd.Repeat(*a);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            if (TWidth.IsTwo) c01 = TSimd.MultiplyAdd(x, b1, c01);
            if (THeight.Rows > 1)
            {
                x = TSimd.Repeat(a[rowA]);
                c10 = TSimd.MultiplyAdd(x, b0, c10);
                if (TWidth.IsTwo) c11 = TSimd.MultiplyAdd(x, b1, c11);
            }
            if (THeight.Rows > 2)
            {
                x = TSimd.Repeat(a[twoRows]);
                c20 = TSimd.MultiplyAdd(x, b0, c20);
                if (TWidth.IsTwo) c21 = TSimd.MultiplyAdd(x, b1, c21);
            }
            if (THeight.Rows > 3)
            {
                x = TSimd.Repeat(*a3);
                c30 = TSimd.MultiplyAdd(x, b0, c30);
                if (TWidth.IsTwo) c31 = TSimd.MultiplyAdd(x, b1, c31);
            }
            if (THeight.Rows > 4)
            {
                x = TSimd.Repeat(a3[rowA]);
                c40 = TSimd.MultiplyAdd(x, b0, c40);
                if (TWidth.IsTwo) c41 = TSimd.MultiplyAdd(x, b1, c41);
            }
            if (THeight.Rows > 5)
            {
                x = TSimd.Repeat(a3[twoRows]);
                c50 = TSimd.MultiplyAdd(x, b0, c50);
                if (TWidth.IsTwo) c51 = TSimd.MultiplyAdd(x, b1, c51);
            }
            if (THeight.Rows > 6)
            {
                x = TSimd.Repeat(*a6);
                c60 = TSimd.MultiplyAdd(x, b0, c60);
                if (TWidth.IsTwo) c61 = TSimd.MultiplyAdd(x, b1, c61);
            }
            if (THeight.Rows > 7)
            {
                x = TSimd.Repeat(a6[rowA]);
                c70 = TSimd.MultiplyAdd(x, b0, c70);
                if (TWidth.IsTwo) c71 = TSimd.MultiplyAdd(x, b1, c71);
            }
            if (THeight.Rows > 8)
            {
                x = TSimd.Repeat(a6[twoRows]);
                c80 = TSimd.MultiplyAdd(x, b0, c80);
                if (TWidth.IsTwo) c81 = TSimd.MultiplyAdd(x, b1, c81);
            }
            if (THeight.Rows > 9)
            {
                x = TSimd.Repeat(*a9);
                c90 = TSimd.MultiplyAdd(x, b0, c90);
                if (TWidth.IsTwo) c91 = TSimd.MultiplyAdd(x, b1, c91);
            }
            if (THeight.Rows > 10)
            {
                x = TSimd.Repeat(a9[rowA]);
                cA0 = TSimd.MultiplyAdd(x, b0, cA0);
                if (TWidth.IsTwo) cA1 = TSimd.MultiplyAdd(x, b1, cA1);
            }
            if (THeight.Rows > 11)
            {
                x = TSimd.Repeat(a9[twoRows]);
                cB0 = TSimd.MultiplyAdd(x, b0, cB0);
                if (TWidth.IsTwo) cB1 = TSimd.MultiplyAdd(x, b1, cB1);
            }
            a += stepA;
            if (THeight.Rows > 3) a3 += stepA;
            if (THeight.Rows > 6) a6 += stepA;
            if (THeight.Rows > 9) a9 += stepA;
            b.Next();
        }
        Put<TWidth>(c, c00, c01, mask, add);
        if (THeight.Rows > 1) Put<TWidth>(c += rowC, c10, c11, mask, add);
        if (THeight.Rows > 2) Put<TWidth>(c += rowC, c20, c21, mask, add);
        if (THeight.Rows > 3) Put<TWidth>(c += rowC, c30, c31, mask, add);
        if (THeight.Rows > 4) Put<TWidth>(c += rowC, c40, c41, mask, add);
        if (THeight.Rows > 5) Put<TWidth>(c += rowC, c50, c51, mask, add);
        if (THeight.Rows > 6) Put<TWidth>(c += rowC, c60, c61, mask, add);
        if (THeight.Rows > 7) Put<TWidth>(c += rowC, c70, c71, mask, add);
        if (THeight.Rows > 8) Put<TWidth>(c += rowC, c80, c81, mask, add);
        if (THeight.Rows > 9) Put<TWidth>(c += rowC, c90, c91, mask, add);
        if (THeight.Rows > 10) Put<TWidth>(c += rowC, cA0, cA1, mask, add);
        if (THeight.Rows > 11) Put<TWidth>(c += rowC, cB0, cB1, mask, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TWidth>(T* c, TVector left, TVector right, TVector mask, bool add)
        where TWidth : struct, IWidth
    {
        if (TWidth.IsTwo)
        {
            TSimd.Store(add ? TSimd.Add(left, TSimd.Load(c)) : left, c);
            c += TSimd.Count;
            left = right;
        }
        if (TWidth.IsMasked) TSimd.Store(add ? TSimd.Add(left, TSimd.Load(c, mask)) : left, c, mask);
        else TSimd.Store(add ? TSimd.Add(left, TSimd.Load(c)) : left, c);
    }
}

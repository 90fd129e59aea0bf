using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// The sums that a thread keeps in registers. Named fields and methods that are inlined: an array, or a field whose address stays, would lie in memory.

/// <summary>Four neighbours, which are loaded and stored at once.</summary>
internal struct Four<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T A, B, C, D;

    /// <summary>These += a·b, each rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(T a, Four<T> b)
    {
        A = T.FusedMultiplyAdd(a, b.A, A);
        B = T.FusedMultiplyAdd(a, b.B, B);
        C = T.FusedMultiplyAdd(a, b.C, C);
        D = T.FusedMultiplyAdd(a, b.D, D);
    }
}

/// <summary>The sums of a thread: rows of C times columns of C, in strips of four columns.</summary>
internal interface ISums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows; a multiple of <see cref="Strip"/>.</summary>
    static abstract int Rows { get; }

    /// <summary>Strips of four columns, one or two.</summary>
    static abstract int Strips { get; }

    /// <summary>Rows that stand together: four, or one.</summary>
    static abstract int Strip { get; }

    /// <summary>Row 0, columns 0-3.</summary>
    Four<T> Low { get; }

    /// <summary>Row 0, the second strip if there is one.</summary>
    Four<T> High { get; }

    /// <summary>Every row becomes the one before it.</summary>
    void Turn();

    /// <summary>How many depths one <see cref="Add"/> adds: one, or eight.</summary>
    static virtual int Depths => 1;

    /// <summary>A warp covers so many threads of a tile's rows, and of its columns: then its loads of shared memory are fewest.</summary>
    static virtual int WarpRows => 4;

    /// <inheritdoc cref="WarpRows"/>
    static virtual int WarpColumns => 8;

    /// <summary>What is kept in shared memory of numbers that are brought in.</summary>
    static virtual Four<T> Kept(Four<T> numbers) => numbers;

    /// <summary>Adds the products of one depth, or of eight, which then stand so far apart as the places say: the strips stand in shared memory, a gap apart, counted in fours. Places that are constants become part of the
    /// loads.</summary>
    void Add(ArrayView<Four<T>> left, int leftAt, int leftGap, ArrayView<Four<T>> right, int rightAt, int rightGap);

    /// <summary>What a thread reads of the left operand, from a row of shared memory on, for the rows of that place among the threads.</summary>
    ArrayView<Four<T>> FromLeft(ArrayView<Four<T>> left, int row, int thread);

    /// <summary>The same of the right operand, for columns.</summary>
    ArrayView<Four<T>> FromRight(ArrayView<Four<T>> right, int row, int thread);
}

/// <summary>64 sums: of 4 loads of four come 64 products.</summary>
internal struct Sums8x8<T> : ISums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Four<T> _l0, _l1, _l2, _l3, _l4, _l5, _l6, _l7, _h0, _h1, _h2, _h3, _h4, _h5, _h6, _h7;

    public static int Rows => 8;

    public static int Strips => 2;

    public static int Strip => 4;

    public readonly Four<T> Low => _l0;

    public readonly Four<T> High => _h0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Turn()
    {
        (_l0, _l1, _l2, _l3, _l4, _l5, _l6) = (_l1, _l2, _l3, _l4, _l5, _l6, _l7);
        (_h0, _h1, _h2, _h3, _h4, _h5, _h6) = (_h1, _h2, _h3, _h4, _h5, _h6, _h7);
    }

    public readonly ArrayView<Four<T>> FromLeft(ArrayView<Four<T>> left, int row, int thread) => left.SubView(row + thread);

    public readonly ArrayView<Four<T>> FromRight(ArrayView<Four<T>> right, int row, int thread) => right.SubView(row + thread);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ArrayView<Four<T>> left, int leftAt, int leftGap, ArrayView<Four<T>> right, int rightAt, int rightGap)
    {
        Four<T> a = left[leftAt], b = left[leftAt + leftGap], low = right[rightAt], high = right[rightAt + rightGap];
        _l0.Add(a.A, low);
        _l1.Add(a.B, low);
        _l2.Add(a.C, low);
        _l3.Add(a.D, low);
        _l4.Add(b.A, low);
        _l5.Add(b.B, low);
        _l6.Add(b.C, low);
        _l7.Add(b.D, low);
        _h0.Add(a.A, high);
        _h1.Add(a.B, high);
        _h2.Add(a.C, high);
        _h3.Add(a.D, high);
        _h4.Add(b.A, high);
        _h5.Add(b.B, high);
        _h6.Add(b.C, high);
        _h7.Add(b.D, high);
    }
}

/// <summary>16 sums: of 2 loads of four come 16 products.</summary>
internal struct Sums4x4<T> : ISums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Four<T> _l0, _l1, _l2, _l3;

    public static int Rows => 4;

    public static int Strips => 1;

    public static int Strip => 4;

    public readonly Four<T> Low => _l0;

    public readonly Four<T> High => _l0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Turn() => (_l0, _l1, _l2) = (_l1, _l2, _l3);

    public readonly ArrayView<Four<T>> FromLeft(ArrayView<Four<T>> left, int row, int thread) => left.SubView(row + thread);

    public readonly ArrayView<Four<T>> FromRight(ArrayView<Four<T>> right, int row, int thread) => right.SubView(row + thread);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ArrayView<Four<T>> left, int leftAt, int leftGap, ArrayView<Four<T>> right, int rightAt, int rightGap)
    {
        Four<T> a = left[leftAt], low = right[rightAt];
        _l0.Add(a.A, low);
        _l1.Add(a.B, low);
        _l2.Add(a.C, low);
        _l3.Add(a.D, low);
    }
}

/// <summary>4 sums, where C has few rows and reading B is all the work.</summary>
internal struct Sums1x4<T> : ISums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Four<T> _l0;
    private int _row;

    public static int Rows => 1;

    public static int Strips => 1;

    public static int Strip => 1;

    public readonly Four<T> Low => _l0;

    public readonly Four<T> High => _l0;

    public readonly void Turn()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ArrayView<Four<T>> FromLeft(ArrayView<Four<T>> left, int row, int thread)
    {
        _row = thread;
        return left.SubView(row);
    }

    public readonly ArrayView<Four<T>> FromRight(ArrayView<Four<T>> right, int row, int thread) => right.SubView(row + thread);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ArrayView<Four<T>> left, int leftAt, int leftGap, ArrayView<Four<T>> right, int rightAt, int rightGap) =>
        _l0.Add(left.Cast<T>()[4 * leftAt + _row], right[rightAt]);
}

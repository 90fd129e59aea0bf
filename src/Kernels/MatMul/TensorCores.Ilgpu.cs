using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Where the numbers of <c>mma.m16n8k8</c> stand (PTX ISA, "Matrix fragments for mma.m16n8k8", .tf32): thread 4·g + t of a warp holds
/// A[g | g + 8, t | t + 4], B[t | t + 4, g] and C[g | g + 8, 2t | 2t + 1].</summary>
internal static class Fragment
{
    internal const int Threads = 32;

    internal static int Group(int lane) => lane / 4;

    internal static int Inner(int lane) => lane % 4;

    /// <summary>Where a thread's column g of B stands among the columns of its warp, which two multiplications share, so that four columns of C that are
    /// neighbours come to one thread: 4·(g / 2) + g mod 2, and two more for the second.</summary>
    internal static int Column(int lane) => Group(lane) / 2 * 4 + Group(lane) % 2;
}

/// <summary>64 sums of a thread by tensor cores: float32 whose factors are rounded to tf32, 11 bits, the nearest and of two the one away from 0. The
/// warp's 64 x 32 sums are 4 x 4 tiles of 16 x 8; rows 16 apart are a thread's rows.</summary>
internal struct TensorSums<T> : ISums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Four<T> _l0, _l1, _l2, _l3, _l4, _l5, _l6, _l7, _h0, _h1, _h2, _h3, _h4, _h5, _h6, _h7;
    private int _row, _column, _inner;

    public static int Rows => 8;

    public static int Strips => 2;

    public static int Strip => 1;

    public static int Depths => 8;

    public static int WarpRows => 8;

    public static int WarpColumns => 4;

    public readonly Four<T> Low => _l0;

    public readonly Four<T> High => _h0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Four<T> Kept(Four<T> numbers)
    {
        numbers.A = Rounded(numbers.A);
        numbers.B = Rounded(numbers.B);
        numbers.C = Rounded(numbers.C);
        numbers.D = Rounded(numbers.D);
        return numbers;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Turn()
    {
        (_l0, _l1, _l2, _l3, _l4, _l5, _l6) = (_l1, _l2, _l3, _l4, _l5, _l6, _l7);
        (_h0, _h1, _h2, _h3, _h4, _h5, _h6) = (_h1, _h2, _h3, _h4, _h5, _h6, _h7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ArrayView<Four<T>> FromLeft(ArrayView<Four<T>> left, int row, int thread)
    {
        _row = thread;
        return left.SubView(row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ArrayView<Four<T>> FromRight(ArrayView<Four<T>> right, int row, int thread)
    {
        int lane = ILGPU.Group.IdxX % Fragment.Threads;
        _inner = Fragment.Inner(lane);
        _column = (thread - _inner) * 4 + Fragment.Column(lane);
        return right.SubView(row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ArrayView<Four<T>> left, int leftAt, int leftGap, ArrayView<Four<T>> right, int rightAt, int rightGap)
    {
        ArrayView<T> a = left.Cast<T>(), b = right.Cast<T>();
        int row = 4 * leftAt * _inner + _row, column = 4 * rightAt * _inner + _column;
        int deeper = 16 * leftAt, deeperB = 16 * rightAt, half = 4 * rightGap;
        // B[t | t + 4, g] of the four tiles: two of the low strip, two of the high.
        T b00 = b[column], b01 = b[column + deeperB], b10 = b[column + 2], b11 = b[column + 2 + deeperB];
        T b20 = b[column + half], b21 = b[column + half + deeperB], b30 = b[column + half + 2], b31 = b[column + half + 2 + deeperB];
        Two(ref _l0, ref _l1, ref _h0, ref _h1, a[row], a[row + leftGap], a[row + deeper], a[row + leftGap + deeper], b00, b01, b10, b11, b20, b21, b30, b31);
        row += 2 * leftGap;
        Two(ref _l2, ref _l3, ref _h2, ref _h3, a[row], a[row + leftGap], a[row + deeper], a[row + leftGap + deeper], b00, b01, b10, b11, b20, b21, b30, b31);
        row += 2 * leftGap;
        Two(ref _l4, ref _l5, ref _h4, ref _h5, a[row], a[row + leftGap], a[row + deeper], a[row + leftGap + deeper], b00, b01, b10, b11, b20, b21, b30, b31);
        row += 2 * leftGap;
        Two(ref _l6, ref _l7, ref _h6, ref _h7, a[row], a[row + leftGap], a[row + deeper], a[row + leftGap + deeper], b00, b01, b10, b11, b20, b21, b30, b31);
    }

    // Rows g and g + 8 of four tiles side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(ref Four<T> low, ref Four<T> lower, ref Four<T> high, ref Four<T> higher, T a0, T a1, T a2, T a3, T b00, T b01, T b10, T b11, T b20, T b21, T b30, T b31)
    {
        Multiply(ref low.A, ref low.B, ref lower.A, ref lower.B, a0, a1, a2, a3, b00, b01);
        Multiply(ref low.C, ref low.D, ref lower.C, ref lower.D, a0, a1, a2, a3, b10, b11);
        Multiply(ref high.A, ref high.B, ref higher.A, ref higher.B, a0, a1, a2, a3, b20, b21);
        Multiply(ref high.C, ref high.D, ref higher.C, ref higher.D, a0, a1, a2, a3, b30, b31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ref T c0, ref T c1, ref T c2, ref T c3, T a0, T a1, T a2, T a3, T b0, T b1)
    {
        Four<float> sums = TensorCores.Multiply(float.CreateTruncating(c0), float.CreateTruncating(c1), float.CreateTruncating(c2), float.CreateTruncating(c3), Bits(a0), Bits(a1), Bits(a2), Bits(a3), Bits(b0), Bits(b1));
        c0 = T.CreateTruncating(sums.A);
        c1 = T.CreateTruncating(sums.B);
        c2 = T.CreateTruncating(sums.C);
        c3 = T.CreateTruncating(sums.D);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Rounded(T x) => T.CreateTruncating(Interop.IntAsFloat(TensorCores.Round(float.CreateTruncating(x))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(T x) => Interop.FloatAsInt(float.CreateTruncating(x));
}

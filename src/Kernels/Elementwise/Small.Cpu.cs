using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// The verbs of Map.Cpu.cs on a few elements without gaps: to lay out the loops would take several times what the arithmetic takes.
// The same registers see the same elements, so the bits are those of the long way, which stands in methods of its own: their large frames are
// cleared at each call.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Up to so many elements the loops are not laid out.</summary>
    private const int Small = Strip;

    private static bool IsSmall(in Layout z, in Layout x) => z.Count <= Small && z.IsContiguous && x.IsContiguous;

    /// <summary>The length of the rows of a small z in which each operand is a row of its own, the same row again, or one element; 0 when there are
    /// none.</summary>
    private static int SmallRow(in Layout z, in Layout x, in Layout y)
    {
        int count = z.Count, row = count, a = x.Period, b = y.Period;
        if (count > Small || !z.IsContiguous) return 0;
        if (a > 1 && a < row) row = a;
        if (b > 1 && b < row) row = b;
        return (a == count || a == row || a == 1) && (b == count || b == row || b == 1) ? row : 0;
    }

    [SkipLocalsInit]
    private static void MapSmall<TOp, T>(TOp op, T* x, T* y, int count)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = Vector<T>.Count, rest = count % width;
        T* strip = stackalloc T[width];
        if (rest > 0)
        {
            Collect(x + count - rest, 1, strip, rest);
            op.Apply(Vector.Load(strip)).Store(strip);
        }
        _ = Dense<TOp, T, IntoTheCache>(op, x, y, count - rest);
        for (int i = 0; i < rest; i++) y[count - rest + i] = strip[i];
    }

    private static void ZipSmall<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z, int row)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        int count = z.Layout.Count, a = x.Layout.Period, b = y.Layout.Period, xs = a == 1 ? 0 : 1, ys = b == 1 ? 0 : 1;
        T* left = PointerTo(x), right = PointerTo(y), target = PointerTo(z);
        for (int first = 0; first < count; first += row) ZipRow(op, a == count ? left + first : left, xs, b == count ? right + first : right, ys, target + first, row);
    }

    // Steps xs and ys are 1, or 0 for an operand that is one repeated element.
    [SkipLocalsInit]
    private static void ZipRow<TOp, T>(TOp op, T* x, int xs, T* y, int ys, T* z, int count)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, rest = count % width, whole = count - rest;
        T* left = stackalloc T[width];
        T* right = stackalloc T[width];
        if (rest > 0)
        {
            Collect(x + whole * xs, xs, left, rest);
            Collect(y + whole * ys, ys, right, rest);
            op.Apply(Vector.Load(left), Vector.Load(right)).Store(left);
        }
        if (xs == 1 && ys == 1)
        {
            for (int i = 0; i < whole; i += width) op.Apply(Vector.Load(x + i), Vector.Load(y + i)).Store(z + i);
        }
        else if (whole > 0)
        {
            Vector<T> a = new(*x), b = new(*y);
            for (int i = 0; i < whole; i += width) op.Apply(xs == 0 ? a : Vector.Load(x + i), ys == 0 ? b : Vector.Load(y + i)).Store(z + i);
        }
        for (int i = 0; i < rest; i++) z[whole + i] = left[i];
    }

    private static void CompareSmall<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z, int row)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        int count = z.Layout.Count, a = x.Layout.Period, b = y.Layout.Period, xs = a == 1 ? 0 : 1, ys = b == 1 ? 0 : 1;
        for (int first = 0; first < count; first += row)
        {
            T* left = a == count ? PointerTo(x) + first : PointerTo(x), right = b == count ? PointerTo(y) + first : PointerTo(y);
            bool* target = PointerTo(z) + first;
            for (int i = 0; i < row; i++) target[i] = op.Apply(left[i * xs], right[i * ys]);
        }
    }
}

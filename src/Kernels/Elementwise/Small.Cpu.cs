using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// The verbs of Map.Cpu.cs on a few elements without gaps: to lay out the loops would take several times what the arithmetic takes.
// The same registers see the same elements, so the bits are those of the long way.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Up to so many elements the loops are not laid out.</summary>
    private const int Small = Strip;

    private static bool IsSmall(in Layout z, in Layout x) => z.Count <= Small && z.IsContiguous && x.IsContiguous;

    private static bool IsSmall(in Layout z, in Layout x, in Layout y) => IsSmall(z, x) && y.IsContiguous;

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
        for (int i = 0; i < count - rest; i += width) op.Apply(Vector.Load(x + i)).Store(y + i);
        for (int i = 0; i < rest; i++) y[count - rest + i] = strip[i];
    }

    [SkipLocalsInit]
    private static void ZipSmall<TOp, T>(TOp op, T* x, T* y, T* z, int count)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, rest = count % width;
        T* left = stackalloc T[width];
        T* right = stackalloc T[width];
        if (rest > 0)
        {
            Collect(x + count - rest, 1, left, rest);
            Collect(y + count - rest, 1, right, rest);
            op.Apply(Vector.Load(left), Vector.Load(right)).Store(left);
        }
        for (int i = 0; i < count - rest; i += width) op.Apply(Vector.Load(x + i), Vector.Load(y + i)).Store(z + i);
        for (int i = 0; i < rest; i++) z[count - rest + i] = left[i];
    }

    private static void CompareSmall<TOp, T>(TOp op, T* x, T* y, bool* z, int count)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < count; i++) z[i] = op.Apply(x[i], y[i]);
    }
}

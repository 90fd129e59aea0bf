using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>A product of one row that reads B once where it lies: a packed copy would cost more than it brings.</summary>
internal static unsafe class Thin
{
    /// <summary>c[j] = Σ_p a[p·stepA] · b[p·stepB + j] for at least one register of columns.
    /// Four rows of B at a time are added to c, which stays in the first-level cache; B streams by.</summary>
    internal static void Row<T>(int depth, T* a, nint stepA, T* b, nint stepB, T* c, int columns)
        where T : unmanaged
    {
        int width = Vector<T>.Count, whole = columns - columns % width;
        Vector<T> tail = default;
        for (int p = 0; p < depth;)
        {
            int rows = depth - p >= 4 ? 4 : 1;
            bool first = p == 0;
            if (rows == 4)
            {
                Vector<T> x0 = new(a[0]), x1 = new(a[stepA]), x2 = new(a[2 * stepA]), x3 = new(a[3 * stepA]);
                T* b1 = b + stepB;
                T* b2 = b1 + stepB;
                T* b3 = b2 + stepB;
                for (int j = 0; j < whole; j += width)
                {
                    var sum = Narrow<T>.MultiplyAdd(x3, Vector.Load(b3 + j), Narrow<T>.MultiplyAdd(x2, Vector.Load(b2 + j), Narrow<T>.MultiplyAdd(x1, Vector.Load(b1 + j), x0 * Vector.Load(b + j))));
                    (first ? sum : sum + Vector.Load(c + j)).Store(c + j);
                }
                int last = columns - width;
                tail += Narrow<T>.MultiplyAdd(x3, Vector.Load(b3 + last), Narrow<T>.MultiplyAdd(x2, Vector.Load(b2 + last), Narrow<T>.MultiplyAdd(x1, Vector.Load(b1 + last), x0 * Vector.Load(b + last))));
            }
            else
            {
                Vector<T> x = new(a[0]);
                for (int j = 0; j < whole; j += width)
                {
                    var sum = x * Vector.Load(b + j);
                    (first ? sum : sum + Vector.Load(c + j)).Store(c + j);
                }
                tail += x * Vector.Load(b + columns - width);
            }
            a += rows * stepA;
            b += rows * stepB;
            p += rows;
        }
        // The last register ends at the last column: some of its columns come out twice, with the same bits.
        tail.Store(c + columns - width);
    }
}

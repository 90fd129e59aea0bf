using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Products that read B once where it lies: a packed copy would cost more than it brings.</summary>
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
                    var sum = Tile.MultiplyAdd(x3, Vector.Load(b3 + j), Tile.MultiplyAdd(x2, Vector.Load(b2 + j), Tile.MultiplyAdd(x1, Vector.Load(b1 + j), x0 * Vector.Load(b + j))));
                    (first ? sum : sum + Vector.Load(c + j)).Store(c + j);
                }
                int last = columns - width;
                tail += Tile.MultiplyAdd(x3, Vector.Load(b3 + last), Tile.MultiplyAdd(x2, Vector.Load(b2 + last), Tile.MultiplyAdd(x1, Vector.Load(b1 + last), x0 * Vector.Load(b + last))));
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

    /// <summary>c[j] = Σ_p a[p] · b[j·columnB + p] for up to four columns and at least one register of depth: sums over registers of p, lanes added last.</summary>
    internal static void Dots<T>(int depth, T* a, T* b, nint columnB, T* c, int columns)
        where T : unmanaged, INumberBase<T>
    {
        nint width = Vector<T>.Count, p = 0;
        // Missing columns repeat the last one.
        int j1 = Math.Min(1, columns - 1), j2 = Math.Min(2, columns - 1), j3 = columns - 1;
        T* b0 = b;
        T* b1 = b + j1 * columnB;
        T* b2 = b + j2 * columnB;
        T* b3 = b + j3 * columnB;
        Vector<T> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        for (; p <= depth - 2 * width; p += 2 * width)
        {
            Vector<T> x = Vector.Load(a + p), y = Vector.Load(a + p + width);
            s0 = Tile.MultiplyAdd(x, Vector.Load(b0 + p), s0);
            s1 = Tile.MultiplyAdd(x, Vector.Load(b1 + p), s1);
            s2 = Tile.MultiplyAdd(x, Vector.Load(b2 + p), s2);
            s3 = Tile.MultiplyAdd(x, Vector.Load(b3 + p), s3);
            t0 = Tile.MultiplyAdd(y, Vector.Load(b0 + p + width), t0);
            t1 = Tile.MultiplyAdd(y, Vector.Load(b1 + p + width), t1);
            t2 = Tile.MultiplyAdd(y, Vector.Load(b2 + p + width), t2);
            t3 = Tile.MultiplyAdd(y, Vector.Load(b3 + p + width), t3);
        }
        for (; p <= depth - width; p += width)
        {
            Vector<T> x = Vector.Load(a + p);
            s0 = Tile.MultiplyAdd(x, Vector.Load(b0 + p), s0);
            s1 = Tile.MultiplyAdd(x, Vector.Load(b1 + p), s1);
            s2 = Tile.MultiplyAdd(x, Vector.Load(b2 + p), s2);
            s3 = Tile.MultiplyAdd(x, Vector.Load(b3 + p), s3);
        }
        if (p < depth)
        {
            // The last register ends at the last element; the products that it has in common with the one before are left out.
            Vector<T> isNew = Vector.GreaterThanOrEqual(Vector<T>.Indices, new Vector<T>(T.CreateTruncating(p - (depth - width))));
            p = depth - width;
            Vector<T> x = Vector.Load(a + p);
            t0 += (x * Vector.Load(b0 + p)) & isNew;
            t1 += (x * Vector.Load(b1 + p)) & isNew;
            t2 += (x * Vector.Load(b2 + p)) & isNew;
            t3 += (x * Vector.Load(b3 + p)) & isNew;
        }
        T c0 = Vector.Sum(s0 + t0), c1 = Vector.Sum(s1 + t1), c2 = Vector.Sum(s2 + t2), c3 = Vector.Sum(s3 + t3);
        c[0] = c0;
        c[j1] = c1;
        c[j2] = c2;
        c[j3] = c3;
    }
}

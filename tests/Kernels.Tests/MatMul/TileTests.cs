using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels.Tests.MatMul;

/// <summary>Tiles of every height and width, for each kind of register that this machine has, packed as the products pack them.</summary>
public sealed unsafe class TileTests
{
    private const int Depth = 19;

    // Sums of 19 products of numbers up to 2, in any order.
    private const double Tolerance = 1e-4;

    private const float Outside = 42;

    [Fact]
    public void Narrow_tiles_in_float() => EveryTile<Narrow<float>, Vector<float>, float>();

    [Fact]
    public void Narrow_tiles_in_double() => EveryTile<Narrow<double>, Vector<double>, double>();

    [Fact]
    public void Narrow_dot_products() => EveryDotProduct<Narrow<float>, Vector<float>, float>();

    [Fact]
    public void The_machine_s_own_tiles()
    {
        // Tile.Rows tells which registers the machine has.
        if (Tile.Rows == Wide<float>.TileRows)
        {
            EveryTile<Wide<float>, Vector512<float>, float>();
            EveryTile<Wide<double>, Vector512<double>, double>();
            EveryDotProduct<Wide<float>, Vector512<float>, float>();
            EveryDotProduct<Wide<double>, Vector512<double>, double>();
        }
        else
        {
            Assert.Equal(Narrow<float>.TileRows, Tile.Rows);
            EveryDotProduct<Narrow<double>, Vector<double>, double>();
        }
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    [InlineData(2, 80)]
    public void Packed_panels_hold_every_element_once(int lane, int step)
    {
        // Strides (1, n), (n, 1) and neither: by rows, transposed in registers, one by one.
        int width = Tile.Columns<double>(), rows = Tile.Rows;
        foreach (int lanes in new[] { 1, rows, rows + 1, width, width + 3, 2 * width })
        {
            foreach (int depth in new[] { 1, 2, 7, 40 })
            {
                double[] source = [.. Enumerable.Range(0, 4000).Select(i => (double)i)];
                double[] panelsA = new double[(lanes + rows) * depth], panelsB = new double[(lanes + width) * depth];
                fixed (double* x = source, a = panelsA, b = panelsB)
                {
                    Pack.A(x, lane, step, lanes, depth, a);
                    Pack.B(x, step, lane, depth, lanes, b);
                }
                for (int i = 0; i < lanes; i++)
                {
                    for (int p = 0; p < depth; p++)
                    {
                        Assert.Equal(source[i * lane + p * step], panelsA[i / rows * rows * depth + p * rows + i % rows]);
                        Assert.Equal(source[i * lane + p * step], panelsB[i / width * width * depth + p * width + i % width]);
                    }
                }
            }
        }
    }

    private static void EveryTile<TSimd, TVector, T>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, INumber<T>
    {
        int columns = 2 * TSimd.Count;
        T[] a = Numbers<T>(TSimd.TileRows * Depth, 1), b = Numbers<T>(Depth * columns, 2);
        int[] inOrder = [.. Enumerable.Range(0, Depth)], otherwise = [.. inOrder.Select(p => (p * 5 + 3) % Depth)];
        Assert.Equal(inOrder, otherwise.Order());
        for (int rows = 1; rows <= TSimd.TileRows; rows++)
        {
            for (int width = 1; width <= columns; width++)
            {
                foreach (bool add in new[] { false, true })
                {
                    // B ends with its last element that counts: reading further would be a fault somewhere.
                    T[] stepped = [.. Enumerable.Repeat(T.CreateTruncating(Outside), (rows + 2) * columns)], listed = [.. stepped];
                    int[] distances = [.. otherwise.Select(p => p * columns)];
                    fixed (T* x = a, y = b, z = stepped, l = listed)
                    fixed (int* places = distances)
                    {
                        Tile<TSimd, TVector, T, Stepped<T>>.Multiply(rows, width, Depth, x, 1, TSimd.TileRows, new Stepped<T>(y, columns), z + columns, columns, add);
                        Tile<TSimd, TVector, T, Listed<T>>.Multiply(rows, width, Depth, x, 1, TSimd.TileRows, new Listed<T>(y, places), l + columns, columns, add);
                    }
                    Check(stepped, columns, rows, width, add, (i, j) => Sum(inOrder, i, j));
                    Check(listed, columns, rows, width, add, (i, j) => Sum(otherwise, i, j));
                }
            }
        }

        double Sum(int[] rowsOfB, int i, int j) => Enumerable.Range(0, Depth)
            .Sum(p => double.CreateTruncating(a[p * TSimd.TileRows + i]) * double.CreateTruncating(b[rowsOfB[p] * columns + j]));
    }

    private static void EveryDotProduct<TSimd, TVector, T>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : struct
        where T : unmanaged, INumber<T>
    {
        foreach (int depth in new[] { 1, TSimd.Count - 1, TSimd.Count, Depth, 3 * TSimd.Count })
        {
            T[] a = Numbers<T>(TSimd.DotRows * depth, 3), b = Numbers<T>(Dots.Columns * depth, 4);
            for (int rows = 1; rows <= TSimd.DotRows; rows++)
            {
                for (int width = 1; width <= Dots.Columns; width++)
                {
                    T[] c = [.. Enumerable.Repeat(T.CreateTruncating(Outside), (rows + 2) * Dots.Columns)];
                    fixed (T* x = a, y = b, z = c)
                        Dots<TSimd, TVector, T>.Multiply(rows, width, depth, x, depth, y, depth, z + Dots.Columns, Dots.Columns);
                    Check(c, Dots.Columns, rows, width, add: false, (i, j) => Enumerable.Range(0, depth)
                        .Sum(p => double.CreateTruncating(a[i * depth + p]) * double.CreateTruncating(b[j * depth + p])));
                }
            }
        }
    }

    // C begins after one row that must stay, and ends before another.
    private static void Check<T>(T[] c, int stride, int rows, int width, bool add, Func<int, int, double> product)
        where T : unmanaged, INumber<T>
    {
        for (int place = 0; place < c.Length; place++)
        {
            int i = place / stride - 1, j = place % stride;
            bool isInside = i >= 0 && i < rows && j < width;
            double expected = isInside ? product(i, j) + (add ? Outside : 0) : Outside;
            Assert.True(Math.Abs(double.CreateTruncating(c[place]) - expected) < Tolerance, $"{rows} x {width}, ({i}, {j}): {c[place]} instead of {expected}");
        }
    }

    private static T[] Numbers<T>(int count, ulong stream)
        where T : unmanaged, INumber<T> => [.. Enumerable.Range(0, count).Select(i => T.CreateTruncating(Philox.Block((ulong)i, 0, stream).W0 / (double)uint.MaxValue * 4 - 2))];
}

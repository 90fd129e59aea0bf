using System.Numerics;
using BenchmarkDotNet.Attributes;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Ladders;

/// <summary>C[n, n] = A[n, n] · B[n, n] in float32: how the matrix product came to its speed, one idea a rung.</summary>
public class SgemmLadder : Ladder
{
    private readonly ReferenceDevice _reference = new();
    private readonly CpuDevice _cpu = new(threads: 1);
    private View<float> _a, _b, _c;
    private Aligned<float> _x = new(0), _y = new(0), _z = new(0);

    [Params(32, 256, 2048)]
    public int Size { get; set; }

    public override double Flops => 2.0 * Size * Size * Size;

    public override double Bytes => 3.0 * sizeof(float) * Size * Size;

    [GlobalSetup]
    public override void SetUp()
    {
        (_a, _b, _c) = (Values.On<float>(_cpu, [Size, Size], 1), Values.On<float>(_cpu, [Size, Size], 2), Values.Empty<float>(_cpu, [Size, Size]));
        (_x, _y, _z) = (new(Size * Size), new(Size * Size), new(Size * Size));
        Values.Fill(_x.Span, 1);
        Values.Fill(_y.Span, 2);
    }

    // One element at a time through views of any strides, sums in float64: the definition.
    [Benchmark, Slow]
    public void R0_Reference() => _reference.MatMul(_a, _b, _c);

    // Three loops in the order of the formula: B is walked down its columns, a new cache line for every multiply-add.
    [Benchmark, Slow]
    public void R1_RowTimesColumn() => Products.RowTimesColumn(_x.Span, _y.Span, _z.Span, Size);

    // The two inner loops changed places: both B and C are walked along their rows.
    [Benchmark, Slow]
    public void R2_RowTimesRows() => Products.RowTimesRows(_x.Span, _y.Span, _z.Span, Size);

    // The same with a SIMD register of columns at a time. Every multiply-add still reads and writes C.
    [Benchmark]
    public void R3_Vectors() => Products.Vectors(_x.Span, _y.Span, _z.Span, Size);

    // A tile of C, four rows by two registers, stays in registers while p runs: one load of B serves four rows. B's rows lie n apart.
    [Benchmark]
    public void R4_Tile() => Products.Tiles(_x.Span, _y.Span, _z.Span, Size);

    // The same tile on a panel of B copied so that it is read from one end to the other: no cache line and no page is touched in vain.
    [Benchmark]
    public void R5_PackedTile() => Products.PackedTiles(_x.Span, _y.Span, _z.Span, Size);

    // What the library does, on one thread: blocks for every cache, larger tiles, edges, thin shapes.
    [Benchmark]
    public void R6_Present() => _cpu.MatMul(_a, _b, _c);
}

/// <summary>The rungs between. Sizes are multiples of the tile: 32, 256 and 2048 are, with registers of up to 512 bits.</summary>
internal static class Products
{
    private const int TileRows = 4;

    internal static void RowTimesColumn(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float sum = 0;
                for (int p = 0; p < n; p++) sum += a[i * n + p] * b[p * n + j];
                c[i * n + j] = sum;
            }
        }
    }

    internal static void RowTimesRows(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int n)
    {
        c.Clear();
        for (int i = 0; i < n; i++)
        {
            Span<float> row = c.Slice(i * n, n);
            for (int p = 0; p < n; p++)
            {
                float x = a[i * n + p];
                ReadOnlySpan<float> other = b.Slice(p * n, n);
                for (int j = 0; j < row.Length; j++) row[j] += x * other[j];
            }
        }
    }

    internal static void Vectors(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int n)
    {
        c.Clear();
        for (int i = 0; i < n; i++)
        {
            Span<float> row = c.Slice(i * n, n);
            for (int p = 0; p < n; p++)
            {
                var x = new Vector<float>(a[i * n + p]);
                ReadOnlySpan<float> other = b.Slice(p * n, n);
                int j = 0;
                for (; j <= n - Vector<float>.Count; j += Vector<float>.Count)
                    Vector.MultiplyAddEstimate(x, new Vector<float>(other[j..]), new Vector<float>(row[j..])).CopyTo(row[j..]);
                for (; j < n; j++) row[j] += a[i * n + p] * other[j];
            }
        }
    }

    internal static unsafe void Tiles(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int n)
    {
        fixed (float* x = a, y = b, z = c)
        {
            for (int j = 0; j < n; j += 2 * Vector<float>.Count)
                for (int i = 0; i < n; i += TileRows) Tile(x + i * n, y + j, n, z + i * n + j, n);
        }
    }

    internal static unsafe void PackedTiles(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int n)
    {
        int columns = 2 * Vector<float>.Count;
        float* panel = stackalloc float[n * columns];
        fixed (float* x = a, y = b, z = c)
        {
            for (int j = 0; j < n; j += columns)
            {
                for (int p = 0; p < n; p++) new ReadOnlySpan<float>(y + p * n + j, columns).CopyTo(new Span<float>(panel + p * columns, columns));
                for (int i = 0; i < n; i += TileRows) Tile(x + i * n, panel, columns, z + i * n + j, n);
            }
        }
    }

    // C[4, 2 registers] = Σ_p a[i·n + p] · b[p·stepB …]
    private static unsafe void Tile(float* a, float* b, int stepB, float* c, int n)
    {
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (int p = 0; p < n; p++, b += stepB)
        {
            Vector<float> b0 = Vector.Load(b), b1 = Vector.Load(b + Vector<float>.Count);
            var x = new Vector<float>(a[p]);
            (c00, c01) = (Vector.MultiplyAddEstimate(x, b0, c00), Vector.MultiplyAddEstimate(x, b1, c01));
            x = new Vector<float>(a[n + p]);
            (c10, c11) = (Vector.MultiplyAddEstimate(x, b0, c10), Vector.MultiplyAddEstimate(x, b1, c11));
            x = new Vector<float>(a[2 * n + p]);
            (c20, c21) = (Vector.MultiplyAddEstimate(x, b0, c20), Vector.MultiplyAddEstimate(x, b1, c21));
            x = new Vector<float>(a[3 * n + p]);
            (c30, c31) = (Vector.MultiplyAddEstimate(x, b0, c30), Vector.MultiplyAddEstimate(x, b1, c31));
        }
        Store(c, c00, c01);
        Store(c + n, c10, c11);
        Store(c + 2 * n, c20, c21);
        Store(c + 3 * n, c30, c31);

        static void Store(float* row, Vector<float> left, Vector<float> right)
        {
            left.Store(row);
            right.Store(row + Vector<float>.Count);
        }
    }
}

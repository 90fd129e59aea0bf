using System.Numerics;
using BenchmarkDotNet.Attributes;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Ladders;

/// <summary>One image of 16 channels under 3×3 kernels to 16 channels, a frame of zeros around it: y[o] = Σ w[o, c, ky, kx] · x[c] moved by (ky, kx).</summary>
public class ConvolutionLadder : Ladder
{
    private const int Channels = 16, Side = 3;

    private readonly ReferenceDevice _reference = new();
    private readonly CpuDevice _cpu = new(threads: 1);
    private ImageConvolution.Operands? _operands;
    private View<float> _columns, _flatWeights, _flatY;
    private float[] _x = [], _w = [], _y = [], _unrolled = [];

    [Params(8, 56, 512)]
    public int Size { get; set; }

    public override double Flops => Image.Direction;

    public override double Bytes => sizeof(float) * (Image.Images + Image.Weights + Image.Results);

    private ImageConvolution Image => new(1, Channels, Size, Channels, Side, Padding: 1);

    [GlobalSetup]
    public override void SetUp()
    {
        _operands = Image.On(_cpu);
        int places = Size * Size, window = Channels * Side * Side;
        (_x, _w, _y, _unrolled) = (new float[Channels * places], new float[Channels * window], new float[Channels * places], new float[window * places]);
        Values.Fill(_x.AsSpan(), 1);
        Values.Fill(_w.AsSpan(), 2);
        _columns = Values.Empty<float>(_cpu, [window, places]);
        _flatWeights = _operands.W with { Layout = Layout.Contiguous([Channels, window]) };
        _flatY = _operands.Y with { Layout = Layout.Contiguous([Channels, places]) };
    }

    // One element at a time through views of any strides, sums in float64.
    [Benchmark, Slow]
    public void R0_Reference() => _reference.Convolve(_operands!.Sliding, _operands.X, _operands.W, _operands.Y);

    // The formula: for every output all of its window, with a question at every element whether it is inside.
    [Benchmark, Slow]
    public void R1_Loops()
    {
        for (int o = 0; o < Channels; o++)
        {
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++)
                {
                    float sum = 0;
                    for (int c = 0; c < Channels; c++)
                    {
                        for (int k = 0; k < Side * Side; k++)
                        {
                            (int y, int x) = (i + k / Side - 1, j + k % Side - 1);
                            if ((uint)y < (uint)Size && (uint)x < (uint)Size) sum += _w[(o * Channels + c) * Side * Side + k] * _x[(c * Size + y) * Size + x];
                        }
                    }
                    _y[(o * Size + i) * Size + j] = sum;
                }
            }
        }
    }

    // Rows moved by (ky, kx), scaled and added, a SIMD register at a time: what is outside is a shorter row. Every multiply-add reads and writes y.
    [Benchmark]
    public void R2_Rows()
    {
        Array.Clear(_y);
        for (int o = 0; o < Channels; o++)
        {
            for (int c = 0; c < Channels; c++)
            {
                for (int k = 0; k < Side * Side; k++)
                {
                    (int dy, int dx) = (k / Side - 1, k % Side - 1);
                    int first = Math.Max(0, -dx), count = Size - Math.Abs(dx);
                    for (int i = Math.Max(0, -dy); i < Size - Math.Max(0, dy); i++)
                        AddScaled(_w[(o * Channels + c) * Side * Side + k], _x.AsSpan((c * Size + i + dy) * Size + first + dx, count), _y.AsSpan((o * Size + i) * Size + first, count));
                }
            }
        }
    }

    // All windows written out as columns of a matrix, nine times the image, and the library's product with it.
    [Benchmark]
    public void R3_Columns()
    {
        Array.Clear(_unrolled);
        for (int c = 0; c < Channels; c++)
        {
            for (int k = 0; k < Side * Side; k++)
            {
                (int dy, int dx) = (k / Side - 1, k % Side - 1);
                int first = Math.Max(0, -dx), count = Size - Math.Abs(dx), row = (c * Side * Side + k) * Size * Size;
                for (int i = Math.Max(0, -dy); i < Size - Math.Max(0, dy); i++)
                    _x.AsSpan((c * Size + i + dy) * Size + first + dx, count).CopyTo(_unrolled.AsSpan(row + i * Size + first, count));
            }
        }
        _cpu.Write(_unrolled, _columns);
        _cpu.MatMul(_flatWeights, _columns, _flatY);
    }

    // What the library does, on one thread: the product without the matrix of windows.
    [Benchmark]
    public void R4_Present() => _cpu.Convolve(_operands!.Sliding, _operands.X, _operands.W, _operands.Y);

    private static void AddScaled(float scale, ReadOnlySpan<float> x, Span<float> y)
    {
        int i = 0;
        var factor = new Vector<float>(scale);
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.MultiplyAddEstimate(factor, new Vector<float>(x[i..]), new Vector<float>(y[i..])).CopyTo(y[i..]);
        for (; i < x.Length; i++) y[i] += scale * x[i];
    }
}

using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using Tensor = DeepPuzzles.Tensors.Tensor;

namespace DeepPuzzles.Bench.Ladders;

/// <summary>e^x / Σ e^x along rows of 512 float32 logits.</summary>
public class SoftMaxLadder : Ladder
{
    private const int Columns = 512;

    private Tensor _onReference = Tensor.Scalar(0), _onCpu = Tensor.Scalar(0);
    private Aligned<float> _x = new(0), _y = new(0);

    [Params(8, 128, 16384)]
    public int Size { get; set; }

    public override double Flops => 0;

    public override double Bytes => 2.0 * sizeof(float) * Size * Columns;

    [GlobalSetup]
    public override void SetUp()
    {
        float[] logits = new float[Size * Columns];
        Values.Fill(logits.AsSpan(), 1, scale: 8);
        (_onReference, _onCpu) = (Tensor.From(logits, [Size, Columns], new ReferenceDevice()), Tensor.From(logits, [Size, Columns], new CpuDevice(threads: 1)));
        (_x, _y) = (new(logits.Length), new(logits.Length));
        logits.CopyTo(_x.Span);
    }

    // The same tensor op on the device of scalar loops.
    [Benchmark, Slow]
    public void R0_Reference() => SoftMax(_onReference);

    // Three loops a row: the largest, the powers and their sum, the quotient.
    [Benchmark]
    public void R1_Loops()
    {
        for (int start = 0; start < _x.Span.Length; start += Columns)
        {
            Span<float> x = _x.Span.Slice(start, Columns), y = _y.Span.Slice(start, Columns);
            float top = float.NegativeInfinity, sum = 0;
            foreach (float value in x) top = MathF.Max(top, value);
            for (int i = 0; i < x.Length; i++) sum += y[i] = MathF.Exp(x[i] - top);
            for (int i = 0; i < y.Length; i++) y[i] /= sum;
        }
    }

    // The same loops with .NET's functions over spans.
    [Benchmark]
    public void R2_TensorPrimitives()
    {
        for (int start = 0; start < _x.Span.Length; start += Columns)
        {
            Span<float> x = _x.Span.Slice(start, Columns), y = _y.Span.Slice(start, Columns);
            TensorPrimitives.Subtract(x, TensorPrimitives.Max<float>(x), y);
            TensorPrimitives.Exp(y, y);
            TensorPrimitives.Divide(y, TensorPrimitives.Sum<float>(y), y);
        }
    }

    // What the library does, on one thread, as a tensor: what is allocated is the tensor object, not its elements.
    [Benchmark]
    public void R3_Present() => SoftMax(_onCpu);

    private static void SoftMax(Tensor logits)
    {
        using var scope = MemoryScope.Open();
        logits.SoftMax();
    }
}

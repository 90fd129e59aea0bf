using System.Numerics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Ladders;

/// <summary>The sum of a float32 vector: what is to be read costs, and what waits for the addition before it.</summary>
public class SumLadder : Ladder
{
    private readonly ReferenceDevice _reference = new();
    private readonly CpuDevice _cpu = new(threads: 1);
    private View<float> _x, _y;
    private Aligned<float> _from = new(0);

    [Params(1 << 13, 1 << 17, 1 << 24)]
    public int Size { get; set; }

    public override double Flops => 0;

    public override double Bytes => (double)sizeof(float) * Size;

    [GlobalSetup]
    public override void SetUp()
    {
        (_x, _y, _from) = (Values.On<float>(_cpu, [Size], 1, shift: 1), Values.Empty<float>(_cpu, [1]), new(Size));
        Values.Fill(_from.Span, 1, shift: 1);
    }

    // One element at a time, the sum in float64.
    [Benchmark, Slow]
    public void R0_Reference() => _reference.Reduce(default(Sum), _x, _y);

    // Each addition waits for the one before it; errors grow with n.
    [Benchmark]
    public float R1_Loop()
    {
        float sum = 0;
        foreach (float x in _from.Span) sum += x;
        return sum;
    }

    // A register of sums: eight additions at once, each still waiting for the one before it.
    [Benchmark]
    public float R2_Vectors()
    {
        Vector<float> sum = default;
        foreach (Vector<float> x in MemoryMarshal.Cast<float, Vector<float>>(_from.Span)) sum += x;
        return Vector.Sum(sum);
    }

    // Four registers of sums: additions that do not wait for one another.
    [Benchmark]
    public float R3_FourSums()
    {
        ReadOnlySpan<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(_from.Span);
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int i = 0; i + 3 < x.Length; i += 4)
        {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        return Vector.Sum(s0 + s1 + (s2 + s3));
    }

    // What the library does, on one thread: blocks, then pairs of blocks, so that errors grow with log n.
    [Benchmark]
    public void R4_Present() => _cpu.Reduce(default(Sum), _x, _y);
}

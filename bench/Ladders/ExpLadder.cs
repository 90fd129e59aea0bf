using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Ladders;

/// <summary>y = e^x on float32: a function that costs more than its bytes.</summary>
public class ExpLadder : Ladder
{
    private readonly ReferenceDevice _reference = new();
    private readonly CpuDevice _cpu = new(threads: 1);
    private View<float> _x, _y;
    private Aligned<float> _from = new(0), _to = new(0);

    [Params(1 << 12, 1 << 16, 1 << 24)]
    public int Size { get; set; }

    public override double Flops => 0;

    public override double Bytes => 2.0 * sizeof(float) * Size;

    [GlobalSetup]
    public override void SetUp()
    {
        (_x, _y) = (Values.On<float>(_cpu, [Size], 1, scale: 8), Values.Empty<float>(_cpu, [Size]));
        (_from, _to) = (new(Size), new(Size));
        Values.Fill(_from.Span, 1, scale: 8);
    }

    // The scalar form of the op, one element at a time through a view of any strides.
    [Benchmark, Slow]
    public void R0_Reference() => _reference.Map(default(Exp), _x, _y);

    // A plain loop over the C library's function.
    [Benchmark]
    public void R1_Loop()
    {
        Span<float> x = _from.Span, y = _to.Span;
        for (int i = 0; i < x.Length; i++) y[i] = MathF.Exp(x[i]);
    }

    // What .NET brings: the same loop over registers.
    [Benchmark]
    public void R2_Vectors()
    {
        ReadOnlySpan<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(_from.Span);
        Span<Vector<float>> y = MemoryMarshal.Cast<float, Vector<float>>(_to.Span)[..x.Length];
        for (int i = 0; i < x.Length; i++) y[i] = Vector.Exp(x[i]);
    }

    // .NET's function over spans, which uses the widest registers.
    [Benchmark]
    public void R3_TensorPrimitives() => TensorPrimitives.Exp(_from.Span, _to.Span);

    // What the library does, on one thread.
    [Benchmark]
    public void R4_Present() => _cpu.Map(default(Exp), _x, _y);
}

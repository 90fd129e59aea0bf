using System.Numerics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Ladders;

/// <summary>z = x + y on float32: nothing but bytes.</summary>
public class AddLadder : Ladder
{
    private readonly ReferenceDevice _reference = new();
    private readonly CpuDevice _cpu = new(threads: 1);
    private View<float> _x, _y, _z;
    private Aligned<float> _left = new(0), _right = new(0), _to = new(0);

    [Params(1 << 11, 1 << 15, 1 << 24)]
    public int Size { get; set; }

    public override double Flops => 0;

    public override double Bytes => 3.0 * sizeof(float) * Size;

    [GlobalSetup]
    public override void SetUp()
    {
        (_x, _y, _z) = (Values.On<float>(_cpu, [Size], 1), Values.On<float>(_cpu, [Size], 2), Values.Empty<float>(_cpu, [Size]));
        (_left, _right, _to) = (new(Size), new(Size), new(Size));
        Values.Fill(_left.Span, 1);
        Values.Fill(_right.Span, 2);
    }

    // One element at a time through views of any strides.
    [Benchmark, Slow]
    public void R0_Reference() => _reference.Zip(default(Add), _x, _y, _z);

    // A plain loop.
    [Benchmark]
    public void R1_Loop()
    {
        Span<float> x = _left.Span, y = _right.Span, z = _to.Span;
        for (int i = 0; i < z.Length; i++) z[i] = x[i] + y[i];
    }

    // A register at a time.
    [Benchmark]
    public void R2_Vectors()
    {
        ReadOnlySpan<Vector<float>> x = MemoryMarshal.Cast<float, Vector<float>>(_left.Span), y = MemoryMarshal.Cast<float, Vector<float>>(_right.Span);
        Span<Vector<float>> z = MemoryMarshal.Cast<float, Vector<float>>(_to.Span);
        for (int i = 0; i < z.Length; i++) z[i] = x[i] + y[i];
    }

    // The same, past the caches: lines that are written whole need not be read before. Pays only where nobody reads them soon.
    [Benchmark]
    public unsafe void R3_PastTheCaches()
    {
        float* x = _left.Pointer;
        float* y = _right.Pointer;
        float* z = _to.Pointer;
        for (int i = 0; i < Size; i += Vector<float>.Count) (Vector.LoadAligned(x + i) + Vector.LoadAligned(y + i)).StoreAlignedNonTemporal(z + i);
    }

    // What the library does, on one thread.
    [Benchmark]
    public void R4_Present() => _cpu.Zip(default(Add), _x, _y, _z);
}

using System.Numerics.Tensors;
using System.Reflection;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>System.Numerics.Tensors: functions over spans. It has no threads, and so takes part with one only.</summary>
internal sealed class TensorPrimitivesPeer : Peer
{
    private int _threads = 1;

    public override string Name => "tensors";

    public override string Version => Assemblies.Version(typeof(TensorPrimitives));

    public override void Use(int threads) => _threads = threads;

    public override Contender? Prepare(Work work) => _threads > 1 ? null : work switch
    {
        Elementwise map => Map(map),
        Reduction { RowCount: 1 } reduction => Reduce(reduction),
        SoftMaxRows softmax => SoftMax(softmax),
        _ => null,
    };

    private Local? Map(Elementwise map)
    {
        (Aligned<float> x, Aligned<float> y, Aligned<float> z) = (new(map.Count), new(map.IsBinary ? map.Count : 0), new(map.Count));
        Values.Fill(x.Span, 1, map.Range.Scale, map.Range.Shift);
        Values.Fill(y.Span, 2, map.Range.Scale, map.Range.Shift);
        Action? run = map.Op switch
        {
            "exp" => () => TensorPrimitives.Exp(x.Span, z.Span),
            "log" => () => TensorPrimitives.Log(x.Span, z.Span),
            "tanh" => () => TensorPrimitives.Tanh(x.Span, z.Span),
            "sigmoid" => () => TensorPrimitives.Sigmoid(x.Span, z.Span),
            "scale" => () => TensorPrimitives.Multiply(x.Span, Elementwise.Factor, z.Span),
            "add" => () => TensorPrimitives.Add(x.Span, y.Span, z.Span),
            "floor" => () => TensorPrimitives.Floor(x.Span, z.Span),
            "ceil" => () => TensorPrimitives.Ceiling(x.Span, z.Span),
            "round" => () => TensorPrimitives.Round(x.Span, z.Span),
            "trunc" => () => TensorPrimitives.Truncate(x.Span, z.Span),
            "rsqrt" => () => TensorPrimitives.ReciprocalSqrt(x.Span, z.Span),
            "tan" => () => TensorPrimitives.Tan(x.Span, z.Span),
            "asin" => () => TensorPrimitives.Asin(x.Span, z.Span),
            "acos" => () => TensorPrimitives.Acos(x.Span, z.Span),
            "atan" => () => TensorPrimitives.Atan(x.Span, z.Span),
            "sinh" => () => TensorPrimitives.Sinh(x.Span, z.Span),
            "cosh" => () => TensorPrimitives.Cosh(x.Span, z.Span),
            "log2" => () => TensorPrimitives.Log2(x.Span, z.Span),
            "log10" => () => TensorPrimitives.Log10(x.Span, z.Span),
            "pow" => () => TensorPrimitives.Pow(x.Span, y.Span, z.Span),
            "atan2" => () => TensorPrimitives.Atan2(x.Span, y.Span, z.Span),
            _ => null,      // its remainder has the sign of the dividend
        };
        return run is null ? null : new Local(Name, run, () => Values.MeanAbsolute<float>(z.Span));
    }

    private Local Reduce(Reduction reduction)
    {
        var x = new Aligned<float>(reduction.Columns);
        Values.Fill(x.Span, 1, shift: 1);
        float result = 0;
        return reduction.Op == "sum"
            ? new Local(Name, () => result = TensorPrimitives.Sum<float>(x.Span), () => Math.Abs(result))
            : new Local(Name, () => result = TensorPrimitives.Max<float>(x.Span), () => Math.Abs(result));
    }

    private Local SoftMax(SoftMaxRows softmax)
    {
        (Aligned<float> x, Aligned<float> y) = (new(softmax.RowCount * softmax.Columns), new(softmax.RowCount * softmax.Columns));
        Values.Fill(x.Span, 1, SoftMaxRows.Range);
        return new Local(Name, Run, () => Values.MeanAbsolute<float>(y.Span));

        void Run()
        {
            for (int start = 0; start < x.Span.Length; start += softmax.Columns)
                TensorPrimitives.SoftMax<float>(x.Span.Slice(start, softmax.Columns), y.Span[start..]);
        }
    }
}

internal static class Assemblies
{
    /// <summary>The version of the package that a type comes from.</summary>
    public static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}

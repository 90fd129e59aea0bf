using System.Numerics.Tensors;
using System.Reflection;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

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

    private Local Map(Elementwise map)
    {
        (Aligned<float> x, Aligned<float> y, Aligned<float> z) = (new(map.Count), new(map.IsBinary ? map.Count : 0), new(map.Count));
        Values.Fill(x.Span, 1, map.Range.Scale, map.Range.Shift);
        Values.Fill(y.Span, 2, map.Range.Scale, map.Range.Shift);
        Action run = map.Op switch
        {
            "exp" => () => TensorPrimitives.Exp(x.Span, z.Span),
            "log" => () => TensorPrimitives.Log(x.Span, z.Span),
            "tanh" => () => TensorPrimitives.Tanh(x.Span, z.Span),
            "sigmoid" => () => TensorPrimitives.Sigmoid(x.Span, z.Span),
            "scale" => () => TensorPrimitives.Multiply(x.Span, Elementwise.Factor, z.Span),
            _ => () => TensorPrimitives.Add(x.Span, y.Span, z.Span),
        };
        return new Local(Name, run, () => Values.MeanAbsolute<float>(z.Span));
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

/// <summary>Math.NET Numerics with its managed provider. Larger products take it seconds, so it takes part up to 256.</summary>
internal sealed class MathNetPeer : Peer
{
    private const int LargestProduct = 256;

    public override string Name => "mathnet";

    public override string Version => $"{Assemblies.Version(typeof(Control))}, managed provider, products up to {LargestProduct}";

    public override void Use(int threads)
    {
        Control.UseManaged();
        Control.MaxDegreeOfParallelism = threads;
    }

    public override Contender? Prepare(Work work) => work switch
    {
        Product p when Math.Max(p.M, Math.Max(p.N, p.K)) <= LargestProduct => p.Double ? Multiply<double>(p) : Multiply<float>(p),
        Elementwise { Op: not "sigmoid" } map => Map(map),
        _ => null,
    };

    // It stores columns one after another, so that its transposed form is our untransposed one, and the other way round.
    private Local Multiply<T>(Product p)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        Matrix<T> a = Stored(p.M, p.K, p.TransposedA, 1), b = Stored(p.K, p.N, p.TransposedB, 2), c = Matrix<T>.Build.Dense(p.M, p.N);
        Action run = (p.TransposedA, p.TransposedB) switch
        {
            (false, false) => () => a.Multiply(b, c),
            (true, false) => () => a.TransposeThisAndMultiply(b, c),
            (false, true) => () => a.TransposeAndMultiply(b, c),
            _ => throw new ArgumentException($"no form {p.Form}"),
        };
        return new Local(Name, run, () => Values.MeanAbsolute<T>(c.AsColumnMajorArray()));

        static Matrix<T> Stored(int rows, int columns, bool transposed, int seed)
        {
            int inner = transposed ? rows : columns;
            return transposed
                ? Matrix<T>.Build.Dense(columns, rows, (i, j) => T.CreateTruncating(Values.At((long)i * inner + j, seed)))
                : Matrix<T>.Build.Dense(rows, columns, (i, j) => T.CreateTruncating(Values.At((long)i * inner + j, seed)));
        }
    }

    private Local Map(Elementwise map)
    {
        Vector<float> x = Stored(1), y = map.IsBinary ? Stored(2) : x, z = Vector<float>.Build.Dense(map.Count);
        Action run = map.Op switch
        {
            "exp" => () => x.PointwiseExp(z),
            "log" => () => x.PointwiseLog(z),
            "tanh" => () => x.PointwiseTanh(z),
            "scale" => () => x.Multiply(Elementwise.Factor, z),
            _ => () => x.Add(y, z),
        };
        return new Local(Name, run, () => Values.MeanAbsolute<float>(z.AsArray()));

        Vector<float> Stored(int seed) => Vector<float>.Build.Dense(map.Count, i => (float)(Values.At(i, seed) * map.Range.Scale + map.Range.Shift));
    }
}

internal static class Assemblies
{
    /// <summary>The version of the package that a type comes from.</summary>
    public static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}

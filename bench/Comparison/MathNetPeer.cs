using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>Math.NET Numerics with its managed provider. Larger matrices take it seconds, so it takes part up to 256.</summary>
internal sealed class MathNetPeer : Peer
{
    private const int LargestMatrix = 256;

    public override string Name => "mathnet";

    public override string Version => $"{Assemblies.Version(typeof(Control))}, managed provider, matrices up to {LargestMatrix}";

    public override void Use(int threads)
    {
        Control.UseManaged();
        Control.MaxDegreeOfParallelism = threads;
    }

    public override Contender? Prepare(Work work) => work switch
    {
        Product p when Math.Max(p.M, Math.Max(p.N, p.K)) <= LargestMatrix => p.Double ? Multiply<double>(p) : Multiply<float>(p),
        Elementwise { Op: "exp" or "log" or "tanh" or "scale" or "add" } map => Map(map),
        MatrixWork { N: <= LargestMatrix } matrix => Decompose(matrix),
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

    private Local Decompose(MatrixWork work)
    {
        Matrix<double> a = Matrix<double>.Build.Dense(work.N, work.N, work.At);
        Vector<double> b = Vector<double>.Build.Dense(work.N, i => Values.At(i, LinearSystem.Seed));
        return work.Op switch
        {
            "cholesky" => Of(a.Cholesky, parts => parts.Factor.Enumerate()),
            "qr" => Of(() => a.QR(QRMethod.Thin), parts => parts.R.Enumerate()),
            "eigh" => Of(() => a.Evd(Symmetricity.Symmetric), parts => parts.EigenValues.Select(value => value.Real)),
            "svd" => Of(() => a.Svd(), parts => parts.S),
            _ => Of(() => a.Solve(b), x => x),
        };

        Local Of<TParts>(Func<TParts> run, Func<TParts, IEnumerable<double>> part) => new(Name, () => run(), () => part(run()).Average(Math.Abs));
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

using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Bench.Works;

/// <summary>Work on one float64 matrix [n, n], through the tensor. Each algorithm takes another number of operations, so that none is stated.</summary>
internal abstract record MatrixWork(string Name, string Op, int N, bool IsQuick) : Work(Name, $"{Op} {N}", IsQuick)
{
    public override double Flops => 0;

    public override double Bytes => 0;

    public override bool IsDouble => true;

    /// <summary>Element [i, j] of the matrix: any, symmetric, or positive definite because its diagonal outweighs the rest of a row.</summary>
    public double At(int i, int j) => Op switch
    {
        "eigh" => (Any(i, j) + Any(j, i)) / 2,
        "cholesky" => (Any(i, j) + Any(j, i)) / 2 + (i == j ? N : 0),
        _ => Any(i, j),
    };

    protected Tensor Matrix(Device device)
    {
        var elements = new double[N, N];
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++) elements[i, j] = At(i, j);
        }
        return Tensor.From(elements, device);
    }

    protected static Local InScope(Action run, Func<double> check) => new("ours", () =>
    {
        using var scope = MemoryScope.Open();
        run();
    }, check);

    // The third power, since the numbers themselves make matrices of low rank.
    private double Any(int i, int j)
    {
        long k = (long)i * N + j;
        return Values.At(k * k * k % Values.Period, 1);
    }
}

/// <summary>A matrix taken apart, with all vectors: cholesky, qr, eigh or svd.</summary>
internal sealed record Factors(string Op, int N, bool IsQuick = false) : MatrixWork("factor", Op, N, IsQuick)
{
    // What is compared has one sign in every library.
    public override Local Ours(Device device)
    {
        Tensor a = Matrix(device);
        return Op switch
        {
            "cholesky" => InScope(() => a.Cholesky(), () => Mean(a.Cholesky())),
            "qr" => InScope(() => a.Qr(), () => Mean(a.Qr().R)),
            "eigh" => InScope(() => a.Eigh(), () => Mean(a.Eigh().Values)),
            "svd" => InScope(() => a.Svd(), () => Mean(a.Svd().S)),
            _ => throw new ArgumentException($"no factorisation is called {Op}"),
        };

        static double Mean(Tensor part) => part.Abs().Mean().Item();
    }
}

/// <summary>A linear system with one right side.</summary>
internal sealed record LinearSystem(int N, bool IsQuick = false) : MatrixWork("solve", "lu", N, IsQuick)
{
    /// <summary>Of the right side.</summary>
    public const int Seed = 2;

    public override Local Ours(Device device)
    {
        Tensor a = Matrix(device), b = Tensor.From(Enumerable.Range(0, N).Select(i => Values.At(i, Seed)).ToArray(), [N], device);
        return InScope(() => a.Solve(b), () => a.Solve(b).Abs().Mean().Item());
    }
}

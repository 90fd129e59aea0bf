namespace DeepPuzzles.Tensors.Tests.Corpus;

// Products and linear algebra; leading axes are batches.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> Products => new()
    {
        ["matmul"] = new((x, a) => x[0].MatMul(x[1])),
        ["dot"] = new((x, a) => x[0].Dot(x[1])),
        ["outer"] = new((x, a) => x[0].Outer(x[1])),
        ["einsum"] = new((x, a) => Tensor.Einsum(a.Text("equation"), x)),
        ["trace"] = new((x, a) => x[0].Trace(a.Int("offset"))),
    };

    private static Dictionary<string, CorpusOp> LinearAlgebra => new()
    {
        ["solve"] = new((x, a) => x[0].Solve(x[1])),
        ["solve positive"] = new((x, a) => x[0].SolvePositive(x[1])),
        ["triangular solve"] = new((x, a) => x[0].TriangularSolve(x[1], a.Bool("upper"), a.Bool("transposed"))),
        ["least squares"] = new((x, a) => x[0].LeastSquares(x[1])),
        ["inverse"] = new((x, a) => x[0].Inverse()),
        ["pseudo-inverse"] = new((x, a) => x[0].PseudoInverse()),
        ["determinant"] = new((x, a) => x[0].Determinant()),
        ["log-determinant sign"] = new((x, a) => x[0].LogDeterminant().Sign),
        ["log-determinant"] = new((x, a) => x[0].LogDeterminant().Log),
        ["cholesky"] = new((x, a) => x[0].Cholesky()),
        ["qr q"] = new((x, a) => x[0].Qr().Q),
        ["qr r"] = new((x, a) => x[0].Qr().R),
        ["eigenvalues"] = new((x, a) => x[0].Eigh().Values),
        ["eigenvectors"] = new((x, a) => x[0].Eigh().Vectors),
        ["svd u"] = new((x, a) => x[0].Svd().U),
        ["svd s"] = new((x, a) => x[0].Svd().S),
        ["svd vt"] = new((x, a) => x[0].Svd().Vt),
        ["matrix rank"] = new((x, a) => a.Has("tolerance") ? x[0].MatrixRank(a.Number("tolerance")) : x[0].MatrixRank()),
        ["condition number"] = new((x, a) => x[0].ConditionNumber()),
        ["spectral norm"] = new((x, a) => x[0].SpectralNorm()),
    };
}

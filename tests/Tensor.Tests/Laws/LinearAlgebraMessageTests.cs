namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>What linear algebra refuses, and in which words.</summary>
public sealed class LinearAlgebraMessageTests
{
    private static readonly Tensor s_eye = Tensor.Eye(2), s_tall = Tensor.Ones([3, 2]), s_singular = Tensor.From(new float[,] { { 1, 2 }, { 2, 4 } });

    private static readonly Dictionary<string, Func<object?>> s_misuse = new()
    {
        ["cholesky: [3, 2] is not square: 3 rows, 2 columns"] = () => s_tall.Cholesky(),
        ["eigh: [3, 2] is not square: 3 rows, 2 columns"] = () => s_tall.Eigh(),
        ["inverse: [3, 2] is not square: 3 rows, 2 columns"] = () => s_tall.Inverse(),
        ["determinant: [3, 2] is not square: 3 rows, 2 columns"] = () => s_tall.Determinant(),
        ["svd: [2] is no matrix; it must be [..., m, n]"] = () => Tensor.Ones([2]).Svd(),
        ["qr: works on float32 and float64, not on int32 [2, 2]; convert with .To(DType.Float32)"] = () => Tensor.Ones([2, 2], DType.Int32).Qr(),
        ["qr: [2, 3] has fewer rows than columns, 2 and 3; transpose it"] = () => s_tall.Transpose().Factor(default(Kernels.Qr)),
        ["eigh: [2, 2]: the matrix is not symmetric: 3 at [1, 0], 2 at [0, 1]; use (A + A.Transpose()) * 0.5 if that is what you mean"] = () => Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } }).Eigh(),
        ["cholesky: [2, 2]: the matrix is not positive definite: its leading minor of order 2 leaves a pivot of -3; add a multiple of the identity, or use Eigh"] = () => Tensor.From(new float[,] { { 1, 2 }, { 2, 1 } }).Cholesky(),
        ["cholesky: [2, 2, 2]: matrix 1 of the batch is not positive definite: its leading minor of order 1 leaves a pivot of -1; add a multiple of the identity, or use Eigh"] = () => Tensor.Stack([s_eye, -s_eye]).Cholesky(),
        ["solve: [2, 2]: the matrix is singular: its column 1 is a sum of multiples of those before it; LeastSquares or PseudoInverse may be what you want"] = () => s_singular.Solve(Tensor.Ones([2])),
        ["triangular solve: [2, 2]: the matrix is singular: element [1, 1] of its diagonal is 0"] = () => (s_eye * Tensor.From(1f, 0)).TriangularSolve(Tensor.Ones([2])),
        ["solve: the right side [3, 1] has 3 rows, the matrices [2, 2] have 2"] = () => s_eye.Solve(Tensor.Ones([3, 1])),
        ["solve: the right side [3, 1] has 3 rows, the matrices [2, 2] have 2 (one column)"] = () => s_eye.Solve(Tensor.Ones([3])),
        ["solve: the right side is a single number; it must be [2] or [..., 2, k]"] = () => s_eye.Solve(Tensor.Scalar(1)),
        ["solve: float32 [2, 2] and float64 [2] differ in dtype; convert one with .To(DType.Float64)"] = () => s_eye.Solve(Tensor.Ones([2], DType.Float64)),
        ["solve: [3] and [2] do not broadcast: axis -1 is 3 on the left, 2 on the right; sizes must be equal or 1"] = () => s_eye.Expand([3, 2, 2]).Solve(Tensor.Ones([2, 2, 1])),
        ["svd: [2, 2]: the matrix holds NaN at [1, 0]; all elements must be finite"] = () => Tensor.From(new[,] { { 1, 2 }, { float.NaN, 4 } }).Svd(),
        ["qr: [2, 2]: the matrix holds Infinity at [0, 1]; all elements must be finite"] = () => Tensor.From(new[,] { { 1, double.PositiveInfinity }, { 3, 4 } }).Qr(),
        ["least squares: [3, 2]: a column or row depends on the others; use PseudoInverse().MatMul(b), which takes the shortest of the solutions"] = () => s_tall.LeastSquares(Tensor.Ones([3])),
        ["least squares: the right side [2, 1] does not match [3, 2]; it must be [3] or [..., 3, k]"] = () => s_tall.LeastSquares(Tensor.Ones([2, 1])),
        ["spectral norm: [0, 2] has no singular values"] = () => Tensor.Zeros([0, 2]).SpectralNorm(),
        ["condition number: [2, 0] has no singular values"] = () => Tensor.Zeros([2, 0]).ConditionNumber(),
    };

    public static TheoryData<string> Messages => [.. s_misuse.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Misuse_is_told(string message) => Assert.Equal(message.Replace(" (one column)", "", StringComparison.Ordinal), Assert.Throws<TensorException>(s_misuse[message]).Message);
}

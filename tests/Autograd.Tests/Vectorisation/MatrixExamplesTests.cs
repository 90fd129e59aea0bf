using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Vectorisation;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>Functions of one matrix that look at its numbers, of many matrices: what is refused of one is refused of any, and of none nothing is.</summary>
public sealed class MatrixExamplesTests
{
    private static readonly (string Name, Func<Tensor, Tensor> F)[] s_functions =
    [
        ("cholesky", x => x.Cholesky()), ("eigenvalues", x => x.Eigh().Values), ("eigenvectors", x => x.Eigh().Vectors), ("inverse", x => x.Inverse()), ("qr", x => x.Qr().Q),
        ("solve", x => x.Solve(x)), ("solve with a positive matrix", x => x.SolvePositive(x)), ("least squares", x => x.LeastSquares(x)), ("triangular solve", x => x.TriangularSolve(x)),
        ("determinant", x => x.Determinant()), ("log-determinant", x => x.LogDeterminant().Log), ("pseudo-inverse", x => x.PseudoInverse()), ("singular values", x => x.Svd().S),
        ("logarithm", x => x.Log()), ("root", x => x.Sqrt()), ("covariance", x => x.MatMul(x.Transpose()).Cholesky()),
    ];

    /// <summary>There are gradients of none, too, inside and outside.</summary>
    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Of_no_matrices_every_function_gives_none(DType dtype)
    {
        foreach (int[] sizes in new int[][] { [0, 1, 1], [0, 2, 2], [0, 5, 5], [0, 2, 3, 3], [0, 40, 40], [0, 0, 0] })
        {
            foreach ((string name, Func<Tensor, Tensor> f) in s_functions)
            {
                Tensor x = Tensor.Zeros(sizes, dtype).Track(), expected = f(Examples(sizes[1..], dtype));
                Tensor y = Vectorise(f)(x);
                Assert.True(y.Shape == Lifting.OfEach(0, expected.Shape) && y.DType == dtype, $"{name} of {x.Shape}: {y.DType} {y.Shape}");
                Assert.Equal(x.Shape, y.Sum().Backward()[x].Shape);
                Assert.Equal(x.Shape, Vectorise(Differentiation.Gradient((Tensor z) => f(z).Sum()))(x).Shape);
            }
        }
    }

    private static Tensor Examples(int[] sizes, DType dtype) => Tensor.Eye(sizes[^1], dtype).Expand(sizes);

    [Fact]
    public void A_rank_that_is_not_full_is_seen_in_any_example()
    {
        Tensor full = Calculus.Points.Normal("full", 3, 4, 2), b = Calculus.Points.Normal("right", 4);
        Tensor one = Tensor.Concat([full[..2], Tensor.Ones([1, 4, 2], DType.Float64)]), first = one.Flip(0);
        Func<Tensor, Tensor> tall = Vectorise((Tensor x) => x.LeastSquares(b)), wide = Vectorise((Tensor x) => x.Transpose().LeastSquares(b[..2]));
        foreach (Func<Tensor, Tensor> f in new[] { tall, wide, Vectorise((Tensor x) => Differentiation.Gradient((Tensor z) => z.LeastSquares(b).Sum())(x)) })
        {
            Assert.Equal(3, f(full).Shape[0]);
            foreach (Tensor bad in new[] { one, first, one.Track() })
            {
                string message = Assert.Throws<TensorException>(() => f(bad)).Message;
                Assert.StartsWith(bad == first ? "least squares: [" : "vectorise: 'full rank' of 3 examples at once: least squares: [", message, StringComparison.Ordinal);
                Assert.Contains("]: a column or row depends on the others; use PseudoInverse().MatMul(b)", message, StringComparison.Ordinal);
            }
        }
        Assert.Throws<TensorException>(() => Vectorise(tall)(Tensor.Stack([full, one])));
        Assert.Equal<int>([0, 2], tall(full[..0]).Shape);
    }

    /// <summary>In a Cholesky decomposition too, since a matrix is symmetric or not as its numbers are.</summary>
    [Fact]
    public void A_matrix_that_is_not_symmetric_is_seen_in_any_example()
    {
        Tensor good = Tensor.Eye(2, DType.Float64).Expand([2, 2, 2]), bad = Tensor.Concat([good, Tensor.From(new double[,] { { 1, 2 }, { 0, 1 } }).Unsqueeze(0)]);
        Assert.Equal<int>([2, 2, 2], Vectorise((Tensor x) => x.Cholesky())(good).Shape);
        Assert.Contains("symmetric", Assert.Throws<TensorException>(() => Vectorise((Tensor x) => x.Cholesky())(bad)).Message, StringComparison.Ordinal);
        Assert.Contains("symmetric", Assert.Throws<TensorException>(() => Vectorise((Tensor x) => x.Eigh().Values)(bad)).Message, StringComparison.Ordinal);
    }
}

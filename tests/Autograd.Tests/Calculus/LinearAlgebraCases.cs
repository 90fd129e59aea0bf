using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>The cases of linear algebra. Matrices have eigenvalues and singular values that lie apart, and are far from singular; symmetric ones are
/// made of any within the function, so that only symmetric changes count.</summary>
internal static class LinearAlgebraCases
{
    /// <summary>By op.</summary>
    internal static readonly Dictionary<Type, GradientCase[]> ByOp = new()
    {
        [typeof(Cholesky)] =
        [
            .. Squares("cholesky", x => Positive(x).Cholesky()),
            new("cholesky of a covariance", x => x[0].MatMul(x[0].Transpose()).Cholesky(), [N("c1", 3, 7)]),
        ],
        [typeof(Qr)] =
        [
            .. Squares("Q", x => x.Qr().Q),
            .. Squares("R", x => x.Qr().R),
            .. Tall("Q and R", x => Both(x.Qr().Q, x.Qr().R.Tanh())),
            new("qr of a wide matrix", x => Both(x[0].Qr().Q, x[0].Qr().R), [N("q1", 3, 5)]),
            new("qr of wide matrices", x => Both(x[0].Qr().Q, x[0].Qr().R), [N("q2", 2, 2, 3)]),
        ],
        [typeof(Eigh)] =
        [
            .. Squares("eigenvalues", x => Symmetric(x).Eigh().Values),
            .. Squares("eigenvectors", x => Symmetric(x).Eigh().Vectors),
            .. Squares("eigenvalues and eigenvectors", x => Both(Symmetric(x).Eigh().Values.Exp(), Symmetric(x).Eigh().Vectors)),
            .. Squares("the square root of a matrix", x => Function(Positive(x), values => values.Sqrt())),
        ],
        [typeof(Svd)] =
        [
            .. Squares("singular values", x => x.Svd().S),
            .. Squares("left singular vectors", x => x.Svd().U),
            .. Tall("singular values and vectors", x => Both(x.Svd().U, x.Svd().S, x.Svd().Vt)),
            new("singular values and vectors of a wide matrix", x => Both(x[0].Svd().U, x[0].Svd().S, x[0].Svd().Vt), [N("s1", 3, 5)]),
            new("right singular vectors of wide matrices", x => x[0].Svd().Vt, [N("s2", 2, 2, 4)]),
            new("spectral norm", x => x[0].SpectralNorm(), [N("s3", 4, 3)]),
            new("condition number", x => x[0].ConditionNumber(), [N("s4", 3, 4)]),
            new("nuclear norm", x => x[0].Svd().S.Sum(-1), [N("s5", 2, 3, 4)]),
        ],
        [typeof(LogDeterminant)] =
        [
            .. Squares("the logarithm of the determinant", x => x.LogDeterminant().Log),
        ],
        [typeof(LinearSolve)] =
        [
            .. Squares("inverse", x => x.Inverse()),
            .. Systems("solve", (a, b) => a.Solve(b)),
            new("solve x, x", x => x[0].Solve(x[0].Square()), [N("v1", 3, 3)]),
        ],
        [typeof(TriangularSolve)] =
        [
            .. Systems("lower triangular solve", (a, b) => Heavy(a).TriangularSolve(b)),
            .. Systems("upper triangular solve", (a, b) => Heavy(a).TriangularSolve(b, upper: true)),
            .. Systems("lower triangular solve, transposed", (a, b) => Heavy(a).TriangularSolve(b, transposed: true)),
            .. Systems("upper triangular solve, transposed", (a, b) => Heavy(a).TriangularSolve(b, upper: true, transposed: true)),
        ],
    };

    internal static readonly GradientCase[] PseudoInverses =
    [
        .. Squares("pseudo-inverse", x => x.PseudoInverse()),
        .. Tall("pseudo-inverse", x => x.PseudoInverse()),
        new("pseudo-inverse of a wide matrix", x => x[0].PseudoInverse(), [N("p1", 2, 4)]),
        new("pseudo-inverse of rank 2", x => x[0].MatMul(x[1]).PseudoInverse(1e-6), [N("p2", 4, 2), N("p3", 2, 5)]),
    ];

    internal static readonly GradientCase[] Determinants =
    [
        .. Squares("determinant", x => x.Determinant()),
        new("determinant of [1, 1], which is 0", x => x[0].Determinant(), [Tensor.Zeros([1, 1], DType.Float64)]),
        new("determinant of [2, 2], all 0", x => x[0].Determinant(), [Tensor.Zeros([2, 2], DType.Float64)]),
        // Of rank n - 1, where some cofactors are left, and beside a regular matrix; and of less, where none is: beside a trace, since a difference of
        // nothing but third powers of the step is too coarse.
        new("determinant and trace of [3, 3], all 0", x => x[0].Determinant() + x[0].Diagonal().Sum(-1), [Tensor.Zeros([3, 3], DType.Float64)]),
        new("determinant of [4, 4] of rank 3", x => x[0].Determinant(), [N("o1", 4, 3).MatMul(N("o2", 3, 4))]),
        new("determinant of [4, 4] of rank 3, with equal singular values", x => x[0].Determinant(), [Tensor.From(1.0, 1, 0, 1).Diag()]),
        new("determinant and trace of [5, 5] of rank 3", x => x[0].Determinant() + x[0].Diagonal().Sum(-1), [Tensor.From(2.0, 0, 0, 3, 1).Diag()[Slice.Every(-1)]]),
        new("determinant and trace of [5, 5] of rank 2", x => x[0].Determinant() + x[0].Diagonal().Sum(-1), [Tensor.From(2.0, 0, 0, 3, 0).Diag().Transpose()]),
        new("determinant of [3, 3, 3], of rank 3, 2 and 1", x => x[0].Determinant(), [Tensor.Stack([N("o5", 3, 3), N("o6", 3, 2).MatMul(N("o7", 2, 3)), Tensor.From(0.0, 0, -2).Diag()])]),
        new("determinants of [2, 2, 2], of rank 1", x => x[0].Determinant(), [N("l4", 2, 2, 1).MatMul(N("l5", 2, 1, 2))]),
        new("determinant of [0, 0]", x => x[0].Determinant(), [N("l0", 0, 0)]),
        new("the determinant of x² times a number", x => x[0].MatMul(x[0]).Determinant() * x[1], [N("l1", 3, 3), N("l2")]),
    ];

    internal static readonly GradientCase[] Ranks =
    [
        new("least squares", x => x[0].LeastSquares(x[1]), [N("m1", 5, 3), N("m2", 5)]),
        new("least squares, several right sides", x => x[0].LeastSquares(x[1]), [N("m3", 2, 4, 2), N("m4", 4, 3)]),
        new("the shortest solution", x => x[0].LeastSquares(x[1]), [N("m5", 2, 4), N("m6", 2, 3)]),
    ];

    internal static readonly GradientCase[] Composed =
    [
        .. Squares("gradient of the determinant", Cofactors),
        new("third derivative of the determinant", x => Bend(x[0], x[1], x[2]), [N("l8", 4, 4), N("l9", 4, 4), N("l10", 4, 4)]),
        new("second derivative of the determinant", x => Differentiation.HessianVector((Tensor z) => z.Determinant(), x[0], x[1]), [N("l6", 3, 3), N("l7", 3, 3)]),
        new("gradient of the determinant at equal singular values", x => Cofactors(x[0]), [N("l3", 3, 3).Qr().Q * 2]),
        .. Systems("solve with a positive matrix", (a, b) => Positive(a).SolvePositive(b)),
        new("the log-likelihood of a normal distribution", x => NormalLog(Positive(x[0]), x[1]), [N("m7", 3, 3), N("m8", 3)]),
        new("eigenvalues of a matrix with equal ones", x => (Symmetric(x[0]) * 0 + Tensor.Eye(3, x[0].DType, device: x[0].Device) * 2 * x[1].Sum()).Eigh().Values.Sum(), [N("m9", 3, 3), N("m10", 2)]),
    ];

    private static Tensor N(string name, params int[] sizes) => Points.Normal("linear algebra " + name, sizes);

    private static GradientCase[] Squares(string name, Func<Tensor, Tensor> f) =>
    [
        new($"{name} of [3, 3]", x => f(x[0]), [N("a", 3, 3)]),
        new($"{name} of [4, 4] transposed", x => f(x[0]), [N("b", 4, 4).Transpose()]),
        new($"{name} of [3, 3] sliced backwards", x => f(x[0]), [N("c", 6, 8)[Slice.Every(2), Slice.Of(7, 1, -2)]]),
        new($"{name} of [2, 2, 2, 2]", x => f(x[0]), [N("d", 2, 2, 2, 2)]),
        new($"{name} of [1, 1]", x => f(x[0]), [N("e", 1, 1)]),
        new($"{name} of [0, 2, 2]", x => f(x[0]), [N("f", 0, 2, 2)]),
        new($"{name} of [2, 3, 3] broadcast", x => f(x[0]), [N("g", 3, 3).Expand([2, 3, 3])]),
    ];

    private static GradientCase[] Tall(string name, Func<Tensor, Tensor> f) =>
    [
        new($"{name} of [5, 3]", x => f(x[0]), [N("h", 5, 3)]),
        new($"{name} of [4, 1]", x => f(x[0]), [N("i", 4, 1)]),
        new($"{name} of [2, 4, 2] transposed", x => f(x[0]), [N("j", 2, 2, 4).Transpose()]),
    ];

    private static GradientCase[] Systems(string name, Func<Tensor, Tensor, Tensor> f) =>
    [
        new($"{name}, [3, 3] and [3]", x => f(x[0], x[1]), [N("k", 3, 3), N("l", 3)]),
        new($"{name}, [4, 4] and [4, 2]", x => f(x[0], x[1]), [N("m", 4, 4).Transpose(), N("n", 2, 4).Transpose()]),
        new($"{name}, [2, 1, 2, 2] and [3, 2, 1]", x => f(x[0], x[1]), [N("o", 2, 1, 2, 2), N("p", 3, 2, 1)]),
        new($"{name}, [2, 2] and [3, 1, 2, 3]", x => f(x[0], x[1]), [N("s", 2, 2), N("t", 3, 1, 2, 3)]),
        new($"{name}, [0, 0] and [0, 2]", x => f(x[0], x[1]), [N("q", 0, 0), N("r", 0, 2)]),
    ];

    private static Tensor Cofactors(Tensor x) => Differentiation.Gradient((Tensor z) => z.Determinant().Sum())(x);

    private static Tensor Bend(Tensor x, Tensor v, Tensor w) => Differentiation.Jvp((Tensor z) => Differentiation.Jvp((Tensor t) => Cofactors(t), z, v).Dy, x, w).Dy;

    private static Tensor Eye(Tensor x) => Tensor.Eye(x.Shape[-1], x.DType, x.Device);

    private static Tensor Symmetric(Tensor x) => (x + x.Transpose()) * 0.5;

    private static Tensor Positive(Tensor x) => x.MatMul(x.Transpose()) + Eye(x);

    // No small pivots.
    private static Tensor Heavy(Tensor x) => x + Eye(x) * 4;

    private static Tensor Function(Tensor x, Func<Tensor, Tensor> f)
    {
        (Tensor values, Tensor v) = x.Eigh();
        return (v * f(values).Unsqueeze(-2)).MatMul(v.Transpose());
    }

    private static Tensor NormalLog(Tensor covariance, Tensor x) => -0.5 * (x.MatMul(covariance.SolvePositive(x)) + covariance.LogDeterminant().Log);

    private static Tensor Both(params Tensor[] parts) => Tensor.Concat([.. parts.Select(part => part.Flatten())]);
}

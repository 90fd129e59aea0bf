using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Linear algebra on matrices along the last two axes, float32 and float64; both are computed in float64.
public sealed partial class Tensor
{
    /// <summary>L [..., n, n] with A = L·Lᵀ, lower triangular with a positive diagonal, of symmetric positive definite matrices.</summary>
    /// <exception cref="TensorException">A matrix is not symmetric, or not positive definite.</exception>
    public Tensor Cholesky() => Cholesky(Kernels.Cholesky.Name);

    private Tensor Cholesky(string name) => Unpack<Cholesky>(Factor(default(Cholesky), name), Shape[-2], Shape[-1])[0];

    /// <summary>A [..., m, n] = Q·R with k = min(m, n): the columns of Q [..., m, k] are orthonormal, R [..., k, n] is upper triangular and its
    /// diagonal not negative. Differentiable where the first k columns of A are linearly independent.</summary>
    public (Tensor Q, Tensor R) Qr() => Qr(Kernels.Qr.Name);

    private (Tensor Q, Tensor R) Qr(string name)
    {
        (int m, int n) = RequireMatrices(name, MatrixKind.Any);
        if (m >= n)
        {
            Tensor[] parts = Unpack<Qr>(Factor(default(Qr), name), m, n);
            return (parts[0], parts[1]);
        }
        // A wide matrix is a square one, which Q comes from, and more columns to its right.
        (Tensor q, Tensor r) = Take(Stretch(Shape, Rank - 1, 0, m)).Qr(name);
        Tensor rest = q.Transpose().MatMul(Take(Stretch(Shape, Rank - 1, m, n - m)));
        return (q, Concat([r, rest], -1));
    }

    /// <summary>A·V = V·diag(λ) for symmetric matrices [..., n, n]: eigenvalues [..., n] ascending, eigenvectors the columns of V [..., n, n],
    /// orthonormal, in each the component of largest magnitude positive (the first of those that are as large but for rounding).</summary>
    /// <remarks>The gradient through the eigenvectors is undefined where eigenvalues are equal, and comes out infinite or NaN there; a function that
    /// uses nothing but the eigenvalues has its right gradient all the same. Second derivatives want distinct eigenvalues.</remarks>
    /// <exception cref="TensorException">A matrix is not symmetric.</exception>
    public (Tensor Values, Tensor Vectors) Eigh()
    {
        Tensor[] parts = Unpack<Eigh>(Factor(default(Eigh)), Shape[-2], Shape[-1]);
        return (parts[0].Squeeze(-1), parts[1]);
    }

    /// <summary>A [..., m, n] = U·diag(S)·Vᵀ with k = min(m, n): the columns of U [..., m, k] and the rows of Vᵀ [..., k, n] are orthonormal, S [..., k]
    /// is not negative and descends, and in each column of U the component of largest magnitude is positive (the first of those that are as large
    /// but for rounding).</summary>
    /// <remarks>The gradient through U and Vᵀ is undefined where singular values are equal or zero, and comes out infinite or NaN there; a function
    /// that uses nothing but S has its right gradient all the same, where S is not 0. Second derivatives want distinct values above 0.</remarks>
    public (Tensor U, Tensor S, Tensor Vt) Svd() => Svd(Kernels.Svd.Name);

    private (Tensor U, Tensor S, Tensor Vt) Svd(string name)
    {
        Tensor[] parts = Unpack<Svd>(Factor(default(Svd), name), Shape[-2], Shape[-1]);
        return (parts[0], parts[1].Squeeze(-1), parts[2]);
    }

    /// <summary>x with T·x = b, or Tᵀ·x = b, for triangular matrices [..., n, n]; the other triangle may hold any finite numbers. b is
    /// [..., n, k] or one column [n]; leading axes broadcast.</summary>
    /// <exception cref="TensorException">An element of a diagonal is 0.</exception>
    public Tensor TriangularSolve(Tensor b, bool upper = false, bool transposed = false) => Solve(new TriangularSolve(upper, transposed), b);

    /// <summary>x with A·x = b for square matrices [..., n, n], by LU with partial pivoting. b is [..., n, k] or one column [n]; leading axes
    /// broadcast.</summary>
    /// <exception cref="TensorException">A matrix is singular.</exception>
    public Tensor Solve(Tensor b) => Solve(default(LinearSolve), b);

    /// <summary>x with A·x = b for symmetric positive definite matrices, by Cholesky: <see cref="Solve(Tensor)"/> at half the cost. b is
    /// [..., n, k] or one column [n]; leading axes broadcast.</summary>
    /// <exception cref="TensorException">A matrix is not symmetric, or not positive definite.</exception>
    public Tensor SolvePositive(Tensor b)
    {
        // Of several matrices the first solution has a row for each, which the second would take for columns.
        if (Given(b).Rank == 1) return SolvePositive(b.Unsqueeze(-1)).Squeeze(-1);
        const string Name = "solve positive";
        Tensor l = Cholesky(Name);
        return l.Solve(new TriangularSolve(false, true), l.Solve(new TriangularSolve(false, false), b, Name), Name);
    }

    /// <summary>A⁻¹ of square matrices. To solve A·x = b, <see cref="Solve(Tensor)"/> is faster and nearer to the truth.</summary>
    /// <exception cref="TensorException">A matrix is singular.</exception>
    public Tensor Inverse()
    {
        (int n, _) = RequireMatrices("inverse", MatrixKind.Square);
        return Solve(default(LinearSolve), Eye(n, DType, Device), "inverse");
    }

    /// <summary>The sign, -1, 0 or 1, and the logarithm of the absolute value of the determinants of square matrices; 0 and -∞ for singular ones. No
    /// gradient flows through the sign.</summary>
    public (Tensor Sign, Tensor Log) LogDeterminant() => LogDeterminant(Kernels.LogDeterminant.Name);

    private (Tensor Sign, Tensor Log) LogDeterminant(string name)
    {
        Tensor[] parts = Unpack<LogDeterminant>(Factor(default(LogDeterminant), name), Shape[-2], Shape[-1]);
        return (parts[0].StopGradient().Squeeze(-1).Squeeze(-1), parts[1].Squeeze(-1).Squeeze(-1));
    }

    /// <summary>The determinants of square matrices; of float32 computed in float64 and rounded once. Three derivatives exist at every matrix, singular
    /// ones too; more are made with the inverse, and refused where there is none.</summary>
    /// <remarks>Its gradient, which must hold for singular matrices too, costs a singular value decomposition, several times the determinant itself.
    /// Of matrices that have an inverse <see cref="LogDeterminant()"/> costs less: its gradient is that inverse.</remarks>
    public Tensor Determinant()
    {
        RequireMatrices("determinant", MatrixKind.Square);

        // The logarithm in float32 would have too few digits for the number itself.
        if (DType == DType.Float32) return To(DType.Float64).Determinant().To(DType.Float32);
        (Tensor sign, Tensor log) = StopGradient().LogDeterminant("determinant");
        return (sign * log.Exp()).ResultOf(default(Determinant), this);
    }
}

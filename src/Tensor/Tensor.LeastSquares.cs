using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// What follows from the factorisations in a few lines. Singular values up to max(m, n)·2u times the largest count as 0 where a rank is asked for, as
// in NumPy.
public sealed partial class Tensor
{
    /// <summary>Of float32 and float64: twice the unit roundoff u, the distance from 1 to the next number.</summary>
    private const double SingleEpsilon = 1.0 / (1 << 23), DoubleEpsilon = 1.0 / (1L << 52);

    /// <summary>The x for which ‖A·x - b‖ is smallest, for matrices [..., m, n] of full rank; where several are (m &lt; n), the shortest. By QR. b is
    /// [..., m, k] or one column [m]; leading axes broadcast.</summary>
    /// <exception cref="TensorException">The rank of a matrix is not full.</exception>
    public Tensor LeastSquares(Tensor b)
    {
        (int m, int n) = RequireMatrices("least squares", MatrixKind.Any);
        RequireSame("least squares", this, b);
        if (b.Rank == 1) return LeastSquares(b.Unsqueeze(-1)).Squeeze(-1);
        if (b.Rank == 0 || b.Shape[-2] != m) throw new TensorException($"least squares: the right side {b.Shape} does not match {Shape}; it must be [{m}] or [..., {m}, k]");
        (Tensor q, Tensor r) = (m >= n ? this : Transpose()).Qr("least squares");
        r = r.RequireFullRank(new FullRank(Shape, RankTolerance()));
        return m >= n ? r.TriangularSolve(q.Transpose().MatMul(b), upper: true) : q.MatMul(r.TriangularSolve(b, upper: true, transposed: true));
    }

    /// <summary>The same triangular matrices, if all have full rank. In a function that is vectorised this looks at the one example, and again when the op is
    /// applied to all.</summary>
    /// <exception cref="TensorException">The rank of a matrix is not full.</exception>
    public Tensor RequireFullRank(FullRank op)
    {
        Tensor y = ResultOf(op, this);
        if (Count == 0) return y;
        Tensor sizes = View(_layout, null).Abs(), bound = sizes.Max([-2, -1]) * op.Tolerance;
        if (sizes.Diagonal().Min(-1).LessOrEqual(bound).To(DType.Int32).Sum().Item() == 0) return y;
        throw new TensorException($"least squares: {op.Of}: a column or row depends on the others; use PseudoInverse().MatMul(b), which takes the shortest of the solutions");
    }

    private double RankTolerance() => Math.Max(Shape[-2], Shape[-1]) * (DType == DType.Float32 ? SingleEpsilon : DoubleEpsilon);

    /// <summary>The Moore-Penrose inverse [..., n, m] of matrices [..., m, n]. Differentiable where the rank stays the same.</summary>
    /// <param name="tolerance">Singular values up to this times the largest count as 0; null means max(m, n)·2u.</param>
    public Tensor PseudoInverse(double? tolerance = null)
    {
        _ = RequireMatrices(Tensors.PseudoInverse.Name, MatrixKind.Any);
        var op = new PseudoInverse(tolerance ?? RankTolerance());
        Tensor y = Count == 0 ? StopGradient().Transpose().Copy() : Inverted(StopGradient().Svd(Tensors.PseudoInverse.Name), op.Tolerance);
        return y.From(op, this);
    }

    private static Tensor Inverted((Tensor U, Tensor S, Tensor Vt) parts, double tolerance)
    {
        (Tensor u, Tensor s, Tensor vt) = parts;
        Tensor counts = s.Greater(s.Max(-1, keepDims: true) * tolerance);
        Tensor inverse = counts.To(s.DType) / Where(counts, s, Scalar(1, s.DType, s.Device));
        return (vt.Transpose() * inverse.Unsqueeze(-2)).MatMul(u.Transpose());
    }

    /// <summary>The number of singular values that do not count as 0, as int32. No gradient.</summary>
    /// <param name="tolerance">Singular values up to this times the largest count as 0; null means max(m, n)·2u.</param>
    public Tensor MatrixRank(double? tolerance = null)
    {
        Tensor s = StopGradient().Svd("matrix rank").S;
        if (s.Shape[-1] == 0) return s.To(DType.Int32).Sum(-1);
        return s.Greater(s.Max(-1, keepDims: true) * (tolerance ?? RankTolerance())).To(DType.Int32).Sum(-1);
    }

    /// <summary>The largest singular value divided by the smallest; ∞ for singular matrices, those of zeros among them.</summary>
    public Tensor ConditionNumber()
    {
        Tensor s = NotEmpty("condition number").Svd("condition number").S;
        Tensor largest = Singular(s, 0), smallest = Singular(s, s.Shape[-1] - 1);
        return Where(largest.Equal(0), Scalar(double.PositiveInfinity, s.DType, s.Device), largest / smallest);
    }

    /// <summary>The largest singular value: how much longer a vector may become.</summary>
    public Tensor SpectralNorm() => Singular(NotEmpty("spectral norm").Svd("spectral norm").S, 0);

    private Tensor NotEmpty(string op)
    {
        (int m, int n) = RequireMatrices(op, MatrixKind.Any);
        return m > 0 && n > 0 ? this : throw new TensorException($"{op}: {Shape} has no singular values");
    }

    private static Tensor Singular(Tensor values, int which) => values.Take(Stretch(values.Shape, values.Rank - 1, which, 1)).Squeeze(-1);
}

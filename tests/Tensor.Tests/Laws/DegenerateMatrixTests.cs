namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Matrices that are singular, nearly so, or nearly symmetric; determinants to their last digit.</summary>
public sealed class DegenerateMatrixTests
{
    /// <summary>The distance from 1 to the next float32 and the next float64.</summary>
    private const double SingleStep = 1.0 / (1 << 23), DoubleStep = 1.0 / (1L << 52);

    [Fact]
    public void A_zero_matrix_is_singular_like_any_other()
    {
        Tensor both = Tensor.Stack([Tensor.Zeros([3, 2]), Tensor.Ones([3, 2]) * Tensor.From(1f, 0), Tensor.Eye(3, 2)]);
        Assert.Equal([float.PositiveInfinity, float.PositiveInfinity, 1], both.ConditionNumber().ToArray<float>());
        Assert.Equal(double.PositiveInfinity, Tensor.Zeros([2, 2], DType.Float64).ConditionNumber().Item());
    }

    /// <summary>A float32 determinant is the float64 one, rounded once: a logarithm in float32 would keep five digits of these.</summary>
    [Fact]
    public void Determinants_keep_the_digits_of_float32()
    {
        Assert.Equal(1e6f, (Tensor.Eye(6) * 10).Determinant().ToArray<float>()[0]);
        Tensor x = LinearAlgebraLaws.Normal("digits", 20, 5, 5).To(DType.Float32) * 100;
        Assert.Equal(x.To(DType.Float64).Determinant().To(DType.Float32).ToArray<float>(), x.Determinant().ToArray<float>());
    }

    /// <summary>The columns e₁ and e₁ + δ·e₂: the smaller singular value is δ/√2, the larger √2, so their ratio is δ/2. It counts where it is above
    /// max(m, n) steps of the precision, whether the matrix stands or lies.</summary>
    [Theory]
    [InlineData(DType.Float32, SingleStep)]
    [InlineData(DType.Float64, DoubleStep)]
    public void Ranks_are_counted_by_the_longer_side(DType dtype, double step)
    {
        const int m = 40;
        Assert.Equal(1, Nearly(m / 2.0).MatrixRank().Item());
        Assert.Equal(2, Nearly(m * 2).MatrixRank().Item());
        Assert.Equal(1, Nearly(m / 2.0).Transpose().MatrixRank().Item());
        Assert.Equal(2, Nearly(m * 2).Transpose().MatrixRank().Item());
        Assert.Throws<TensorException>(() => Nearly(m / 4.0).LeastSquares(Tensor.Ones([m], dtype)));
        Assert.Equal(new Shape([2]), Nearly(m * 2).LeastSquares(Tensor.Ones([m], dtype)).Shape);

        Tensor Nearly(double steps) => Tensor.Concat([Tensor.Eye(m, 1, dtype: dtype), Tensor.Eye(m, 1, dtype: dtype) + Tensor.Eye(m, 1, -1, dtype) * (2 * steps * step)], 1);
    }

    /// <summary>What rounding left on the two sides of the diagonal counts for half each, bit by bit.</summary>
    [Fact]
    public void Nearly_symmetric_matrices_are_their_mean_with_the_transpose()
    {
        Tensor x = LinearAlgebraLaws.Normal("symmetric", 6, 6), noise = LinearAlgebraLaws.Normal("noise", 6, 6) * DoubleStep;
        Tensor a = x.MatMul(x.Transpose()) + Tensor.Eye(6, DType.Float64) + noise, mean = a * 0.5 + a.Transpose() * 0.5;
        Assert.NotEqual(a.ToArray<double>(), mean.ToArray<double>());
        Assert.Equal(mean.ToArray<double>(), mean.Transpose().ToArray<double>());
        Assert.Equal(mean.Cholesky().ToArray<double>(), a.Cholesky().ToArray<double>());
        Assert.Equal(mean.Eigh().Values.ToArray<double>(), a.Eigh().Values.ToArray<double>());
        Assert.Equal(mean.Eigh().Vectors.ToArray<double>(), a.Eigh().Vectors.ToArray<double>());
        Assert.Equal(a.Eigh().Values.ToArray<double>(), a.Transpose().Eigh().Values.ToArray<double>());
    }
}

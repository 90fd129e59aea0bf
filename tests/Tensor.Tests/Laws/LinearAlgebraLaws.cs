using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Laws of what tensors do with matrices.</summary>
public sealed class LinearAlgebraLaws
{
    /// <summary>For matrices whose condition is some thousands at most.</summary>
    internal const double Tolerance = 1e-10;

    private static readonly Tensor s_batch = Normal("batch", 2, 3, 4, 4), s_tall = Normal("tall", 2, 6, 3), s_wide = Normal("wide", 3, 5);

    [Fact]
    public void A_batch_is_its_matrices_one_by_one()
    {
        Each(s_batch, x => x.Inverse());
        Each(s_batch, x => x.Determinant());
        Each(s_batch, x => x.Svd().U);
        Each(s_batch, x => x.Qr().Q);
        Each(s_batch, x => x.PseudoInverse());
        Each(s_batch, x => x.ConditionNumber());
        Each(s_batch, x => (x + x.Transpose()).Eigh().Vectors);
        Each(s_batch.Transpose(), x => x.Solve(s_batch[0, 0]));
        Assert.Equal(s_batch[1, 2].Solve(s_batch[0, 1]).ToArray<double>(), s_batch[1, 2].Solve(s_batch)[0, 1].ToArray<double>());
        Each(s_batch[Slice.Every(-1), 1.., .., ..], x => x.MatrixRank().To(DType.Float64));

        static void Each(Tensor batch, Func<Tensor, Tensor> f)
        {
            Tensor all = f(batch);
            for (int i = 0; i < batch.Shape[0]; i++)
            {
                for (int j = 0; j < batch.Shape[1]; j++) Assert.Equal(f(batch[i, j]).ToArray<double>(), all[i, j].ToArray<double>());
            }
        }
    }

    [Fact]
    public void Parts_have_their_shapes()
    {
        (Tensor q, Tensor r) = s_tall.Qr();
        (Tensor u, Tensor s, Tensor vt) = s_tall.Svd();
        Assert.Equal(([2, 6, 3], [2, 3, 3]), (q.Shape, r.Shape));
        Assert.Equal(([2, 6, 3], [2, 3], [2, 3, 3]), (u.Shape, s.Shape, vt.Shape));
        (q, r) = s_wide.Qr();
        (u, s, vt) = s_wide.Svd();
        Assert.Equal(([3, 3], [3, 5]), (q.Shape, r.Shape));
        Assert.Equal(([3, 3], [3], [3, 5]), (u.Shape, s.Shape, vt.Shape));
        Near(s_wide, q.MatMul(r));
        Near(s_wide, (u * s).MatMul(vt));
        Assert.Equal(([2, 3, 4], [2, 3, 4, 4]), ((s_batch + s_batch.Transpose()).Eigh().Values.Shape, (s_batch + s_batch.Transpose()).Eigh().Vectors.Shape));
        Assert.Equal([2, 3], s_batch.Determinant().Shape);
    }

    [Fact]
    public void Solving_undoes_multiplying()
    {
        Tensor a = s_batch, x = Normal("x", 4, 2), one = Tensor.Eye(4, DType.Float64).Expand(a.Shape);
        Near(x.Expand([2, 3, 4, 2]), a.Solve(a.MatMul(x)));
        Near(one, a.Inverse().MatMul(a));
        Tensor vector = Normal("vector", 4);
        Near(vector, a[0, 0].Solve(a[0, 0].MatMul(vector)));
        Tensor positive = a.MatMul(a.Transpose()) + one;
        Near(positive.Solve(x), positive.SolvePositive(x));
        Tensor l = positive.Cholesky(), u = l.Transpose();
        foreach ((Tensor t, bool upper) in new[] { (l, false), (u, true), (l + u, false), (l + u, true) })
        {
            Tensor triangle = Keep(t, upper);
            Near(x.Expand([2, 3, 4, 2]), t.TriangularSolve(triangle.MatMul(x), upper));
            Near(x.Expand([2, 3, 4, 2]), t.TriangularSolve(triangle.Transpose().MatMul(x), upper, transposed: true));
        }
    }

    [Fact]
    public void Determinants_multiply()
    {
        Tensor a = s_batch, b = Normal("other", 2, 3, 4, 4);
        Near(a.Determinant() * b.Determinant(), a.MatMul(b).Determinant());
        Near(a.LogDeterminant().Log, a.Svd().S.Log().Sum(-1));
        Assert.Equal(-2, Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).Determinant().Item(), Tolerance);
        Assert.Equal(0, Tensor.Ones([3, 3]).Determinant().Item());
        Assert.Equal(double.NegativeInfinity, Tensor.Ones([3, 3]).LogDeterminant().Log.Item());
    }

    /// <summary>What is left over is orthogonal to all columns; of several solutions it is the one that the pseudo-inverse gives.</summary>
    [Fact]
    public void Least_squares_leave_nothing_that_columns_could_take()
    {
        Tensor b = Normal("b", 6, 2), x = s_tall.LeastSquares(b);
        Near(Tensor.Zeros([2, 3, 2], DType.Float64), s_tall.Transpose().MatMul(s_tall.MatMul(x) - b));
        Near(s_tall.PseudoInverse().MatMul(b), x);
        Tensor c = Normal("c", 3);
        Near(c, s_wide.MatMul(s_wide.LeastSquares(c)));
        Near(s_wide.PseudoInverse().MatMul(c), s_wide.LeastSquares(c));
    }

    /// <summary>The four conditions of Penrose, at any rank.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_pseudo_inverse_is_that_of_Penrose(int rank)
    {
        Tensor a = Normal("left", 7, rank).MatMul(Normal("right", rank, 5)), p = a.PseudoInverse();
        Near(a, a.MatMul(p).MatMul(a));
        Near(p, p.MatMul(a).MatMul(p));
        Near(a.MatMul(p), a.MatMul(p).Transpose());
        Near(p.MatMul(a), p.MatMul(a).Transpose());
        Assert.Equal(rank, a.MatrixRank().Item());
        Assert.Equal(Math.Min(rank, 2), a.MatrixRank(tolerance: rank > 2 ? ((a.Svd().S[1] + a.Svd().S[2]) / a.Svd().S[0] / 2).Item() : null).Item());
    }

    [Fact]
    public void Norms_and_conditions_are_ratios_of_singular_values()
    {
        Tensor d = Tensor.Eye(3, DType.Float64) * Tensor.From(2.0, -8, 4);
        Assert.Equal(8, d.SpectralNorm().Item(), Tolerance);
        Assert.Equal(4, d.ConditionNumber().Item(), Tolerance);
        Assert.Equal(double.PositiveInfinity, (Tensor.Eye(2) * Tensor.From(1f, 0)).ConditionNumber().Item());
    }

    [Fact]
    public void Single_precision_is_double_precision_rounded()
    {
        Tensor x = Normal("single", 6, 6).To(DType.Float32), wide = x.To(DType.Float64);
        Assert.Equal(wide.Svd().U.To(DType.Float32).ToArray<float>(), x.Svd().U.ToArray<float>());
        Assert.Equal(wide.Inverse().To(DType.Float32).ToArray<float>(), x.Inverse().ToArray<float>());
        Assert.Equal(DType.Float32, x.PseudoInverse().DType);
    }

    [Fact]
    public void Devices_find_the_same()
    {
        var reference = new ReferenceDevice();
        Tensor x = Tensor.From(s_tall.ToArray<double>(), s_tall.Shape, reference);
        Near(s_tall.Svd().U, x.Svd().U);
        Near(s_tall.Qr().R, x.Qr().R);
        Near(s_tall.PseudoInverse(), x.PseudoInverse());
        Assert.Same(reference, x.LeastSquares(Normal("on", 6)).Device);
    }

    [Fact]
    public void Nothing_stays_nothing()
    {
        Tensor none = Tensor.Zeros([0, 0], DType.Float64), tall = Tensor.Zeros([3, 0], DType.Float64), batch = Tensor.Zeros([0, 2, 2]);
        Assert.Equal(([0], [0, 0]), (none.Eigh().Values.Shape, none.Eigh().Vectors.Shape));
        Assert.Equal(([0, 0], [0, 0]), (none.Inverse().Shape, none.Cholesky().Shape));
        Assert.Equal((1, 0), (none.Determinant().Item(), none.LogDeterminant().Log.Item()));
        Assert.Equal(([3, 0], [0], [0, 0]), (tall.Svd().U.Shape, tall.Svd().S.Shape, tall.Svd().Vt.Shape));
        Assert.Equal(([3, 0], [0, 0]), (tall.Qr().Q.Shape, tall.Qr().R.Shape));
        Assert.Equal(([0, 3], [0, 3]), (tall.Transpose().Qr().R.Shape, tall.PseudoInverse().Shape));
        Assert.Equal(0, tall.MatrixRank().Item());
        Assert.Equal(([0, 2, 2], [0], [0]), (batch.Inverse().Shape, batch.Determinant().Shape, batch.MatrixRank().Shape));
        Assert.Equal([0, 4], none.Solve(Tensor.Zeros([0, 4], DType.Float64)).Shape);
        Assert.Equal([2, 0], Tensor.Eye(2).Solve(Tensor.Zeros([2, 0])).Shape);
    }

    /// <summary>Rounding in many rotations adds up like a random walk, to a fraction of n·u: a bias in them would not.</summary>
    [Fact]
    public void Errors_of_many_rotations_do_not_add_up()
    {
        const int n = 300;
        const double bound = 0.6 * n / (1L << 53);
        Tensor x = Normal("large", n, n), one = Tensor.Eye(n, DType.Float64);
        (Tensor u, Tensor s, Tensor vt) = x.Svd();
        Tensor v = (x + x.Transpose()).Eigh().Vectors;
        Assert.InRange((u.Transpose().MatMul(u) - one).Abs().Max().Item(), 0, bound);
        Assert.InRange((vt.MatMul(vt.Transpose()) - one).Abs().Max().Item(), 0, bound);
        Assert.InRange((v.Transpose().MatMul(v) - one).Abs().Max().Item(), 0, bound);
        Assert.InRange(((u * s).MatMul(vt) - x).Abs().Max().Item(), 0, bound * s[0].Item());
    }

    /// <summary>A symmetric matrix that lost its symmetry to rounding is taken for what it was.</summary>
    [Fact]
    public void Rounding_does_not_make_a_matrix_unsymmetric()
    {
        Tensor x = Normal("covariance", 40, 40).To(DType.Float32), a = x.MatMul(x.Transpose()).MatMul(x.MatMul(x.Transpose()));
        _ = a.Eigh();
        Assert.Throws<TensorException>(() => (a + x * (a.Abs().Max().Item() * 1e-3)).Eigh());
    }

    private static Tensor Keep(Tensor t, bool upper)
    {
        Tensor i = Tensor.Arange(t.Shape[-1]), row = i.Unsqueeze(1);
        return t * (upper ? row.LessOrEqual(i) : row.GreaterOrEqual(i)).To(DType.Float64);
    }

    internal static Tensor Normal(string name, params int[] sizes) => new RandomStream(1, name).Normal(sizes, dtype: DType.Float64);

    internal static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double scale = expected.Count == 0 ? 1 : 1 + expected.Abs().Max().Item();
        Assert.All(expected.ToArray<double>().Zip(actual.ToArray<double>()), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= Tolerance * scale, $"{pair.Second}, expected {pair.First}"));
    }
}

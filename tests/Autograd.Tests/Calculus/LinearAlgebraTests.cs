using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Derivatives of linear algebra at the points where they are delicate.</summary>
public sealed class LinearAlgebraTests
{
    private const double Tolerance = 1e-12;

    private static readonly Tensor s_one = Tensor.Eye(4, DType.Float64), s_ones = Tensor.Ones([4, 4], DType.Float64);

    /// <summary>The gradient of tr e^A is e^A, also where eigenvalues are equal: exactly, and but for rounding.</summary>
    [Fact]
    public void Functions_of_eigenvalues_have_their_gradient_where_these_are_equal()
    {
        Near(s_one * Math.E, Gradient(s_one, x => x.Eigh().Values.Exp().Sum()));
        Near(s_one + s_ones * (double.ExpM1(4) / 4), Gradient(s_ones, x => x.Eigh().Values.Exp().Sum()));
        Near(s_one, Gradient(s_one, x => x.Svd().S.Sum()));
        Near(s_ones * 0.25, Gradient(s_ones, x => x.SpectralNorm()));
    }

    /// <summary>Where an eigenvector is any vector of a plane it has no derivative, and none is made up.</summary>
    [Fact]
    public void Eigenvectors_of_equal_eigenvalues_have_no_gradient()
    {
        Assert.DoesNotContain(Gradient(s_one, x => x.Eigh().Vectors[0, 1]).ToArray<double>(), double.IsFinite);
        Assert.DoesNotContain(Gradient(s_one, x => x.Svd().U[1, 0]).ToArray<double>(), double.IsFinite);
    }

    /// <summary>The pseudo-inverse has a derivative at matrices whose singular vectors have none.</summary>
    [Fact]
    public void Pseudo_inverses_have_their_gradient_where_singular_values_are_equal()
    {
        Tensor q = Points.Normal("orthogonal", 5, 3).Qr().Q;
        Assert.Null(GradientCheck.First(new GradientCase("pseudo-inverse of orthonormal columns", x => x[0].PseudoInverse(), [q])));
        Assert.Null(GradientCheck.Second(new GradientCase("pseudo-inverse of orthonormal columns", x => x[0].PseudoInverse(), [q])));
    }

    [Fact]
    public void Gradients_keep_the_precision_of_their_input()
    {
        Tensor x = Points.Normal("single", 5, 5), wide = Gradient(x, F), narrow = Gradient(x.To(DType.Float32), F);
        Assert.Equal(DType.Float32, narrow.DType);
        Assert.All(wide.ToArray<double>().Zip(narrow.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * (1 + wide.Abs().Max().Item())));

        static Tensor F(Tensor x)
        {
            Tensor positive = x.MatMul(x.Transpose()) + Tensor.Eye(5, x.DType);
            return positive.Cholesky().Sum() + x.Svd().S.Sum() + positive.LogDeterminant().Log + positive.Solve(x).Sum();
        }
    }

    [Fact]
    public void Nothing_flows_through_a_rank_or_a_sign()
    {
        Assert.False(s_one.Track().MatrixRank().IsTracked);
        Assert.False(s_one.Track().LogDeterminant().Sign.IsTracked);
        string message = Assert.Throws<TensorException>(() => Gradient(Tensor.Zeros([2, 2]), x => x.LogDeterminant().Log)).Message;
        Assert.Contains("log-determinant: [2, 2]: its gradient is made with the inverse, but a matrix is singular, where it is infinite", message, StringComparison.Ordinal);
    }

    /// <summary>That of rank n - 1 is a matrix of rank 1, u·vᵀ of the vectors that it takes to 0; of less there is none left.</summary>
    [Theory]
    [InlineData(DType.Float32, 1e-4)]
    [InlineData(DType.Float64, 1e-10)]
    public void Gradients_of_determinants_are_the_cofactors_whatever_the_rank(DType dtype, double tolerance)
    {
        foreach (int n in new[] { 1, 2, 3, 4, 5 })
        {
            for (int rank = 0; rank <= n; rank++)
            {
                Tensor a = Points.Normal($"rank {rank}", n, rank).MatMul(Points.Normal($"rank {rank} too", rank, n)).To(dtype);
                double[] g = Gradient(a, x => x.Determinant()).To(DType.Float64).ToArray<double>(), numbers = a.To(DType.Float64).ToArray<double>();
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++) Assert.Equal(Cofactor(numbers, n, i, j), g[i * n + j], tolerance * Math.Max(1, g.Max(Math.Abs)));
                }
            }
        }
    }

    // By Leibniz's formula, over all permutations that take i to j.
    private static double Cofactor(double[] a, int n, int i, int j)
    {
        return Sum(0, 0, 1);

        double Sum(int row, int used, double product)
        {
            if (row == n) return product;
            double sum = 0;
            for (int column = 0; column < n; column++)
            {
                if ((used >> column & 1) == 1 || (row == i) != (column == j)) continue;
                int jumped = int.PopCount(used >> column);
                sum += Sum(row + 1, used | 1 << column, product * (jumped % 2 == 0 ? 1 : -1) * (row == i ? 1 : a[row * n + column]));
            }
            return sum;
        }
    }

    /// <summary>Where the cofactors are numbers but not the products on the way, and where there are three derivatives and no fourth.</summary>
    [Fact]
    public void Gradients_of_determinants_do_not_overflow_and_the_fourth_is_refused_where_there_is_no_inverse()
    {
        double[] sizes = [.. Enumerable.Repeat(1e5, 70), .. Enumerable.Repeat(1e-5, 70)];
        double[] gradient = Gradient(Tensor.From(sizes, [sizes.Length]).Diag(), x => x.Determinant()).Diagonal().ToArray<double>();
        Assert.All(gradient.Zip(sizes), pair => Assert.Equal(1, pair.First * pair.Second, 1e-11));
        Tensor zero = Tensor.Zeros([2, 2]);
        Tensor second = Differentiation.Jacobian(Differentiation.Gradient(x => x.Determinant()), zero);
        Assert.Equal([0, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0, 1, 0, 0, 0], second.ToArray<float>());
        string message = Assert.Throws<TensorException>(() => Differentiation.Gradient(Derivative(4))(Tensor.Zeros([4, 4]))).Message;
        Assert.Contains("determinant: [4, 4]: its fourth derivative is made with the inverse, but a matrix is singular; there are three derivatives there", message, StringComparison.Ordinal);
        Assert.Equal(0, Derivative(4)(Tensor.Zeros([4, 4])).Item());

        // The derivative of one order less along ones.
        static Func<Tensor, Tensor> Derivative(int order) => order == 1 ? x => x.Determinant() : x => Differentiation.Gradient(Derivative(order - 1))(x).Sum();
    }

    /// <summary>With rows, or columns, of other sizes whose product is 1 a determinant is the same, and each derivative as many times as large: none of its
    /// elements drowns in the rounding of the largest ones.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(-2)]
    public void Derivatives_of_determinants_are_right_where_rows_or_columns_differ_in_size(int axis)
    {
        Tensor a = Points.Normal("sizes", 4, 4), v = Points.Normal("sizes along", 4, 4), w = Points.Normal("sizes along too", 4, 4), sizes = Tensor.From(1e8, 1, 1e-8, 1).Unsqueeze(axis);
        Func<Tensor, Tensor> second = Along(x => x.Determinant(), v), third = Along(x => second(x), w);
        Func<Tensor, Tensor> secondOfSized = Along(x => x.Determinant(), v * sizes), thirdOfSized = Along(x => secondOfSized(x), w * sizes);
        Alike(Gradient(a, x => x.Determinant()), Gradient(a * sizes, x => x.Determinant()));
        Alike(Gradient(a, second), Gradient(a * sizes, secondOfSized));
        Alike(Gradient(a, third), Gradient(a * sizes, thirdOfSized));

        static Func<Tensor, Tensor> Along(Func<Tensor, Tensor> f, Tensor direction) => x => (Differentiation.Gradient(f)(x) * direction).Sum();

        void Alike(Tensor expected, Tensor sized) => Assert.True((sized * sizes).AllClose(expected, 1e-9, 1e-9), $"{expected} and {sized * sizes}");
    }

    /// <summary>The n-th derivative of a determinant of n rows is the same at every matrix, whichever sign its determinant has.</summary>
    [Fact]
    public void Last_derivatives_of_determinants_are_the_same_on_both_sides_of_zero()
    {
        foreach (double sign in new[] { 1.0, -1 })
        {
            Tensor two = Tensor.From(new[,] { { 2.0, 1 }, { 3, 5 } }) * Tensor.From(sign, 1), three = Tensor.From(new[,] { { 2.0, 1, 0 }, { 3, 5, 1 }, { 0, 1, 4 } }) * Tensor.From(sign, 1, 1);
            Near(Tensor.From(0.0, 0, 0, 1, 0, 0, -1, 0, 0, -1, 0, 0, 1, 0, 0, 0), Differentiation.Jacobian(Differentiation.Gradient(x => x.Determinant()), two).Flatten());

            // Along e_1 and e_2 of the diagonal what is left is e_3.
            Tensor e1 = Tensor.From(1.0, 0, 0).Diag(), e2 = Tensor.From(0, 1.0, 0).Diag(), e3 = Tensor.From(0, 0, 1.0).Diag();
            Tensor Along(Tensor x) => (Differentiation.Gradient(y => y.Determinant())(x) * e1).Sum();
            Near(e3, Gradient(three, x => (Differentiation.Gradient(Along)(x) * e2).Sum()));
        }
    }

    /// <summary>The triangle that is not read has gradient 0, also where the solution is infinite.</summary>
    [Fact]
    public void Nothing_flows_to_the_other_triangle()
    {
        Tensor t = Tensor.Eye(2, DType.Float64).Track(), b = Tensor.From(1.0, double.PositiveInfinity);
        Assert.Equal(0, t.TriangularSolve(b)[0].Backward()[t][0, 1].Item());
    }

    /// <summary>The rule of Cholesky without the halved diagonal, and that of eigh with the gaps the wrong way round.</summary>
    [Fact]
    public void Planted_wrong_rules_are_caught()
    {
        Rules.Rule(default(Spoiled<Cholesky>), static (gy, a, y) =>
        {
            Tensor inverse = y.Reshape(a.Shape).Inverse(), inner = y.Reshape(a.Shape).Transpose().MatMul(gy.Reshape(a.Shape));
            Tensor index = Tensor.Arange(3), below = index.Unsqueeze(1).GreaterOrEqual(index).To(DType.Float64), s = inverse.Transpose().MatMul(inner * below).MatMul(inverse);
            return (s + s.Transpose()) * 0.5;
        });
        Rules.Rule(default(Spoiled<Eigh>), static (gy, a, y) =>
        {
            (Tensor[] g, Tensor[] parts) = (Tensor.Unpack<Eigh>(gy, 3, 3), Tensor.Unpack<Eigh>(y, 3, 3));
            Tensor v = parts[1], s = v.Transpose().MatMul(g[1]), gaps = parts[0] - parts[0].Transpose() + Tensor.Eye(3, DType.Float64);
            return v.MatMul(g[0] * Tensor.Eye(3, DType.Float64) + (s - s.Transpose()) * 0.5 / gaps).MatMul(v.Transpose());
        });
        Assert.NotNull(GradientCheck.First(Case<Cholesky>()));
        Assert.NotNull(GradientCheck.First(Case<Eigh>()));

        static GradientCase Case<TOp>()
            where TOp : struct, IFactorisation =>
            new($"spoiled {TOp.Name}", x => (x[0].MatMul(x[0].Transpose()) + Tensor.Eye(3, DType.Float64)).Factor(default(Spoiled<TOp>)), [Points.Normal("spoiled", 3, 3)]);
    }

    private static Tensor Gradient(Tensor at, Func<Tensor, Tensor> f)
    {
        Tensor x = at.Track();
        return f(x).Backward()[x];
    }

    private static void Near(Tensor expected, Tensor actual) =>
        Assert.All(expected.ToArray<double>().Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance * (1 + Math.Abs(pair.First))));

    private readonly struct Spoiled<TOp> : IFactorisation
        where TOp : struct, IFactorisation
    {
        public static string Name => $"spoiled {TOp.Name}";

        public static OpRecord Record => TOp.Record;

        public static MatrixKind Kind => TOp.Kind;

        public static Extent[] Parts(int m, int n) => TOp.Parts(m, n);

        public static int Scratch(int m, int n) => TOp.Scratch(m, n);

        public void Factor(Matrix a, Span<double> parts, Span<double> scratch) => default(TOp).Factor(a, parts, scratch);

        public void Define(Matrix a, Span<double> parts) => default(TOp).Define(a, parts);
    }
}

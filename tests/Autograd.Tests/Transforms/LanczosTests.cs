using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>Lanczos on matrices with a spectrum known beforehand.</summary>
public sealed class LanczosTests
{
    public static TheoryData<DType, double> Floats => new() { { DType.Float32, 2e-4 }, { DType.Float64, 1e-11 } };

    // Q·diag(eigenvalues)·Qᵀ with a random reflection of random vectors as Q.
    private static Tensor WithSpectrum(double[] eigenvalues, DType dtype)
    {
        int n = eigenvalues.Length;
        Tensor q = Tensor.Eye(n, DType.Float64);
        for (int i = 0; i < 3; i++)
        {
            Tensor w = new RandomStream((ulong)i, "reflection").Normal([n, 1], dtype: DType.Float64);
            q = q - w.MatMul(w.Transpose().MatMul(q)) * (2 / w.Square().Sum().Item());
        }
        return (q * Tensor.From(eigenvalues, [n])).MatMul(q.Transpose()).To(dtype);
    }

    private static void Check(double[] eigenvalues, DType dtype, double tolerance)
    {
        Tensor a = WithSpectrum(eigenvalues, dtype);
        Lanczos lanczos = Lanczos.Run(a.MatMul, eigenvalues.Length, eigenvalues.Length, new RandomStream(1, "start"), dtype);
        double size = eigenvalues.Max(Math.Abs);
        Learning.Sample.Near([.. eigenvalues.Order()], [.. lanczos.RitzValues.Select(ritz => ritz.Value)], tolerance * Math.Max(size, 1e-3));
        Tensor rows = lanczos.Basis.To(DType.Float64), one = Tensor.Eye(eigenvalues.Length, DType.Float64);
        Assert.InRange((rows.MatMul(rows.Transpose()) - one).Abs().Max().Item(), 0, tolerance);
    }

    [Theory]
    [MemberData(nameof(Floats))]
    public void Any_spectrum_is_found_whole(DType dtype, double tolerance)
    {
        Check([3], dtype, tolerance);
        Check([-2, 5], dtype, tolerance);
        Check([.. Enumerable.Range(0, 30).Select(i => i - 10.0)], dtype, tolerance);
        Check([.. Enumerable.Range(0, 30).Select(i => Math.Pow(2, -i))], dtype, tolerance);
        Check([.. Enumerable.Range(0, 30).Select(i => Math.Pow(10, 6 - i / 3.0))], dtype, tolerance);
    }

    /// <summary>Of numbers whose squares are none of the dtype.</summary>
    [Theory]
    [InlineData(DType.Float32, 1e-25)]
    [InlineData(DType.Float32, 1e25)]
    [InlineData(DType.Float64, 1e-200)]
    [InlineData(DType.Float64, 1e100)]
    public void Any_scale_will_do(DType dtype, double scale)
    {
        Tensor a = Tensor.From(scale, 2 * scale, 3 * scale).To(dtype);
        Lanczos lanczos = Lanczos.Run(v => a * v, 3, 3, new RandomStream(1, "start"), dtype);
        Learning.Sample.Near([1, 2, 3], [.. lanczos.RitzValues.Select(ritz => ritz.Value / scale)], 1e-5);
    }

    /// <summary>A process that merely stopped at a space that A maps into itself would find each multiple eigenvalue once.</summary>
    [Theory]
    [MemberData(nameof(Floats))]
    public void Multiple_eigenvalues_are_found_as_often_as_they_are_there(DType dtype, double tolerance)
    {
        Check([1, 1, 1, 1, 2, 2, 2, 7], dtype, tolerance);
        Check([0, 0, 0, 0, 0, 0, 0, 0, 4, -4], dtype, tolerance);
        Check([5, 5, 5, 5, 5], dtype, tolerance);
        Check(new double[6], dtype, tolerance);
        Lanczos alone = Lanczos.Run(WithSpectrum([5, 5, 5, 5, 5], dtype).MatMul, 5, 5, new RandomStream(1, "start"), dtype);
        Assert.All(alone.Betas, beta => Assert.Equal(0, beta));         // each row spans a space of its own
    }

    // Without orthogonalisation against all rows, rounding brings copies of the ends of such a spectrum.
    [Fact]
    public void Converged_ends_do_not_come_again()
    {
        double[] eigenvalues = [.. Enumerable.Range(0, 60).Select(i => i == 59 ? 1000.0 : i / 60.0)];
        Lanczos lanczos = Lanczos.Run(WithSpectrum(eigenvalues, DType.Float64).MatMul, 60, 50, new RandomStream(1, "start"), DType.Float64);
        Assert.Single(lanczos.RitzValues, ritz => ritz.Value > 2);
        Assert.Equal(1000, lanczos.RitzValues[^1].Value, 1e-8);
    }

    /// <summary>The bound of a Ritz value is the residual of its Ritz vector, no more and no less, so an eigenvalue lies within it; and the weights make of
    /// the Ritz values the quadrature that is exact for powers up to 2k - 1.</summary>
    [Theory]
    [InlineData(1, 12, 5)]
    [InlineData(2, 20, 7)]
    [InlineData(3, 9, 8)]
    [InlineData(4, 30, 2)]
    [InlineData(5, 6, 1)]
    public void Ritz_values_have_the_bounds_and_weights_that_are_theirs(int seed, int n, int k)
    {
        const double Tolerance = 1e-11;
        Tensor a = new RandomStream((ulong)seed, "symmetric").Normal([n, n], dtype: DType.Float64);
        a += a.Transpose();
        double[] eigenvalues = a.Eigh().Values.ToArray<double>();
        double size = eigenvalues.Max(Math.Abs);
        Lanczos lanczos = Lanczos.Run(a.MatMul, n, k, new RandomStream((ulong)seed, "start"), DType.Float64);

        Tensor t = Tensor.From([.. lanczos.Alphas], [k]).Diag();
        if (k > 1)
        {
            Tensor beside = Tensor.From([.. lanczos.Betas.Take(k - 1)], [k - 1]).Diag();
            t = t + beside.EmbedIn([k, k], new Section([0, 1], [1, 1], [k - 1, k - 1])) + beside.EmbedIn([k, k], new Section([1, 0], [1, 1], [k - 1, k - 1]));
        }
        (Tensor values, Tensor vectors) = t.Eigh();
        Tensor ritz = vectors.Transpose().MatMul(lanczos.Basis), residuals = (ritz.MatMul(a) - values.Unsqueeze(-1) * ritz).Square().Sum(-1).Sqrt();
        for (int i = 0; i < k; i++)
        {
            (double value, double bound, double weight) = (lanczos.RitzValues[i].Value, lanczos.RitzValues[i].Bound, lanczos.RitzValues[i].Weight);
            Assert.Equal(values[i].Item(), value, Tolerance * size);
            Assert.Equal(residuals[i].Item(), bound, Tolerance * size);
            Assert.Equal(vectors[0, i].Square().Item(), weight, Tolerance);
            Assert.True(eigenvalues.Min(eigenvalue => Math.Abs(eigenvalue - value)) <= bound + Tolerance * size);
        }
        Tensor first = lanczos.Basis[0], power = first;
        for (int p = 0; p < 2 * k; p++, power = a.MatMul(power) * (1 / size))
            Assert.Equal((first * power).Sum().Item(), lanczos.RitzValues.Sum(each => each.Weight * Math.Pow(each.Value / size, p)), Tolerance);
    }

    /// <summary>With few samples, where n and n - 1 differ.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void A_trace_is_the_mean_of_its_samples_and_the_error_their_deviation_over_the_root_of_their_number(int samples)
    {
        Tensor a = new RandomStream(1, "matrix").Normal([7, 7], dtype: DType.Float64);
        TraceEstimate trace = Hutchinson.Trace(a.MatMul, 7, samples, new RandomStream(1, "signs"), DType.Float64);
        var twin = new RandomStream(1, "signs");
        double[] values = [.. Enumerable.Range(0, samples).Select(_ => twin.Bernoulli([7], 0.5).To(DType.Float64) * 2 - 1).Select(v => v.MatMul(a).MatMul(v).Item())];
        double mean = values.Sum() / samples;
        Assert.Equal(mean, trace.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (samples - 1) / samples), trace.StandardError, 1e-12);
    }

    [Fact]
    public void Misuse_is_told()
    {
        var stream = new RandomStream(1, "start");
        Assert.Equal("lanczos: 5 steps for a matrix of 4 rows; there can be 1 to 4", Message(() => Lanczos.Run(v => v, 4, 5, stream)));
        Assert.Equal("lanczos: the product is float32 [3], the vector float32 [4]; they must be the same", Message(() => Lanczos.Run(v => v[1..], 4, 2, stream)));
        Assert.Equal("lanczos: the product of step 0 is not finite", Message(() => Lanczos.Run(v => v * double.NaN, 4, 2, stream)));
        Assert.Equal("lanczos: vectors of int32; take float32 or float64", Message(() => Lanczos.Run(v => v, 4, 2, stream, DType.Int32)));
        Assert.Equal("hutchinson: 1 samples tell no standard error; take at least 2", Message(() => Hutchinson.Trace(v => v, 4, 1, stream)));

        static string Message(Func<object?> misuse) => Assert.Throws<TensorException>(misuse).Message;
    }
}

using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>The Hessian of a network with 115 parameters by three ways, its spectrum by Lanczos and by a dense solver, its trace by Hutchinson.</summary>
public sealed class HessianTests
{
    private const int Parameters = 115;

    /// <summary>What the three ways must agree to.</summary>
    private const double Agreement = 1e-6;

    private const double Step = 1e-5, Rounding = 1e-12;
    private static readonly Mlp s_net = new([12, 7, 3], Activation.Tanh, Initialiser.GlorotNormal, new RandomStream(1, "weights"), dtype: DType.Float64);
    private static readonly Tensor s_x = new RandomStream(1, "x").Normal([20, 12], dtype: DType.Float64), s_labels = new RandomStream(1, "labels").Integers([20], 3);
    private static readonly Lazy<double[,]> s_hessian = new(() =>
    {
        using Tracking.Scope pause = Tracking.Pause();
        return Square(Hessian(Cost, s_net.Parameters));
    });

    private static readonly Lazy<double[]> s_spectrum = new(() => Dense.Eigenvalues(s_hessian.Value));

    // Before any memory scope is open: what a field holds must outlive it.
    public HessianTests() => RuntimeHelpers.RunClassConstructor(typeof(HessianTests).TypeHandle);

    private static Tensor Cost() => Loss.CrossEntropy(s_net.Forward(s_x), s_labels);

    private static double[,] Square(Tensor matrix)
    {
        double[] numbers = matrix.ToArray<double>();
        int n = matrix.Shape[0];
        var square = new double[n, n];
        for (int i = 0; i < numbers.Length; i++) square[i / n, i % n] = numbers[i];
        return square;
    }

    private static void Near(double[,] expected, double[,] actual, double tolerance)
    {
        Assert.Equal(expected.GetLength(0), actual.GetLength(0));
        for (int i = 0; i < expected.GetLength(0); i++)
        {
            for (int j = 0; j < expected.GetLength(1); j++)
                Assert.True(Math.Abs(expected[i, j] - actual[i, j]) <= tolerance, $"[{i}, {j}]: {expected[i, j]:R} and {actual[i, j]:R}");
        }
    }

    // Central differences of the gradient in the numbers of a network of its own.
    private static double[,] ByDifferences()
    {
        Mlp net = new([12, 7, 3], Activation.Tanh, Initialiser.GlorotNormal, new RandomStream(1, "weights"), dtype: DType.Float64);
        var hessian = new double[Parameters, Parameters];
        int row = 0;
        foreach (Parameter parameter in net.Parameters)
        {
            double[] start = parameter.Value.ToArray<double>();
            for (int i = 0; i < start.Length; i++, row++)
            {
                double[] ahead = GradientAt(Step), behind = GradientAt(-Step);
                parameter.Update(Tensor.From(start, parameter.Shape));
                for (int j = 0; j < Parameters; j++) hessian[row, j] = (ahead[j] - behind[j]) / (2 * Step);

                double[] GradientAt(double far)
                {
                    double[] moved = [.. start];
                    moved[i] += far;
                    parameter.Update(Tensor.From(moved, parameter.Shape));
                    return [.. Gradient(() => Loss.CrossEntropy(net.Forward(s_x), s_labels), net.Parameters).SelectMany(g => g.ToArray<double>())];
                }
            }
        }
        return hessian;
    }

    [Fact]
    public void The_hessian_three_ways()
    {
        Assert.Equal(Parameters, s_net.ParameterCount);
        using Tracking.Scope pause = Tracking.Pause();
        double[,] reverse = Square(Hessian(Cost, s_net.Parameters, JacobianMode.Reverse)), forward = Square(Hessian(Cost, s_net.Parameters, JacobianMode.Forward));
        Near(reverse, forward, Rounding);
        Near(reverse, ByDifferences(), Agreement);
        Near(reverse, s_hessian.Value, Rounding);
        Assert.Contains(reverse.Cast<double>(), number => Math.Abs(number) > 0.01);
    }

    [Fact]
    public void Hessian_vector_products_are_those_of_the_matrix()
    {
        Tensor v = new RandomStream(2, "v").Normal([Parameters], dtype: DType.Float64);
        Tensor expected = Tensor.From(s_hessian.Value).MatMul(v);
        Learning.Sample.Near(expected.ToArray<double>(), HessianVector(Cost, s_net.Parameters, v).ToArray<double>(), Rounding);
    }

    [Fact]
    public void Lanczos_to_full_size_gives_the_spectrum_of_the_dense_solver()
    {
        Lanczos full = Lanczos.Run(v => HessianVector(Cost, s_net.Parameters, v), Parameters, Parameters, new RandomStream(3, "start"), DType.Float64);
        double[] expected = s_spectrum.Value;
        Learning.Sample.Near(expected, [.. full.RitzValues.Select(ritz => ritz.Value)], Agreement * 1e-3);
        Assert.Equal(1, full.RitzValues.Sum(ritz => ritz.Weight), Rounding);
        Assert.All(full.RitzValues, ritz => Assert.InRange(ritz.Bound, 0, Agreement));
        Learning.Sample.Near(Tensor.Eye(Parameters, DType.Float64).ToArray<double>(), full.Basis.MatMul(full.Basis.Transpose()).ToArray<double>(), Rounding);
    }

    [Fact]
    public void Few_steps_find_the_ends_within_their_bounds()
    {
        double[] expected = s_spectrum.Value;
        Lanczos few = Lanczos.Run(v => HessianVector(Cost, s_net.Parameters, v), Parameters, 25, new RandomStream(3, "start"), DType.Float64);
        Assert.All(few.RitzValues, ritz => Assert.True(expected.Min(value => Math.Abs(value - ritz.Value)) <= ritz.Bound + Agreement, $"{ritz}"));
        Assert.Equal(expected[^1], few.RitzValues[^1].Value, Agreement);
        // Q·A·Qᵀ = T.
        Tensor t = few.Basis.MatMul(Tensor.From(s_hessian.Value)).MatMul(few.Basis.Transpose());
        for (int i = 0; i < 25; i++)
        {
            Assert.Equal(few.Alphas[i], t[i, i].Item(), Rounding);
            if (i < 24) Assert.Equal(few.Betas[i], t[i, i + 1].Item(), Rounding);
        }
    }

    [Fact]
    public void A_trace_lies_within_its_standard_errors_and_is_exact_for_a_diagonal()
    {
        double expected = Enumerable.Range(0, Parameters).Sum(i => s_hessian.Value[i, i]);
        TraceEstimate trace = Hutchinson.Trace(v => HessianVector(Cost, s_net.Parameters, v), Parameters, 200, new RandomStream(4, "signs"), DType.Float64);
        Assert.InRange(Math.Abs(trace.Mean - expected), 0, 4 * trace.StandardError);
        Assert.InRange(trace.StandardError, 1e-6, 0.1 * expected);
        Tensor diagonal = Tensor.From(1f, 2, 3, -4);
        TraceEstimate exact = Hutchinson.Trace(v => v * diagonal, 4, 5, new RandomStream(4, "signs"));
        Assert.Equal(new TraceEstimate(2, 0), exact);
    }

    [Fact]
    public void Buffers_of_every_step_are_given_back()
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope setup = MemoryScope.Open();
        var stream = new RandomStream(5, "start", device);
        Tensor diagonal = Tensor.Arange(40, DType.Float32, device);
        MemoryCounters before = device.Memory;
        using (MemoryScope.Open())
        {
            Lanczos.Run(v => v * diagonal, 40, 10, stream);
            Hutchinson.Trace(v => HessianVector(x => (x.Square() * diagonal).Sum(), v, v), 40, 3, stream);
            Assert.Equal(before.Live + 1, device.Memory.Live);         // the basis
        }
        Assert.Equal(before.Live, device.Memory.Live);
        GC.KeepAlive(diagonal);
    }
}

using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Each optimiser against its published recurrence, written out for one number at a time.</summary>
public class OptimiserTests
{
    private const double Tolerance = 1e-12;
    private const int StepCount = 7;
    private static readonly double[] s_start = [1.5, -2, 0.3, 4, -0.7];
    private static readonly double[] s_curvature = [1, 3, 0.5, 2, 10];

    /// <summary>Minimises Σ c·w²/2, whose gradient is c·w, and compares with a recurrence for one number.</summary>
    /// <param name="make">The optimiser under test.</param>
    /// <param name="step">From (w, g, step from 1, state) to the next w.</param>
    private static void Follows(Func<Parameter[], Optimiser> make, Func<double, double, int, double[], double> step)
    {
        Parameter w = Cell("w", s_start);
        Tensor c = Tensor.From(s_curvature);
        Optimiser optimiser = make([w]);
        double[] expected = [.. s_start];
        double[][] state = [.. s_start.Select(_ => new double[3])];
        for (int t = 1; t <= StepCount; t++)
        {
            optimiser.Step(() => (c * w.Value.Square()).Sum() * 0.5);
            for (int i = 0; i < expected.Length; i++) expected[i] = step(expected[i], s_curvature[i] * expected[i], t, state[i]);
            Near(expected, w.Numbers(), Tolerance);
        }
        Assert.Equal(StepCount, optimiser.Steps);
    }

    [Fact]
    public void Sgd_is_descent_along_the_gradient() =>
        Follows(w => new Sgd(w, 0.05), static (w, g, _, _) => w - 0.05 * g);

    [Fact]
    public void Sgd_with_momentum() =>
        Follows(w => new Sgd(w, 0.05, momentum: 0.9), static (w, g, _, s) => w - 0.05 * (s[0] = 0.9 * s[0] + g));

    [Fact]
    public void Sgd_with_Nesterov_momentum() =>
        Follows(w => new Sgd(w, 0.05, momentum: 0.9, nesterov: true), static (w, g, _, s) => w - 0.05 * (g + 0.9 * (s[0] = 0.9 * s[0] + g)));

    [Fact]
    public void Coupled_decay_passes_through_momentum() =>
        Follows(w => new Sgd(w, 0.05, momentum: 0.9, decay: WeightDecay.Coupled(0.1)), static (w, g, _, s) => w - 0.05 * (s[0] = 0.9 * s[0] + g + 0.1 * w));

    [Fact]
    public void Decoupled_decay_stays_beside_momentum() =>
        Follows(w => new Sgd(w, 0.05, momentum: 0.9, decay: WeightDecay.Decoupled(0.1)), static (w, g, _, s) => w * (1 - 0.05 * 0.1) - 0.05 * (s[0] = 0.9 * s[0] + g));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0)]
    [InlineData(0, 0.1)]
    public void Adam_without_and_with_either_decay(double coupled, double decoupled) =>
        Follows(
            w => new Adam(w, 0.03, 0.8, 0.95, 1e-6, coupled > 0 ? WeightDecay.Coupled(coupled) : WeightDecay.Decoupled(decoupled)),
            (w, g, t, s) =>
            {
                g += coupled * w;
                s[0] = 0.8 * s[0] + 0.2 * g;
                s[1] = 0.95 * s[1] + 0.05 * g * g;
                double mean = s[0] / (1 - Math.Pow(0.8, t)), square = s[1] / (1 - Math.Pow(0.95, t));
                return w * (1 - 0.03 * decoupled) - 0.03 * mean / (Math.Sqrt(square) + 1e-6);
            });

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void RmsProp_without_and_with_momentum(double momentum) =>
        Follows(
            w => new RmsProp(w, 0.02, 0.9, 1e-6, momentum),
            (w, g, _, s) =>
            {
                s[0] = 0.9 * s[0] + 0.1 * g * g;
                s[1] = momentum * s[1] + g / (Math.Sqrt(s[0]) + 1e-6);
                return w - 0.02 * s[1];
            });

    [Fact]
    public void A_schedule_is_read_at_the_step_counted_from_0() =>
        Follows(w => new Sgd(w, Schedule.Exponential(0.05, 0.5)), static (w, g, t, _) => w - 0.05 * Math.Pow(0.5, t - 1) * g);

    [Fact]
    public void In_float32_the_steps_agree_to_rounding()
    {
        float[] start = [1.5f, -2, 0.3f, 4, -0.7f, 1, 2, 3, 4];
        var narrow = new Parameter("w", Tensor.From(start));
        var wide = new Parameter("w", Tensor.From(start).To(DType.Float64));
        foreach (Parameter w in new[] { narrow, wide })
        {
            var adam = new Adam([w], 0.05);
            for (int t = 0; t < 20; t++) adam.Step(() => w.Value.Pow(4).Sum());
        }
        Near(wide.Numbers(), narrow.Numbers(), 1e-5);
    }

    [Fact]
    public void A_graph_from_before_a_step_is_refused_after_it()
    {
        Parameter w = Cell("w", 1, 2);
        var sgd = new Sgd([w], 0.1);
        Tensor loss = w.Value.Square().Sum();
        sgd.Step(loss.Backward());
        TensorException error = Assert.Throws<TensorException>(() => loss.Backward());
        Assert.Contains("'w'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_given_parameters_move()
    {
        Parameter moved = Cell("moved", 1), still = Cell("still", 1);
        new Sgd([moved], 0.1).Step(() => (moved.Value * still.Value).Sum());
        Assert.Equal([0.9], moved.Numbers());
        Assert.Equal([1.0], still.Numbers());
    }

    [Fact]
    public void Steps_acquire_and_release_the_same_buffers_and_record_nothing()
    {
        var device = new CpuDevice(1);
        using var setup = MemoryScope.Open();       // holds what the set-up drops: the garbage collector must not return it in between
        var stream = new RandomStream(1, "memory", device);
        var net = new Mlp([20, 16, 2], Activation.Relu, Initialiser.He, stream);
        (Tensor x, Tensor labels) = Clouds(32, 20, stream);
        Optimiser[] optimisers =
        [
            new Sgd(net.Parameters, 0.1, 0.9, nesterov: true, WeightDecay.Coupled(1e-4)),
            new Adam(net.Parameters, 1e-3, decay: WeightDecay.Decoupled(1e-2)),
            new RmsProp(net.Parameters, 1e-3, momentum: 0.9),
        ];
        foreach (Optimiser optimiser in optimisers)
        {
            long live = device.Memory.Live, held = 0;
            for (int step = 0; step < 10; step++)
            {
                optimiser.Step(() => Loss.CrossEntropy(net.Forward(x), labels), gradients => gradients.ClipNorm(net.Parameters, 1));
                Assert.Equal(live, device.Memory.Live);
                if (step == 1) held = device.Memory.BytesHeld;
                if (step > 1) Assert.Equal(held, device.Memory.BytesHeld);
            }
        }
        Assert.All(net.Parameters, parameter => Assert.IsType<LeafOrigin>(parameter.Value.Origin));
        GC.KeepAlive(optimisers);
    }

    [Fact]
    public void A_list_in_which_a_cell_or_a_name_occurs_twice_is_refused()
    {
        Parameter w = Cell("w", s_start);
        Assert.Contains("'w' is in the list twice", Assert.Throws<TensorException>(() => new Sgd([w, Cell("v", s_start), w], 0.1)).Message, StringComparison.Ordinal);
        var two = new Sgd([w, Cell("w", s_start)], 0.1, momentum: 0.9);         // of two networks, say; only to be kept they need names
        Assert.Contains("velocity.w", Assert.Throws<TensorException>(() => two.TakeSnapshot()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(5.0)]
    [InlineData(double.NaN)]
    public void A_memory_that_never_forgets_is_refused(double memory)
    {
        Parameter[] all = [Cell("w", s_start)];
        foreach (Func<Optimiser> make in new Func<Optimiser>[]
        {
            () => new Sgd(all, 0.1, momentum: memory), () => new Adam(all, 0.1, beta1: memory), () => new Adam(all, 0.1, beta2: memory),
            () => new RmsProp(all, 0.1, alpha: memory), () => new RmsProp(all, 0.1, momentum: memory),
        }) Assert.Contains("it goes from 0 to below 1", Assert.Throws<TensorException>(make).Message, StringComparison.Ordinal);
        foreach (double epsilon in new[] { -1e-8, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<TensorException>(() => new Adam(all, 0.1, epsilon: epsilon));
            Assert.Throws<TensorException>(() => new RmsProp(all, 0.1, epsilon: epsilon));
        }
    }

    [Fact]
    public void A_state_of_fewer_than_no_steps_is_refused()
    {
        var sgd = new Sgd([Cell("w", s_start)], 0.1);
        TensorException error = Assert.Throws<TensorException>(() => sgd.Restore(new Dictionary<string, Tensor> { ["steps"] = Tensor.Scalar(-1, DType.Int32) }));
        Assert.Contains("'steps': -1 steps", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, sgd.Steps);
    }
}

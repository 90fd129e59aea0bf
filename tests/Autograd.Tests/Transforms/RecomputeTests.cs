using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>A recomputed function is the function: same bits, same gradients in every mode and order, same random numbers, less memory.</summary>
public sealed class RecomputeTests
{
    private static readonly GradientCase[] s_cases =
    [
        new("recompute", x => Recompute(z => z.Exp().Sin() * z, x[0]), [Points.Normal("recompute a", 3, 4)]),
        new("recompute of two", x => Recompute(z => z[0].MatMul(z[1]).Tanh(), x), [Points.Normal("recompute b", 3, 4), Points.Normal("recompute c", 4, 2)]),
        new("recompute that reads a tracked tensor", x => Recompute(z => (z * x[1]).Sin(), x[0].Square()), [Points.Normal("recompute d", 3), Points.Normal("recompute e", 3)]),
        new("recompute that reads what its input was made of", x => Recompute(z => z * x[0].Square().Sum(), x[0].Sin()), [Points.Normal("recompute f", 3)]),
        new("recompute in recompute", x => Recompute(z => Recompute(t => (t * z).Sin(), z.Exp()) * z, x[0]), [Points.Normal("recompute g", 4)]),
        new("recompute with a gradient inside", x => Recompute(z => Gradient(t => (t.Sin() * z).Sum())(z), x[0]), [Points.Normal("recompute h", 3)]),
        new("recompute with a gradient at a constant inside", x => Recompute(z => Gradient(w => (w * w * z * x[0]).Sum())(Tensor.From(1.0, 2, 3)), x[0]), [Points.Normal("recompute l", 3)]),
        new("recompute that makes a leaf", x => Recompute(z => z.Sin() * Tensor.Full([3], 2, DType.Float64).Track(), x[0]), [Points.Normal("recompute m", 3)]),
        new("recompute of a view", x => Recompute(z => z.Transpose(), x[0]), [Points.Normal("recompute i", 3, 2)]),
        new("recompute of nothing but the input", x => Recompute(z => z, x[0]) * 2, [Points.Normal("recompute j", 3, 2)]),
        new("recompute on constants that reads a tracked tensor", x => Recompute(z => z * x[0].Exp(), Tensor.From(1.0, 2)), [Points.Normal("recompute k", 2)]),
    ];

    [Fact]
    public void It_keeps_every_law()
    {
        foreach (GradientCase check in s_cases)
        {
            foreach (Func<GradientCase, string?> law in new[] { GradientCheck.First, GradientCheck.Second, TransformCheck.Forward, TransformCheck.Adjoint, TransformCheck.SecondOrder })
                Assert.Null(law(check));
        }
    }

    private static (double Loss, float[][] Gradients) Train(Mlp net, Tensor x, bool recompute)
    {
        using MemoryScope scope = MemoryScope.Open();
        Tensor y = recompute ? net.Layers.Aggregate(x, (h, layer) => Recompute(z => layer.Forward(z).Tanh(), h)) : net.Layers.Aggregate(x, (h, layer) => layer.Forward(h).Tanh());
        Tensor loss = y.Square().Mean();
        Gradients gradients = loss.Backward();
        return (loss.Item(), [.. net.Parameters.Select(parameter => gradients[parameter].ToArray<float>())]);
    }

    [Fact]
    public void Parameters_that_it_reads_get_the_same_gradients_to_the_last_bit_and_buffers_balance()
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope setup = MemoryScope.Open();       // holds what the set-up drops: a late finaliser must not return it in between
        var stream = new RandomStream(1, "net", device);
        var net = new Mlp([8, 16, 16, 16, 4], Activation.Tanh, Initialiser.He, stream);
        Tensor x = stream.Normal([32, 8]);
        MemoryCounters before = device.Memory;
        (double loss, float[][] gradients) = Train(net, x, recompute: true);
        MemoryCounters after = device.Memory;
        (double plainLoss, float[][] plain) = Train(net, x, recompute: false);
        Assert.Equal(plainLoss, loss);
        Assert.Equal(plain, gradients);
        Assert.Equal(before.Live, after.Live);
        Assert.Equal(after.Acquired - before.Acquired, after.Released - before.Released);
        GC.KeepAlive((net, x));
    }

    [Fact]
    public void Its_temporaries_go_back_at_once_in_both_passes()
    {
        const int Size = 10_000, Ops = 20;
        var device = new CpuDevice(threads: 1);
        Tensor x = Tensor.Ones([Size], DType.Float64, device).Track();
        long one = x.Device.Memory.BytesInUse;
        using MemoryScope scope = MemoryScope.Open();
        Tensor y = Recompute(
            z =>
            {
                for (int i = 0; i < Ops; i++) z = z.Sin();
                return z;
            },
            x);
        Assert.Equal(2 * one, device.Memory.BytesInUse);
        Gradients gradients = y.Sum().Backward();
        Assert.InRange(device.Memory.BytesInUse, 3 * one, 4 * one);
        Assert.Equal(Size, gradients[x].Count);
        Assert.InRange(device.Memory.BytesHeld, Ops * one, 4 * Ops * one);      // while it ran, it was not for nothing: three results for each op
    }

    [Fact]
    public void It_draws_the_same_numbers_again_and_the_streams_go_on()
    {
        RandomStream stream = new(1, "noise"), twin = new(1, "noise");
        Tensor x = Points.Normal("noise", 50).Track();
        Tensor Noisy(Tensor z, RandomStream from) => z * from.Bernoulli(z.Shape, 0.5).To(z.DType) * from.Normal(z.Shape, dtype: DType.Float64) * from.NextDouble() * from.Child("own").NextDouble();

        Tensor y = Recompute(z => Recompute(t => Noisy(t, stream), z) * stream.Uniform([50], dtype: DType.Float64), x);
        Tensor expected = Noisy(x, twin) * twin.Uniform([50], dtype: DType.Float64);
        Assert.Equal(expected.ToArray<double>(), y.ToArray<double>());
        double between = stream.NextDouble();
        Assert.Equal(twin.NextDouble(), between);
        Assert.Equal(expected.Sum().Backward()[x].ToArray<double>(), y.Sum().Backward()[x].ToArray<double>());
        Assert.Equal(expected.Sum().Backward()[x].ToArray<double>(), y.Sum().Backward(createGraph: true)[x].ToArray<double>());
        Assert.Equal(twin.NextDouble(), stream.NextDouble());
    }

    [Fact]
    public void A_stream_that_fails_to_be_set_back_would_be_seen()
    {
        var stream = new RandomStream(1, "noise");
        Tensor first = stream.Uniform([5]), second = stream.Uniform([5]);
        Assert.NotEqual(first.ToArray<float>(), second.ToArray<float>());
        var draws = new RandomStream.Draws();
        double[] recorded, repeated;
        using (draws.Record()) recorded = [.. stream.HostUniform(3), .. stream.HostUniform(2)];
        using (draws.Repeat()) repeated = [.. stream.HostUniform(3), .. stream.HostUniform(2)];
        Assert.Equal(recorded, repeated);
        Assert.NotEqual(recorded[..2], stream.HostUniform(2));
    }

    [Fact]
    public void A_parameter_changed_in_between_is_an_error()
    {
        var w = new Parameter("w", Tensor.From(2.0));
        Tensor x = Tensor.From(1.0).Track(), read = Recompute(z => z * w.Value, x).Sum(), given = Recompute(z => z * z, w.Value).Sum();
        w.Update(Tensor.From(3.0));
        const string expected = "the value of parameter 'w' was used after a step changed it; read parameter.Value again and rebuild the graph";
        Assert.Equal(expected, Assert.Throws<TensorException>(() => read.Backward()).Message);
        Assert.Equal(expected, Assert.Throws<TensorException>(() => given.Backward()).Message);
    }

    [Fact]
    public void Without_anything_tracked_it_is_the_plain_function()
    {
        int runs = 0;
        Tensor F(Tensor z)
        {
            runs++;
            return z.Exp();
        }

        Assert.False(Recompute(F, Tensor.From(1.0)).IsTracked);
        using (Tracking.Pause()) Assert.False(Recompute(F, Tensor.From(1.0).Track()).IsTracked);
        Tensor x = Tensor.From(1.0).Track(), y = Recompute(F, x).Sum();
        Assert.Equal(3, runs);
        y.Backward();
        Assert.Equal(4, runs);
    }

    [Fact]
    public void Each_block_of_a_chain_runs_once_more_and_no_oftener()
    {
        const int Blocks = 12;
        var runs = new int[Blocks];
        Tensor x = Tensor.From(1.0).Track(), y = x;
        for (int i = 0; i < Blocks; i++)
        {
            (int block, Tensor read) = (i, y);
            // What it reads comes in twice: as input and from outside.
            y = Recompute(
                z =>
                {
                    runs[block]++;
                    return z * 0.5 + read.Sin();
                },
                y);
        }
        y.Backward();
        Assert.All(runs, count => Assert.Equal(2, count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Running_statistics_move_once(bool nested)
    {
        Tensor x = new RandomStream(2, "x").Normal([6, 3], dtype: DType.Float64);
        (double[] Gradient, double[] Mean, double[] Variance) Trained(Func<BatchNorm, Tensor, Tensor> forward)
        {
            var norm = new BatchNorm("norm", 3, dtype: DType.Float64);
            Gradients gradients = forward(norm, x).Pow(3).Sum().Backward();
            return (gradients[norm.Scale].ToArray<double>(), norm.RunningMean.Value.ToArray<double>(), norm.RunningVariance.Value.ToArray<double>());
        }
        var plain = Trained((norm, x) => norm.Forward(x));
        var again = Trained((norm, x) => Recompute(z => nested ? Recompute(norm.Forward, z) : norm.Forward(z), x));
        Assert.Equal(plain.Gradient, again.Gradient);
        Assert.Equal(plain.Mean, again.Mean);
        Assert.Equal(plain.Variance, again.Variance);
    }
}

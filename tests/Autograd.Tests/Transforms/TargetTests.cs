using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>Gradients at chosen nodes; graphs deeper than the stack; graphs dropped half-way.</summary>
public sealed class TargetTests
{
    private const int Nodes = 1_000_000, SmallStack = 128 << 10;

    [Fact]
    public void A_result_can_be_a_target_and_counts_as_a_variable()
    {
        Tensor x = Tensor.From(2.0).Track(), hidden = x * x, y = (hidden * hidden * x).Sum();
        Gradients gradients = y.Backward([hidden, x]);
        Assert.Equal(2 * 4 * 2, gradients[hidden].Item());
        Assert.Equal(16, gradients[x].Item());          // not through hidden
        Assert.Equal(5 * 16, y.Backward()[x].Item());
        Assert.Equal(5 * 16, y.Backward([x])[x].Item());
        Assert.Equal(1, y.Backward([y])[y].Item());
    }

    [Fact]
    public void What_is_made_of_gradients_at_targets_knows_them_too()
    {
        Parameter p = new("p", Tensor.From(2.0)), q = new("q", Tensor.From(3.0));
        Gradients gradients = (p.Value * q.Value).Sum().Backward([p.Value]);
        Assert.Equal(6, DeepPuzzles.Learning.GradientTransforms.Scale(gradients, [p], 2)[p].Item());
        Assert.Throws<TensorException>(() => DeepPuzzles.Learning.GradientTransforms.Scale(gradients, [p], 2)[q]);
    }

    [Fact]
    public void A_parameter_that_is_named_twice_moves_in_both_directions()
    {
        var p = new Parameter("p", Tensor.From(2.0));
        Assert.Equal(4 * (3 + 5), Jvp(() => p.Value.Square().Sum(), [p, p], [Tensor.From(3.0), Tensor.From(5.0)]).Dy.Item());
    }

    [Fact]
    public void Whole_numbers_among_the_inputs_are_constants()
    {
        Tensor x = Tensor.From(1.0, 2, 3), at = Tensor.From(2, 0);
        (_, Func<Tensor, Tensor[]> pullback) = Vjp((Tensor[] y) => y[0].Gather(y[1], 0).Square(), [x, at]);
        Assert.Equal([2, 0, 6], pullback(Tensor.Ones([2], DType.Float64))[0].ToArray<double>());
        Assert.Equal([2.0, 0, 6], Gradient((Tensor[] y) => y[0].Gather(y[1], 0).Square().Sum())([x, at])[0].ToArray<double>());
        Assert.Contains("float", Assert.Throws<TensorException>(() => Gradient(y => y.Sum())(at)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_at_targets_can_be_differentiated_again()
    {
        Tensor x = Tensor.From(2.0).Track(), hidden = x * x;
        Tensor gradient = (hidden * hidden * hidden).Sum().Backward([hidden], createGraph: true)[hidden];
        Assert.Equal(3 * 4 * 8, gradient.Sum().Backward()[x].Item());       // 3h² = 3x⁴
    }

    [Fact]
    public void Other_branches_are_not_walked()
    {
        Rules.NoGradient<Blocked>("it would be met");
        Tensor x = Tensor.From(2.0).Track(), w = Tensor.From(3.0).Track();
        Tensor y = (x * w.ResultOf(default(Blocked), w)).Sum();
        Assert.Equal(3, y.Backward([x])[x].Item());
        Assert.Throws<TensorException>(() => y.Backward());
        Assert.Equal(3, Gradient(z => (z * w.ResultOf(default(Blocked), w)).Sum())(Tensor.From(2.0)).Item());
    }

    [Fact]
    public void Misuse_is_told()
    {
        Tensor x = Tensor.From(2.0).Track(), w = Tensor.From(3.0).Track(), y = (x * w).Sum();
        Assert.Equal("gradients: the tensor [1] ('input') is none of the targets; name it among those of Backward", Message(() => y.Backward([x])[w]));
        Assert.Equal("backward: the target [1] is a constant; call Track() on it before it is used, and use the tensor that Track() returns", Message(() => y.Backward([x.StopGradient()])));
        Tensor other = Tensor.From(1.0).Track();
        Assert.Equal(0, y.Backward([other])[other].Item());

        static string Message(Func<object?> misuse) => Assert.Throws<TensorException>(misuse).Message;
    }

    [Fact]
    public void A_chain_of_a_million_nodes_runs_forward_and_backward_on_a_small_stack()
    {
        (double Backward, double Forward) slopes = (0, 0);
        Exception? error = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    using MemoryScope scope = MemoryScope.Open();
                    Tensor zero = Tensor.Scalar(0, DType.Float64);
                    slopes = (Gradient(Chain)(zero).Item(), Jvp(Chain, zero, Tensor.Scalar(1, DType.Float64)).Dy.Item());
                }
                catch (TensorException caught)
                {
                    error = caught;
                }
            },
            SmallStack);
        thread.Start();
        thread.Join();
        Assert.Null(error);
        Assert.Equal((1.0, 1.0), slopes);

        static Tensor Chain(Tensor x)
        {
            for (int node = 0; node < Nodes; node++) x = x + 1;
            return x;
        }
    }

    [Fact]
    public void A_transform_that_fails_half_way_gives_its_buffers_back_with_its_scope()
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope setup = MemoryScope.Open();
        Tensor x = Tensor.Ones([4, 4], DType.Float64, device);
        Rules.NoGradient<Blocked>("half-way");
        Func<Tensor, Tensor> f = z => z.MatMul(z).Exp().ResultOf(default(Blocked), z.MatMul(z)).Tanh().Sum();
        MemoryCounters before = device.Memory;
        Assert.Throws<TensorException>(() => InScope(() => Gradient(f)(x)));
        Assert.Throws<TensorException>(() => InScope(() => Jvp(f, x, x)));
        Assert.Throws<TensorException>(() => InScope(() => Recompute(_ => throw new TensorException("planted"), x.Track())));
        // The next walk on this thread starts afresh.
        InScope(() => Assert.Equal(2, Gradient(z => z.Square().Sum())(Tensor.Ones([1], DType.Float64, device)).Item()));
        MemoryCounters after = device.Memory;
        Assert.Equal(before.Live, after.Live);
        Assert.Equal(before.BytesInUse, after.BytesInUse);
        Assert.True(after.Acquired > before.Acquired);
        GC.KeepAlive(x);

        static void InScope(Action action)
        {
            using MemoryScope scope = MemoryScope.Open();
            action();
        }
    }

    private readonly record struct Blocked : IStructuralOp
    {
        public static string Name => "blocked";
    }
}

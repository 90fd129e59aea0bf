using System.Numerics;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>What a graph means: sums over paths, constants, pauses, stale values, depth; and what misuse is told.</summary>
public sealed class GraphTests
{
    [Fact]
    public void Gradients_add_up_over_all_paths()
    {
        Tensor x = Tensor.From(3.0, -2).Track();
        Tensor shared = x * x;
        Tensor y = (shared + x * shared + x).Sum();
        Assert.Equal([2 * 3 + 3 * 9 + 1, -4 + 12 + 1], y.Backward()[x].ToArray<double>());
    }

    [Fact]
    public void A_graph_can_be_walked_twice_and_after_it_grew()
    {
        var weights = new Parameter("weights", Tensor.From(1.5, -2));
        Tensor y = weights.Value.Square().Sum();
        Assert.Equal([3, -4], y.Backward()[weights].ToArray<double>());
        Assert.Equal([3, -4], y.Backward()[weights].ToArray<double>());
        Assert.Equal([2 * 6.25 * 3, 2 * 6.25 * -4], y.Square().Backward()[weights].ToArray<double>());
    }

    [Fact]
    public void A_deep_ladder_of_shared_values_is_walked_once_per_node()
    {
        Tensor x = Tensor.Scalar(1, DType.Float64).Track(), y = x;
        for (int i = 0; i < 60; i++) y = y + y;         // 2^60 paths
        Assert.Equal(Math.Pow(2, 60), y.Backward()[x].Item());
    }

    [Fact]
    public void StopGradient_makes_a_constant()
    {
        Tensor x = Tensor.From(3.0, 5).Track();
        Tensor y = (x.StopGradient() * x).Sum();
        Assert.Equal([3, 5], y.Backward()[x].ToArray<double>());
        Assert.False(x.StopGradient().IsTracked);
    }

    [Fact]
    public void Within_a_pause_nothing_is_recorded_but_within_a_resumption_it_is()
    {
        Tensor x = Tensor.From(1.0).Track();
        using (Tracking.Pause())
        {
            Assert.False((x * 2).IsTracked);
            using (Tracking.Pause()) Assert.False(Tracking.IsOn);
            using (Tracking.Resume()) Assert.True((x * 2).IsTracked);
            Assert.False(Tracking.IsOn);
        }
        Assert.True((x * 2).IsTracked);
    }

    [Fact]
    public void Gradients_are_constants_unless_a_graph_is_asked_for()
    {
        Tensor x = Tensor.From(2.0).Track();
        Assert.False((x * x).Backward()[x].IsTracked);
        Assert.True((x * x).Backward(createGraph: true)[x].IsTracked);
    }

    [Fact]
    public void Third_derivative()
    {
        Tensor x = Tensor.Scalar(0.7, DType.Float64).Track();
        Tensor y = x.Sin();
        for (int order = 0; order < 3; order++) y = y.Backward(createGraph: true)[x];
        Assert.Equal(-Math.Cos(0.7), y.Item(), 1e-12);
    }

    [Fact]
    public void At_ties_the_gradient_is_shared()
    {
        Tensor x = Tensor.From(1.0, 4, 4, 2).Track();
        Assert.Equal([0, 0.5, 0.5, 0], x.Max().Backward()[x].ToArray<double>());
        Tensor y = Tensor.From(1.0, 4, 5, 2).Track();
        Gradients gradients = Tensor.Maximum(x, y).Sum().Backward();
        Assert.Equal([0.5, 0.5, 0, 0.5], gradients[x].ToArray<double>());
        Assert.Equal([0.5, 0.5, 1, 0.5], gradients[y].ToArray<double>());
    }

    [Fact]
    public void A_leaf_that_does_not_matter_has_a_gradient_of_zeros()
    {
        Tensor x = Tensor.From(1.0).Track(), other = Tensor.Ones([2, 3], DType.Float64).Track();
        Assert.Equal(new double[6], (x * x).Backward()[other].ToArray<double>());
    }

    [Fact]
    public void A_parameter_updated_after_the_graph_was_built_is_an_error()
    {
        var weights = new Parameter("weights", Tensor.From(1.0, 2));
        Tensor loss = weights.Value.Square().Sum();
        weights.Update(Tensor.From(3.0, 4));
        Assert.Equal("the value of parameter 'weights' was used after a step changed it; read parameter.Value again and rebuild the graph", Message(() => loss.Backward()));
        Assert.Equal([6, 8], weights.Value.Square().Sum().Backward()[weights].ToArray<double>());
    }

    [Fact]
    public void Use_after_the_scope_is_an_error()
    {
        Tensor x = Tensor.From(1.0, 2).Track(), loss;
        using (MemoryScope.Open()) loss = x.Square().Sum();
        Assert.Equal("a tensor [] was used after its memory scope ended; keep it with scope.Keep(tensor)", Message(() => loss.Item()));
        Assert.Contains("memory scope ended", Message(() => (loss * x).Sum().Backward()), StringComparison.Ordinal);
    }

    [Fact]
    public void Misuse_is_told()
    {
        Tensor x = Tensor.From(1.0, 2).Track(), y = x * 2;
        Assert.Equal("backward: [2] is not a single number; reduce it with Sum() or Mean(), or pass the gradient at the output", Message(() => y.Backward()));
        Assert.Equal("backward: the tensor [] depends on no parameter or tracked input: call Track() on an input before it is used, and use the tensor that Track() returns; or all its parameters are frozen; or it was made under Tracking.Pause(), as by Predict; or it is a gradient, and createGraph: true was not passed to Backward", Message(() => Tensor.Scalar(1).Backward()));
        Assert.Equal("backward: the gradient is float64 [3], the output float64 [2]; they must be the same", Message(() => y.Backward(Tensor.Ones([3], DType.Float64))));
        Assert.Equal("backward: the gradient is float32 [2], the output float64 [2]; they must be the same", Message(() => y.Backward(Tensor.Ones([2]))));
        Gradients gradients = y.Sum().Backward();
        Assert.Equal("gradients: the tensor [2] is the result of 'scale'; gradients are kept for leaves: parameters and tensors from Track(); or name it as a target of Backward", Message(() => gradients[y]));
        Assert.Equal("gradients: the tensor [] is a constant; call Track() on it before it is used, and use the tensor that Track() returns", Message(() => gradients[Tensor.Scalar(1)]));
        Assert.Equal("backward: 'nameless rule' has no rule; add one with Rules.Rule, or state Rules.NoGradient and use StopGradient()", Message(() => x.Map(default(NoRule)).Sum().Backward()));
        Rules.NoGradient<Stated>("it is a draw");
        Assert.Equal("backward: no gradient flows through 'stated': it is a draw; call StopGradient() on its input", Message(() => x.Map(default(Stated)).Sum().Backward()));
    }

    [Fact]
    public void A_chain_of_a_million_nodes_runs_backward()
    {
        const int Nodes = 1_000_000;
        using MemoryScope scope = MemoryScope.Open();
        Tensor x = Tensor.Scalar(0, DType.Float64).Track(), y = x;
        for (int node = 0; node < Nodes; node++) y = y + 1;
        Gradients gradients = y.Backward();
        Assert.Equal(Nodes, y.Item());
        Assert.Equal(1, gradients[x].Item());
    }

    // Each fresh thread counts its ops from what it finds, so the numbers of these nodes are the same; their derivatives are not.
    [Fact]
    public void Parts_of_a_graph_made_on_several_threads_are_told_apart()
    {
        const int Threads = 5;
        Tensor x = Tensor.From(2.0, 3).Track();
        var cubes = new Tensor[Threads];
        var workers = new Thread[Threads];
        for (int i = 0; i < Threads; i++)
        {
            int thread = i;
            workers[i] = new Thread(() =>
            {
                Tensor square = x * x;
                cubes[thread] = square * (x + thread) + square;
            });
            workers[i].Start();
        }
        foreach (Thread worker in workers) worker.Join();
        Assert.Single(cubes.Select(cube => cube.Origin!.Order).Distinct());
        Tensor sum = cubes[0];
        for (int i = 1; i < Threads; i++) sum = sum + cubes[i] * (i + 1);
        Assert.True(sum.Origin!.Order > cubes.Max(cube => cube.Origin!.Order));
        Assert.Equal([Slope(2), Slope(3)], sum.Sum().Backward()[x].ToArray<double>());

        static double Slope(double x) => Enumerable.Range(0, Threads).Sum(i => (i + 1) * (3 * x * x + 2 * x * (i + 1)));
    }

    [Fact]
    public void An_origin_names_its_inputs_in_order()
    {
        Tensor x = Tensor.From(1.0, 2).Track(), y = Tensor.From(3.0, 4).Track(), mask = x.Less(y);
        (Tensor Result, Tensor[] Inputs)[] cases = [(x, []), (x.Exp(), [x]), (x * y, [x, y]), (Tensor.Where(mask, x, y), [mask, x, y])];
        foreach ((Tensor result, Tensor[] inputs) in cases)
        {
            Origin origin = result.Origin!;
            Assert.Equal(inputs.Length, origin.InputCount);
            Assert.Equal(inputs, origin.Inputs);
            Assert.Equal(inputs, Enumerable.Range(0, origin.InputCount).Select(origin.Input));
            Assert.All(inputs, input => Assert.True(input.Origin is null || input.Origin.Order < origin.Order));
            Assert.Throws<ArgumentOutOfRangeException>(() => origin.Input(inputs.Length));
            Assert.Throws<ArgumentOutOfRangeException>(() => origin.Input(-1));
        }
    }

    [Fact]
    public void A_wide_graph_adds_up()
    {
        const int Width = 2000;
        Tensor x = Tensor.Scalar(1, DType.Float64).Track(), y = x * 0;
        Tensor[] terms = [.. Enumerable.Range(0, Width).Select(i => x * i)];
        foreach (Tensor term in terms) y = y + term * term;
        Assert.Equal(Enumerable.Range(0, Width).Sum(i => 2.0 * i * i), y.Backward()[x].Item());
    }

    [Fact]
    public void Many_leaves_each_get_their_own_gradient()
    {
        Tensor[] leaves = [.. Enumerable.Range(0, 100).Select(i => Tensor.Scalar(i, DType.Float64).Track())];
        Tensor y = Tensor.Scalar(0, DType.Float64);
        foreach (Tensor leaf in leaves) y = y + leaf * leaf;
        Gradients gradients = y.Backward();
        for (int i = 0; i < leaves.Length; i++) Assert.Equal(2 * i, gradients[leaves[i]].Item());
    }

    private static string Message(Func<object?> misuse) => Assert.Throws<TensorException>(misuse).Message;

    private readonly struct Stated : IUnaryOp
    {
        public static string Name => "stated";

        public static OpRecord Record => new(-1, 1);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
    }

    private readonly struct NoRule : IUnaryOp
    {
        public static string Name => "nameless rule";

        public static OpRecord Record => new(-1, 1);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
    }
}

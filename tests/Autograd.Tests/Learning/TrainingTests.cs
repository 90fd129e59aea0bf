using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public class TrainingTests
{
    [Theory]
    [InlineData(10, 3, false, new[] { 3, 3, 3, 1 })]
    [InlineData(10, 3, true, new[] { 3, 3, 3 })]
    [InlineData(9, 3, true, new[] { 3, 3, 3 })]
    [InlineData(2, 5, false, new[] { 2 })]
    [InlineData(0, 5, false, new int[0])]
    public void Batches_have_the_stated_sizes_and_take_each_example_once(int count, int size, bool dropLast, int[] sizes)
    {
        IReadOnlyList<int[]> batches = Batches.Shuffled(count, size, Stream(), dropLast);
        Assert.Equal(sizes, batches.Select(batch => batch.Length));
        int[] all = [.. batches.SelectMany(batch => batch)];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, index => Assert.InRange(index, 0, count - 1));
    }

    [Fact]
    public void Epochs_differ_and_repeat_with_the_seed()
    {
        RandomStream stream = Stream(), again = Stream();
        int[] first = [.. Batches.Shuffled(50, 8, stream).SelectMany(batch => batch)], second = [.. Batches.Shuffled(50, 8, stream).SelectMany(batch => batch)];
        Assert.NotEqual(first, second);
        Assert.Equal(first, Batches.Shuffled(50, 8, again).SelectMany(batch => batch));
        Assert.Equal(second, Batches.Shuffled(50, 8, again).SelectMany(batch => batch));
        Assert.Equal(Enumerable.Range(0, 50), Batches.InOrder(50, 8).SelectMany(batch => batch));
        Assert.Throws<TensorException>(() => Batches.Shuffled(5, 0, Stream()));
    }

    [Fact]
    public void Rows_follow_the_indices()
    {
        Tensor x = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
        Assert.Equal([5, 6, 1, 2, 5, 6], x.Rows([2, 0, 2]).Numbers());
        Assert.Equal([7, 5], Tensor.From(5, 6, 7).Rows([2, 0]).Numbers());
    }

    [Fact]
    public void A_small_net_learns_two_clouds_and_learns_the_same_again()
    {
        double[] Train()
        {
            var net = new Mlp([6, 12, 2], Activation.Relu, Initialiser.He, Stream("weights"));
            (Tensor x, Tensor labels) = Clouds(200, 6, Stream("data"));
            var sgd = new Sgd(net.Parameters, 0.1, momentum: 0.9);
            RandomStream order = Stream("order");
            var losses = new double[5];
            for (int epoch = 0; epoch < losses.Length; epoch++) losses[epoch] = sgd.Epoch(net, x, labels, Loss.CrossEntropy, 32, order);
            Assert.Equal(1, Loss.Accuracy(net.Predict(x), labels));
            return losses;
        }
        double[] losses = Train();
        Assert.True(losses[^1] < 0.1 * losses[0], string.Join(", ", losses));
        Assert.Equal(losses, Train());
    }

    [Fact]
    public void A_step_equals_the_lines_written_by_hand()
    {
        Mlp Net() => new([3, 4, 2], Activation.Tanh, Initialiser.LeCun, Stream());
        Tensor x = Stream("x").Normal([5, 3]), labels = Tensor.From(0, 1, 0, 1, 1);
        Mlp called = Net(), byHand = Net();
        double loss = new Sgd(called.Parameters, 0.3).Step(() => Loss.CrossEntropy(called.Forward(x), labels));
        using (MemoryScope.Open())
        {
            Tensor y = Loss.CrossEntropy(byHand.Forward(x), labels);
            new Sgd(byHand.Parameters, 0.3).Step(y.Backward());
            Assert.Equal(y.Item(), loss);
        }
        for (int i = 0; i < called.Parameters.Count; i++) Assert.Equal(byHand.Parameters[i].Numbers(), called.Parameters[i].Numbers());
    }

    [Fact]
    public void Clipping_by_norm_keeps_the_direction_and_by_value_the_elements()
    {
        Parameter a = Cell("a", 3, 0), b = Cell("b", 4);
        Parameter[] both = [a, b];
        Gradients gradients = ((a.Value.Square().Sum() + b.Value.Square().Sum()) * 0.5).Backward();
        Assert.Equal(5, gradients.Norm(both), 14);
        Gradients clipped = gradients.ClipNorm(both, 1);
        Near([0.6, 0], clipped[a].Numbers(), 1e-15);
        Near([0.8], clipped[b].Numbers(), 1e-15);
        Assert.Same(gradients, gradients.ClipNorm(both, 5));
        Assert.Equal([3.5], gradients.ClipValue(both, 3.5)[b].Numbers());
        Assert.Equal([3, 0], gradients.ClipValue(both, 3.5)[a].Numbers());
    }

    [Fact]
    public void A_mask_keeps_weights_where_they_are()
    {
        Parameter w = Cell("w", 1, 2, 3);
        Tensor mask = Tensor.From(1.0, 0.0, 1.0);
        new Sgd([w], 0.1).Step(() => w.Value.Sum(), gradients => gradients.Map([w], (_, gradient) => gradient * mask));
        Near([0.9, 2, 2.9], w.Numbers(), 1e-15);
        Assert.Throws<TensorException>(() => w.Value.Sum().Backward().Map([w], (_, gradient) => gradient.Sum()));
    }

    [Fact]
    public void A_schedule_of_no_steps_is_refused_when_it_is_made()
    {
        Assert.Equal("staircase schedule: 0 steps; it takes at least 1", Assert.Throws<TensorException>(() => Schedule.Staircase(1, 0)).Message);
        Assert.Equal("cosine schedule: -1 steps; it takes at least 1", Assert.Throws<TensorException>(() => Schedule.Cosine(1, -1)).Message);
    }

    [Fact]
    public void Schedules_pass_through_their_stated_points()
    {
        Schedule constant = 0.5;
        Assert.Equal([0.5, 0.5], new[] { constant[0], constant[1000] });
        Near([1, 1, 0.1, 0.1, 0.01], [.. Enumerable.Range(0, 5).Select(step => Schedule.Staircase(1, 2)[step])], 1e-15);
        Near([2, 1, 0.5], [.. Enumerable.Range(0, 3).Select(step => Schedule.Exponential(2, 0.5)[step])], 1e-15);
        Near([1, 0.1 + 0.9 * (1 + Math.Sqrt(0.5)) / 2, 0.55, 0.1, 0.1], [.. new[] { 0, 25, 50, 100, 200 }.Select(step => Schedule.Cosine(1, 100, 0.1)[step])], 1e-15);
        Near([0.25, 0.5, 0.75, 1, 1, 0.5], [.. Enumerable.Range(0, 6).Select(step => Schedule.Exponential(1, 0.5).WarmUp(4)[step])], 1e-15);
    }
}

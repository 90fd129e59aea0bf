using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class HatTests
{
    // Of weights of about 1 in float32.
    private const double LearningRate = 0.1, Rounding = 2e-7;

    // Leaves masks between 0 and 1, and others that round to 1.
    private const double Soft = 5;

    private static readonly Func<IReadOnlyList<Parameter>, Optimiser>[] s_optimisers =
    [
        parameters => new Sgd(parameters, LearningRate),
        parameters => new Sgd(parameters, LearningRate, 0.9, decay: WeightDecay.Coupled(0.01)),
        parameters => new Adam(parameters, 0.01, decay: WeightDecay.Decoupled(0.1)),
    ];

    public static TheoryData<int> Optimisers => [.. Enumerable.Range(0, s_optimisers.Length)];

    [Fact]
    public void TheScaleRisesEvenlyFromOneOverItsLargestToItsLargest()
    {
        Assert.Equal([1.0 / 400, (400 + 1.0 / 400) / 2, 400], Enumerable.Range(0, 3).Select(batch => Hat.Scale(400, batch, 3)));
        Assert.Equal(400, Hat.Scale(400, 0, 1));
    }

    [Fact]
    public void TheRegulariserIsTheShareOfWhatWasLeft()
    {
        Tensor[] attention = [Tensor.From([1.0, 0.5, 0], [3]), Tensor.From([0.25, 1], [2])], taken = [Tensor.From([1.0, 0, 0.5], [3]), Tensor.From([0.0, 0.25], [2])];
        Assert.Equal((0.5 + 0.25 + 0.75) / (1 + 0.5 + 1 + 0.75), Hat.NewlyTaken(attention, taken).Item(), 1e-12);
        Assert.Equal(0, Hat.NewlyTaken(attention, [Tensor.Ones([3], DType.Float64), Tensor.Ones([2], DType.Float64)]).Item());
    }

    [Theory]
    [InlineData(0.0025)]
    [InlineData(1.0)]
    [InlineData(7.5)]
    public void CompensationIsTheGradientThroughTheSlowSigmoid(double scale)
    {
        // q = dL/da·s·σ'(s·e), so q' = dL/da·s_max·σ'(e); the slope by a central difference.
        const double Largest = 400, Step = 1e-5;
        double[] e = [-2, -0.3, 0, 1, 1.5], slopeOfLoss = [1, -2, 3, 0.5, -0.25];
        Tensor leaf = Tensor.From(e, [5]).Track("e");
        Tensor q = ((leaf * scale).Sigmoid() * Tensor.From(slopeOfLoss, [5])).Sum().Backward()[leaf];
        double[] compensated = Hat.Compensated(q, Tensor.From(e, [5]), scale, Largest).ToArray<double>();
        for (int i = 0; i < e.Length; i++)
            Assert.Equal(slopeOfLoss[i] * Largest * (Sigmoid(e[i] + Step) - Sigmoid(e[i] - Step)) / (2 * Step), compensated[i], 1e-6);
    }

    [Fact]
    public void TheArgumentOfTheHyperbolicCosineIsClamped()
    {
        double at = Hat.Compensated(Tensor.From([1f], [1]), Tensor.From([6f], [1]), 400, 400).ToArray<float>()[0];
        Assert.Equal((Math.Cosh(50) + 1) / (Math.Cosh(6) + 1), at, at * 1e-5);
    }

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void ProtectedWeightsStayBitForBitAndFormerHeadsToo(int optimiser)
    {
        var hat = new Hat(0.1, optimiser == 0 ? Soft : 400);
        var watch = new Watch(hat, isPlain: optimiser == 0);
        (ContinualRun run, _) = Learn(new Combined(hat, watch), s_optimisers[optimiser]);
        Assert.True(watch.Protected > 50, $"{watch.Protected} weights were wholly taken");
        Assert.True(watch.Moved > 50, $"{watch.Moved} others moved");
        Assert.True(run.Accuracies.LearningAccuracy > 0.7, $"{run.Accuracies.LearningAccuracy}");
        if (optimiser == 0) Assert.True(watch.Partly > 0, "some weights are taken in part");
        Assert.Equal(hat.Capacity, run.Capacity[^1]);
        Assert.True(run.Capacity[0] > 0 && run.Capacity.Zip(run.Capacity.Skip(1)).All(pair => pair.First <= pair.Second));
    }

    [Fact]
    public void EmbeddingsStayWithinSixAndThoseOfOtherTasksStayBitForBit()
    {
        var hat = new Hat();
        var watch = new EmbeddingWatch(hat);
        _ = Learn(new Combined(hat, watch), s_optimisers[2]);
        Assert.True(watch.Seen > 0);
        Assert.All(hat.Parameters.SelectMany(e => Toys.Numbers(e.Value)), e => Assert.InRange(Math.Abs(e), 0, Hat.LargestEmbedding));
    }

    [Fact]
    public void EmbeddingsMayStartOpen()
    {
        static double[] First(bool open)
        {
            var hat = new Hat { StartsOpen = open };
            TaskStream stream = Toys.Split(Scenario.TaskIncremental);
            _ = new Learner(Toys.Net(stream), stream, hat, Toys.Plan());
            return [.. hat.Parameters.SelectMany(e => Toys.Numbers(e.Value))];
        }
        // 54 numbers: of U(0, 2) a mean of 1 ± 0.08, of N(0, 1) of 0 ± 0.14.
        double[] open = First(true), usual = First(false);
        Assert.All(open, e => Assert.InRange(e, 0, 2));
        Assert.InRange(open.Average(), 0.7, 1.3);
        Assert.Contains(usual, e => e < 0);
        Assert.InRange(usual.Average(), -0.6, 0.6);
    }

    [Fact]
    public void WithoutARegulariserTheLossIsTheCrossEntropy()
    {
        var loss = new LossWatch();
        _ = Learn(new Combined(new Hat(0), loss), s_optimisers[0]);
        Assert.True(loss.Seen > 0 && loss.Differences == 0);
        loss = new LossWatch();
        _ = Learn(new Combined(new Hat(0.75), loss), s_optimisers[0]);
        Assert.True(loss.Differences > loss.Seen / 2, $"{loss.Differences} of {loss.Seen}");      // the term rounds away where a task takes nothing new
    }

    [Fact]
    public void AMaskInTheForwardPassAloneProtectsNothing()
    {
        var hat = new Hat(0.1) { Restricts = false };
        var watch = new Watch(hat, isPlain: false) { Counts = true };
        _ = Learn(new Combined(hat, watch), s_optimisers[0]);
        Assert.True(watch.Violations > 0);
    }

    [Theory]
    [InlineData(-1.0, 400.0)]
    [InlineData(double.NaN, 400.0)]
    [InlineData(1.0, 0.5)]
    public void WhatMakesNoSenseIsRefused(double strength, double scale) => Assert.Throws<TensorException>(() => Learn(new Hat(strength, scale), s_optimisers[0]));

    private static (ContinualRun Run, Mlp Net) Learn(Strategy strategy, Func<IReadOnlyList<Parameter>, Optimiser> optimiser) =>
        Toys.Learn(strategy, Scenario.TaskIncremental, Toys.Plan() with { Optimiser = optimiser, KeepsOptimiser = true, Epochs = 6 });

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // In each step |Δw| ≤ (1 - a)·rate·|g| of plain descent, and no move at all where a is 1 in both units or the head is another task's.
    private sealed class Watch(Hat hat, bool isPlain) : Strategy
    {
        private readonly Dictionary<Parameter, (double[] Before, double[] Gradient)> _step = [];
        private readonly Dictionary<Parameter, double[]> _share = [];

        public int Protected { get; private set; }

        public int Partly { get; private set; }

        public int Moved { get; private set; }

        public int Violations { get; private set; }

        public bool Counts { get; init; }

        public override string Name => "watch";

        public override void BeforeTask(Learner learner)
        {
            var net = (Mlp)learner.Net;
            double[][] taken = [.. hat.Taken.Select(Toys.Numbers)];
            for (int l = 0; l < net.Layers.Count; l++)
            {
                int width = net.Layers[l].Weight.Shape[1];
                _share[net.Layers[l].Weight] = [.. Enumerable.Range(0, net.Layers[l].Weight.Shape.Elements).Select(i =>
                    l == taken.Length ? Head(i % width) : l == 0 ? taken[0][i % width] : Math.Min(taken[l - 1][i / width], taken[l][i % width]))];
                _share[net.Layers[l].Bias!] = [.. Enumerable.Range(0, width).Select(i => l == taken.Length ? Head(i) : taken[l][i])];
            }

            double Head(int unit) => learner.Task.Outputs.Contains(unit) ? 0 : 1;
        }

        // The gradients before HAT restricts them.
        public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
        {
            Gradients gradients = loss.Backward();
            Check();
            foreach ((Parameter parameter, _) in _share) _step[parameter] = (Toys.Numbers(parameter.Value), Toys.Numbers(gradients[parameter]));
            return loss;
        }

        public override void AfterTask(Learner learner)
        {
            Check();
            _step.Clear();
        }

        // Of the step before, when HAT has put weights back.
        private void Check()
        {
            foreach ((Parameter parameter, (double[] before, double[] gradient)) in _step)
            {
                double[] share = _share[parameter];
                double[] now = Toys.Numbers(parameter.Value);
                for (int i = 0; i < now.Length; i++)
                {
                    double move = Math.Abs(now[i] - before[i]);
                    if (share[i] == 1)
                    {
                        Protected++;
                        if (Counts) Violations += move != 0 ? 1 : 0;
                        else Assert.Equal(0, move);
                    }
                    else
                    {
                        if (move > 0) Moved++;
                        if (share[i] > 0) Partly++;
                        if (isPlain) Assert.True(move <= (1 - share[i]) * LearningRate * Math.Abs(gradient[i]) + Rounding, $"moved by {move}, with a gradient of {gradient[i]} and {1 - share[i]} of it left");
                    }
                }
            }
        }
    }

    private sealed class EmbeddingWatch(Hat hat) : Strategy
    {
        private double[][] _before = [];

        public int Seen { get; private set; }

        public override string Name => "embeddings";

        public override void BeforeTask(Learner learner) => _before = Now();

        public override void AfterTask(Learner learner)
        {
            double[][] now = Now();
            int layers = now.Length / learner.Stream.Tasks.Count;
            for (int i = 0; i < now.Length; i++)
            {
                Seen++;
                if (i / layers == learner.Number) Assert.NotEqual(_before[i], now[i]);
                else Assert.Equal(_before[i], now[i]);
            }
        }

        private double[][] Now() => [.. hat.Parameters.Select(e => Toys.Numbers(e.Value))];
    }

    private sealed class LossWatch : Strategy
    {
        public int Seen { get; private set; }

        public int Differences { get; private set; }

        public override string Name => "loss";

        public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
        {
            Seen++;
            if (learner.CrossEntropy(logits, batch).Item() != loss.Item()) Differences++;
            return loss;
        }
    }
}

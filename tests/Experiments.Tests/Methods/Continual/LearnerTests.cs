using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class LearnerTests
{
    public static TheoryData<Scenario> Scenarios => [.. Enum.GetValues<Scenario>()];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void TasksAreLearnedAndAStreamRepeatsBitForBit(Scenario scenario)
    {
        (ContinualRun first, Mlp one) = Toys.Learn(new Naive(), scenario);
        (ContinualRun second, Mlp other) = Toys.Learn(new Naive(), scenario);
        Assert.Equal(Toys.Numbers(one), Toys.Numbers(other));
        Assert.Equal(first.Accuracies.Average, second.Accuracies.Average);
        Assert.True(first.Accuracies.LearningAccuracy > 0.8, $"{first.Accuracies.LearningAccuracy}");
        if (scenario == Scenario.ClassIncremental) Assert.True(first.Accuracies.Average < 0.5, $"{first.Accuracies.Average}: the first tasks are forgotten");
    }

    [Theory]
    [InlineData(Scenario.TaskIncremental, false)]
    [InlineData(Scenario.ClassIncremental, false)]
    [InlineData(Scenario.ClassIncremental, true)]
    public void OutputsThatAreNotActiveGetNoGradient(Scenario scenario, bool allOutputs)
    {
        TaskStream stream = allOutputs ? Toys.Split(scenario).WithAllOutputs() : Toys.Split(scenario);
        Mlp net = Toys.Net(stream);
        double[] before = Toys.Numbers(net.Layers[^1].Weight.Value);
        var heads = new HeadsAfterTasks();
        _ = new Learner(net, stream, heads, Toys.Plan()).Run();
        for (int task = 0; task < stream.Tasks.Count; task++)
        {
            double[] now = heads.Seen[task], then = task == 0 ? before : heads.Seen[task - 1];
            bool[] moved = [.. Enumerable.Range(0, stream.Outputs).Select(unit => Enumerable.Range(0, now.Length).Any(i => i % stream.Outputs == unit && now[i] != then[i]))];
            Assert.Equal(Enumerable.Range(0, stream.Outputs).Select(stream.Tasks[task].TrainOutputs.Contains), moved);
        }
    }

    [Fact]
    public void AWrongNumberOfATaskIsAnsweredByThatTasksHead()
    {
        TaskStream stream = Toys.Split(Scenario.TaskIncremental);
        var learner = new Learner(Toys.Net(stream), stream, new Naive(), Toys.Plan());
        ContinualRun run = learner.Run();
        Assert.Equal(run.Accuracies[2, 1], learner.Accuracy(1, told: 1));
        int[] units = [.. stream.Tasks[0].Outputs], given = learner.Answers(stream.Tasks[1].Test.Images, 0, units);
        int[] right = stream.Tasks[1].Test.Labels.ToArray<int>();
        Assert.Equal(given.Zip(right).Count(pair => pair.First + 2 == pair.Second) / (double)right.Length, learner.Accuracy(1, told: 0));
    }

    [Fact]
    public void WhatDoesNotApplyIsRefusedInOneLine()
    {
        TaskStream stream = Toys.Split(Scenario.ClassIncremental);
        string message = Assert.Throws<TensorException>(() => new Learner(Toys.Net(stream), stream, new OnlyTold(), Toys.Plan())).Message;
        Assert.Equal("continual learning: only told does not apply to class-incremental streams; it supports task-incremental ones", message);
        Assert.Throws<TensorException>(() => new Learner(Toys.Net(stream), stream, new Combined(new Naive(), new OnlyTold()), Toys.Plan()));

        TaskStream shared = Toys.Split(Scenario.DomainIncremental);
        Assert.Contains("has 2 output units", Assert.Throws<TensorException>(() => new Learner(Toys.Net(stream), shared, new Naive(), Toys.Plan())).Message);
        var learner = new Learner(Toys.Net(stream), stream, new Naive(), Toys.Plan());
        Assert.Contains("is told in a class-incremental stream", Assert.Throws<TensorException>(() => learner.Accuracy(0, told: 1)).Message);
        Assert.Throws<TensorException>(() => learner.Task);
        Assert.EndsWith("call Run()", Assert.Throws<TensorException>(() => learner.Fit(stream.Tasks[0].Train, 1)).Message);
        Assert.Throws<TensorException>(() => new Learner(Toys.Net(stream), stream, new Naive(), Toys.Plan() with { Epochs = 0 }));
        _ = learner.Run();
        Assert.Contains("has run", Assert.Throws<TensorException>(learner.Run).Message);
    }

    [Fact]
    public void ProtectedWeightsStayBitForBitUnderEveryOptimiser()
    {
        Func<IReadOnlyList<Parameter>, Optimiser>[] optimisers =
        [
            parameters => new Sgd(parameters, 0.1, 0.9, decay: WeightDecay.Coupled(0.01)),
            parameters => new Adam(parameters, 0.01, decay: WeightDecay.Decoupled(0.1)),
            parameters => new RmsProp(parameters, 0.01),
        ];
        foreach (Func<IReadOnlyList<Parameter>, Optimiser> optimiser in optimisers)
        {
            var strategy = new Protecting();
            TaskStream stream = Toys.Split(Scenario.TaskIncremental);
            Mlp net = Toys.Net(stream);
            _ = new Learner(net, stream, strategy, Toys.Plan() with { Optimiser = optimiser, KeepsOptimiser = true }).Run();
            double[] now = Toys.Numbers(net.Layers[0].Weight.Value);
            Assert.All(Enumerable.Range(0, now.Length), i => Assert.Equal(i % 2 == 0, now[i] == strategy.Then[i]));
        }
    }

    private sealed class OnlyTold : Strategy
    {
        public override string Name => "only told";

        public override bool Supports(Scenario scenario) => scenario == Scenario.TaskIncremental;
    }

    private sealed class HeadsAfterTasks : Strategy
    {
        public List<double[]> Seen { get; } = [];

        public override string Name => "heads";

        public override void AfterTask(Learner learner) => Seen.Add(Toys.Numbers(((Mlp)learner.Net).Layers[^1].Weight.Value));
    }

    // Every second weight of the first layer, from the end of the first task on.
    private sealed class Protecting : Strategy
    {
        private Protection? _protection;

        public override string Name => "protecting";

        public double[] Then { get; private set; } = [];

        public override Autograd.Gradients Restrict(Learner learner, Autograd.Gradients gradients) => _protection?.Restrict(gradients) ?? gradients;

        public override void AfterStep(Learner learner) => _protection?.Restore();

        public override void AfterTask(Learner learner)
        {
            if (_protection is not null) return;
            Parameter weight = ((Mlp)learner.Net).Layers[0].Weight;
            Then = Toys.Numbers(weight.Value);
            Tensor free = Tensor.From(Enumerable.Range(0, Then.Length).Select(i => i % 2 != 0).ToArray(), weight.Shape);
            _protection = new Protection(new Dictionary<Parameter, Tensor> { [weight] = free });
        }
    }
}

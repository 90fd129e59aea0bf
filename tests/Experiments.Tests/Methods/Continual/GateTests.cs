using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

/// <summary>What methods that gate units need of the contract: gates by task, parameters of their own, restricted gradients, clamps.</summary>
public sealed class GateTests
{
    [Fact]
    public void GatesThatNothingPassesLeaveOldTasksAsTheyWere()
    {
        // Every hidden unit belongs to one task: the first layer's weights of a task are its own, and the second layer's too.
        var strategy = new OwnUnits();
        (ContinualRun run, _) = Toys.Learn(strategy, Scenario.TaskIncremental, Toys.Plan(0.2) with { Epochs = 6 });
        Assert.Equal(0, run.Accuracies.ForgettingFromBestEver);
        for (int task = 0; task < 3; task++) Assert.Equal(run.Accuracies[task, task], run.Accuracies[2, task]);
        Assert.True(run.Accuracies.LearningAccuracy > 0.8, $"{run.Accuracies.LearningAccuracy}");
        Assert.Equal([1.0 / 3, 2.0 / 3, 1], run.Capacity);
    }

    [Fact]
    public void AStrategysOwnParametersAreTrainedAndItsClampsHold()
    {
        var strategy = new TrainedGates();
        (_, _) = Toys.Learn(strategy, Scenario.TaskIncremental, Toys.Plan(0.5));
        double[] e = Toys.Numbers(strategy.Parameters[0].Value);
        Assert.All(Enumerable.Range(0, 3), task => Assert.Contains(e.Skip(task * 10).Take(10), x => x != 0));
        Assert.All(e, x => Assert.True(Math.Abs(x) <= TrainedGates.Limit));
        Assert.Contains(e, x => Math.Abs(x) == TrainedGates.Limit);
        Assert.Equal((0, 1), (strategy.Least, strategy.Most));
    }

    [Fact]
    public void AnotherStrategyMayStandBehindGates()
    {
        var si = new SynapticIntelligence(0.1);
        (ContinualRun run, _) = Toys.Learn(new Combined(new OwnUnits(), si, new Ewc(1)), Scenario.TaskIncremental);
        Assert.Equal("own units + SI + EWC", run.Strategy);
        Assert.Equal("own units + SI + EWC, task-incremental", run.Title);
    }

    [Fact]
    public void WhoSaysHowToLearnOrAnswerStandsFirst()
    {
        foreach (Func<Strategy> leading in new Func<Strategy>[] { () => new OwnUnits(), () => new Gdumb(10), () => new Joint(), () => new Combined(new Gdumb(10)) })
        {
            string message = Assert.Throws<TensorException>(() => Toys.Learn(new Combined(new Naive(), leading()), Scenario.TaskIncremental)).Message;
            Assert.EndsWith("only the first can; put it there", message);
            _ = Toys.Learn(new Combined(leading(), new Naive()), Scenario.TaskIncremental);
        }
    }

    [Fact]
    public void OfTwoWhoSayHowToLearnOrAnswerNoneIsSentToTheFirstPlace()
    {
        Func<Strategy>[] pairs =
        [
            () => new Combined(new Xdg(), new Hat()), () => new Combined(new Hat(), new Xdg()), () => new Combined(new Hat(), new Gdumb(10)), () => new Combined(new Gdumb(10), new Hat()),
            () => new Combined(new Naive(), new Xdg(), new Hat()), () => new Combined(new Combined(new Xdg(), new Naive()), new Hat()),
        ];
        foreach (Func<Strategy> pair in pairs)
        {
            string message = Assert.Throws<TensorException>(() => Toys.Learn(pair(), Scenario.TaskIncremental)).Message;
            Assert.Matches("^combined strategies: (XdG|HAT|GDumb) and (XdG|HAT|GDumb) both say how .*; only one of them can be used$", message);
        }
    }

    [Fact]
    public void AStrategyServesOneRun()
    {
        var replay = new Replay(new Reservoir(10));
        _ = Toys.Learn(new Combined(new Naive(), replay), Scenario.TaskIncremental);
        Assert.Contains("this replay has served", Assert.Throws<TensorException>(() => Toys.Learn(replay, Scenario.TaskIncremental)).Message);
        var twice = new Ewc(1);
        Assert.Contains("stands here twice", Assert.Throws<TensorException>(() => Toys.Learn(new Combined(twice, twice), Scenario.TaskIncremental)).Message);
    }

    [Fact]
    public void WhatWasRefusedMayServeAnother()
    {
        TaskStream stream = Toys.Split(Scenario.TaskIncremental);
        var odd = new Mlp([Toys.Pixels, 9, stream.Outputs], Activation.Tanh, Initialiser.GlorotUniform, new RandomStream(1, "weights"));
        var paths = new PathNet { Modules = 2, Active = 1 };
        Assert.Contains("hidden layers of [9] units", Assert.Throws<TensorException>(() => new Learner(odd, stream, paths, Toys.Plan())).Message);
        _ = Toys.Learn(paths, Scenario.TaskIncremental);

        var used = new Ewc(1);
        _ = Toys.Learn(used, Scenario.TaskIncremental);
        var si = new SynapticIntelligence(1);
        Assert.Contains("this EWC has served", Assert.Throws<TensorException>(() => Toys.Learn(new Combined(si, used), Scenario.TaskIncremental)).Message);
        _ = Toys.Learn(si, Scenario.TaskIncremental);

        // What it began with the network that was refused is gone.
        PackNet pack = new(), fresh = new();
        Assert.Throws<TensorException>(() => new Learner(odd, stream, new Combined(pack, new Ewc(-1)), Toys.Plan()));
        Assert.Equal(Toys.Numbers(Toys.Learn(fresh, Scenario.TaskIncremental).Net), Toys.Numbers(Toys.Learn(pack, Scenario.TaskIncremental).Net));
        Assert.Throws<TensorException>(() => pack.Owners(odd.Layers[0].Weight));
    }

    [Fact]
    public void AMethodThatSharesAHooksNameIsNoHook()
    {
        _ = Toys.Learn(new Combined(new Naive(), new Overloads()), Scenario.TaskIncremental);
        _ = Toys.Learn(new Combined(new Overloads(), new LearningWithoutForgetting()), Scenario.TaskIncremental);
    }

    private sealed class Overloads : Strategy
    {
        public override string Name => "overloads";

        public static Tensor Logits(Tensor x) => x;

        public static int Gates() => 0;

        public static int Learn(int task) => task;
    }

    [Fact]
    public void GatesNeedAPerceptronAndFitIt()
    {
        TaskStream stream = Toys.Split(Scenario.TaskIncremental);
        Mlp net = Toys.Net(stream);
        Tensor image = stream.Tasks[0].Test.Images[..2], open = Tensor.Ones([10]), closed = Tensor.Zeros([8]);
        Assert.Equal(Toys.Numbers(net.Forward(image)), Toys.Numbers(net.Gated(image, [open, closed + 1])));
        Assert.Equal(Toys.Numbers(net.Layers[^1].Bias!.Value), Toys.Numbers(net.Gated(image, [open, closed])[0]));
        Assert.Contains("2 hidden layers", Assert.Throws<TensorException>(() => net.Gated(image, [open])).Message);
        var whole = new Sequential(net);
        Assert.Contains("works on the units of an Mlp", Assert.Throws<TensorException>(() => new Learner(whole, stream, new OwnUnits(), Toys.Plan()).Run()).Message);
        Assert.Throws<TensorException>(() => new Learner(whole, stream, new FrozenFeatures(), Toys.Plan()));
        _ = new Learner(whole, stream, new FrozenFeatures(parameter => parameter.Name.StartsWith("dense3", StringComparison.Ordinal)), Toys.Plan()).Run();
        Assert.Equal([true, true, true, true, false, false], net.Parameters.Select(parameter => parameter.IsFrozen));
    }

    // A third of the units of each hidden layer for each task.
    private sealed class OwnUnits : Strategy
    {
        private double _tasks;

        public override string Name => "own units";

        public override double Capacity => _tasks / 3;

        public override bool Supports(Scenario scenario) => scenario == Scenario.TaskIncremental;

        public override void AfterTask(Learner learner) => _tasks++;

        public override IReadOnlyList<Tensor>? Gates(Learner learner, int? task, bool training) =>
            [.. new[] { 10, 8 }.Select(units => Tensor.From([.. Enumerable.Range(0, units).Select(unit => unit % 3 == task ? 1f : 0)], [units]))];
    }

    private sealed class TrainedGates : Strategy
    {
        public const double Limit = 0.0625;
        private readonly Parameter _embedding = new("embedding", Tensor.Zeros([3, 10]));

        public override string Name => "trained gates";

        public override IReadOnlyList<Parameter> Parameters => [_embedding];

        public double Least { get; private set; } = 1;

        public double Most { get; private set; }

        public override IReadOnlyList<Tensor>? Gates(Learner learner, int? task, bool training) => [(_embedding.Value[task!.Value] * 4).Sigmoid(), Tensor.Ones([8])];

        public override Gradients Restrict(Learner learner, Gradients gradients)
        {
            double at = learner.Batches == 1 ? 0 : (double)learner.Batch / (learner.Batches - 1);       // where annealing within an epoch stands
            (Least, Most) = (Math.Min(Least, at), Math.Max(Most, at));
            return gradients.Scale(Parameters, 10);
        }

        public override void AfterStep(Learner learner) => _embedding.Update(_embedding.Value.StopGradient().Clamp(-Limit, Limit));
    }
}

using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.LearningRules;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.LearningRules;

public sealed class OtherRulesTests
{
    private static RandomStream Stream(string name) => new(11, name);

    private static Mlp Net(int[] sizes, Activation activation, DType dtype = DType.Float64) => new(sizes, activation, Initialiser.LeCun, Stream("weights"), dtype: dtype);

    private static double Largest(Tensor difference) => difference.Abs().Max().Item();

    private static (Mlp Net, DifferenceTargetPropagation Rule) Invertible()
    {
        Mlp net = Net([4, 6, 6, 6, 3], Activation.Identity);
        Dense[] inverses = [.. net.Layers.Skip(1).SkipLast(1).Select((layer, i) =>
        {
            Tensor inverse = layer.Weight.Value.StopGradient().Inverse();
            return new Dense($"inverse{i}", inverse, -layer.Bias!.Value.StopGradient().Unsqueeze(0).MatMul(inverse).Squeeze(0));
        })];
        return (net, new DifferenceTargetPropagation(net, inverses));
    }

    [Fact]
    public void TargetsOfAnInvertibleLinearNetMakeEachLayerSayTheTargetAbove()
    {
        (Mlp net, DifferenceTargetPropagation rule) = Invertible();
        Tensor x = Stream("x").Normal([5, 4], dtype: DType.Float64), top = Stream("top").Normal([5, 6], dtype: DType.Float64);
        Tensor[] hidden = [.. net.Activations(x).SkipLast(1).Select(h => h.StopGradient())];
        IReadOnlyList<Tensor> targets = rule.Targets(hidden, top);
        Assert.True(Largest(targets[2] - top) == 0);
        for (int i = 1; i < 3; i++) Assert.InRange(Largest(net.Layers[i].Forward(targets[i - 1]) - targets[i]), 0, 1e-9);
        Assert.InRange(rule.InverseLoss(x, Stream("noise")).Item(), 0, 1e-18);
        // Who has said the right thing is told so, whatever the inverses are.
        Assert.All(rule.Targets(hidden, hidden[^1]).Zip(hidden), pair => Assert.True(Largest(pair.First - pair.Second) == 0));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(2)]
    public void TheLastTwoLayersOfTargetPropagationLearnTheGradientAtAnyStep(double step)
    {
        Mlp net = Net([4, 6, 5, 3], Activation.Tanh);
        var rule = new DifferenceTargetPropagation(net, Initialiser.LeCun, Stream("inverse")) { TargetStep = step };
        (Tensor x, Tensor t) = (Stream("x").Normal([5, 4], dtype: DType.Float64), Stream("t").Integers([5], 3));
        Gradients exact = Loss.CrossEntropy(net.Forward(x), t).Backward(), found = Loss.CrossEntropy(rule.Forward(x), t).Backward();
        foreach (Parameter parameter in net.Layers.Skip(1).SelectMany(layer => layer.Parameters))
            Assert.InRange(Largest(exact[parameter] - found[parameter]), 0, 1e-12 * Largest(exact[parameter]));
        Assert.InRange(Angle.Between(exact, found, [net.Layers[0].Weight]), 1, 179);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-4)]
    [InlineData(1e-8)]
    public void HoweverSmallTheErrorTheLastHiddenLayerLearnsTheGradientInSinglePrecision(double size)
    {
        Mlp net = Net([4, 6, 5, 3], Activation.Tanh, DType.Float32);
        var rule = new DifferenceTargetPropagation(net, Initialiser.LeCun, Stream("inverse"));
        (Tensor x, Tensor t) = (Stream("x").Normal([5, 4]), Stream("t").Integers([5], 3));
        Gradients exact = (Loss.CrossEntropy(net.Forward(x), t) * size).Backward(), found = (Loss.CrossEntropy(rule.Forward(x), t) * size).Backward();
        foreach (Parameter parameter in net.Layers[1].Parameters) Assert.InRange(Largest(exact[parameter] - found[parameter]), 0, 1e-6 * Largest(exact[parameter]));
    }

    [Fact]
    public void OrthogonalWeightsWithTheirInversesMakeTargetPropagationBackPropagation()
    {
        var net = new Mlp([4, 6, 6, 3], Activation.Identity, Initialiser.Orthogonal, Stream("weights"), dtype: DType.Float64);
        var rule = new DifferenceTargetPropagation(net, [new Dense("inverse", net.Layers[1].Weight.Value.StopGradient().Transpose(), null)]);
        (Tensor x, Tensor t) = (Stream("x").Normal([5, 4], dtype: DType.Float64), Stream("t").Integers([5], 3));
        Gradients exact = Loss.CrossEntropy(net.Forward(x), t).Backward(), found = Loss.CrossEntropy(rule.Forward(x), t).Backward();
        Assert.All(net.Parameters, parameter => Assert.InRange(Largest(exact[parameter] - found[parameter]), 0, 1e-10));
    }

    [Fact]
    public void TheInverseLossTrainsTheInversesOnly()
    {
        Mlp net = Net([4, 6, 5, 3], Activation.Tanh);
        var rule = new DifferenceTargetPropagation(net, Initialiser.LeCun, Stream("inverse"));
        Tensor x = Stream("x").Normal([50, 4], dtype: DType.Float64);
        var optimiser = new Sgd(rule.InverseParameters, 0.05);
        double[][] before = [.. net.Parameters.Select(parameter => parameter.Value.StopGradient().ToArray<double>())];
        double first = rule.InverseLoss(x, Stream("noise")).Item();
        for (int step = 0; step < 200; step++) optimiser.Step(() => rule.InverseLoss(x, Stream("noise")));
        Assert.InRange(rule.InverseLoss(x, Stream("noise")).Item(), 0, first / 2);
        Assert.All(net.Parameters.Zip(before), pair => Assert.Equal(pair.Second, pair.First.Value.StopGradient().ToArray<double>()));
    }

    [Fact]
    public void OfAQuadraticTheEstimateTendsToTheGradient()
    {
        var cell = new Parameter("θ", Stream("θ").Normal([4], dtype: DType.Float64));
        double[] start = cell.Value.StopGradient().ToArray<double>();
        Tensor curvature = Tensor.From([1.0, 2, 3, 4], [4]);
        Tensor Quadratic() => (cell.Value.Square() * curvature).Sum() * 0.5 + cell.Value.Sum();
        double Error(int pairs)
        {
            // Copies: the cell changes under what was read from it.
            using var scope = MemoryScope.Open();
            Tensor estimate = new EvolutionStrategies { Pairs = pairs, Deviation = 0.5 }.Estimate(Quadratic, [cell], Stream("directions"))[cell].Copy();
            Tensor exact = Quadratic().Backward()[cell];
            return (estimate - exact).Norm().Item() / exact.Norm().Item();
        }

        double few = Error(20), many = Error(8000);
        Assert.Equal(start, cell.Value.StopGradient().ToArray<double>());
        Assert.InRange(many, 0, 0.1);           // √((4 + 1) / 8000) = 0.025
        Assert.InRange(few, many, 2);           // √(5 / 20) = 0.5
    }

    [Fact]
    public void FrozenCellsAreNotMovedByEvolution()
    {
        Mlp net = Net([4, 6, 3], Activation.Tanh);
        net.Freeze(parameter => parameter.Name.StartsWith("dense1", StringComparison.Ordinal));
        Tensor x = Stream("x").Normal([5, 4], dtype: DType.Float64);
        Gradients found = new EvolutionStrategies().Estimate(() => net.Forward(x).Square().Mean(), net.Parameters, Stream("directions"));
        Assert.True(Largest(found[net.Layers[0].Weight]) == 0 && Largest(found[net.Layers[1].Weight]) > 0);
        Assert.Throws<TensorException>(() => new EvolutionStrategies { Pairs = 0 }.Estimate(() => net.Forward(x).Mean(), net.Parameters, Stream("d")));
    }

    [Fact]
    public void EvolutionRefusesWhatHasNothingFreeAndUndoesItsStepsWhereTheLossThrows()
    {
        Mlp net = Net([4, 6, 3], Activation.Tanh);
        Tensor x = Stream("x").Normal([5, 4], dtype: DType.Float64);
        double[] before = [.. net.Parameters.SelectMany(parameter => parameter.Value.StopGradient().Reshape(-1).ToArray<double>())];
        Assert.Throws<InvalidOperationException>(() => new EvolutionStrategies().Estimate(() => throw new InvalidOperationException(), net.Parameters, Stream("directions")));
        Assert.Equal(before, net.Parameters.SelectMany(parameter => parameter.Value.StopGradient().Reshape(-1).ToArray<double>()));
        net.Freeze();
        Assert.Contains("none is free", Assert.Throws<TensorException>(() => new EvolutionStrategies().Estimate(() => net.Forward(x).Mean(), net.Parameters, Stream("d"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ATargetStepIsFiniteAndAboveNothing(double step) =>
        Assert.Throws<TensorException>(() => new DifferenceTargetPropagation(Net([4, 6, 5, 3], Activation.Tanh), Initialiser.LeCun, Stream("inverse")) { TargetStep = step });

    [Fact]
    public void ExactlyKWinAndTheyAreTheLargest()
    {
        Tensor x = Stream("x").Normal([30, 12], dtype: DType.Float64);
        for (int k = 1; k <= 13; k++)
        {
            double[][] given = [.. x.ToArray<double>().Chunk(12)], kept = [.. Winners.Of(k, Activation.Identity).Forward(x).ToArray<double>().Chunk(12)];
            for (int row = 0; row < given.Length; row++)
            {
                double least = given[row].Select(Math.Abs).OrderDescending().ElementAt(Math.Min(k, 12) - 1);
                Assert.Equal(given[row].Select(value => Math.Abs(value) >= least ? value : 0), kept[row]);
            }
        }
        Assert.Equal([2.0, 2, 0, 0], Winners.Of(2, Activation.Identity).Forward(Tensor.From([2.0, 2, 2, 2], [1, 4])).ToArray<double>());
        Assert.Throws<TensorException>(() => Winners.Of(0, Activation.Tanh));
    }

    [Fact]
    public void LosersGetNoGradient()
    {
        Tensor x = Tensor.From([0.1, -3, 2, 0.5], [1, 4]).Track();
        Gradients gradients = Winners.Of(2, Activation.Identity).Forward(x).Sum().Backward();
        Assert.Equal([0.0, 1, 1, 0], gradients[x].ToArray<double>());
    }

    [Fact]
    public void AnglesOfKnownVectors()
    {
        Tensor x = Tensor.From([1.0, 0], [2]);
        Assert.Equal(0, Angle.Between(x, x * 5), 6);
        Assert.Equal(90, Angle.Between(x, Tensor.From([0.0, 2], [2])), 6);
        Assert.Equal(135, Angle.Between(x, Tensor.From([-1.0, 1], [2])), 6);
        Assert.Equal(double.NaN, Angle.Between(x, x * 0));
        Assert.Throws<TensorException>(() => Angle.Between(x, Tensor.From([1.0], [1])));
    }
}

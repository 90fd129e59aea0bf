using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class LeewayTests
{
    [Fact]
    public void AWeightIsAsFreeAsTheFreerOfItsUnits()
    {
        var net = new Mlp([1, 2, 2, 3], Activation.Relu, Initialiser.He, new RandomStream(1, "weights"), dtype: DType.Float64);
        ParameterState leeway = Leeway.Of(net, [Tensor.From([1, 0.25], [2]), Tensor.From([0.5, 1], [2])]);
        Assert.Equal([0, 0.75], leeway[net.Layers[0].Weight].ToArray<double>());
        Assert.Equal([0, 0.75], leeway[net.Layers[0].Bias!].ToArray<double>());
        Assert.Equal([0.5, 0, 0.75, 0.75], leeway[net.Layers[1].Weight].ToArray<double>());
        Assert.Equal([0.5, 0], leeway[net.Layers[1].Bias!].ToArray<double>());
        Assert.DoesNotContain(net.Layers[2].Weight, leeway.Parameters);
    }

    [Fact]
    public void StrategiesThatMustBeToldTheTaskAreRefusedElsewhere()
    {
        Func<Strategy>[] all = [() => new Hat(), () => new Xdg(), () => new PackNet(), () => new PathNet { Modules = 2, Active = 1 }];
        foreach (Func<Strategy> one in all)
        {
            foreach (Scenario scenario in (Scenario[])[Scenario.DomainIncremental, Scenario.ClassIncremental])
            {
                TaskStream stream = Toys.Split(scenario);
                Assert.Contains("it supports task-incremental ones", Assert.Throws<TensorException>(() => new Learner(Toys.Net(stream), stream, one(), Toys.Plan())).Message);
            }
            TaskStream told = Toys.Split(Scenario.TaskIncremental);
            var flat = new Mlp([Toys.Pixels, told.Outputs], Activation.Relu, Initialiser.He, new RandomStream(1, "weights"));
            Assert.Contains("no hidden layer", Assert.Throws<TensorException>(() => new Learner(flat, told, one(), Toys.Plan())).Message);
        }
    }
}

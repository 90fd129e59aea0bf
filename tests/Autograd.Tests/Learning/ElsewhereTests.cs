using DeepPuzzles.Autograd.Tests.Laws;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Learning on a device that shares no memory with the processor: nothing is made on another, and states come and go.</summary>
public sealed class ElsewhereTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deeppuzzles");
    private readonly Elsewhere _device = new();

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Optimisers => ["sgd", "momentum", "nesterov", "adam", "rmsprop"];

    internal static Optimiser Make(string name, IReadOnlyList<Parameter> parameters) => name switch
    {
        "sgd" => new Sgd(parameters, 0.1),
        "momentum" => new Sgd(parameters, 0.1, 0.9),
        "nesterov" => new Sgd(parameters, 0.1, 0.9, nesterov: true),
        "adam" => new Adam(parameters, 0.1, decay: WeightDecay.Decoupled(0.01)),
        _ => new RmsProp(parameters, 0.01, momentum: 0.9),
    };

    /// <summary>Trained there and on the processor: the same bits. Kept in a file or a snapshot of the other, it goes on the same.</summary>
    [Theory]
    [MemberData(nameof(Optimisers))]
    public void A_run_is_the_same_there_and_its_state_comes_from_anywhere(string optimiser)
    {
        (Mlp far, TrainingState farState, Func<double> farStep) = Run(new RandomStream(1, "net", _device));
        (Mlp near, TrainingState nearState, Func<double> nearStep) = Run(new RandomStream(1, "net"));
        for (int step = 0; step < 3; step++) Assert.Equal(nearStep(), farStep());
        string file = Path.Join(_folder.FullName, "state.safetensors");
        nearState.Save(file);
        double next = nearStep();
        Assert.Equal(next, farStep());
        farState.Load(file);
        Assert.Equal(next, farStep());
        farState.Restore(nearState.Take());
        Assert.Equal(nearStep(), farStep());
        nearState.Restore(farState.Take());
        Assert.Equal(farStep(), nearStep());
        far.Load(Saved(near));
        near.Restore(far.TakeSnapshot());
        Assert.Equal(near.Parameters[0].Numbers(), far.Parameters[0].Numbers());
        Assert.All(far.Parameters, parameter => Assert.Same(_device, parameter.Value.Device));

        (Mlp Net, TrainingState State, Func<double> Step) Run(RandomStream stream)
        {
            var net = new Mlp([6, 5, 2], Activation.Tanh, Initialiser.He, stream);
            Optimiser optimise = Make(optimiser, net.Parameters);
            (Tensor x, Tensor labels) = Clouds(16, 6, stream);
            return (net, new TrainingState(net, [optimise], stream), () => optimise.Step(() => Loss.CrossEntropy(net.Forward(x), labels), gradients => gradients.ClipNorm(net.Parameters, 1)));
        }
    }

    private string Saved(Module module)
    {
        string file = Path.Join(_folder.FullName, "module.safetensors");
        module.Save(file);
        return file;
    }

    [Fact]
    public void A_search_starts_and_ends_there()
    {
        Tensor start = Tensor.From([1.5, -2, 0.5], [3], _device);
        foreach (Optimum optimum in new[] { new Lbfgs().Minimise(x => (x - 1).Square().Sum(), start), new Lbfgs().MinimiseInBox(x => (x - 1).Square().Sum(), start, -3, 1) })
        {
            Near([1, 1, 1], optimum.X.Numbers(), 1e-6);
            Assert.Same(_device, optimum.X.Device);
        }
    }
}

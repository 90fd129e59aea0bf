using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Training on an accelerator: the first steps lose what they lose on the processor, and a step asks nothing of the driver but kernels.</summary>
public abstract class AcceleratorTrainingTests
{
    /// <summary>Steps that are compared.</summary>
    private protected virtual int Steps => 20;

    /// <summary>Sums of float32 have another tree on each device, and an error of a step is carried on by those after it: over these steps the losses
    /// differ by up to 2 · 10⁻⁷ of themselves on PoCL, over a hundred by up to 7 · 10⁻⁶.</summary>
    private const double Bound = 1e-5;

    // With the kernels of a step, counted: three layers forward, the loss, back, and one update for each parameter. A driver's own fill is one of them.
    private static readonly Dictionary<string, (Func<RandomStream, Module> Net, int[] Input, Func<IReadOnlyList<Parameter>, Optimiser> Optimiser, int Kernels)> s_cases = new()
    {
        ["mlp"] = (random => new Mlp([20, 32, 16, 5], Activation.Relu, Initialiser.He, random), [64, 20], cells => new Sgd(cells, 0.1, momentum: 0.9), 25),
        ["convolutional"] = (random => new Sequential(
            new Convolution("conv1", 1, 6, 3, Initialiser.He, random), Activation.Relu, new MaxPool(2),
            new Convolution("conv2", 6, 8, 3, Initialiser.He, random), Activation.Relu, new AveragePool(2),
            new Flatten(), new Dense("dense", 32, 5, Initialiser.LeCun, random)), [16, 1, 14, 14], cells => new Adam(cells, 0.01), 33),
    };

    public static TheoryData<string> Nets => [.. s_cases.Keys];

    /// <summary>A device for a test alone; skips where there is none.</summary>
    private protected abstract AcceleratorDevice New();

    private protected abstract QueueCounts Counts(AcceleratorDevice device);

    /// <summary>Further passes over sums, in a step of that net, where groups are smaller than those of a card.</summary>
    private protected virtual int MorePasses(string name) => 0;

    [Theory]
    [MemberData(nameof(Nets))]
    public void The_first_steps_lose_what_they_lose_on_the_processor(string name)
    {
        using AcceleratorDevice device = New();
        double[] expected = Losses(name, new CpuDevice(threads: 1)), actual = Losses(name, device);
        double most = expected.Zip(actual, (one, other) => Math.Abs(one - other) / Math.Abs(one)).Max();
        Assert.True(expected[^1] < 0.9 * expected[0], $"nothing was learned: {string.Join(", ", expected)}");
        Assert.True(most <= Bound, $"{name}: the losses differ by {most:0.##E0} of themselves");
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void A_step_asks_nothing_of_the_driver_but_kernels(string name)
    {
        using AcceleratorDevice device = New();
        using MemoryScope setup = MemoryScope.Open();       // holds what the set-up drops: a late finaliser must not return it in between
        Func<Tensor> step = Training(name, device);
        for (int warmUp = 0; warmUp < 3; warmUp++) _ = Run(step);
        QueueCounts before = Counts(device);
        MemoryCounters memory = device.Memory;
        for (int i = 0; i < Steps; i++) _ = Run(step);
        QueueCounts asked = Counts(device) - before;
        MemoryCounters after = device.Memory;
        Assert.Equal(new QueueCounts { Launches = Steps * (s_cases[name].Kernels + MorePasses(name)) }, asked with { Launches = asked.Launches + asked.Fills, Fills = 0 });
        Assert.Equal((memory.Live, memory.BytesInUse, memory.BytesHeld), (after.Live, after.BytesInUse, after.BytesHeld));
        Assert.Equal(after.Acquired - memory.Acquired, after.Released - memory.Released);
    }

    private double[] Losses(string name, Device device)
    {
        Func<Tensor> step = Training(name, device);
        return [.. Enumerable.Range(0, Steps).Select(_ => step().Item())];
    }

    // Weights and data are drawn on the device, from streams of the same names.
    private static Func<Tensor> Training(string name, Device device)
    {
        (Func<RandomStream, Module> net, int[] input, Func<IReadOnlyList<Parameter>, Optimiser> make, _) = s_cases[name];
        Module model = net(new RandomStream(1, "weights", device));
        var data = new RandomStream(2, "data", device);
        Tensor x = data.Normal(input), labels = data.Integers([input[0]], 5);
        Optimiser optimiser = make(model.Parameters);
        return () =>
        {
            Tensor loss = Loss.CrossEntropy(model.Forward(x), labels);
            optimiser.Step(loss.Backward());
            return loss;
        };
    }

    private static bool Run(Func<Tensor> step)
    {
        using MemoryScope scope = MemoryScope.Open();
        return step().IsValid;
    }
}

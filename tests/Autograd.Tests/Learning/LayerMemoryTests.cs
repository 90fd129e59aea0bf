using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>A training step of each layer gives back what it takes, and leaves the same to the garbage collector each time.</summary>
[Collection(nameof(MemoryTests))]
public sealed class LayerMemoryTests
{
    private const int Rounds = 30, Steps = 20;

    private static readonly (string Name, Func<RandomStream, Module> Make, int[] Input)[] s_cases =
    [
        ("dropout", random => new Sequential(new Dense("d", 8, 8, Initialiser.He, random), new Dropout(0.5, random.Child("drop"))), [16, 8]),
        ("lstm", random => new Lstm("l", 8, 6, Initialiser.He, random), [4, 7, 8]),
        ("gru", random => new Gru("g", 8, 6, Initialiser.He, random), [4, 7, 8]),
        ("attention", random => new MultiHeadAttention("a", 8, 2, Initialiser.He, random, causal: true), [2, 5, 8]),
        ("rms norm", random => new RmsNorm("n", 8, device: random.Device), [4, 8]),
        ("group norm", random => new GroupNorm("n", 2, 8, device: random.Device), [3, 8, 4]),
        ("batch norm", random => new BatchNorm("n", 8, device: random.Device), [5, 8]),
        ("residual, gelu, silu", random => new Sequential(new Residual(new Sequential(new Dense("a", 8, 8, Initialiser.He, random), Activation.Gelu)), new PositionalEncoding(), new Dense("b", 8, 8, Initialiser.He, random), Activation.Silu), [4, 8]),
    ];

    public static TheoryData<string> Names => ["embedding", .. s_cases.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_take_and_give_back_the_same(string name)
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope setup = MemoryScope.Open();       // holds what the set-up drops: a late finaliser must not return it in between
        var random = new RandomStream(1, "data", device);
        (_, Func<RandomStream, Module> make, int[] input) = name == "embedding" ? (name, stream => new Embedding("e", 9, 8, Initialiser.He, stream), [4, 3]) : s_cases.Single(each => each.Name == name);
        Module net = make(random);
        Tensor x = name == "embedding" ? random.Integers(input, 9) : random.Normal(input);
        var adam = new Adam(net.Parameters, 1e-3);
        Func<Tensor> loss = () => net.Forward(x).Square().Mean();
        long taken = 0;
        long bytes = Run(), again = 0;
        MemoryCounters last = device.Memory;
        for (int round = 0; round < Rounds && again != bytes; round++)         // until the just-in-time compiler has finished
        {
            MemoryCounters before = last;
            (bytes, again) = (again, Run());
            last = device.Memory;
            Assert.Equal(before.Live, last.Live);
            Assert.Equal(before.BytesHeld, last.BytesHeld);
            Assert.Equal(last.Acquired - before.Acquired, last.Released - before.Released);
            if (round == 0) taken = last.Acquired - before.Acquired;
            Assert.Equal(taken, last.Acquired - before.Acquired);
        }
        Assert.Equal(bytes, again);
        GC.KeepAlive(adam);

        long Run()
        {
            long start = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < Steps; step++) adam.Step(loss);
            return GC.GetAllocatedBytesForCurrentThread() - start;
        }
    }

    /// <summary>Four times the steps take a little over four times the memory; gradients embedded step by step in the whole would take sixteen
    /// times as much.</summary>
    [Fact]
    public void The_memory_of_a_sequence_grows_little_faster_than_its_length()
    {
        const int Short = 64;
        const double Most = 6;
        double ratio = Held(4 * Short) / (double)Held(Short);
        Assert.InRange(ratio, 1, Most);

        static long Held(int time)
        {
            var device = new CpuDevice(threads: 1);
            var random = new RandomStream(1, "data", device);
            var layer = new Gru("g", 16, 64, Initialiser.He, random);
            using MemoryScope scope = MemoryScope.Open();
            layer.Forward(random.Normal([4, time, 16]).Track()).Sum().Backward();
            return device.Memory.BytesInUse;
        }
    }
}

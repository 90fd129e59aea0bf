using System.Runtime;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>The tests that watch the garbage collector run alone.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Every buffer taken is given back, at once and without the garbage collector.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    private const int Steps = 1000;
    private const long NoCollectionBytes = 128 << 20;

    [Fact]
    public void A_thousand_training_steps_take_and_give_back_the_same_number_of_buffers()
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope setup = MemoryScope.Open();       // holds what the set-up drops: a late finaliser must not return it in between
        var random = new RandomStream(1, "data", device);
        Parameter[] parameters =
        [
            new("w1", random.Normal([20, 16], standardDeviation: 0.2)), new("b1", Tensor.Zeros([16], device: device)),
            new("w2", random.Normal([16, 5], standardDeviation: 0.2)), new("b2", Tensor.Zeros([5], device: device)),
        ];
        Tensor x = random.Normal([32, 20]), labels = random.Integers([32, 1], 5);
        Step(x, labels, parameters);

        Assert.True(GC.TryStartNoGCRegion(NoCollectionBytes));
        MemoryCounters before = device.Memory;
        double first = Step(x, labels, parameters), last = first;
        MemoryCounters one = device.Memory;
        for (int step = 1; step < Steps; step++) last = Step(x, labels, parameters);
        MemoryCounters after = device.Memory;
        Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
        GC.EndNoGCRegion();

        Assert.True(last < first, $"the loss went from {first} to {last}");
        Assert.Equal(before.Live, after.Live);
        Assert.Equal(before.BytesInUse, after.BytesInUse);
        Assert.Equal(Steps * (one.Acquired - before.Acquired), after.Acquired - before.Acquired);
        Assert.Equal(after.Acquired - before.Acquired, after.Released - before.Released);
        Assert.Equal(before.BytesHeld, after.BytesHeld);
    }

    private static double Step(Tensor x, Tensor labels, Parameter[] parameters)
    {
        using MemoryScope scope = MemoryScope.Open();
        Tensor hidden = (x.MatMul(parameters[0].Value) + parameters[1].Value).Relu();
        Tensor logits = hidden.MatMul(parameters[2].Value) + parameters[3].Value;
        Tensor loss = -logits.LogSoftMax().Gather(labels, 1).Mean();
        Gradients gradients = loss.Backward();
        using (Tracking.Pause())
        {
            foreach ((Parameter parameter, Tensor gradient) in parameters.Select(parameter => (parameter, gradients[parameter])).ToArray())
                parameter.Update(parameter.Value - gradient * 0.1);
        }
        return loss.Item();
    }

    [Fact]
    public void A_training_step_leaves_nothing_to_the_garbage_collector_but_the_nodes_of_its_graph()
    {
        var device = new CpuDevice(threads: 1);
        var random = new RandomStream(1, "data", device);
        Tensor x = random.Normal([32, 20]), labels = random.Integers([32], 5);
        var net = new Mlp([20, 16, 5], Activation.Relu, Initialiser.He, random);
        var sgd = new Sgd(net.Parameters, 0.01, momentum: 0.9);
        Func<Tensor> loss = () => Loss.CrossEntropy(net.Forward(x), labels);        // made once: the closure is the caller's

        long bytes = BytesOf(100, () => sgd.Step(loss)), again = BytesOf(100, () => sgd.Step(loss));
        Assert.Equal(bytes, again);

        // A tensor is a result in a buffer, or a view of one, at most one to a buffer here; each may have an origin. Beside these there are the table
        // of the gradients and lists of a few tensors, for which half a node to a buffer is plenty.
        Tensor one = Tensor.Ones([2], device: device), tracked = one.Track();
        long tensor = BytesOf(1, InScope(one.Exp)), node = BytesOf(1, InScope(tracked.Exp));
        long buffers = device.Memory.Acquired;
        sgd.Step(loss);
        buffers = device.Memory.Acquired - buffers;
        Assert.InRange(tensor, 1, 64);
        Assert.InRange(node, tensor, 128);
        Assert.InRange(bytes / 100, buffers * tensor, buffers * 5 / 2 * node);

        static Action InScope(Func<Tensor> op) => () =>
        {
            using MemoryScope scope = MemoryScope.Open();
            op();
        };

        // After a warm-up, which fills caches and lets the just-in-time compiler finish.
        static long BytesOf(int calls, Action call)
        {
            for (int i = 0; i < 200; i++) call();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < calls; i++) call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_dropped_module_and_its_optimiser_give_their_buffers_back()
    {
        var device = new CpuDevice(threads: 1);
        TrainAndDrop(device);
        for (int round = 0; round < 10 && device.Memory.Live > 0; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(0, device.Memory.Live);
        device.Trim();
        Assert.Equal(0, device.Memory.BytesInUse);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TrainAndDrop(CpuDevice device)
    {
        using MemoryScope scope = MemoryScope.Open();
        var random = new RandomStream(1, "data", device);
        Tensor x = random.Normal([8, 4]);
        var net = new Mlp([4, 3, 2], Activation.Tanh, Initialiser.He, random);
        var adam = new Adam(net.Parameters, 0.01);
        for (int step = 0; step < 3; step++) adam.Step(() => net.Forward(x).Square().Mean());
        Assert.True(device.Memory.Live >= 3 * net.Parameters.Count);
    }

    [Fact]
    public void The_gradient_of_a_matrix_that_a_batch_shares_takes_no_memory_for_each_of_the_batch()
    {
        const int Batch = 64, Size = 32;
        var device = new CpuDevice(threads: 1);
        Tensor x = Tensor.Ones([Batch, 2, Size], device: device);
        var weights = new Parameter("weights", Tensor.Ones([Size, Size], device: device));
        Tensor gradient = x.MatMul(weights.Value).Sum().Backward()[weights];
        Assert.All(gradient.ToArray<float>(), g => Assert.Equal(2 * Batch, g));
        Assert.True(device.Memory.BytesHeld < Batch * Size * Size * sizeof(float));
    }

    [Fact]
    public void A_graph_dropped_half_way_gives_its_buffers_back()
    {
        var device = new CpuDevice(threads: 1);
        var weights = new Parameter("weights", Tensor.Ones([4, 4], device: device));
        long live = device.Memory.Live;
        Assert.Throws<TensorException>(() =>
        {
            using MemoryScope scope = MemoryScope.Open();
            Tensor y = weights.Value.MatMul(weights.Value).Exp();
            return y + Tensor.Ones([3], device: device);
        });
        Assert.True(live >= device.Memory.Live);
        GC.KeepAlive(weights);
    }

    [Fact]
    public void Without_a_scope_the_garbage_collector_gives_them_back()
    {
        var device = new CpuDevice(threads: 1);
        BuildAndDrop(device);
        for (int round = 0; round < 10 && device.Memory.Live > 0; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(0, device.Memory.Live);
        Assert.Equal(0, device.Memory.BytesInUse);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void BuildAndDrop(CpuDevice device)
    {
        Tensor x = Tensor.Ones([10], device: device).Track();
        Tensor y = x;
        for (int i = 0; i < 50; i++) y = y * x;
        Assert.True(device.Memory.Live > 50);
    }
}

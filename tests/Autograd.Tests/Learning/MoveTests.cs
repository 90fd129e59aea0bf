using DeepPuzzles.Autograd.Tests.Laws;
using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.OpenCL;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>From one device to another and back: gradients, nets, what their optimisers remember, and what an error leaves as it was.</summary>
public sealed class MoveTests
{
    public static TheoryData<string> Optimisers => ElsewhereTests.Optimisers;

    [Fact]
    public void Gradients_come_from_every_device()
    {
        var there = new Elsewhere();
        Tensor t = Tensor.From(1.0, -2).Track("t");
        Gradients gradients = ((t * 2).Sum() + (t * 3).MoveTo(there).MoveTo(CpuDevice.Default).Sum()).Backward();
        Assert.Equal([5, 5], gradients[t].Numbers());
        Assert.Same(there, t.MoveTo(there).Device);
        Tensor slope = (t.MoveTo(there).Pow(3).Sum() * 1).Backward(createGraph: true)[t];
        Assert.Equal([6, -12], slope.Sum().Backward()[t].Numbers());
        Assert.Equal(t.Device, slope.Device);
        Assert.Same(t, t.MoveTo(CpuDevice.Default));
        Assert.Equal("move to", t.MoveTo(there).Origin!.OpName);
    }

    /// <summary>A net that moves in the middle of its training goes on bit for bit as its twin that stays: weights, statistics, masks, and the optimiser's state.</summary>
    [Theory]
    [MemberData(nameof(Optimisers))]
    public void A_net_moves_while_it_learns(string optimiser)
    {
        var there = new Elsewhere();
        Run stays = New(optimiser), moves = New(optimiser);
        void Both()
        {
            for (int step = 0; step < 2; step++) Assert.Equal(stays.Step(), moves.Step());
        }
        Both();
        Snapshot before = moves.State.Take();
        Tensor old = moves.Net.Parameters[0].Value;
        moves.Go(there);
        Assert.All(moves.Net.Parameters.Concat(moves.Net.Statistics), cell => Assert.Same(there, cell.Device));
        Assert.Equal("the value of parameter 'a.weight' was used after it moved to another device; read parameter.Value again and rebuild the graph",
            Assert.Throws<TensorException>(() => old.Sum()).Message);
        Both();
        moves.Go(CpuDevice.Default);
        Both();
        stays.State.Restore(before);
        moves.Go(there);
        moves.State.Restore(before);
        Both();
        Assert.Equal(stays.Net.Predict(stays.X).Numbers(), moves.Net.Predict(moves.X).Numbers());
    }

    [Fact]
    public void A_move_to_the_same_memory_is_none()
    {
        Run run = New("adam");
        Tensor value = run.Net.Parameters[0].Value;
        run.Net.MoveTo(new ReferenceDevice());
        Assert.Same(value, run.Net.Parameters[0].Value);
        var there = new Elsewhere();
        long before = there.Memory.Live;
        run.Net.MoveTo(there);
        Assert.Equal(before + run.Net.Parameters.Count + run.Net.Statistics.Count, there.Memory.Live);
        run.Net.MoveTo(CpuDevice.Default);
        Assert.Equal(before, there.Memory.Live);
    }

    [Fact]
    public void A_gradient_of_before_the_move_changes_nothing()
    {
        Run run = New("momentum");
        Gradients gradients = Loss.CrossEntropy(run.Net.Forward(run.X), run.Labels).Backward();
        Snapshot state = run.State.Take();
        run.Net.MoveTo(new Elsewhere());
        Assert.Equal("optimiser: the gradient of parameter 'a.weight' is on cpu, the parameter on elsewhere: it has moved since; call Backward again",
            Assert.Throws<TensorException>(() => run.Optimiser.Step(gradients)).Message);
        Assert.Empty(Changed(state, run.State.Take()));
    }

    [Fact]
    public void A_layer_that_meets_another_device_says_how_to_move()
    {
        Tensor x = Tensor.Ones([4, 3], device: new Elsewhere()), indices = Tensor.From([1], [1], x.Device);
        var stream = new RandomStream(1, "net");
        Assert.Equal("dense 'd': the inputs [4, 3] are on elsewhere, the parameter 'd.weight' is on cpu; move the module with module.MoveTo(device), or the inputs with .MoveTo(device)",
            Told(new Dense("d", 3, 2, Initialiser.He, stream)));
        foreach (Module layer in new Module[] { new BatchNorm("b", 3), new LayerNorm("b", 3), new RmsNorm("b", 3), new GroupNorm("b", 1, 3) })
            Assert.Contains("the inputs [4, 3] are on elsewhere, the parameter 'b.scale' is on cpu; move the module", Told(layer), StringComparison.Ordinal);
        x = x.Reshape(1, 3, 2, 2);
        Assert.Contains("move the module", Told(new Convolution("c", 3, 1, 2, Initialiser.He, stream)), StringComparison.Ordinal);
        x = x.Reshape(1, 4, 3);
        Assert.Contains("move the module", Told(new Gru("g", 3, 2, Initialiser.He, stream)), StringComparison.Ordinal);
        x = indices;
        Assert.Contains("the indices [1] are on elsewhere", Told(new Embedding("e", 3, 2, Initialiser.He, stream)), StringComparison.Ordinal);

        string Told(Module layer) => Assert.Throws<TensorException>(() => layer.Forward(x)).Message;
    }

    /// <summary>On a device that tells late what it met: the loss is read before anything has changed.</summary>
    [Fact]
    public void A_label_that_names_nothing_ruins_no_net_on_a_device()
    {
        Assert.SkipWhen(OpenClDevice.WhyAbsent is not null, OpenClDevice.WhyAbsent ?? "");
        using var device = new OpenClDevice();
        Run run = New("adam", batchNorm: false);
        run.Go(device);
        _ = run.Step();
        Snapshot before = run.State.Take();
        run.Labels = Tensor.From([.. run.Labels.ToArray<int>().Select((label, i) => i == 5 ? 7 : label)], run.Labels.Shape, device);
        Assert.Contains("label 7 of row 5", Assert.Throws<TensorException>(() => run.Step()).Message, StringComparison.Ordinal);
        Assert.Equal(["random.net/drop"], Changed(before, run.State.Take()));        // the mask was drawn
    }

    [Fact]
    public void A_net_moves_to_a_device_and_learns_there()
    {
        Assert.SkipWhen(OpenClDevice.WhyAbsent is not null, OpenClDevice.WhyAbsent ?? "");
        using var device = new OpenClDevice();
        Run near = New("adam"), far = New("adam");
        far.Go(device);
        double first = near.Step(), last = first;
        Assert.Equal(first, far.Step(), 1e-5);
        for (int step = 0; step < 20; step++) Assert.Equal(last = near.Step(), far.Step(), 1e-3);
        Assert.True(last < first / 2, $"{first} fell to {last}");
        far.Go(CpuDevice.Default);
        Near(near.Net.Predict(near.X).Numbers(), far.Net.Predict(far.X).Numbers(), 1e-2);
    }

    [Fact]
    public void Synchronise_tells_what_a_device_met()
    {
        CpuDevice.Default.Synchronise();
        Assert.Equal(CpuDevice.Default.Description, $"{CpuDevice.Default}");
        Assert.SkipWhen(OpenClDevice.WhyAbsent is not null, OpenClDevice.WhyAbsent ?? "");
        using var device = new OpenClDevice();
        Tensor x = Tensor.Ones([3], DType.Float32, device);
        device.Synchronise();
        _ = x.Rows(Tensor.From([3], [1], device));
        Assert.Contains("index 3", Assert.Throws<ArgumentOutOfRangeException>(device.Synchronise).Message, StringComparison.Ordinal);
        device.Synchronise();           // told once
        Assert.Equal(3, x.Sum().Item());
    }

    private static string[] Changed(Snapshot before, Snapshot after) => [.. before.Keys.Where(name => !before[name].Numbers().SequenceEqual(after[name].Numbers()))];

    private static Run New(string optimiser, bool batchNorm = true)
    {
        var stream = new RandomStream(1, "net");
        var hidden = new Dense("a", 6, 8, Initialiser.He, stream);
        var output = new Dense("c", 8, 2, Initialiser.He, stream);
        var drop = new Dropout(0.25, stream.Child("drop"));
        Module net = batchNorm ? new Sequential(hidden, new BatchNorm("b", 8), Activation.Tanh, drop, output) : new Sequential(hidden, Activation.Tanh, drop, output);
        return new Run(net, ElsewhereTests.Make(optimiser, net.Parameters), Clouds(16, 6, new RandomStream(1, "data")));
    }

    private sealed class Run(Module net, Optimiser optimiser, (Tensor X, Tensor Labels) data)
    {
        internal Module Net => net;

        internal Optimiser Optimiser => optimiser;

        internal Tensor X { get; private set; } = data.X;

        internal Tensor Labels { get; set; } = data.Labels;

        internal TrainingState State { get; } = new(net, [optimiser]);

        internal void Go(Device device)
        {
            net.MoveTo(device);
            (X, Labels) = (X.MoveTo(device), Labels.MoveTo(device));
        }

        internal double Step() => optimiser.Step(() => Loss.CrossEntropy(net.Forward(X), Labels));
    }
}

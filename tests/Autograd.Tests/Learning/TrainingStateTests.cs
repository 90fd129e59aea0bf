using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public sealed class TrainingStateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deeppuzzles");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Optimisers => [.. Trainer.Names];

    /// <summary>In another object, as after a restart, through a file.</summary>
    [Theory]
    [MemberData(nameof(Optimisers))]
    public void A_resumed_run_is_the_unbroken_one_bit_for_bit(string optimiser)
    {
        Trainer unbroken = new(optimiser), first = new(optimiser), second = new(optimiser);
        double[] expected = [.. Enumerable.Range(0, 6).Select(_ => unbroken.Step())];
        double[] losses = [.. Enumerable.Range(0, 3).Select(_ => first.Step())];
        second.Step();      // some other state, to be overwritten
        string file = Path.Join(_folder.FullName, "state.safetensors");
        first.State.Save(file);
        second.State.Load(file);
        losses = [.. losses, .. Enumerable.Range(0, 3).Select(_ => second.Step())];
        Assert.Equal(expected, losses);
        Equal(unbroken.State.Take(), second.State.Take());
        first.Step();
        Assert.NotEqual(unbroken.State.Take()["dense1.weight"].Numbers(), first.State.Take()["dense1.weight"].Numbers());
    }

    /// <summary>Without any one part of the state the run goes another way: nothing in it is there in vain.</summary>
    [Fact]
    public void Each_part_of_the_state_is_needed()
    {
        Trainer unbroken = new("adam");
        for (int step = 0; step < 3; step++) unbroken.Step();
        Snapshot state = unbroken.State.Take();
        double expected = unbroken.Step() + unbroken.Step();
        foreach (string lost in new[] { "norm.mean", "optimiser1.steps", "optimiser1.mean.dense2.weight", "optimiser1.square.dense2.weight", "random.drop", "random.order", "dense1.weight" })
        {
            Trainer resumed = new("adam");
            Snapshot start = resumed.State.Take();
            resumed.State.Restore(state.ToDictionary(entry => entry.Key, entry => entry.Key == lost ? start[lost] : entry.Value));
            double loss = resumed.Step() + resumed.Step();
            if (lost == "norm.mean") Assert.NotEqual(unbroken.State.Take()[lost].Numbers(), resumed.State.Take()[lost].Numbers());
            else Assert.True(expected != loss, lost);
        }
    }

    [Fact]
    public void The_state_has_names_that_a_file_can_keep()
    {
        Snapshot state = new Trainer("adam").State.Take();
        string[] cells = ["dense1.weight", "dense1.bias", "norm.scale", "norm.shift", "dense2.weight", "dense2.bias"];
        Assert.Equal(
            [
                .. cells, "norm.mean", "norm.variance", "optimiser1.steps",
                .. cells.Select(cell => "optimiser1.mean." + cell), .. cells.Select(cell => "optimiser1.square." + cell),
                "random.drop", "random.order",
            ],
            state.Keys);
        Assert.Equal(DType.Int32, state["random.drop"].DType);
        Assert.All(state.Values, value => Assert.False(value.IsTracked));
    }

    [Fact]
    public void What_does_not_fit_is_told_at_once_and_nothing_changes()
    {
        Trainer trainer = new("momentum");
        trainer.Step();
        Snapshot before = trainer.State.Take();
        Dictionary<string, Tensor> file = new(before) { ["norm.scale"] = Tensor.Ones([7]), ["dense2.bias"] = Tensor.Zeros([2], DType.Float64), ["surplus"] = Tensor.Ones([1]) };
        file.Remove("dense1.weight");
        file["random.order"] = new Trainer("momentum", seed: 5).State.Take()["random.order"];
        file["norm.shift"] = Tensor.Ones([6]);      // fits, but is not taken
        Assert.Equal(
            "restore training state: missing are dense1.weight; not wanted are surplus; 'norm.scale': it is float32 [7], wanted is float32 [6]; 'dense2.bias': it is float64 [2], wanted is float32 [2]; "
            + "'random.order': it is of seed 5, the stream here of seed 1; nothing was changed",
            Assert.Throws<TensorException>(() => trainer.State.Restore(file)).Message);
        Equal(before, trainer.State.Take());
        Dictionary<string, Tensor> stale = new(before);
        using (MemoryScope.Open()) stale["dense2.bias"] = Tensor.Zeros([2]);
        Assert.Contains("'dense2.bias': its memory scope has ended", Assert.Throws<TensorException>(() => trainer.State.Restore(stale)).Message, StringComparison.Ordinal);
        Equal(before, trainer.State.Take());
        Assert.Contains("missing are", Assert.Throws<TensorException>(() => trainer.Net.Restore(new Snapshot(Array.Empty<Parameter>()))).Message, StringComparison.Ordinal);
        Assert.Contains("not wanted are velocity", Assert.Throws<TensorException>(() => new Trainer("sgd").Optimiser.Restore(trainer.Optimiser.TakeSnapshot())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_comes_back_from_a_file_or_stays_as_it_is()
    {
        Trainer trained = new("adam"), other = new("adam", seed: 5);
        string file = Path.Join(_folder.FullName, "net.safetensors"), broken = Path.Join(_folder.FullName, "broken.safetensors");
        trained.Step();
        trained.Net.Save(file);
        File.WriteAllBytes(broken, File.ReadAllBytes(file)[..^1]);
        Snapshot before = other.Net.TakeSnapshot();
        Assert.Throws<DataFormatException>(() => other.Net.Load(broken));
        Assert.StartsWith($"{file}: restore training state: missing are", Assert.Throws<TensorException>(() => other.State.Load(file)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{file}: restore module: missing are", Assert.Throws<TensorException>(() => new Dense("other", 2, 2, Initialiser.He, new RandomStream(1, "w")).Load(file)).Message, StringComparison.Ordinal);
        Equal(before, other.Net.TakeSnapshot());
        other.Net.Load(file);
        Equal(trained.Net.TakeSnapshot(), other.Net.TakeSnapshot());
    }

    [Fact]
    public void Several_optimisers_have_a_number_each_and_names_that_meet_are_told()
    {
        var net = new Mlp([2, 2], Activation.Relu, Initialiser.He, Stream());
        Optimiser[] two = [new Sgd([net["dense1.weight"]], 0.1, 0.9), new Sgd([net["dense1.bias"]], 0.1)];
        Assert.Equal(["dense1.weight", "dense1.bias", "optimiser1.steps", "optimiser1.velocity.dense1.weight", "optimiser2.steps"], new TrainingState(net, two).Take().Keys);
        Assert.Contains("'random.a'", Assert.Throws<TensorException>(() => new TrainingState(net, two, Stream("a"), Stream("a"))).Message, StringComparison.Ordinal);
        RandomStream once = Stream("a");
        Assert.Equal(6, new TrainingState(net, two, once, once).Take().Count);
    }

    [Fact]
    public void A_position_of_any_size_comes_back()
    {
        foreach (ulong position in new ulong[] { 0, 1, uint.MaxValue, 1ul << 32, ulong.MaxValue - 1 })
        {
            var stream = new RandomStream(ulong.MaxValue - 3, "far") { Position = position };
            var state = new TrainingState(new Flatten(), [], stream);
            Snapshot saved = state.Take();
            double[] draws = stream.HostUniform(5);
            state.Restore(saved);
            Assert.Equal(position, stream.Position);
            Assert.Equal(draws, stream.HostUniform(5));
        }
    }

    [Fact]
    public void Snapshots_are_vectors()
    {
        Mlp a = new([3, 4, 2], Activation.Relu, Initialiser.He, Stream("a")), b = new([3, 4, 2], Activation.Relu, Initialiser.He, Stream("b"));
        Snapshot from = a.TakeSnapshot(), to = b.TakeSnapshot(), middle = from + 0.25 * (to - from);
        Near([.. from["dense1.weight"].Flatten().Numbers().Zip(to["dense1.weight"].Flatten().Numbers(), (x, y) => x + 0.25 * (y - x))], middle["dense1.weight"].Flatten().Numbers(), 1e-6);
        Assert.Equal(0.25 * (to - from).Norm(), (middle - from).Norm(), 1e-6);
        Assert.Equal(Math.Sqrt(from.Values.Sum(value => value.Numbers().Sum(x => x * x))), from.Norm(), 1e-6);
        a.Restore(middle);
        Equal(middle, a.TakeSnapshot());
        Assert.Equal(2 * middle["dense2.weight"][0, 0].Item(), middle.Map(value => value * 2)["dense2.weight"][0, 0].Item(), 1e-6);
        Assert.Contains("differ", Assert.Throws<TensorException>(() => from + new Mlp([3, 5, 2], Activation.Relu, Initialiser.He, Stream()).TakeSnapshot()).Message, StringComparison.Ordinal);
        Assert.Contains("'x'", Assert.Throws<TensorException>(() => new Snapshot([Cell("x", 1), Cell("x", 2)])).Message, StringComparison.Ordinal);
        Assert.Contains("dense1.weight", Assert.Throws<TensorException>(() => from["nowhere"]).Message, StringComparison.Ordinal);
    }

    private static void Equal(Snapshot expected, Snapshot actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => Assert.True(entry.Value.Flatten().Numbers().SequenceEqual(actual[entry.Key].Flatten().Numbers()), entry.Key));
    }

    [Fact]
    public void Saving_takes_no_memory_of_the_device_that_it_does_not_give_back()
    {
        var device = new CpuDevice(threads: 1);
        using MemoryScope setup = MemoryScope.Open();
        var net = new Dense("net", 64, 64, Initialiser.He, new RandomStream(1, "w", device));
        var state = new TrainingState(net, [new Adam(net.Parameters, 0.1)]);
        foreach (Action<string> save in new Action<string>[] { net.Save, state.Save })
        {
            MemoryCounters before = device.Memory;
            save(Path.Join(_folder.FullName, "saved.safetensors"));
            MemoryCounters after = device.Memory;
            Assert.Equal(before.Live, after.Live);
            Assert.Equal(before.Acquired, after.Acquired);
        }
        GC.KeepAlive(net);
    }
}

using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Files of modules and of training: what is damaged, too large or not theirs is refused in a line, and nothing has changed.</summary>
public sealed class SavedStateTests : IDisposable
{
    /// <summary>Of the bytes of a file every so many-th is changed, and all of the header's first and last.</summary>
    private const int Stride = 13;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("deeppuzzles");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Join(_folder.FullName, name);

    /// <summary>A changed byte in the name of the digest takes the digest away; the values are then the right ones, and are taken.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public void A_changed_byte_is_noticed_or_harmless(bool wholeState)
    {
        Trainer trainer = new("adam");
        trainer.Step();
        string file = In("saved"), changed = In("changed");
        if (wholeState) trainer.State.Save(file);
        else trainer.Net.Save(file);
        byte[] bytes = File.ReadAllBytes(file);
        Snapshot expected = trainer.State.Take();
        (int refused, int tried) = (0, 0);
        for (int i = 0; i < bytes.Length; i += i < 2 * Stride || i > bytes.Length - 2 * Stride ? 1 : Stride, tried++)
        {
            byte was = bytes[i];
            bytes[i] ^= (byte)(1 << i % 8);
            File.WriteAllBytes(changed, bytes);
            bytes[i] = was;
            try
            {
                if (wholeState) trainer.State.Load(changed);
                else trainer.Net.Load(changed);
            }
            catch (DataFormatException e)
            {
                refused++;
                Assert.DoesNotContain(e.Message, char.IsControl);
            }
            Equal(expected, trainer.State.Take());
        }
        Assert.True(refused >= tried - "\"deeppuzzles.sha256\"".Length, $"{refused} of {tried} refused");
    }

    [Fact]
    public void A_file_of_another_program_has_no_digest_and_is_taken()
    {
        var net = new Dense("net", 2, 1, Initialiser.He, new RandomStream(1, "w"));
        byte[] header = """{"net.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"net.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"""u8.ToArray();
        File.WriteAllBytes(In("theirs"), [.. BitConverter.GetBytes((long)header.Length), .. header, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), .. BitConverter.GetBytes(3f)]);
        net.Load(In("theirs"));
        Assert.Equal([1.5, -2], net.Weight.Value.Flatten().Numbers());
        Assert.Equal([3.0], net.Bias!.Value.Numbers());
    }

    [Fact]
    public void A_limit_is_kept_before_memory_is_taken_and_another_device_may_hold_the_file()
    {
        var device = new CpuDevice(1);
        var net = new Dense("net", 8, 8, Initialiser.He, new RandomStream(1, "w"));
        var state = new TrainingState(net, [new Adam(net.Parameters, 0.1)]);
        (string ofNet, string ofState) = (In("net"), In("state"));
        net.Save(ofNet);
        state.Save(ofState);
        long bytes = net.ParameterCount * sizeof(float);
        Assert.Contains("raise ReadOptions.MemoryLimit", Assert.Throws<DataFormatException>(() => net.Load(ofNet, new ReadOptions { MemoryLimit = bytes - 1, Device = device })).Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => state.Load(ofState, new ReadOptions { MemoryLimit = 3 * bytes - 1, Device = device }));
        Assert.Equal(0, device.Memory.Acquired);
        net.Load(ofNet, new ReadOptions { MemoryLimit = bytes, Device = device });
        state.Load(ofState, new ReadOptions { MemoryLimit = 4 * bytes, Device = device });
        Assert.True(device.Memory.Acquired >= net.Parameters.Count);
        Assert.Equal(0, device.Memory.Live);
    }

    /// <summary>The values that wait, and nothing else.</summary>
    [Fact]
    public void Loading_takes_the_memory_of_the_module_once_more()
    {
        const int Side = 512, Beside = 1 << 18;
        var device = new CpuDevice(1);
        var net = new Dense("net", Side, Side, Initialiser.He, new RandomStream(1, "w", device));
        net.Save(In("net"));
        long live = device.Memory.Live, held = device.Memory.BytesInUse, allocated = GC.GetAllocatedBytesForCurrentThread();
        device.Trim();
        net.Load(In("net"), new ReadOptions { Device = device });
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < Beside);
        Assert.True(device.Memory.BytesHeld <= 2 * held + Beside, $"{device.Memory.BytesHeld} bytes are held, {held} by the module");
        Assert.Equal(live, device.Memory.Live);
        GC.KeepAlive(net);
    }

    [Fact]
    public void Names_that_are_not_wanted_fill_no_screen()
    {
        var net = new Dense("net", 2, 2, Initialiser.He, new RandomStream(1, "w"));
        Tensor none = Tensor.Zeros([0]);
        SafeTensors.Write(In("other"), [.. Enumerable.Range(0, 1000).Select(i => KeyValuePair.Create($"{i:0000}\u202e\n{new string('n', 500)}", none))]);
        string message = Assert.Throws<TensorException>(() => net.Load(In("other"))).Message;
        Assert.Contains("missing are net.weight, net.bias; not wanted are 0000\\u202e\\u000ann", message, StringComparison.Ordinal);
        Assert.Contains("… and 980 more; nothing was changed", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
        Assert.True(message.Length < 3000, $"{message.Length} characters");
    }

    private static void Equal(Snapshot expected, Snapshot actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => Assert.True(entry.Value.Flatten().Numbers().SequenceEqual(actual[entry.Key].Flatten().Numbers()), entry.Key));
    }
}

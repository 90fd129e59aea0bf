using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>What a device meets in the data is told where a value is read next, in the line of the processor as far as the device knows it; and who
/// holds the memory that is missing.</summary>
public abstract class AcceleratorErrorTests
{
    private static readonly Func<Tensor, object>[] s_readers =
    [
        x => x.Sum().Item(), x => x.ToArray<float>(), x => x.ToString(), x => x.MoveTo(CpuDevice.Default),
    ];

    /// <summary>A device for a test alone, of so many bytes, or of all that it has; skips where there is none.</summary>
    private protected abstract AcceleratorDevice New(long limit = 0);

    [Fact]
    public void An_index_out_of_range_is_told_by_the_next_reading()
    {
        using AcceleratorDevice device = New();
        Tensor x = Tensor.Ones([2, 3], DType.Float32, device), wrong = Tensor.From([0, 7], [2], device);
        foreach (Func<Tensor, object> read in s_readers)
        {
            Assert.Equal("gather: index 7 at position 1 of axis 1: the axis has size 3, so indices go from 0 to 2", Told(() => read(x.Rows(wrong, 1))));
            Assert.Equal(6, x.Sum().Item());        // told once, to whom it concerns
        }
        Assert.Equal("scatter-add: index 7 at position 1 of axis 0: the axis has size 3, so indices go from 0 to 2",
            Told(() => Tensor.Ones([2], DType.Float32, device).ScatterAdd(wrong, 0, 3).ToArray<float>()));
        Assert.Equal("label 7 of row 1: there are 3 classes, so labels go from 0 to 2", Told(() => Loss.CrossEntropy(x, wrong).Item()));
        Assert.Equal("gather: index 7 at position 1 of axis 1: the axis has size 3, so indices go from 0 to 2",
            Told(() => (_ = x.Rows(wrong, 1), Tensor.Eye(2, DType.Float32, device).Inverse()).Item2));
    }

    [Fact]
    public void Saving_tells_it_too()
    {
        using AcceleratorDevice device = New();
        Tensor y = Tensor.Ones([2, 3], DType.Float32, device).Rows(Tensor.From([0, -1], [2], device));
        using var stream = new MemoryStream();
        Assert.StartsWith("gather: index -1 at position 1 of axis 0", Told(() => { Npy.Write(stream, y); return stream; }), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_memory_is_told_with_the_scopes_that_hold_it()
    {
        using AcceleratorDevice device = New(1 << 20);
        using (MemoryScope.Open())
        {
            Tensor[] held = [Tensor.Zeros([50_000], DType.Float32, device), Tensor.Zeros([50_000], DType.Float32, device)];
            using (MemoryScope.Open())
            {
                Tensor inner = Tensor.Zeros([50_000], DType.Float32, device), elsewhere = Tensor.Zeros([50_000]);
                string said = Assert.Throws<DeviceException>(() => Tensor.Zeros([150_000], DType.Float32, device)).Message;
                Assert.Matches($@"^{device.Name}: no memory for .+ are in use by 3 arrays; end memory scopes earlier, or use smaller batches; the open memory scopes of this thread hold, from the innermost: 1 arrays of 0\.2\d* MiB, then 2 arrays of 0\.4\d* MiB$", said);
                Assert.True(inner.IsValid && held[1].IsValid && elsewhere.IsValid);
            }
        }
        Assert.Equal(0, device.Memory.Live);
    }

    [Fact]
    public void Memory_that_an_op_needs_for_itself_is_told_the_same_way()
    {
        using AcceleratorDevice device = New(1 << 19);
        using (MemoryScope.Open())
        {
            Tensor x = Tensor.Zeros([40_000], DType.Float32, device);       // its places are as large, and are sorted among 65536
            string said = Assert.Throws<DeviceException>(() => x.ArgSort()).Message;
            Assert.Matches($@"^{device.Name}: no memory for 0\.25 MiB more: .+ are in use by 2 arrays; end memory scopes earlier, or use smaller batches; the open memory scopes of this thread hold, from the innermost: 2 arrays of 0\.3\d* MiB$", said);
        }
        Assert.Equal(0, device.Memory.Live);
    }

    [Fact]
    public void What_is_no_want_of_memory_names_nobody_who_holds_it()
    {
        AcceleratorDevice device = New();
        using (MemoryScope.Open())
        {
            device.Dispose();
            Assert.Equal($"{device.Name}: the device was disposed", Assert.Throws<DeviceException>(() => Tensor.Zeros([5], DType.Float32, device)).Message);
        }
    }

    [Fact]
    public void Tensors_that_nobody_holds_make_room()
    {
        using AcceleratorDevice device = New(1 << 20);
        Tensor sum = Tensor.Zeros([50_000], DType.Float32, device);
        for (int i = 0; i < 20; i++) sum += 1;
        Assert.Equal(20, sum.Max().Item());
    }

    [Fact]
    public void A_tensor_of_a_wrong_index_cannot_be_read_on_another_thread_either()
    {
        using AcceleratorDevice device = New();
        Tensor y = Tensor.Ones([2, 3], DType.Float32, device).Rows(Tensor.From([0, 7], [2], device)) * 2;
        for (int i = 0; i < 2; i++)
        {
            string? said = null;
            var thread = new Thread(() => said = Told(() => y.ToArray<float>()));
            thread.Start();
            thread.Join();
            Assert.Equal("gather: index 7 at position 1 of axis 0: the axis has size 2, so indices go from 0 to 1", said);
        }
    }

    [Fact]
    public void Two_devices_of_one_card_are_told_apart()
    {
        using AcceleratorDevice one = New(), other = New();
        string said = Told(() => Tensor.Ones([2], DType.Float32, one) + Tensor.Ones([2], DType.Float32, other));
        Assert.Matches($@"^add: \[2\] is on {one.Name} \(device \d+ of this process\), \[2\] on {one.Name} \(device \d+ of this process\); move one with \.MoveTo\(device\)$", said);
        Assert.Equal(2, said.Split("(device ").Skip(1).Select(rest => rest.Split(' ')[0]).Distinct().Count());
    }

    [Fact]
    public void Tensors_of_two_devices_are_told_apart()
    {
        using AcceleratorDevice device = New();
        Tensor here = Tensor.Ones([2]), there = Tensor.Ones([2], DType.Float32, device);
        Assert.Equal($"add: [2] is on cpu, [2] on {device.Name}; move one with .MoveTo(device)", Told(() => here + there));
    }

    private static string Told(Func<object> misuse) => Assert.Throws<TensorException>(misuse).Message;
}

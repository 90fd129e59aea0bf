namespace DeepPuzzles.Kernels.Tests;

/// <summary>What every device with memory and a queue of its own does: whom it serves, what it refuses, how it ends.</summary>
public sealed class AcceleratorTests
{
    [Fact]
    public void Memory_that_is_not_there_is_told_with_what_is_held()
    {
        using AcceleratorDevice device = Accelerator.New(1 << 20);
        Buffer[] held = [device.Acquire(300_000), device.Acquire(300_000)];
        string said = Told(() => device.Acquire(600_000));
        Assert.Matches($"^{device.Name}: no memory for 0\\.\\d+ MiB more: 0\\.\\d+ MiB of 1 MiB of .+ are in use by 2 arrays; end memory scopes earlier, or use smaller batches$", said);
        device.Release(held);
        device.Release(device.Acquire(600_000));        // what waited in the pool made room
        Assert.Contains("at once", Told(() => device.Acquire(long.MaxValue / 4)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_device_says_so_whatever_is_asked_of_it()
    {
        AcceleratorDevice device = Accelerator.New();
        Buffer buffer = device.Acquire(64);
        device.Dispose();
        device.Dispose();
        foreach (Action call in new Action[] { () => device.Fill(1f, View(buffer)), () => device.Read(View(buffer), new float[16]), () => device.Map(default(Tanh), View(buffer), View(buffer)), () => device.Acquire(1 << 20) })
            Assert.Equal($"{device.Name}: the device was disposed", Told(call));
        device.Release(buffer);
        Assert.Equal(0, device.Memory.BytesHeld);
    }

    [Fact]
    public void What_is_asked_for_is_done_when_the_device_has_been_waited_for()
    {
        using AcceleratorDevice device = Accelerator.New();
        Buffer buffer = device.Acquire(64);
        device.Fill(1f, View(buffer));
        device.Synchronise();
        device.Release(buffer);
        Assert.Equal(0, device.Memory.Live);
    }

    [Fact]
    public void A_description_is_the_same_at_each_start_and_says_nothing_of_the_driver()
    {
        using AcceleratorDevice one = Accelerator.New(), other = Accelerator.New();
        Assert.Equal((one.Description, one.Driver), (other.Description, other.Driver));
        Assert.NotEqual("", one.Driver);
        Assert.DoesNotContain("GiB", one.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(one.Driver, one.Description, StringComparison.Ordinal);
        Assert.NotEqual(one.Apart(other), other.Apart(one));
    }

    [Fact]
    public void Threads_that_share_a_device_get_their_own_numbers()
    {
        using AcceleratorDevice device = Accelerator.New();
        Parallel.For(0, 4, thread =>
        {
            for (int round = 0; round < 50; round++)
            {
                Buffer x = device.Acquire(64), y = device.Acquire(64);
                device.Fill((float)thread, View(x));
                device.Zip(default(Add), View(x), View(x), View(y));
                var numbers = new float[16];
                device.Read(View(y), numbers);
                Assert.All(numbers, number => Assert.Equal(2f * thread, number));
                device.Release(x, y);
            }
        });
        Assert.Equal(0, device.Memory.Live);
    }

    private static View<float> View(Buffer buffer) => new(buffer, Layout.Contiguous([16]));

    private static string Told(Action misuse)
    {
        string said = Assert.Throws<DeviceException>(misuse).Message;
        Assert.DoesNotContain('\n', said);
        return said;
    }

    private static string Told(Func<object> misuse) => Told(() => { _ = misuse(); });
}

using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Memory of a device comes back whoever forgets to give it back, and nothing reaches the driver that is not there.</summary>
public sealed class MemoryTests
{
    private const int Piece = 300_000, Limit = 1 << 20;

    public static TheoryData<string, int> Arrays => [.. from verb in VerbRuns.All from array in Enumerable.Range(0, verb.Value.Arrays) select (verb.Key, array)];

    [Fact]
    public void What_nobody_holds_is_collected_before_memory_is_refused()
    {
        using AcceleratorDevice device = Accelerator.New(Limit);
        for (int i = 0; i < 20; i++) Drop(device);
        Assert.True(device.Memory.BytesHeld <= Limit);
    }

    [Fact]
    public void What_is_dropped_comes_back_to_the_pool()
    {
        using AcceleratorDevice device = Accelerator.New(0);
        Drop(device);
        Collect();
        Assert.Equal((1, 0, 0), (device.Memory.Released, device.Memory.Live, device.Memory.BytesInUse));
        Assert.NotEqual(0, device.Memory.BytesHeld);
        long held = device.Memory.BytesHeld;
        Drop(device);
        Assert.Equal(held, device.Memory.BytesHeld);        // it waited there
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void An_array_that_is_not_there_is_told_and_not_used(string verb, int array)
    {
        using AcceleratorDevice device = Accelerator.New(0), other = Accelerator.New(0);
        var host = new CpuDevice(1);
        (int count, Action<Device, Buffer[]> run) = VerbRuns.All[verb];
        Buffer[] arrays = VerbRuns.Zeros(device, count);
        Buffer mine = arrays[array], gone = VerbRuns.Zeros(device, 1)[0], foreign = VerbRuns.Zeros(other, 1)[0], near = host.Acquire(VerbRuns.Count * sizeof(int));
        device.Release(gone);
        foreach ((Buffer wrong, string words) in new[] { (gone, "was given back"), (foreign, $"another {device.GetType().Name}"), (near, "is on cpu; move it") })
        {
            arrays[array] = wrong;
            Assert.Contains(words, Told(() => run(device, arrays)), StringComparison.Ordinal);
        }
        device.Trim();          // now the driver does not know it either
        arrays[array] = gone;
        Assert.Contains("was given back", Told(() => run(device, arrays)), StringComparison.Ordinal);
        arrays[array] = mine;
        run(device, arrays);
        Assert.Equal(count, device.Memory.Live);            // no scratch is left behind
        host.Release(near);
    }

    [Fact]
    public void A_buffer_is_given_back_where_it_was_taken()
    {
        using AcceleratorDevice device = Accelerator.New(0), other = Accelerator.New(0);
        Buffer buffer = device.Acquire(64);
        Assert.Contains($"another {device.GetType().Name}", Told(() => other.Release(buffer)), StringComparison.Ordinal);
        Assert.Equal((1, 0), (device.Memory.Live, other.Memory.Released));
        var host = new CpuDevice(1);
        Buffer near = host.Acquire(64);
        Assert.Contains("is on cpu", Told(() => device.Release(near)), StringComparison.Ordinal);
        host.Release(near);
        device.Release(buffer);
    }

    [Fact]
    public void Scratch_is_given_back_when_a_verb_fails()
    {
        using AcceleratorDevice device = Accelerator.New(Limit);
        Buffer[] a = VerbRuns.Zeros(device, 4);
        foreach (string verb in new[] { "reduce, two passes", "argsort, long", "matmul, fused, in parts" })
        {
            Buffer[] arrays = a[..VerbRuns.All[verb].Arrays];
            Buffer gone = device.Acquire(Piece);
            device.Release(gone);
            arrays[0] = gone;               // the result is written last
            Assert.Contains("was given back", Told(() => VerbRuns.All[verb].Run(device, arrays)), StringComparison.Ordinal);
            Assert.Equal(a.Length, device.Memory.Live);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(AcceleratorDevice device) => Assert.True(device.Acquire(Piece).InUse);

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static string Told(Action misuse)
    {
        string said = Assert.Throws<DeviceException>(misuse).Message;
        Assert.DoesNotContain('\n', said);
        return said;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Memory of a device comes back whoever forgets to give it back, and nothing reaches the driver that is not there.</summary>
public sealed unsafe class MemoryTests
{
    private const int Piece = 300_000, Limit = 1 << 20;

    public static TheoryData<string, int> Arrays => [.. from verb in VerbRuns.All from array in Enumerable.Range(0, verb.Value.Arrays) select (verb.Key, array)];

    [Fact]
    public void What_nobody_holds_is_collected_before_memory_is_refused()
    {
        using OpenClDevice device = New(Limit);
        for (int i = 0; i < 20; i++) Drop(device);
        Assert.True(device.Memory.BytesHeld <= Limit);
    }

    [Fact]
    public void What_is_dropped_comes_back_to_the_pool()
    {
        using OpenClDevice device = New(0);
        Drop(device);
        Collect();
        Assert.Equal((1, 0, 0), (device.Memory.Released, device.Memory.Live, device.Memory.BytesInUse));
        Assert.NotEqual(0, device.Memory.BytesHeld);
        long asked = device.Queue.Counts.Allocations;
        Drop(device);
        Assert.Equal(asked, device.Queue.Counts.Allocations);        // it waited there
    }

    [Fact]
    public void A_device_that_is_dropped_gives_everything_back()
    {
        nint library = NativeLibrary.Load("libOpenCL.so.1");
        var ask = (delegate* unmanaged<nint, uint, nuint, void*, nuint*, int>)NativeLibrary.GetExport(library, "clGetContextInfo");
        nint context = DropDevice((delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "clRetainContext"));
        const uint references = 0x1080;
        uint count = 0;
        // The first finds buffers and device, the second the buffers that the first put back to wait.
        for (int i = 0; i < 3; i++)
        {
            Collect();
            Assert.Equal(Status.Success, ask(context, references, sizeof(uint), &count, null));
        }
        _ = Cl.ReleaseContext(context);
        Assert.Equal(1u, count);           // ours: queue, programs and buffers hold no more
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void An_array_that_is_not_there_is_told_and_not_used(string verb, int array)
    {
        using OpenClDevice device = New(0), other = New(0);
        var host = new CpuDevice(1);
        (int count, Action<Device, Buffer[]> run) = VerbRuns.All[verb];
        Buffer[] arrays = VerbRuns.Zeros(device, count);
        Buffer mine = arrays[array], gone = VerbRuns.Zeros(device, 1)[0], foreign = VerbRuns.Zeros(other, 1)[0], near = host.Acquire(VerbRuns.Count * sizeof(int));
        device.Release(gone);
        foreach ((Buffer wrong, string words) in new[] { (gone, "was given back"), (foreign, "another OpenClDevice"), (near, "is on cpu; move it") })
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
        using OpenClDevice device = New(0), other = New(0);
        Buffer buffer = device.Acquire(64);
        Assert.Contains("another OpenClDevice", Told(() => other.Release(buffer)), StringComparison.Ordinal);
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
        using OpenClDevice device = New(Limit);
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

    [Theory]
    [InlineData(Status.NoMemoryObject)]
    [InlineData(Status.OutOfResources)]
    [InlineData(Status.OutOfHostMemory)]
    [InlineData(Status.BufferSizeInvalid)]
    public void Memory_that_a_driver_misses_late_is_told_with_what_is_held(int status)
    {
        using OpenClDevice device = New(0);
        Buffer buffer = device.Acquire(Piece);
        Assert.Matches("^opencl: map failed: .+: 0\\.\\d+ MiB of .+ are in use by 1 arrays; end memory scopes earlier, or use smaller batches$", Told(() => device.Queue.Check(status, "map")));
        device.Fill(0f, VerbRuns.Of<float>(buffer, 16));          // no loss
        device.Release(buffer);
    }

    [Theory]
    [InlineData(-2, true)]
    [InlineData(-14, true)]
    [InlineData(-33, true)]
    [InlineData(-36, true)]
    [InlineData(-9999, true)]
    [InlineData(-34, false)]
    [InlineData(-38, false)]
    [InlineData(-48, false)]
    [InlineData(-54, false)]
    public void A_device_is_lost_by_what_means_loss(int status, bool isLost)
    {
        using OpenClDevice device = New(0);
        Buffer buffer = device.Acquire(64);
        _ = Told(() => device.Queue.Check(status, "map"));
        if (isLost) Assert.Contains("the device failed before, in map", Told(() => device.Fill(0f, VerbRuns.Of<float>(buffer, 16))), StringComparison.Ordinal);
        else device.Fill(0f, VerbRuns.Of<float>(buffer, 16));
    }

    [Fact]
    public void What_is_copied_aside_is_freed_when_the_device_is_gone()
    {
        OpenClDevice device = New(0);
        View<byte> y = VerbRuns.Of<byte>(device.Acquire(1 << 18), 1 << 18);
        device.Dispose();
        byte[] bytes = new byte[1 << 18];
        long before = Environment.WorkingSet;
        for (int i = 0; i < 2000; i++) _ = Told(() => device.Write<byte>(bytes, y));
        Assert.True(Environment.WorkingSet - before < 100L << 20);           // of 500 MiB
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(OpenClDevice device) => Assert.True(device.Acquire(Piece).InUse);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint DropDevice(delegate* unmanaged<nint, int> retain)
    {
        OpenClDevice device = New(0);
        Buffer[] a = VerbRuns.Zeros(device, 3);
        VerbRuns.All["gather"].Run(device, a);
        device.Read(VerbRuns.Of<float>(a[0], 4), new float[4]);
        device.Release(a[2]);
        Assert.Equal(Status.Success, retain(device.Queue.Context));
        return device.Queue.Context;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static OpenClDevice New(long limit)
    {
        _ = OnOpenCl.Device;            // skips where there is none
        return new OpenClDevice { MemoryLimit = limit };
    }

    private static string Told(Action misuse)
    {
        string said = Assert.Throws<DeviceException>(misuse).Message;
        Assert.DoesNotContain('\n', said);
        return said;
    }
}

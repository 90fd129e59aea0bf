using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>What the driver counts, and what it says of memory.</summary>
public sealed unsafe class DriverMemoryTests
{
    private const int Piece = 300_000;

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
    [InlineData(Status.NoMemoryObject)]
    [InlineData(Status.OutOfResources)]
    [InlineData(Status.OutOfHostMemory)]
    [InlineData(Status.BufferSizeInvalid)]
    public void Memory_that_a_driver_misses_late_is_told_with_what_is_held(int status)
    {
        using OpenClDevice device = New();
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
        using OpenClDevice device = New();
        Buffer buffer = device.Acquire(64);
        _ = Told(() => device.Queue.Check(status, "map"));
        if (isLost) Assert.Contains("the device failed before, in map", Told(() => device.Fill(0f, VerbRuns.Of<float>(buffer, 16))), StringComparison.Ordinal);
        else device.Fill(0f, VerbRuns.Of<float>(buffer, 16));
    }

    [Fact]
    public void What_is_copied_aside_is_freed_when_the_device_is_gone()
    {
        OpenClDevice device = New();
        View<byte> y = VerbRuns.Of<byte>(device.Acquire(1 << 18), 1 << 18);
        device.Dispose();
        byte[] bytes = new byte[1 << 18];
        long before = Environment.WorkingSet;
        for (int i = 0; i < 2000; i++) _ = Told(() => device.Write<byte>(bytes, y));
        Assert.True(Environment.WorkingSet - before < 100L << 20);           // of 500 MiB
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint DropDevice(delegate* unmanaged<nint, int> retain)
    {
        OpenClDevice device = New();
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

    private static OpenClDevice New() => (OpenClDevice)Accelerator.New();

    private static string Told(Action misuse)
    {
        string said = Assert.Throws<DeviceException>(misuse).Message;
        Assert.DoesNotContain('\n', said);
        return said;
    }
}

using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>To put a kernel into the queue makes no garbage of its own: what is left is what ILGPU's launcher makes.</summary>
public sealed class LaunchTests
{
    private const int Count = 100, Rounds = 5, Launches = 100;

    /// <summary>Of ILGPU on the processor: its task.</summary>
    private const long LaunchBytes = 512;

    [Fact]
    public void A_launch_makes_no_garbage_of_its_own()
    {
        IlgpuDevice device = OnIlgpu.Device;
        Buffer buffer = device.Acquire(Count * sizeof(float));
        var view = new View<float>(buffer, Layout.Contiguous([Count]));
        long bytes = long.MaxValue;
        // Until the just-in-time compiler has finished.
        for (int round = 0; round < Rounds; round++)
        {
            long start = GC.GetAllocatedBytesForCurrentThread();
            for (int launch = 0; launch < Launches; launch++) device.Map(default(Tanh), view, view);
            bytes = Math.Min(bytes, (GC.GetAllocatedBytesForCurrentThread() - start) / Launches);
        }
        device.Release(buffer);
        Assert.True(bytes <= (device.Name == "cuda" ? 0 : LaunchBytes), $"{bytes} bytes");
    }

    [Fact]
    public void A_kernel_is_compiled_once()
    {
        IlgpuDevice device = OnIlgpu.Device;
        Buffer buffer = device.Acquire(Count * sizeof(float));
        var view = new View<float>(buffer, Layout.Contiguous([Count]));
        device.Map(default(Exp), view, view);
        int kernels = device.Queue.Kernels;
        device.Map(default(Exp), view, view);
        Assert.Equal(kernels, device.Queue.Kernels);
        device.Release(buffer);
    }
}

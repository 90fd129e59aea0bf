using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>What products leave behind.</summary>
public sealed class ProductTests
{
    [Fact]
    public void A_product_in_parts_has_the_same_bits_again_and_gives_its_scratch_back()
    {
        using var device = new IlgpuDevice(IlgpuKind.Cpu);      // of its own: other tests hold memory of theirs meanwhile
        var (a, b) = (Ramp(device, 7, 900), Ramp(device, 900, 5));
        var c = new View<float>(device.Acquire(7 * 5 * sizeof(float)), Layout.Contiguous([7, 5]));
        float[] first = new float[7 * 5], again = new float[7 * 5];
        device.MatMul(a, b, c);
        device.Read(c, first);
        long live = device.Memory.Live;
        long launches = device.Queue.Counts.Launches;
        device.MatMul(a, b, c);
        device.Read(c, again);
        Sample.Same(first, again);
        Assert.Equal(live, device.Memory.Live);
        Assert.Equal(launches + 2, device.Queue.Counts.Launches);       // the parts, then their sum
        device.Release(a.Buffer, b.Buffer, c.Buffer);
    }

    private static View<float> Ramp(IlgpuDevice device, int rows, int columns)
    {
        var view = new View<float>(device.Acquire((long)rows * columns * sizeof(float)), Layout.Contiguous([rows, columns]));
        device.Write<float>([.. Enumerable.Range(0, rows * columns).Select(i => MathF.Sin(i))], view);
        return view;
    }
}

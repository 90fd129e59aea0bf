using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

public sealed partial class MatMulTests
{
    [Fact]
    public void A_product_has_the_same_bits_again_allocates_nothing_and_gives_its_scratch_back()
    {
        _ = OnOpenCl.Device;
        using var device = new OpenClDevice();      // of its own: other tests hold memory of theirs meanwhile
        var (a, b) = (Ramp(device, 40, 900), Ramp(device, 900, 50));
        var c = new View<float>(device.Acquire(40 * 50 * sizeof(float)), Layout.Contiguous([40, 50]));
        float[] first = new float[40 * 50], again = new float[40 * 50];
        device.MatMul(a, b, c);
        device.Read(c, first);
        long allocated = long.MaxValue, live = device.Memory.Live;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 3; i++) device.MatMul(a, b, c);
            device.Read(c, again);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            Sample.Same(first, again);
        }
        Assert.Equal(0, allocated);
        Assert.Equal(live, device.Memory.Live);
        device.Release(a.Buffer, b.Buffer, c.Buffer);

        static View<float> Ramp(OpenClDevice device, int rows, int columns)
        {
            var view = new View<float>(device.Acquire((long)rows * columns * sizeof(float)), Layout.Contiguous([rows, columns]));
            device.Write<float>([.. Enumerable.Range(0, rows * columns).Select(i => MathF.Sin(i))], view);
            return view;
        }
    }
}

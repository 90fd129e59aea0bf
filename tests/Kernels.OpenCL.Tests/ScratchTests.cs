using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>What a verb takes for itself it gives back, also where it fails.</summary>
public sealed class ScratchTests
{
    private static readonly Dictionary<string, Action<OpenClDevice, View<float>, View<int>>> s_verbs = new()
    {
        // The file that does not build, and a verb that needs it when it has taken scratch.
        ["Reduce.cl"] = (on, x, _) => on.Reduce(default(Sum), x, new View<float>(x.Buffer, Layout.Contiguous([1]))),
        ["Parts.cl"] = (on, x, _) => on.MatMul(new View<float>(x.Buffer, Layout.Contiguous([1, Numbers])), new View<float>(x.Buffer, Layout.Contiguous([Numbers, 1])), new View<float>(x.Buffer, Layout.Contiguous([1, 1]))),
        ["ArgSort.cl"] = (on, x, y) => on.ArgSort(x, 0, false, y),
        ["Copy.cl"] = (on, x, _) => on.Write<float>(new float[Numbers / 2], new View<float>(x.Buffer, new Layout([Numbers / 2], [2]))),
    };

    private const int Numbers = 10_000;

    public static TheoryData<string> Files => [.. s_verbs.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_verb_that_fails_gives_its_scratch_back(string file)
    {
        _ = OnOpenCl.Device;
        using var device = new OpenClDevice { Instead = (name, text) => name == file ? "broken" : text };
        var x = new View<float>(device.Acquire(Numbers * sizeof(float)), Layout.Contiguous([Numbers]));
        var y = new View<int>(device.Acquire(Numbers * sizeof(int)), Layout.Contiguous([Numbers]));
        long live = device.Memory.Live, taken = device.Memory.Acquired;
        Assert.Contains(file, Assert.Throws<DeviceException>(() => s_verbs[file](device, x, y)).Message, StringComparison.Ordinal);
        Assert.True(device.Memory.Acquired > taken);
        Assert.Equal(live, device.Memory.Live);
        device.Release(x.Buffer, y.Buffer);
    }

    [Fact]
    public void A_factorisation_that_meets_a_fault_gives_its_host_memory_back()
    {
        OpenClDevice device = OnOpenCl.Device;
        var a = new View<float>(device.Acquire(64), Layout.Contiguous([4, 4]));
        var b = new View<float>(device.Acquire(64), Layout.Contiguous([4, 1]));
        var wrong = new View<int>(device.Acquire(64), Layout.Contiguous([4, 4]));
        foreach (Action verb in new Action[] { () => device.Factor(default(Cholesky), a, a), () => device.Solve(default(LinearSolve), a, b, b) })
        {
            device.Fill(99, wrong);
            device.Fill(0f, a);
            device.Gather(a, wrong, 0, a);
            long live = CpuDevice.Default.Memory.Live;
            _ = Assert.Throws<ArgumentOutOfRangeException>(verb);
            Assert.Equal(live, CpuDevice.Default.Memory.Live);
        }
        device.Release(a.Buffer, b.Buffer, wrong.Buffer);
    }
}

using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Ways of the verbs that the laws of all devices do not tell from others: lines in parts, what a fault leaves out, detours over the processor.</summary>
public sealed class VerbTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_long_line_is_searched_in_parts_for_the_first_of_equals(int axis)
    {
        // Parts of a group: the last one shorter, or of one element.
        int part = OnIlgpu.Device.GroupSize * 16;
        foreach (int length in new[] { 2 * part, 2 * part + 1, 3 * part + 5, 5 * part - 1 })
        {
            using var sample = new Sample();
            int[] sizes = [3, 3], kept = [3, 3];
            (sizes[axis], kept[axis]) = (length, 1);
            foreach (Walk walk in new[] { Walk.Dense, Walk.Sliced, Walk.Reversed })
            {
                Same<ArgMax, int>(sample.Numbers<int>(walk, sizes), axis, kept);
                Same<ArgMin, float>(sample.Numbers<float>(walk, sizes), axis, kept);
                Same<ArgMax, float>(sample.Full(2f, walk, sizes), axis, kept);
            }
            foreach (int place in new[] { 0, part - 1, part, length - 1 })
            {
                float[] line = new float[length];
                (line[^1], line[place]) = (float.NaN, float.NaN);
                Assert.Equal([place], Arg<ArgMin, float>(OnIlgpu.Ferry, sample.Dense(line, length), 0, [1]));
            }
        }
    }

    [Fact]
    public void What_an_index_outside_names_is_nothing()
    {
        IlgpuDevice device = OnIlgpu.Device;
        Buffer x = device.Acquire(4 * sizeof(float)), index = device.Acquire(3 * sizeof(int)), y = device.Acquire(3 * sizeof(float)), told = device.Acquire(Fault.Numbers * sizeof(int));
        View<float> xs = new(x, Layout.Contiguous([4])), ys = new(y, Layout.Contiguous([3]));
        View<int> indices = new(index, Layout.Contiguous([3])), numbers = new(told, Layout.Contiguous([Fault.Numbers]));
        device.Write([1f, 2, 3, 4], xs);
        device.Write([3, 4, 0], indices);
        device.Fill(77f, ys);
        device.Fill(0, numbers);
        var loop = Loop.Over(ys.Layout, indices.Layout, new Layout([3], [0]));
        var lines = new Lines<float>(device.All<float>(x), new Steps(loop, 2, 0), 1);
        device.Queue.Run(GatherKernel.Run<float>, new Launch(device.Name, Groups.Of(1, size: device.GroupSize)).Reads(xs).Reads(indices).Writes(ys).Updates(numbers), new Kernels.Ilgpu.Walk(loop), 0, 1, 3, 4, Nothing.Of<float>(), lines,
            new Strided<int>(device.All<int>(index), new Steps(loop, 1, 0)), new Strided<float>(device.All<float>(y), new Steps(loop, 0, 0)), new FaultSink(device.All<int>(told), 0));
        Assert.Equal([4f, float.NaN, 1], Read(device, ys));
        Assert.Equal([1, Fault.Gather, 4, 1, 0, 4], Read(device, numbers));
        device.Release(x, index, y, told);
        Assert.Equal((0, false), (Nothing.Of<int>(), Nothing.Of<bool>()));
    }

    [Fact]
    public void A_row_whose_label_lies_outside_is_NaN_and_told()
    {
        IlgpuDevice device = OnIlgpu.Device;
        Buffer x = device.Acquire(6 * sizeof(float)), label = device.Acquire(3 * sizeof(int)), z = device.Acquire(6 * sizeof(float)), told = device.Acquire(Fault.Numbers * sizeof(int));
        View<float> xs = new(x, Layout.Contiguous([3, 2])), zs = new(z, Layout.Contiguous([3, 2]));
        View<int> labels = new(label, Layout.Contiguous([3])), numbers = new(told, Layout.Contiguous([Fault.Numbers]));
        device.Fill(1f, xs);
        device.Fill(77f, zs);
        device.Write([0, 2, 1], labels);
        device.Fill(0, numbers);
        Loop loop = Loop.Over(Axes.Outer(zs.Layout), Axes.Outer(xs.Layout), labels.Layout, labels.Layout);
        var beside = new Neighbours<float>(Neighbours<float>.Hots, default, new Strided<int>(device.All<int>(label), new Steps(loop, 2, 0)), 0, default);
        device.Queue.Run(RowsKernel.Map<CrossEntropyGradient, Max, float>, new Launch(device.Name, Groups.Of(1, size: device.GroupSize)).Reads(xs).Reads(labels).Writes(zs).Updates(numbers), new Kernels.Ilgpu.Walk(loop), default(CrossEntropyGradient), 2, 2,
            new Lines<float>(device.All<float>(x), new Steps(loop, 1, 0), 1), beside, new Lines<float>(device.All<float>(z), new Steps(loop, 0, 0), 1), new FaultSink(device.All<int>(told), 0));
        Assert.Equal([-0.5f, 0.5f, float.NaN, float.NaN, 0.5f, -0.5f], Read(device, zs));
        Assert.Equal([1, Fault.Label, 2, 1, 0, 2], Read(device, numbers));
        device.Release(x, label, z, told);
    }

    [Fact]
    public void Factors_and_solutions_are_the_processors()
    {
        using var sample = new Sample();
        View<double> a = sample.Numbers<double>(Walk.Transposed, 2, 3, 3), b = sample.Numbers<double>(Walk.Reversed, 2, 3, 2);
        Sample.Same(On(CpuDevice.Default, (device, x) => device.Solve(default(LinearSolve), a, b, x), 2, 3, 2), On(OnIlgpu.Ferry, (device, x) => device.Solve(default(LinearSolve), a, b, x), 2, 3, 2));
        int parts = Qr.Parts(3, 3).Sum(part => part.Area);
        Sample.Same(On(CpuDevice.Default, (device, y) => device.Factor(default(Qr), a, y), 2, parts), On(OnIlgpu.Ferry, (device, y) => device.Factor(default(Qr), a, y), 2, parts));
        double[] On(Device device, Action<Device, View<double>> verb, params int[] sizes)
        {
            View<double> y = sample.Full(77.0, Walk.Dense, sizes);
            verb(device, y);
            return Sample.Values(y);
        }
    }

    private static void Same<TOp, T>(in View<T> x, int axis, int[] kept)
        where TOp : struct, IArgReduction
        where T : unmanaged, System.Numerics.INumber<T> => Sample.Same(Arg<TOp, T>(Sample.Reference, x, axis, kept), Arg<TOp, T>(OnIlgpu.Ferry, x, axis, kept));

    private static int[] Arg<TOp, T>(Device device, in View<T> x, int axis, int[] kept)
        where TOp : struct, IArgReduction
        where T : unmanaged, System.Numerics.INumber<T>
    {
        using var sample = new Sample();
        View<int> y = sample.Full(-1, Walk.Dense, kept);
        device.ArgReduce(default(TOp), x, axis, y);
        return Sample.Values(y);
    }

    private static T[] Read<T>(Device device, in View<T> x)
        where T : unmanaged
    {
        var values = new T[x.Layout.Count];
        device.Read(x, values);
        return values;
    }
}

using System.Collections.Immutable;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>What a driver refuses comes out as one line that says what was wrong, and nothing waits for ever.</summary>
public sealed class DriverErrorTests
{
    [Fact]
    public void A_device_that_is_not_there_is_told_with_how_many_there_are()
    {
        int count = OpenClDevice.Found.Count;
        Assert.Contains(count == 0 ? "install" : $"there is no OpenCL device {count}; the machine has {count}", Told(() => new OpenClDevice(count)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_says_nothing_that_changes_from_start_to_start()
    {
        string said = OnOpenCl.Device.Description;
        Assert.StartsWith(said, OpenClDevice.Found[0], StringComparison.Ordinal);
        Assert.DoesNotContain("GiB", said, StringComparison.Ordinal);       // results of one device can be put together
    }

    [Fact]
    public void A_kernel_that_does_not_build_names_its_op_and_why()
    {
        var wrong = new OpSource("planted", "typedef struct { T k[1]; } constants;\nT op(T x, const constants c)\n{\n    return x +;\n}\n", ImmutableArray<double>.Empty);
        using var device = New();
        string said = Told(() => device.Programs[new KernelKey("Map.cl", "map", ElementType.Float32, wrong)]);
        Assert.StartsWith("opencl: the compiler of ", said, StringComparison.Ordinal);
        Assert.Contains("refuses 'planted' in Map.cl for Float32", said, StringComparison.Ordinal);
        Assert.Contains("expected expression", said, StringComparison.Ordinal);          // the words of clang, which all free drivers compile with
        Works(device);
    }

    [Fact]
    public void A_command_that_is_refused_is_one_line_and_the_next_one_works()
    {
        using var device = New();
        Kernel fill = device.Programs[new KernelKey("Copy.cl", "fill", ElementType.Bits32)];
        string said = Told(() =>
        {
            Arguments none = default;
            device.Queue.Run(fill, none, new Groups(1, 1, 1, 1 << 24, 1));
        });
        Assert.Matches("^opencl: fill failed: .+$", said);
        Works(device);
    }

    [Fact]
    public void A_lost_device_is_not_asked_again()
    {
        using var device = New();
        Buffer buffer = device.Acquire(64);
        const int queueInvalid = -36;
        Assert.Contains("map failed: the queue is invalid", Told(() => device.Queue.Check(queueInvalid, "map")), StringComparison.Ordinal);
        foreach (Action call in new Action[] { () => device.Fill(1f, View(buffer)), () => device.Read(View(buffer), new float[16]), () => device.Write<float>(new float[16], View(buffer)), () => device.Acquire(1 << 20) })
            Assert.Equal("opencl: the device failed before, in map (the queue is invalid, as after a failed kernel); start the program again", Told(call));
    }

    [Fact]
    public void Threads_that_need_the_same_kernel_first_get_one()
    {
        using var device = New();
        var key = new KernelKey("Map.cl", "map", ElementType.Float32, OpSource.Unary<Tanh, float>(default));
        var kernels = new Kernel[4];
        Parallel.For(0, kernels.Length, i => kernels[i] = device.Programs[key]);
        Assert.Single(kernels.Distinct());
    }

    private static OpenClDevice New()
    {
        _ = OnOpenCl.Device;            // skips where there is none
        return new OpenClDevice();
    }

    private static View<float> View(Buffer buffer) => new(buffer, Layout.Contiguous([16]));

    private static void Works(OpenClDevice device)
    {
        Buffer buffer = device.Acquire(64);
        device.Fill(3f, View(buffer));
        var numbers = new float[16];
        device.Read(View(buffer), numbers);
        Assert.All(numbers, number => Assert.Equal(3f, number));
        device.Release(buffer);
    }

    private static string Told(Action misuse)
    {
        string said = Assert.Throws<DeviceException>(misuse).Message;
        Assert.DoesNotContain('\n', said);
        return said;
    }

    private static string Told(Func<object> misuse) => Told(() => { _ = misuse(); });
}

using System.Diagnostics;
using System.Globalization;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Devices;

/// <summary>The device that is measured, how to wait for it, and what it can do at most.</summary>
internal sealed class Target : IDisposable
{
    public const string Cpu = "cpu", OpenCl = "opencl", Cuda = "cuda", IlgpuOpenCl = "ilgpu-opencl", IlgpuCpu = "ilgpu-cpu";

    private static readonly string[] s_driven = [OpenCl, Cuda, IlgpuOpenCl, IlgpuCpu];

    /// <summary>The names, in words.</summary>
    public static string Choice { get; } = $"{string.Join(", ", s_driven)} or {Cpu}";

    // A look at a yardstick is repeated until it takes so long.
    private const double Look = 0.004;

    private readonly int _elements;
    private readonly Lazy<FmaPeak> _peak;
    private readonly Lazy<(View<float> From, View<float> To)> _far;
    private int _copies = 1, _peaks = 1;

    private Target(string name, Backend? driven, int elements)
    {
        Device device = driven is null ? new CpuDevice() : driven.Device;
        (Name, Driven, Device, _elements) = (name, driven, device, elements);
        // Each once before it is timed: drivers compile, and find memory, when it is first needed.
        _peak = new(() =>
        {
            FmaPeak peak = Driven!.Peak();
            peak.Run();
            Wait();
            return peak;
        });
        _far = new(() =>
        {
            (View<float> from, View<float> to) = (Values.On<float>(device, [elements], 1), Values.Empty<float>(device, [elements]));
            device.Copy(from, to);
            Wait();
            return (from, to);
        });
    }

    /// <summary>As the command line has it.</summary>
    public string Name { get; }

    public Device Device { get; }

    /// <summary>The device where a driver runs it; null for the back-end on the processor.</summary>
    public Backend? Driven { get; }

    /// <summary>True for <c>cpu</c>, <c>opencl</c>, <c>opencl:K</c> and the like.</summary>
    public static bool IsName(string name) => name == Cpu || PlaceOf(name) >= 0;

    /// <summary>Opens the device of that name.</summary>
    /// <param name="name">What <see cref="IsName"/> accepts.</param>
    /// <param name="elements">Numbers in the arrays that the copy bandwidth is measured with: more than any cache holds.</param>
    /// <exception cref="AbsentDeviceException">It is not there. There is no silent fallback.</exception>
    public static Target Open(string name, int elements)
    {
        try
        {
            string kind = KindOf(name);
            return new Target(name, kind == Cpu ? null : kind == OpenCl ? new OpenClBackend(PlaceOf(name)) : IlgpuBackend.Open(kind, PlaceOf(name)), elements);
        }
        catch (DeviceException absent)
        {
            throw new AbsentDeviceException($"--device {name}: {absent.Message}");
        }
    }

    /// <summary>The same device, whose products round their factors to tf32.</summary>
    /// <exception cref="DeviceException">There are none.</exception>
    public Target WithTensorFloat32() => new(Name, Driven is null ? throw new DeviceException("the back-end on the processor has no tf32") : Driven.WithTensorFloat32(), _elements);

    /// <summary>Plain OpenCL on the same card, and its name; null where it does not find it, or is what is measured.</summary>
    public (string Name, OpenClBackend Backend)? Beside() => Driven is null ? null : OpenClBackend.Beside(Driven, PlaceOf(Name));

    /// <summary>Until the device has done all that was asked of it.</summary>
    public void Wait() => Device.Synchronise();

    /// <summary>Bytes/s of the device's own copy between arrays beyond the caches, read and written.</summary>
    public double Copy()
    {
        (View<float> from, View<float> to) = _far.Value;
        return 2.0 * sizeof(float) * from.Layout.Count / SecondsOf(() => Device.Copy(from, to), ref _copies);
    }

    /// <summary>FLOP/s of float32 multiply-adds.</summary>
    public double Peak() => Driven is null ? Measure.Peak.Widest(((CpuDevice)Device).Threads, isDouble: false, Look) : _peak.Value.Flops / SecondsOf(_peak.Value.Run, ref _peaks);

    public void Dispose() => Driven?.Dispose();

    private double SecondsOf(Action run, ref int calls)
    {
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            for (int call = 0; call < calls; call++) run();
            Wait();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (seconds >= Look) return seconds / calls;
            calls *= 2;
        }
    }

    private static string KindOf(string name) => name.Split(':')[0];

    // -1 where the name is none.
    private static int PlaceOf(string name)
    {
        string[] parts = name.Split(':');
        int place = 0;
        return s_driven.Contains(parts[0]) && (parts.Length == 1 || (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out place))) ? place : -1;
    }
}

/// <summary>The device that was asked for is not there.</summary>
internal sealed class AbsentDeviceException(string message) : Exception(message);

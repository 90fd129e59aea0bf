using System.Reflection;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Bench.Devices;

/// <summary>The kernel of Peak.cl on a device: float32 multiply-adds from registers alone.</summary>
internal sealed unsafe class FmaPeak
{
    private const string Name = "peak";

    /// <summary>Groups for each compute unit: enough that one is always ready.</summary>
    private const int GroupsPerUnit = 16;

    private const int Steps = 512, ChainsPerItem = 64;

    // x ← x/2 + 1 stays finite, and goes to 2.
    private const float Factor = 0.5f, Shift = 1;

    private readonly OpenClDevice _device;
    private readonly Kernel _kernel;
    private readonly Groups _groups;
    private readonly View<float> _results;

    public FmaPeak(OpenClDevice device)
    {
        _device = device;
        _kernel = Build(device);
        _groups = Groups.Of((long)device.Info.Units * GroupsPerUnit);
        _results = Values.Empty<float>(device, [_groups.X * Groups.Size]);
        Flops = 2.0 * _results.Layout.Count * Steps * ChainsPerItem;
    }

    /// <summary>Of one run.</summary>
    public double Flops { get; }

    public void Run()
    {
        Arguments arguments = default;
        arguments.Add(Steps);
        arguments.Add(Factor);
        arguments.Add(Shift);
        arguments.Add(((DeviceBuffer)_results.Buffer).Handle);
        _device.Queue.Run(_kernel, arguments, _groups);
    }

    private static Kernel Build(OpenClDevice device)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Peak.cl")!;
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        nint id = device.Info.Id, program;
        int status;
        fixed (byte* first = text)
        {
            byte* only = first;
            nuint length = (nuint)text.Length;
            program = Cl.CreateProgramWithSource(device.Queue.Context, 1, &only, &length, out status);
        }
        Status.Check(status, "program Peak.cl");
        Status.Check(Cl.BuildProgram(program, 1, &id, "-cl-std=CL1.2", 0, 0), "building Peak.cl");
        nint handle = Cl.CreateKernel(program, Name, out status);
        Status.Check(status, "kernel of Peak.cl");
        return new Kernel(Name, handle);
    }
}

using System.Reflection;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Bench.Devices;

/// <summary>The kernel of Peak.cl.</summary>
internal sealed unsafe class OpenClPeak : FmaPeak
{
    private const string Name = "peak";

    private const int ChainsPerItem = 64;

    private readonly OpenClDevice _device;
    private readonly Kernel _kernel;

    public OpenClPeak(OpenClDevice device)
        : base(device, device.Info.Units, Kernels.Groups.Size, ChainsPerItem) => (_device, _kernel) = (device, Build(device));

    public override void Run()
    {
        Arguments arguments = default;
        arguments.Add(Steps);
        arguments.Add(Factor);
        arguments.Add(Shift);
        arguments.Add(((DeviceBuffer)Results.Buffer).Handle);
        _device.Queue.Run(_kernel, arguments, Groups);
    }

    // Every chain is x ← x/2 + 1, which stays finite, and goes to 2.
    public override float Expected(int item) => ChainsPerItem * Shift / (1 - Factor);

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

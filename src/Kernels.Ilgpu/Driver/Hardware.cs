using System.Globalization;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.IR;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>The devices that ILGPU finds.</summary>
internal static class Hardware
{
    /// <summary>Of ILGPU's processor device: each of its threads is one of the system's, so groups are small.</summary>
    private const int CpuWarp = 4, CpuWarps = 4;

    /// <summary>Groups of a launch there: one after the other, with a meeting of all threads after each; kernels walk on.</summary>
    internal const int CpuGroups = 3;

    /// <summary>ILGPU asks for libOpenCL.so, which comes with headers; a loader brings libOpenCL.so.1.</summary>
    static Hardware()
    {
        if (OperatingSystem.IsLinux())
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, static (name, _, _) => name == "OpenCL" && NativeLibrary.TryLoad("libOpenCL.so.1", out nint loader) ? loader : 0);
    }

    internal static string NameOf(IlgpuKind kind) => kind switch
    {
        IlgpuKind.Cuda => "cuda",
        IlgpuKind.OpenCl => "ilgpu-opencl",
        IlgpuKind.Cpu => "ilgpu-cpu",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of device"),
    };

    /// <summary>A context with the devices of one kind and no other: ILGPU itself would give the processor where a kind has none.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="warp">Threads of a warp of ILGPU's processor device.</param>
    /// <param name="warps">Warps of its groups.</param>
    internal static Context Open(IlgpuKind kind, int warp = CpuWarp, int warps = CpuWarps)
    {
        Substitutes.Register();
        return Context.Create(builder =>
        {
            Prepare(builder);
            _ = kind switch
            {
                IlgpuKind.Cuda => builder.Cuda(),
                IlgpuKind.OpenCl => builder.OpenCL(),
                _ => builder.CPU(new CPUDevice(warp, warps, 1)),
            };
        });
    }

    /// <summary>What every compilation of our kernels needs.</summary>
    internal static void Prepare(Context.Builder builder)
    {
        Substitutes.Register();
        _ = builder.EnableAlgorithms().Optimize(OptimizationLevel.O2);
        Native.Register(builder.GetIntrinsicManager());
    }

    internal static ILGPU.Runtime.Device Pick(Context context, IlgpuKind kind, int place)
    {
        ILGPU.Runtime.Device[] all = Devices(context, kind);
        return place >= 0 && place < all.Length ? all[place] : throw new DeviceException(WhyNone(kind, all.Length, place));
    }

    /// <summary>ILGPU's processor device multiplies as tensor cores do where its warps are theirs.</summary>
    internal static bool HasTensorFloat32(ILGPU.Runtime.Device device) => device switch
    {
        CudaDevice cuda => cuda.Architecture >= CudaArchitecture.SM_80,
        CPUDevice => device.WarpSize == Fragment.Threads,
        _ => false,
    };

    internal static IReadOnlyList<string> Lines(IlgpuKind kind)
    {
        using Context context = Open(kind);
        return [.. Devices(context, kind).Select(Line)];
    }

    /// <summary>The same with its memory.</summary>
    internal static string Line(ILGPU.Runtime.Device device) => device is CPUDevice
        ? Description(device)
        : string.Create(CultureInfo.InvariantCulture, $"{Description(device)}, {device.MemorySize / (double)(1L << 30):0.#} GiB");

    /// <summary>What does not change from one start to the next: results that name it can be put together.</summary>
    internal static string Description(ILGPU.Runtime.Device device) => device switch
    {
        CudaDevice cuda => $"{device.Name}, {device.NumMultiprocessors} units, CUDA {cuda.Architecture}",
        CLDevice opencl => $"{device.Name}, {device.NumMultiprocessors} units, OpenCL {opencl.CVersion} through ILGPU, {opencl.PlatformName}",
        _ => "ILGPU on the processor, slow: for tests and for reading along",
    };

    /// <summary>The versions of driver and compiler: others may give other last bits.</summary>
    internal static string Driver(ILGPU.Runtime.Device device)
    {
        string compiler = $"ILGPU {typeof(Context).Assembly.GetName().Version?.ToString(3)}";
        return device switch
        {
            CudaDevice cuda => $"driver {cuda.DriverVersion}, {compiler}",
            CLDevice opencl => $"{opencl.PlatformVersion}, {compiler}",
            _ => compiler,
        };
    }

    internal static string WhyNone(IlgpuKind kind, int count, int place) => count > 0
        ? $"there is no {NameOf(kind)} device {place}; the machine has {count}, counted from 0"
        : kind == IlgpuKind.Cuda ? "no CUDA driver offers a device; install NVIDIA's driver"
        : "no OpenCL driver offers a device that ILGPU can use (OpenCL 2.0 with generic addresses); try --device opencl, which needs less";

    private static ILGPU.Runtime.Device[] Devices(Context context, IlgpuKind kind)
    {
        AcceleratorType type = kind switch
        {
            IlgpuKind.Cuda => AcceleratorType.Cuda,
            IlgpuKind.OpenCl => AcceleratorType.OpenCL,
            _ => AcceleratorType.CPU,
        };
        return [.. context.Devices.Where(device => device.AcceleratorType == type)];
    }
}

using System.Globalization;
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

    internal static string NameOf(IlgpuKind kind) => kind switch
    {
        IlgpuKind.Cuda => "cuda",
        IlgpuKind.OpenCl => "ilgpu-opencl",
        _ => "ilgpu-cpu",
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

    internal static string Line(ILGPU.Runtime.Device device)
    {
        string what = device switch
        {
            CudaDevice cuda => string.Create(CultureInfo.InvariantCulture, $"CUDA {cuda.Architecture}, driver {cuda.DriverVersion}"),
            CLDevice opencl => $"OpenCL {opencl.CVersion} through ILGPU, {opencl.PlatformName}",
            _ => "ILGPU on the processor, slow: for tests and for reading along",
        };
        return device is CPUDevice ? what : string.Create(CultureInfo.InvariantCulture, $"{device.Name}, {device.NumMultiprocessors} units, {device.MemorySize / (double)(1L << 30):0.#} GiB, {what}");
    }

    internal static string WhyNone(IlgpuKind kind, int count, int place) => count > 0
        ? $"{NameOf(kind)}: there is no device {place}; the machine has {count}, counted from 0"
        : kind == IlgpuKind.Cuda ? "cuda: no driver offers a device; install NVIDIA's driver"
        : $"{NameOf(kind)}: no driver offers a device that ILGPU can use (OpenCL 2.0 with generic addresses); try --device opencl, which needs less";

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

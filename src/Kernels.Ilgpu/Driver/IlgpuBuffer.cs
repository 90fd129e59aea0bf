using ILGPU;
using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Memory of a device of ILGPU.</summary>
internal sealed class IlgpuBuffer(IlgpuDevice device, MemoryBuffer memory, long bytes, int sizeClass) : AcceleratorBuffer(device, bytes, sizeClass)
{
    internal MemoryBuffer Memory => memory;

    /// <exception cref="DeviceException">The memory is not that of a device of ILGPU.</exception>
    internal static IlgpuBuffer Of(Buffer buffer, string name) => Of<IlgpuBuffer>(buffer, name);

    /// <summary>All of it, for a kernel.</summary>
    internal ArrayView<T> As<T>()
        where T : unmanaged => new(memory, 0, Bytes / Interop.SizeOf<T>());

    protected override void FreeMemory() => device.Queue.Free(memory);
}

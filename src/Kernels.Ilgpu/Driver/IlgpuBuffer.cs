using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>Memory of a device of ILGPU.</summary>
internal sealed class IlgpuBuffer(IlgpuDevice device, AcceleratorPool pool, MemoryBuffer memory, long bytes, int sizeClass) : AcceleratorBuffer(device, pool, bytes, sizeClass)
{
    internal MemoryBuffer Memory => memory;

    protected override void FreeMemory() => device.Queue.Free(memory);
}

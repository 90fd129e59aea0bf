namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Memory of an OpenCL device.</summary>
internal sealed class DeviceBuffer(OpenClDevice device, AcceleratorPool pool, nint handle, long bytes, int sizeClass) : AcceleratorBuffer(device, pool, bytes, sizeClass)
{
    /// <summary>The driver's own name for it.</summary>
    internal nint Handle { get; private set; } = handle;

    protected override void FreeMemory()
    {
        _ = Cl.ReleaseMemObject(Handle);        // nothing can be done where a driver refuses
        Handle = 0;
    }
}

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Memory of an OpenCL device.</summary>
internal sealed class DeviceBuffer(OpenClDevice device, nint handle, long bytes, int sizeClass) : AcceleratorBuffer(device, bytes, sizeClass)
{
    /// <summary>The driver's own name for it.</summary>
    internal nint Handle { get; private set; } = handle;

    /// <exception cref="DeviceException">The memory is not that of an OpenCL device.</exception>
    internal static DeviceBuffer Of(Buffer buffer) => Of<DeviceBuffer>(buffer, OpenClDevice.Driven);

    protected override void FreeMemory()
    {
        _ = Cl.ReleaseMemObject(Handle);
        Handle = 0;
    }
}

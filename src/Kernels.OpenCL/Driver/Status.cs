namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The status that functions of the OpenCL library return: 0, or one of the errors of the Khronos header CL/cl.h.</summary>
internal static class Status
{
    internal const int Success = 0, DeviceNotFound = -1, DeviceUnavailable = -2, NoMemoryObject = -4, OutOfResources = -5, OutOfHostMemory = -6, BuildFailure = -11, EventFailed = -14, DeviceInvalid = -33,
        ContextInvalid = -34, QueueInvalid = -36, BufferSizeInvalid = -61,
        PlatformNotFound = -1001,       // of the loader of the drivers: no driver is installed
        IllegalAccess = -9999;          // of NVIDIA's driver: a kernel read or wrote outside of its memory

    internal static bool MeansNoMemory(int status) => status is NoMemoryObject or OutOfResources or OutOfHostMemory or BufferSizeInvalid;

    /// <summary>Does nothing that is asked of this device from now on come to an end?</summary>
    internal static bool MeansLost(int status) => status is EventFailed or DeviceUnavailable or DeviceInvalid or QueueInvalid or IllegalAccess;

    /// <exception cref="DeviceException">The status is an error.</exception>
    internal static void Check(int status, string what)
    {
        if (status < Success) throw new DeviceException($"opencl: {what} failed: {Name(status)}");
    }

    internal static string Name(int status) => status switch
    {
        DeviceNotFound => "device not found",
        DeviceUnavailable => "the device is not available",
        -3 => "the driver has no compiler",
        NoMemoryObject => "no memory for a buffer",
        OutOfResources => "out of resources (memory, or a kernel that ran too long or out of bounds)",
        OutOfHostMemory => "out of host memory",
        BuildFailure => "the program did not build",
        EventFailed => "a command before it failed",
        DeviceInvalid => "the device is invalid",
        ContextInvalid => "the context is invalid",
        QueueInvalid => "the queue is invalid, as after a failed kernel",
        -48 => "invalid kernel",
        -51 => "an argument has the wrong size",
        -52 => "an argument was not set",
        -54 => "invalid work group size",
        BufferSizeInvalid => "invalid buffer size",
        IllegalAccess => "a kernel read or wrote outside of its memory",
        PlatformNotFound => "no OpenCL driver is installed",
        _ => $"error {status}",
    };
}

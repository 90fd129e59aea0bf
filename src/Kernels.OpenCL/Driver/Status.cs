namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The status that functions of the OpenCL library return: 0, or one of the errors of the Khronos header CL/cl.h.</summary>
internal static class Status
{
    internal const int Success = 0, DeviceNotFound = -1, NoMemoryObject = -4, OutOfResources = -5, OutOfHostMemory = -6, EventFailed = -14, BuildFailure = -11, DeviceInvalid = -33, ContextInvalid = -34, QueueInvalid = -36,
        PlatformNotFound = -1001;       // of the loader of the drivers: no driver is installed

    internal static bool MeansNoMemory(int status) => status is NoMemoryObject or OutOfResources or OutOfHostMemory;

    /// <summary>Does nothing that is asked of this device from now on come to an end?</summary>
    internal static bool MeansLost(int status) => status is EventFailed or DeviceInvalid or ContextInvalid or QueueInvalid;

    /// <exception cref="DeviceException">The status is an error.</exception>
    internal static void Check(int status, string what)
    {
        if (status < Success) throw new DeviceException($"opencl: {what} failed: {Name(status)}");
    }

    internal static string Name(int status) => status switch
    {
        DeviceNotFound => "device not found",
        -2 => "the device is not available",
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
        -61 => "invalid buffer size",
        PlatformNotFound => "no OpenCL driver is installed",
        _ => $"error {status}",
    };
}

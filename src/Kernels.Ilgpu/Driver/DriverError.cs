using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>What the errors of drivers mean, which ILGPU passes on by their names.</summary>
internal static class DriverError
{
    // ILGPU names the first without its sign; the second is of NVIDIA's driver: a kernel read or wrote outside of its memory.
    private const CLError EventFailed = (CLError)(-14), IllegalAccess = (CLError)(-9999);

    internal static bool MeansNoMemory(Exception failure) => failure is OutOfMemoryException
        || failure is CudaException { Error: nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY) }
        || failure is CLException { Error: CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE };

    /// <summary>Does nothing that is asked of this device from now on come to an end? A driver of CUDA answers each command with the error of a kernel that failed;
    /// what it refuses, a program or a launch, leaves the device as it was.</summary>
    internal static bool MeansLost(Exception failure) => failure switch
    {
        CudaException cuda => cuda.Error is nameof(CudaError.CUDA_ERROR_ILLEGAL_ADDRESS) or nameof(CudaError.CUDA_ERROR_MISALIGNED_ADDRESS) or nameof(CudaError.CUDA_ERROR_INVALID_ADDRESS_SPACE)
            or nameof(CudaError.CUDA_ERROR_INVALID_PC) or nameof(CudaError.CUDA_ERROR_ILLEGAL_INSTRUCTION) or nameof(CudaError.CUDA_ERROR_HARDWARE_STACK_ERROR) or nameof(CudaError.CUDA_ERROR_LAUNCH_FAILED)
            or nameof(CudaError.CUDA_ERROR_LAUNCH_TIMEOUT) or nameof(CudaError.CUDA_ERROR_ASSERT) or nameof(CudaError.CUDA_ERROR_ECC_UNCORRECTABLE) or nameof(CudaError.CUDA_ERROR_NVLINK_UNCORRECTABLE)
            or nameof(CudaError.CUDA_ERROR_CONTEXT_IS_DESTROYED) or nameof(CudaError.CUDA_ERROR_INVALID_CONTEXT) or nameof(CudaError.CUDA_ERROR_DEINITIALIZED) or nameof(CudaError.CUDA_ERROR_UNKNOWN),
        CLException opencl => opencl.Error is EventFailed or IllegalAccess or CLError.CL_DEVICE_NOT_AVAILABLE or CLError.CL_INVALID_DEVICE or CLError.CL_INVALID_COMMAND_QUEUE,
        _ => false,
    };

    /// <summary>In one line, with the driver's name of the error.</summary>
    internal static string Line(Exception failure)
    {
        while (failure.InnerException is { } inner) failure = inner;
        string message = failure.Message.Split('\n')[0].Trim();
        return failure switch
        {
            CLException opencl => opencl.Error.ToString(),      // ILGPU says nothing more
            CudaException cuda => $"{cuda.Error} ({message})",
            _ => message,
        };
    }
}

using System.Reflection;
using DeepPuzzles.Kernels.Ilgpu;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>A device ends when its driver has lost it, and by nothing else.</summary>
public sealed class DriverErrorTests
{
    [Theory]
    [InlineData(CLError.CL_BUILD_PROGRAM_FAILURE, false)]
    [InlineData(CLError.CL_INVALID_WORK_GROUP_SIZE, false)]
    [InlineData(CLError.CL_OUT_OF_RESOURCES, false)]
    [InlineData((CLError)(-14), true)]
    [InlineData(CLError.CL_INVALID_COMMAND_QUEUE, true)]
    public void An_OpenCL_device_ends_when_it_is_lost(CLError error, bool ends) => Ends(new CLException(error), error.ToString(), ends);

    [Theory]
    [InlineData(nameof(CudaError.CUDA_ERROR_INVALID_PTX), false)]
    [InlineData(nameof(CudaError.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES), false)]
    [InlineData(nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY), false)]
    [InlineData(nameof(CudaError.CUDA_ERROR_ILLEGAL_ADDRESS), true)]
    [InlineData(nameof(CudaError.CUDA_ERROR_LAUNCH_FAILED), true)]
    public void A_CUDA_device_ends_when_it_is_lost(string error, bool ends)
    {
        // Its other constructor asks the driver what the error means.
        var failure = new CudaException("what the driver says of it");
        typeof(CudaException).GetField($"<{nameof(CudaException.Error)}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(failure, error);
        Ends(failure, error, ends);
    }

    private static void Ends(Exception failure, string name, bool ends)
    {
        using var device = new IlgpuDevice(IlgpuKind.Cpu);
        Assert.Contains(name, device.Queue.Failed(failure, "a command").Message, StringComparison.Ordinal);
        if (ends) Assert.Contains(name, Assert.Throws<DeviceException>(() => device.Acquire(4)).Message, StringComparison.Ordinal);
        else device.Release(device.Acquire(4));
    }
}

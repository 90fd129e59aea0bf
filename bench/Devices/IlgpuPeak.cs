using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Bench.Devices;

/// <summary>The kernel of Peak.Ilgpu.cs.</summary>
internal sealed class IlgpuPeak(IlgpuDevice device) : FmaPeak(device, device.Queue.Accelerator.NumMultiprocessors, device.GroupSize, PeakKernel.PerStep)
{
    public override void Run() =>
        device.Queue.Run(PeakKernel.Run, new Launch(device.Name, Groups).Writes(Results), Steps, Factor, Shift, device.All<float>(Results.Buffer));

    // Chain k of a thread begins with its number + k, and each of its multiply-adds adds a·b.
    public override float Expected(int item) => PeakKernel.Chains * (item + (PeakKernel.Chains - 1) / 2f) + (float)PeakKernel.PerStep * Steps * Factor * Shift;
}

namespace DeepPuzzles.Kernels.Tests;

internal sealed partial class Sample
{
    /// <summary>The devices that are checked, which give the same bits: here the processor with 1, 2 and 4 threads.</summary>
    internal static Device[] Devices { get; } = [new CpuDevice(1), new CpuDevice(2), new CpuDevice(4)];

    /// <summary>How far its functions may lie from the correctly rounded value beyond what an op's record says, in units in the last place.</summary>
    internal const double FunctionUlp = 0;
}

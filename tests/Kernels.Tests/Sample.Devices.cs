namespace DeepPuzzles.Kernels.Tests;

internal sealed partial class Sample
{
    /// <summary>The devices that are checked, which give the same bits: here the processor with 1, 2 and 4 threads.</summary>
    internal static Device[] Devices { get; } = [new CpuDevice(1), new CpuDevice(2), new CpuDevice(4)];

    /// <summary>How far its functions may lie from the correctly rounded value beyond what an op's record says, in units in the last place.</summary>
    internal const double FunctionUlp = 0;

    /// <summary>Of the sizes of a law those that are checked here: all.</summary>
    internal static int[][] Sizes(int[][] all, int every = 1) => all;

    /// <summary>How arrays of those sizes lie that a law is checked on: in every way.</summary>
    internal static Walk[] WalksOf(params int[] sizes) => Walks;

    /// <summary>Of so many elements those that a long sum has here: all.</summary>
    internal static int Length(int most) => most;
}

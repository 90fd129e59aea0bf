namespace DeepPuzzles.Kernels.Tests;

internal sealed partial class Sample
{
    /// <summary>The devices that are checked, which give the same bits: here one device three times, so that a result that depends on which thread comes
    /// first is found.</summary>
    internal static Device[] Devices => [OnIlgpu.Ferry, OnIlgpu.Ferry, OnIlgpu.Ferry];

    /// <summary>Of a device of OpenCL: its formulas are the processor's, but its divisions are within 2.5 units in the last place (specification 2.0,
    /// section 7.4), its compiler may fuse a product with a sum, and a formula has one division at most.</summary>
    private const double OpenClUlp = 4;

    /// <summary>How far its functions may lie from the correctly rounded value beyond what an op's record says, in units in the last place: not at all
    /// on ILGPU's processor device, which runs the processor's own formulas, and on CUDA, where each of their steps is rounded as there.</summary>
    internal static double FunctionUlp => OnIlgpu.Device.Name == "ilgpu-opencl" ? OpenClUlp : 0;

    /// <summary>On ILGPU's processor device every element of an array, and more so every meeting of a group's threads, takes long.</summary>
    private const int Most = 2200, Longest = 1 << 14;

    /// <summary>Of the sizes of a law those that are checked here: the small ones where the device is the processor, or every so many of them.</summary>
    internal static int[][] Sizes(int[][] all, int every = 1) => IsSlow ? [.. all.Where(sizes => sizes.Aggregate(1, (count, size) => count * size) <= Most).Where((_, i) => i % every == 0)] : all;

    /// <summary>How arrays of those sizes lie that a law is checked on: in two ways where the device is the processor, other ones for other sizes.</summary>
    internal static Walk[] WalksOf(params int[] sizes)
    {
        int first = sizes.Sum() % Walks.Length;
        return IsSlow ? [Walks[first], Walks[(first + 1 + sizes.Length % (Walks.Length - 1)) % Walks.Length]] : Walks;
    }

    /// <summary>Of so many elements those that a long sum has here.</summary>
    internal static int Length(int most) => IsSlow ? Math.Min(most, Longest) : most;

    private static bool IsSlow => OnIlgpu.Device.Name != "cuda";
}

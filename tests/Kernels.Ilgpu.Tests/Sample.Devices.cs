namespace DeepPuzzles.Kernels.Tests;

internal sealed partial class Sample
{
    /// <summary>The devices that are checked, which give the same bits: here one device three times, so that a result that depends on which thread comes
    /// first is found.</summary>
    internal static Device[] Devices => [OnIlgpu.Ferry, OnIlgpu.Ferry, OnIlgpu.Ferry];

    /// <summary>How far its functions may lie from the correctly rounded value beyond what an op's record says, in units in the last place: not at all,
    /// they are the processor's own formulas.</summary>
    internal const double FunctionUlp = 0;
}

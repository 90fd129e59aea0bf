namespace DeepPuzzles.Kernels.Tests;

internal sealed partial class Sample
{
    /// <summary>The devices that are checked, which give the same bits: here one device, with as many groups as it likes and with so few that
    /// each takes several turns, so that a result that depends on which item comes first is found.</summary>
    internal static Device[] Devices => [OnOpenCl.Ferry, OnOpenCl.FerryOfFewGroups, OnOpenCl.Ferry];

    /// <summary>How far its functions may lie from the correctly rounded value beyond what an op's record says, in units in the last place. The OpenCL
    /// specification (1.2, section 7.4) asks for 16 of the least exact, pow and erf.</summary>
    internal const double FunctionUlp = 16;
}

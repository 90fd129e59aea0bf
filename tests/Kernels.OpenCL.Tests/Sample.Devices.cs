namespace DeepPuzzles.Kernels.Tests;

internal sealed partial class Sample
{
    /// <summary>The devices that are checked, which give the same bits: here one device, with as many groups as it likes and with so few that
    /// each takes several turns, so that a result that depends on which item comes first is found.</summary>
    internal static Device[] Devices => [OnOpenCl.Ferry, OnOpenCl.FerryOfFewGroups, OnOpenCl.Ferry];

    /// <summary>How far its functions may lie from the correctly rounded value beyond what an op's record says, in units in the last place. The OpenCL
    /// specification (1.2, section 7.4) asks for 16 of the least exact, pow and erf.</summary>
    internal const double FunctionUlp = 16;

    /// <summary>Of the sizes of a law those that are checked here: all.</summary>
    internal static int[][] Sizes(int[][] all, int every = 1) => all;

    /// <summary>How arrays of those sizes lie that a law is checked on: in every way.</summary>
    internal static Walk[] WalksOf(params int[] sizes) => Walks;

    /// <summary>Of so many elements those that a long sum has here: all.</summary>
    internal static int Length(int most) => most;
}

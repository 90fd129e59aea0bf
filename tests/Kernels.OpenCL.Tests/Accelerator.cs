using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The device that the laws of accelerators are checked on.</summary>
internal static class Accelerator
{
    /// <summary>Convolutions that are drawn at random.</summary>
    internal const int Draws = 25;

    /// <summary>What each of some threads does over and over.</summary>
    internal const int Rounds = 150;

    /// <summary>Numbers of the longest sums.</summary>
    internal const int Many = 12_000_000;

    /// <summary>How the images of windows lie.</summary>
    internal static IEnumerable<Walk> Walks => Sample.Walks;

    internal static Device Ferry => OnOpenCl.Ferry;

    internal static bool HasDouble => OnOpenCl.Device.Info.HasDouble;

    /// <summary>One for a test alone, of so many bytes, or of all that it has.</summary>
    internal static AcceleratorDevice New(long limit = 0)
    {
        _ = OnOpenCl.Device;            // skips where there is none
        return new OpenClDevice { MemoryLimit = limit };
    }
}

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The device that the laws of accelerators are checked on.</summary>
internal static class Accelerator
{
    /// <summary>Convolutions that are drawn at random.</summary>
    internal const int Draws = 25;

    /// <summary>How the images of windows lie.</summary>
    internal static IEnumerable<Walk> Walks => Sample.Walks;

    internal static Device Ferry => OnOpenCl.Ferry;

    internal static bool HasDouble => OnOpenCl.Device.Info.HasDouble;
}

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The device that the laws of accelerators are checked on.</summary>
internal static class Accelerator
{
    /// <summary>Convolutions that are drawn at random; ILGPU on the processor is slow.</summary>
    internal const int Draws = 2;

    internal const bool HasDouble = true;

    /// <summary>How the images of windows lie.</summary>
    internal static IEnumerable<Walk> Walks => [Walk.Sliced];

    internal static Device Ferry => OnIlgpu.Ferry;
}

using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The device that the laws of accelerators are checked on.</summary>
internal static class Accelerator
{
    /// <summary>Convolutions that are drawn at random; ILGPU on the processor is slow.</summary>
    internal const int Draws = 2;

    /// <summary>Numbers of the longest sums; sixteen threads share them, where a card has 256.</summary>
    internal const int Many = 400_000;

    internal const bool HasDouble = true;

    /// <summary>How the images of windows lie.</summary>
    internal static IEnumerable<Walk> Walks => [Walk.Sliced];

    /// <summary>What each of some threads does over and over.</summary>
    internal const int Rounds = 15;

    internal static Device Ferry => OnIlgpu.Ferry;

    /// <summary>One for a test alone, of so many bytes, or of all that it has.</summary>
    internal static AcceleratorDevice New(long limit = 0) => new IlgpuDevice(OnIlgpu.Kind) { MemoryLimit = limit };
}

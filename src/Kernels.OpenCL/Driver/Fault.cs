namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>What a kernel found wrong in its data.</summary>
internal static class Fault
{
    // The kinds, as in Prelude.cl.
    private const int Label = 2, Scatter = 3;

    /// <summary>From what the kernel wrote down: is there one, what kind, the index, its position, the axis, the size.</summary>
    internal static ArgumentOutOfRangeException Of(ReadOnlySpan<int> numbers) => numbers[1] == Label
        ? Labels.OutOfRange(numbers[2], numbers[3], numbers[5])
        : new(null, $"{(numbers[1] == Scatter ? "scatter-add" : "gather")}: {Indices.OutOfRange(numbers[2], numbers[3], numbers[4], numbers[5]).Message}");
}

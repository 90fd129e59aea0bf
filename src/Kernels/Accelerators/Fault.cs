namespace DeepPuzzles.Kernels;

/// <summary>What a kernel found wrong in its data. It writes down <see cref="Numbers"/> numbers: is there one, what kind, the index, its position, the axis,
/// the size. Every thread has a place for what its kernels find wrong, so that it is told to the thread that asked for them; two of so many threads
/// may share one.</summary>
internal static class Fault
{
    /// <summary>The kinds, as in Prelude.cl.</summary>
    internal const int Gather = 1, Label = 2, Scatter = 3;

    /// <summary>Numbers of a fault, and places for them.</summary>
    internal const int Numbers = 6, Places = 256;

    internal static int PlaceOfThread => Environment.CurrentManagedThreadId % Places;

    /// <summary>From what the kernel wrote down: is there one, what kind, the index, its position, the axis, the size.</summary>
    internal static ArgumentOutOfRangeException Of(ReadOnlySpan<int> numbers) => numbers[1] == Label
        ? Labels.OutOfRange(numbers[2], numbers[3], numbers[5])
        : new(null, $"{(numbers[1] == Scatter ? "scatter-add" : "gather")}: {Indices.OutOfRange(numbers[2], numbers[3], numbers[4], numbers[5]).Message}");
}

namespace DeepPuzzles.Kernels;

/// <summary>What a kernel found wrong in its data: which kind, the index, its position, the axis, the size.</summary>
internal sealed record Fault(int Kind, int Index, int Position, int Axis, int Size)
{
    /// <summary>The kinds, as in Prelude.cl.</summary>
    internal const int Gather = 1, Label = 2, Scatter = 3;

    /// <summary>What a kernel writes down: whether there is one, and the five numbers above.</summary>
    internal const int Numbers = 6;

    /// <summary>Null where the kernels wrote nothing down.</summary>
    internal static Fault? From(ReadOnlySpan<int> written) => written[0] == 0 ? null : new(written[1], written[2], written[3], written[4], written[5]);

    /// <summary>In the words of the processor.</summary>
    internal ArgumentOutOfRangeException Told() => Kind == Label
        ? Labels.OutOfRange(Index, Position, Size)
        : new(null, $"{(Kind == Scatter ? "scatter-add" : "gather")}: {Indices.OutOfRange(Index, Position, Axis, Size).Message}");
}

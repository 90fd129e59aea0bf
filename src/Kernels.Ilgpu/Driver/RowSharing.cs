using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>How the threads of a group share rows: so many threads, a power of two, to each.</summary>
internal readonly struct RowSharing(int items)
{
    /// <summary>Sums of a row, at most.</summary>
    internal const int Sums = 3;

    internal int Items { get; } = items;

    /// <summary>This thread in its group.</summary>
    internal int Share { get; } = Group.IdxX;

    /// <summary>This thread among those of its row.</summary>
    internal int Item { get; } = Group.IdxX % items;

    /// <summary>The first of them.</summary>
    internal int Leader => Share - Item;

    /// <summary>The row among those of the group.</summary>
    internal int Row => Share / Items;

    /// <summary>The group's first row.</summary>
    internal long First => (long)Grid.IdxX * (Group.DimX / Items);

    /// <summary>From its first row to that of its next turn.</summary>
    internal long Step => (long)Grid.DimX * (Group.DimX / Items);
}

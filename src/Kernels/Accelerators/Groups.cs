namespace DeepPuzzles.Kernels;

/// <summary>How many work items run a kernel, along up to three axes: groups of a size.</summary>
/// <param name="X">Groups along the first axis.</param>
/// <param name="Y">Groups along the second.</param>
/// <param name="Z">Groups along the third.</param>
/// <param name="SizeX">Items of a group along the first axis.</param>
/// <param name="SizeY">Items of a group along the second.</param>
internal readonly record struct Groups(int X, int Y, int Z, int SizeX, int SizeY)
{
    /// <summary>The size of a group where nothing else is said: every device of interest allows it.</summary>
    internal const int Size = 256;

    /// <summary>Of local memory, at most, for the kernels of a group of <see cref="Size"/>: four numbers of eight bytes for each item, in Rows.cl.</summary>
    internal const int LocalBytes = 4 * sizeof(double) * Size;

    /// <summary>So many groups keep the largest device busy; the items of each then walk on in steps of all items.</summary>
    internal const int Most = 4096;

    /// <summary>For a loop over so many elements that walks on in steps of all items.</summary>
    internal static Groups For(long count, int most = Most, int size = Size) => Of((count + size - 1) / size, most, size);

    /// <summary>For a loop over so many pieces of work for a whole group.</summary>
    internal static Groups Of(long pieces, int most = Most, int size = Size) => new((int)Math.Clamp(pieces, 1, most), 1, 1, size, 1);
}

namespace DeepPuzzles.Kernels;

/// <summary>The door for labels that come from data: every one must name an element of its row.</summary>
internal static unsafe class Labels
{
    /// <summary>The number of rows along the last axis.</summary>
    internal static int RowsOf(in Layout x)
    {
        int rows = 1;
        foreach (int size in x.Sizes[..^1]) rows *= size;
        return rows;
    }

    /// <summary>The length of a row; throws at the first label that is negative or not below it.</summary>
    internal static int Check(in Layout x, in View<int>? labels)
    {
        int count = x.Sizes[^1];
        if (labels is not { } view) return count;
        var loop = Loop.Over(view.Layout, view.Layout);
        for (int row = 0; row < loop.Rows; row++)
        {
            int* at = CpuDevice.PointerTo(view) + loop.Start(0, row);
            for (int i = 0; i < loop.Row; i++, at += loop.Stride(0))
            {
                if ((uint)*at >= (uint)count) throw OutOfRange(*at, row * loop.Row + i, count);
            }
        }
        return count;
    }

    // Names no parameter: the message is what users of tensors are told.
    internal static ArgumentOutOfRangeException OutOfRange(int label, int row, int count) =>
        new(null, $"label {label} of row {row}: there are {count} classes, so labels go from 0 to {count - 1}");
}

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>An array as the laws state it: sizes, and a value for each index. Nothing is shared and no strides exist.</summary>
internal sealed record PlainArray(int[] Sizes, int[] Elements)
{
    internal static PlainArray Count(int[] sizes) => new(sizes, [.. Enumerable.Range(0, sizes.Aggregate(1, (a, b) => a * b))]);

    /// <summary>The array of those sizes whose element at an index is this one's at another.</summary>
    internal PlainArray Pick(int[] sizes, Func<int[], int[]> from) => new(sizes, [.. Indices(sizes).Select(index => this[from(index)])]);

    /// <summary>The same, with a value where there is no other index.</summary>
    internal PlainArray Pick(int[] sizes, Func<int[], int[]?> from, int otherwise) => new(sizes, [.. Indices(sizes).Select(index => from(index) is { } other ? this[other] : otherwise)]);

    internal int this[int[] index]
    {
        get
        {
            int place = 0;
            for (int axis = 0; axis < Sizes.Length; axis++) place = place * Sizes[axis] + index[axis];
            return Elements[place];
        }
    }

    /// <summary>All indices in row-major order.</summary>
    internal static IEnumerable<int[]> Indices(int[] sizes)
    {
        if (sizes.Contains(0)) yield break;
        var index = new int[sizes.Length];
        while (true)
        {
            yield return [.. index];
            int axis = sizes.Length - 1;
            while (axis >= 0 && ++index[axis] == sizes[axis]) index[axis--] = 0;
            if (axis < 0) yield break;
        }
    }
}

namespace DeepPuzzles.Tensors;

/// <summary>The element types of files that tensors can take in.</summary>
internal enum FileType
{
    Bool,
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float16,
    BFloat16,
    Float32,
    Float64,
}

/// <summary>What follows from an element type of a file.</summary>
internal static class FileTypes
{
    /// <summary>The size of an element in the file.</summary>
    internal static int Bytes(this FileType type) => type switch
    {
        FileType.Bool or FileType.UInt8 or FileType.Int8 => 1,
        FileType.UInt16 or FileType.Int16 or FileType.Float16 or FileType.BFloat16 => 2,
        FileType.UInt64 or FileType.Int64 or FileType.Float64 => 8,
        _ => 4,
    };

    /// <summary>The type that holds its values.</summary>
    internal static DType DType(this FileType type) => type switch
    {
        FileType.Bool => Tensors.DType.Bool,
        FileType.Float64 => Tensors.DType.Float64,
        FileType.Float16 or FileType.BFloat16 or FileType.Float32 => Tensors.DType.Float32,
        _ => Tensors.DType.Int32,
    };

    /// <summary>The type that a tensor's elements have in files.</summary>
    internal static FileType Of(DType dtype) => dtype switch
    {
        Tensors.DType.Bool => FileType.Bool,
        Tensors.DType.Int32 => FileType.Int32,
        Tensors.DType.Float64 => FileType.Float64,
        _ => FileType.Float32,
    };

    /// <summary>The shape of those sizes, if a tensor can have it.</summary>
    /// <param name="source">The file.</param>
    /// <param name="offset">Where in it the sizes stand.</param>
    /// <param name="sizes">What it says.</param>
    /// <exception cref="DataFormatException">Too many axes or too many elements.</exception>
    internal static Shape ShapeOf(Source source, long offset, ReadOnlySpan<ulong> sizes)
    {
        if (sizes.Length > Kernels.Layout.MaxRank) throw source.Wrong(offset, $"{sizes.Length} axes; a tensor has at most {Kernels.Layout.MaxRank}");
        Span<int> checkedSizes = stackalloc int[sizes.Length];
        ulong count = sizes.Contains(0UL) ? 0UL : 1UL;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] > int.MaxValue) throw source.Wrong(offset, $"axis {axis} has {sizes[axis]} elements; a tensor has at most {int.MaxValue}");
            checkedSizes[axis] = (int)sizes[axis];
            count *= sizes[axis];        // both are at most 2^31 - 1: no overflow
            if (count > int.MaxValue) throw source.Wrong(offset, $"[{string.Join(", ", sizes.ToArray())}] are more than the {int.MaxValue} elements that a tensor can have");
        }
        return new Shape(checkedSizes);
    }
}

namespace DeepPuzzles.Kernels;

/// <summary>A number for each axis of an image; one number stands for both: <c>padding: 1</c>, <c>stride: (2, 1)</c>.</summary>
/// <param name="Height">Along the rows' axis, the last but one.</param>
/// <param name="Width">Along the last axis.</param>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>The product.</summary>
    public int Area => Height * Width;

    /// <summary>The same number for both axes.</summary>
    public static Extent FromInt32(int both) => new(both, both);

    /// <summary>Height, then width.</summary>
    public static Extent FromValueTuple((int Height, int Width) sizes) => new(sizes.Height, sizes.Width);

    /// <summary>The same number for both axes.</summary>
    public static implicit operator Extent(int both) => FromInt32(both);

    /// <summary>Height, then width.</summary>
    public static implicit operator Extent((int Height, int Width) sizes) => FromValueTuple(sizes);

    /// <summary>As <c>3x3</c>.</summary>
    public override string ToString() => $"{Height}x{Width}";
}

namespace DeepPuzzles.Tensors;

/// <summary>Element i is the sum of the elements 0 to i along an axis.</summary>
public readonly record struct CumulativeSum(int Axis) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "cumulative sum";
}

/// <summary>Element i is the product of the elements 0 to i along an axis.</summary>
public readonly record struct CumulativeProduct(int Axis) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "cumulative product";
}

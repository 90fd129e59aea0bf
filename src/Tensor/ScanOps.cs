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

/// <summary>The positions along an axis in the order of their elements.</summary>
public readonly record struct ArgSort(int Axis, bool Descending) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "argsort";
}

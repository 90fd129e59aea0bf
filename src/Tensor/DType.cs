namespace DeepPuzzles.Tensors;

/// <summary>The type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>32-bit IEEE floating point: the default.</summary>
    Float32,

    /// <summary>64-bit IEEE floating point.</summary>
    Float64,

    /// <summary>32-bit signed integer, for indices and labels.</summary>
    Int32,

    /// <summary>Truth value, for masks.</summary>
    Bool,
}

/// <summary>What follows from a dtype.</summary>
public static class DTypes
{
    /// <summary>The size of an element in bytes.</summary>
    public static int Bytes(this DType dtype) => dtype switch
    {
        DType.Float64 => 8,
        DType.Bool => 1,
        _ => 4,
    };

    /// <summary>The name as NumPy prints it: float32, float64, int32, bool.</summary>
    public static string Name(this DType dtype) => dtype switch
    {
        DType.Float32 => "float32",
        DType.Float64 => "float64",
        DType.Int32 => "int32",
        _ => "bool",
    };

    /// <summary>True for float32 and float64.</summary>
    public static bool IsFloat(this DType dtype) => dtype is DType.Float32 or DType.Float64;

    /// <summary>The dtype of a C# element type.</summary>
    /// <exception cref="TensorException">The type is not float, double, int or bool.</exception>
    public static DType Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : typeof(T) == typeof(int) ? DType.Int32
        : typeof(T) == typeof(bool) ? DType.Bool
        : throw new TensorException($"tensors hold float, double, int or bool, not {typeof(T).Name}: convert first, as with Array.ConvertAll(values, x => (int)x), or (float)x");
}

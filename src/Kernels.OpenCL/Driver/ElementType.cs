namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>An element type as a kernel knows it.</summary>
internal enum ElementType
{
    None,
    Float32,
    Float64,
    Int32,

    /// <summary>bool: one byte, 0 or 1.</summary>
    Bool,

    /// <summary>Four bytes whatever they mean, for kernels that only move them.</summary>
    Bits32,

    /// <summary>Eight bytes whatever they mean.</summary>
    Bits64,
}

internal static class ElementTypes
{
    internal static ElementType Of<T>() =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(double) ? ElementType.Float64
        : typeof(T) == typeof(int) ? ElementType.Int32
        : typeof(T) == typeof(bool) || typeof(T) == typeof(byte) ? ElementType.Bool
        : throw new NotSupportedException($"opencl: kernels know float, double, int and bool, not {typeof(T).Name}");

    /// <summary>For kernels that only move elements: by their size.</summary>
    internal static unsafe ElementType BitsOf<T>()
        where T : unmanaged => sizeof(T) == 1 ? ElementType.Bool : sizeof(T) == sizeof(int) ? ElementType.Bits32 : ElementType.Bits64;

    internal static string InC(ElementType type) => type switch
    {
        ElementType.Float32 => "float",
        ElementType.Float64 => "double",
        ElementType.Int32 => "int",
        ElementType.Bool => "uchar",
        ElementType.Bits32 => "uint",
        ElementType.Bits64 => "ulong",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no element type"),
    };
}

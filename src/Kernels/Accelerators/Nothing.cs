using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>What a kernel writes where a fault leaves it without a number: NaN, or 0 of whole numbers; never what nobody wrote.</summary>
internal static class Nothing
{
    internal static T Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(float.NaN)
        : typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(double.NaN)
        : default;
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>A number type that writes a scalar form down instead of computing it, so that other devices can compile it.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface IStandIn<TSelf>
{
    /// <summary>True when it stands for that number type.</summary>
    bool IsFor<TReal>();

    /// <inheritdoc cref="Number.Pow{T}"/>
    TSelf Pow(TSelf exponent);

    /// <inheritdoc cref="Number.Atan2{T}"/>
    TSelf Atan2(TSelf abscissa);

    /// <inheritdoc cref="Number.WholeQuotient{T}"/>
    TSelf WholeQuotient(TSelf rest, TSelf divisor, bool isAbove);
}

/// <summary>What scalar forms ask of a number type beyond the interfaces of <see cref="System.Numerics"/>. For a real number type every question
/// here is settled when the form is compiled, and nothing of it is left.</summary>
public static class Number
{
    /// <summary>Is T that number type? The one way for a scalar form to ask: another device writes it down by running it on a T that stands for
    /// float, double or int, and <c>typeof(T) == typeof(float)</c> is false of that.</summary>
    /// <typeparam name="TReal">float, double or int.</typeparam>
    /// <typeparam name="T">The number type of the scalar form.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is<TReal, T>()
        where T : unmanaged => typeof(T) == typeof(TReal) || (IsStandIn<T>() && ((IStandIn<T>)(object)default(T)).IsFor<TReal>());

    /// <summary>Does T stand for a number type?</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsStandIn<T>()
        where T : unmanaged => typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(int) && default(T) is IStandIn<T>;

    /// <summary>x^y in float64, rounded to T once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Pow<T>(T x, T y)
        where T : unmanaged, INumber<T> =>
        IsStandIn<T>() ? ((IStandIn<T>)(object)x).Pow(y) : T.CreateTruncating(Math.Pow(double.CreateTruncating(x), double.CreateTruncating(y)));

    /// <summary>The angle of the point (x, y) in float64, rounded to T once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Atan2<T>(T y, T x)
        where T : unmanaged, INumber<T> =>
        IsStandIn<T>() ? ((IStandIn<T>)(object)y).Atan2(x) : T.CreateTruncating(Math.Atan2(double.CreateTruncating(y), double.CreateTruncating(x)));

    /// <summary>(x - rest) / y where that is whole but for its rounding, less 1 where it lies above: in float64, for which float32 would have too few
    /// places, and rounded to T once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T WholeQuotient<T>(T x, T rest, T y, bool isAbove)
        where T : unmanaged, INumber<T> => IsStandIn<T>()
            ? ((IStandIn<T>)(object)x).WholeQuotient(rest, y, isAbove)
            : T.CreateTruncating(Math.Round((double.CreateTruncating(x) - double.CreateTruncating(rest)) / double.CreateTruncating(y)) - (isAbove ? 1 : 0));
}

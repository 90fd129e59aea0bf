using System.Numerics;

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

    /// <inheritdoc cref="Number.Round{T}"/>
    TSelf Round();
}

/// <summary>What scalar forms ask of a number type beyond the interfaces of <see cref="System.Numerics"/>. For a real number type every question
/// here is settled when the form is compiled.</summary>
internal static class Number
{
    /// <summary>Is T that number type, or does it stand for it?</summary>
    internal static bool Is<TReal, T>()
        where T : unmanaged => typeof(T) == typeof(TReal) || (default(T) is IStandIn<T> standIn && standIn.IsFor<TReal>());

    /// <summary>Does T stand for a number type?</summary>
    internal static bool IsStandIn<T>()
        where T : unmanaged => default(T) is IStandIn<T>;

    /// <summary>x^y in float64, rounded to T once.</summary>
    internal static T Pow<T>(T x, T y)
        where T : unmanaged, INumber<T> =>
        x is IStandIn<T> standIn ? standIn.Pow(y) : T.CreateTruncating(Math.Pow(double.CreateTruncating(x), double.CreateTruncating(y)));

    /// <summary>The angle of the point (x, y) in float64, rounded to T once.</summary>
    internal static T Atan2<T>(T y, T x)
        where T : unmanaged, INumber<T> =>
        y is IStandIn<T> standIn ? standIn.Atan2(x) : T.CreateTruncating(Math.Atan2(double.CreateTruncating(y), double.CreateTruncating(x)));

    /// <summary>x rounded to the nearest whole number, and to the even one halfway.</summary>
    internal static T Round<T>(T x)
        where T : unmanaged, INumber<T> =>
        x is IStandIn<T> standIn ? standIn.Round() : T.CreateTruncating(Math.Round(double.CreateTruncating(x)));
}

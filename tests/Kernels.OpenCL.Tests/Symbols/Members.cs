using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

/// <summary>A member of floating-point numbers that no op of the library uses.</summary>
internal readonly record struct Member(Member.Of Which) : IUnaryOp
{
    internal enum Of
    {
        Exp2, Exp10, Cbrt, Asinh, Acosh, Atanh, SinPi, CosPi, TanPi, AsinPi, AcosPi, AtanPi, ExpM1, LogP1,
        Fused, Hypot, Atan2Pi, Ieee754Remainder,
        Constants, Epsilon, Degrees, Floor, Ceiling, Truncate, IsInteger, IsEven, IsOdd,
    }

    public static string Name => "member";

    public static OpRecord Record => new(-4, 4);

    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Which switch
        {
            Of.Exp2 => T.Exp2(x),
            Of.Exp10 => T.Exp10(x),
            Of.Cbrt => T.Cbrt(x),
            Of.Asinh => T.Asinh(x),
            Of.Acosh => T.Acosh(x),
            Of.Atanh => T.Atanh(x),
            Of.SinPi => T.SinPi(x),
            Of.CosPi => T.CosPi(x),
            Of.TanPi => T.TanPi(x),
            Of.AsinPi => T.AsinPi(x),
            Of.AcosPi => T.AcosPi(x),
            Of.AtanPi => T.AtanPi(x),
            Of.ExpM1 => T.ExpM1(x),
            Of.LogP1 => T.LogP1(x),
            Of.Fused => T.FusedMultiplyAdd(x, x, -x),
            Of.Hypot => T.Hypot(x, T.Pi),
            Of.Atan2Pi => T.Atan2Pi(x, T.E),
            Of.Ieee754Remainder => T.Ieee754Remainder(x, T.E),
            Of.Constants => x * T.Pi + T.Tau / x - T.E,
            Of.Epsilon => x * T.Epsilon,
            Of.Degrees => T.RadiansToDegrees(x) + T.DegreesToRadians(x),
            Of.Floor => T.Round(x, MidpointRounding.ToNegativeInfinity),
            Of.Ceiling => T.Round(x, MidpointRounding.ToPositiveInfinity),
            Of.Truncate => T.Round(x, MidpointRounding.ToZero),
            Of.IsInteger => T.IsInteger(x) ? T.One : T.Zero,
            Of.IsEven => T.IsEvenInteger(x) ? T.One : T.Zero,
            _ => T.IsOddInteger(x) ? T.One : T.Zero,
        };

    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
}

/// <summary>A member of all numbers that no op of the library uses.</summary>
internal readonly record struct PairMember(PairMember.Of Which) : IBinaryOp
{
    internal enum Of
    {
        MaxMagnitude, MaxMagnitudeNumber, MinMagnitude, MinMagnitudeNumber, Clamp, Sign, CompareTo, Equals, Max, Min,
        IsFinite, IsInfinity, IsPositive, IsNegative, IsPositiveInfinity, IsNegativeInfinity, IsZero, IsRealNumber, IsInteger, IsEven, IsOdd,
    }

    public static string Name => "member of two";

    public static OpRecord Record => new(-40, 40);

    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => Which switch
        {
            Of.MaxMagnitude => T.MaxMagnitude(x, y),
            Of.MaxMagnitudeNumber => T.MaxMagnitudeNumber(x, y),
            Of.MinMagnitude => T.MinMagnitude(x, y),
            Of.MinMagnitudeNumber => T.MinMagnitudeNumber(x, y),
            Of.Clamp => T.Clamp(x, T.CreateTruncating(-2), T.CreateTruncating(3)) * y,
            Of.Sign => T.CreateTruncating(T.Sign(x)),
            Of.CompareTo => T.CreateTruncating(Math.Sign(x.CompareTo(y))),
            Of.Equals => If<T>(x.Equals(y)),
            Of.Max => T.Max(x, y),
            Of.Min => T.Min(x, y),
            Of.IsFinite => If<T>(T.IsFinite(x)),
            Of.IsInfinity => If<T>(T.IsInfinity(x)),
            Of.IsPositive => If<T>(T.IsPositive(x)),
            Of.IsNegative => If<T>(T.IsNegative(x)),
            Of.IsPositiveInfinity => If<T>(T.IsPositiveInfinity(x)),
            Of.IsNegativeInfinity => If<T>(T.IsNegativeInfinity(x)),
            Of.IsZero => If<T>(T.IsZero(x)),
            Of.IsRealNumber => If<T>(T.IsRealNumber(x)),
            Of.IsInteger => If<T>(T.IsInteger(x)),
            Of.IsEven => If<T>(T.IsEvenInteger(x)),
            _ => If<T>(T.IsOddInteger(x)),
        };

    private static T If<T>(bool isSo)
        where T : unmanaged, INumber<T> => isSo ? T.One : T.Zero;

    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x;
}

namespace DeepPuzzles.Kernels.OpenCL;

// What is made of the other symbols as .NET makes it of numbers, and functions that OpenCL C has under a name of its own.
internal readonly partial struct Symbol<TNumber>
{
    public static Symbol<TNumber> E => Rounded(Math.E);

    public static Symbol<TNumber> Pi => Rounded(Math.PI);

    public static Symbol<TNumber> Tau => Rounded(Math.Tau);

    public static Symbol<TNumber> Epsilon => Literal(Type == TypeCode.Single ? float.Epsilon : double.Epsilon);

    public static bool IsZero(Symbol<TNumber> value) => value == Zero;

    public static bool IsPositive(Symbol<TNumber> value) => !IsNegative(value);

    public static bool IsFinite(Symbol<TNumber> value) => IsWhole || Abs(value) < PositiveInfinity;

    public static bool IsInfinity(Symbol<TNumber> value) => !IsWhole && Abs(value) == PositiveInfinity;

    public static bool IsPositiveInfinity(Symbol<TNumber> value) => !IsWhole && value == PositiveInfinity;

    public static bool IsNegativeInfinity(Symbol<TNumber> value) => !IsWhole && value == NegativeInfinity;

    public static bool IsRealNumber(Symbol<TNumber> value) => !IsNaN(value);

    public static bool IsInteger(Symbol<TNumber> value) => IsWhole || (IsFinite(value) && value == Truncate(value));

    public static bool IsEvenInteger(Symbol<TNumber> value) => IsWhole ? !IsOddInteger(value) : IsInteger(value) && value % Rounded(2) == Zero;

    /// <summary>0 of NaN, for which .NET makes an exception.</summary>
    public static int Sign(Symbol<TNumber> value) => value > Zero ? 1 : value < Zero ? -1 : 0;

    /// <summary>Asks nothing of the bounds, which .NET refuses in the wrong order.</summary>
    public static Symbol<TNumber> Clamp(Symbol<TNumber> value, Symbol<TNumber> min, Symbol<TNumber> max) => value < min ? min : value > max ? max : value;

    public int CompareTo(Symbol<TNumber> other) => this < other ? -1 : this > other ? 1 : this == other ? 0 : !IsNaN(this) ? 1 : IsNaN(other) ? 0 : -1;

    public bool Equals(Symbol<TNumber> other) => this == other || (IsNaN(this) && IsNaN(other));

    public static Symbol<TNumber> MaxMagnitude(Symbol<TNumber> x, Symbol<TNumber> y) =>
        IsLowest(x) ? x : IsLowest(y) ? y : Abs(x) > Abs(y) || IsNaN(x) ? x : Abs(x) == Abs(y) && !IsNegative(x) ? x : y;

    public static Symbol<TNumber> MaxMagnitudeNumber(Symbol<TNumber> x, Symbol<TNumber> y) =>
        IsLowest(x) ? x : IsLowest(y) ? y : Abs(x) > Abs(y) || IsNaN(y) ? x : Abs(x) == Abs(y) && !IsNegative(x) ? x : y;

    public static Symbol<TNumber> MinMagnitude(Symbol<TNumber> x, Symbol<TNumber> y) =>
        IsLowest(x) ? y : IsLowest(y) ? x : Abs(x) < Abs(y) || IsNaN(x) ? x : Abs(x) == Abs(y) && IsNegative(x) ? x : y;

    public static Symbol<TNumber> MinMagnitudeNumber(Symbol<TNumber> x, Symbol<TNumber> y) =>
        IsLowest(x) ? y : IsLowest(y) ? x : Abs(x) < Abs(y) || IsNaN(y) ? x : Abs(x) == Abs(y) && IsNegative(x) ? x : y;

    // The lowest int32 has no opposite, so its magnitude is the largest.
    private static bool IsLowest(Symbol<TNumber> value) => Type == TypeCode.Int32 && Abs(value) < Zero;

    public static Symbol<TNumber> Round(Symbol<TNumber> x, int digits, MidpointRounding mode) => (digits, mode) switch
    {
        (0, MidpointRounding.ToEven) => Round(x),
        (0, MidpointRounding.ToZero) => Truncate(x),
        (0, MidpointRounding.ToNegativeInfinity) => Floor(x),
        (0, MidpointRounding.ToPositiveInfinity) => Ceiling(x),
        _ => throw Untraced($"Round to {digits} digits, {mode},"),
    };

    public static Symbol<TNumber> Exp2(Symbol<TNumber> x) => Node(Operator.Exp2, x);

    public static Symbol<TNumber> Exp10(Symbol<TNumber> x) => Node(Operator.Exp10, x);

    public static Symbol<TNumber> Cbrt(Symbol<TNumber> x) => Node(Operator.Cbrt, x);

    public static Symbol<TNumber> Hypot(Symbol<TNumber> x, Symbol<TNumber> y) => Node(Operator.Hypot, x, y);

    public static Symbol<TNumber> Asinh(Symbol<TNumber> x) => Node(Operator.Asinh, x);

    public static Symbol<TNumber> Acosh(Symbol<TNumber> x) => Node(Operator.Acosh, x);

    public static Symbol<TNumber> Atanh(Symbol<TNumber> x) => Node(Operator.Atanh, x);

    public static Symbol<TNumber> SinPi(Symbol<TNumber> x) => Node(Operator.SinPi, x);

    public static Symbol<TNumber> CosPi(Symbol<TNumber> x) => Node(Operator.CosPi, x);

    public static Symbol<TNumber> TanPi(Symbol<TNumber> x) => Node(Operator.TanPi, x);

    public static Symbol<TNumber> AsinPi(Symbol<TNumber> x) => Node(Operator.AsinPi, x);

    public static Symbol<TNumber> AcosPi(Symbol<TNumber> x) => Node(Operator.AcosPi, x);

    public static Symbol<TNumber> AtanPi(Symbol<TNumber> x) => Node(Operator.AtanPi, x);

    public static Symbol<TNumber> Atan2Pi(Symbol<TNumber> y, Symbol<TNumber> x) => Node(Operator.Atan2Pi, y, x);

    public static Symbol<TNumber> Ieee754Remainder(Symbol<TNumber> left, Symbol<TNumber> right) => Node(Operator.Ieee754Remainder, left, right);

    public static Symbol<TNumber> FusedMultiplyAdd(Symbol<TNumber> left, Symbol<TNumber> right, Symbol<TNumber> addend) =>
        new(Trace.Current.Add(new Node(Operator.FusedMultiplyAdd, Type, left.Place, right.Place, Z: addend.Place)));

    private static Symbol<TNumber> Rounded(double value) => Literal(TNumber.CreateTruncating(value));
}

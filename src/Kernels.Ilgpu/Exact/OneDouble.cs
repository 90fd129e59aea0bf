namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>One float64 as a register of one lane, so that the formulas of <see cref="VectorMath"/> compute on any device what they compute in the lanes
/// of a processor.</summary>
internal readonly struct OneDouble : IRegister<OneDouble>
{
    private readonly double _value;

    private OneDouble(double value) => _value = value;

    public static bool IsSingle => false;

    public static int Count => 1;

    public static OneDouble Zero => new(0);

    public static OneDouble One => new(1);

    private long Bits => BitConverter.DoubleToInt64Bits(_value);

    public static implicit operator OneDouble(double x) => new(x);

    public static implicit operator double(OneDouble x) => x._value;

    public static OneDouble operator +(OneDouble x, OneDouble y) => new(x._value + y._value);

    public static OneDouble operator -(OneDouble x, OneDouble y) => new(x._value - y._value);

    public static OneDouble operator *(OneDouble x, OneDouble y) => new(x._value * y._value);

    public static OneDouble operator /(OneDouble x, OneDouble y) => new(x._value / y._value);

    public static OneDouble operator &(OneDouble x, OneDouble y) => From(x.Bits & y.Bits);

    public static OneDouble operator |(OneDouble x, OneDouble y) => From(x.Bits | y.Bits);

    public static OneDouble operator ^(OneDouble x, OneDouble y) => From(x.Bits ^ y.Bits);

    public static OneDouble operator -(OneDouble x) => new(-x._value);

    public static OneDouble operator ~(OneDouble x) => From(~x.Bits);

    public static OneDouble Of(double value) => new(value);

    public static OneDouble OfBits(long value) => From(value);

    public static OneDouble Fma(OneDouble a, OneDouble b, OneDouble c) => new(Native.MultiplyAdd(a._value, b._value, c._value));

    public static OneDouble Abs(OneDouble x) => From(x.Bits & long.MaxValue);

    public static OneDouble Sqrt(OneDouble x) => new(Math.Sqrt(x._value));

    public static OneDouble Min(OneDouble x, OneDouble y) => x._value < y._value ? x : y;

    public static OneDouble Max(OneDouble x, OneDouble y) => x._value > y._value ? x : y;

    public static OneDouble Select(OneDouble mask, OneDouble x, OneDouble y) => mask.Bits != 0 ? x : y;

    public static OneDouble Less(OneDouble x, OneDouble y) => Mask(x._value < y._value);

    public static OneDouble AreEqual(OneDouble x, OneDouble y) => Mask(x._value == y._value);

    public static OneDouble AddBits(OneDouble x, OneDouble y) => From(x.Bits + y.Bits);

    public static OneDouble SubtractBits(OneDouble x, OneDouble y) => From(x.Bits - y.Bits);

    public static OneDouble ShiftLeft(OneDouble x, int bits) => From(x.Bits << bits);

    public static OneDouble ShiftRight(OneDouble x, int bits) => From(x.Bits >> bits);

    public static OneDouble FromBits(OneDouble x) => new(x.Bits);

    public static bool AllAtMost(OneDouble x, OneDouble y) => x.Bits <= y.Bits;

    public static bool AllBelow(OneDouble x, OneDouble y) => (ulong)x.Bits < (ulong)y.Bits;

    public static OneDouble InFloat64<TFormula>(OneDouble x, out OneDouble second)
        where TFormula : struct, IFormulaOfTwo => TFormula.Apply(x, out second);

    private static OneDouble From(long bits) => new(BitConverter.Int64BitsToDouble(bits));

    private static OneDouble Mask(bool isSet) => From(isSet ? -1 : 0);
}

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>One float32 as a register of one lane, so that the formulas of <see cref="VectorMath"/> compute on any device what they compute in the lanes
/// of a processor.</summary>
internal readonly struct OneSingle : IRegister<OneSingle>
{
    private readonly float _value;

    private OneSingle(float value) => _value = value;

    public static bool IsSingle => true;

    public static int Count => 1;

    public static OneSingle Zero => new(0);

    public static OneSingle One => new(1);

    private int Bits => BitConverter.SingleToInt32Bits(_value);

    public static implicit operator OneSingle(float x) => new(x);

    public static implicit operator float(OneSingle x) => x._value;

    public static OneSingle operator +(OneSingle x, OneSingle y) => new(x._value + y._value);

    public static OneSingle operator -(OneSingle x, OneSingle y) => new(x._value - y._value);

    public static OneSingle operator *(OneSingle x, OneSingle y) => new(x._value * y._value);

    public static OneSingle operator /(OneSingle x, OneSingle y) => new(x._value / y._value);

    public static OneSingle operator &(OneSingle x, OneSingle y) => From(x.Bits & y.Bits);

    public static OneSingle operator |(OneSingle x, OneSingle y) => From(x.Bits | y.Bits);

    public static OneSingle operator ^(OneSingle x, OneSingle y) => From(x.Bits ^ y.Bits);

    public static OneSingle operator -(OneSingle x) => new(-x._value);

    public static OneSingle operator ~(OneSingle x) => From(~x.Bits);

    public static OneSingle Of(double value) => new((float)value);

    public static OneSingle OfBits(long value) => From((int)value);

    public static OneSingle Fma(OneSingle a, OneSingle b, OneSingle c) => new(Native.MultiplyAdd(a._value, b._value, c._value));

    public static OneSingle Abs(OneSingle x) => From(x.Bits & int.MaxValue);

    public static OneSingle Sqrt(OneSingle x) => new(MathF.Sqrt(x._value));

    public static OneSingle Min(OneSingle x, OneSingle y) => x._value < y._value ? x : y;

    public static OneSingle Max(OneSingle x, OneSingle y) => x._value > y._value ? x : y;

    public static OneSingle Select(OneSingle mask, OneSingle x, OneSingle y) => mask.Bits != 0 ? x : y;

    public static OneSingle Less(OneSingle x, OneSingle y) => Mask(x._value < y._value);

    public static OneSingle AreEqual(OneSingle x, OneSingle y) => Mask(x._value == y._value);

    public static OneSingle AddBits(OneSingle x, OneSingle y) => From(x.Bits + y.Bits);

    public static OneSingle SubtractBits(OneSingle x, OneSingle y) => From(x.Bits - y.Bits);

    public static OneSingle ShiftLeft(OneSingle x, int bits) => From(x.Bits << bits);

    public static OneSingle ShiftRight(OneSingle x, int bits) => From(x.Bits >> bits);

    public static OneSingle FromBits(OneSingle x) => new(x.Bits);

    public static bool AllAtMost(OneSingle x, OneSingle y) => x.Bits <= y.Bits;

    public static bool AllBelow(OneSingle x, OneSingle y) => (uint)x.Bits < (uint)y.Bits;

    public static OneSingle InFloat64<TFormula>(OneSingle x, out OneSingle second)
        where TFormula : struct, IFormulaOfTwo
    {
        double first = TFormula.Apply<OneDouble>((double)x._value, out OneDouble other);
        second = new((float)(double)other);
        return new((float)first);
    }

    private static OneSingle From(int bits) => new(BitConverter.Int32BitsToSingle(bits));

    private static OneSingle Mask(bool isSet) => From(isSet ? -1 : 0);
}

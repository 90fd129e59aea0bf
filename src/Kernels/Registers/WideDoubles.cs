using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>float64 in 512 bits.</summary>
internal readonly struct WideDoubles : IRegister<WideDoubles>
{
    private readonly Vector512<double> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private WideDoubles(Vector512<double> value) => _value = value;

    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    public static int Count => Vector512<double>.Count;

    public static WideDoubles Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<double>.Zero);
    }

    public static WideDoubles One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<double>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator WideDoubles(Vector512<double> x) => new(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Vector512<double>(WideDoubles x) => x._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator +(WideDoubles x, WideDoubles y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator -(WideDoubles x, WideDoubles y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator *(WideDoubles x, WideDoubles y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator /(WideDoubles x, WideDoubles y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator &(WideDoubles x, WideDoubles y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator |(WideDoubles x, WideDoubles y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator ^(WideDoubles x, WideDoubles y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator -(WideDoubles x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator ~(WideDoubles x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Of(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles OfBits(long value) => new(Vector512.Create(value).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Fma(WideDoubles a, WideDoubles b, WideDoubles c) => new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Abs(WideDoubles x) => new(Vector512.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Sqrt(WideDoubles x) => new(Vector512.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Min(WideDoubles x, WideDoubles y) => new(Vector512.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Max(WideDoubles x, WideDoubles y) => new(Vector512.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Select(WideDoubles mask, WideDoubles x, WideDoubles y) => new(Vector512.ConditionalSelect(mask._value, x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Less(WideDoubles x, WideDoubles y) => new(Vector512.LessThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles AreEqual(WideDoubles x, WideDoubles y) => new(Vector512.Equals(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles AddBits(WideDoubles x, WideDoubles y) => new((x._value.AsInt64() + y._value.AsInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles SubtractBits(WideDoubles x, WideDoubles y) => new((x._value.AsInt64() - y._value.AsInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles ShiftLeft(WideDoubles x, int bits) => new((x._value.AsInt64() << bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles ShiftRight(WideDoubles x, int bits) => new((x._value.AsInt64() >> bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles FromBits(WideDoubles x) => new(Vector512.ConvertToDouble(x._value.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllAtMost(WideDoubles x, WideDoubles y) => Vector512.LessThanOrEqualAll(x._value.AsInt64(), y._value.AsInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllBelow(WideDoubles x, WideDoubles y) => Vector512.LessThanAll(x._value.AsUInt64(), y._value.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles InFloat64<TFormula>(WideDoubles x, out WideDoubles second)
        where TFormula : struct, IFormulaOfTwo => TFormula.Apply(x, out second);
}

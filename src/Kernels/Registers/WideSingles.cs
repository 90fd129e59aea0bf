using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>float32 in 512 bits.</summary>
internal readonly struct WideSingles : IRegister<WideSingles>
{
    private readonly Vector512<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private WideSingles(Vector512<float> value) => _value = value;

    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    public static int Count => Vector512<float>.Count;

    public static WideSingles Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<float>.Zero);
    }

    public static WideSingles One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<float>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator WideSingles(Vector512<float> x) => new(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Vector512<float>(WideSingles x) => x._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator +(WideSingles x, WideSingles y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator -(WideSingles x, WideSingles y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator *(WideSingles x, WideSingles y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator /(WideSingles x, WideSingles y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator &(WideSingles x, WideSingles y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator |(WideSingles x, WideSingles y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator ^(WideSingles x, WideSingles y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator -(WideSingles x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator ~(WideSingles x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Of(double value) => new(Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles OfBits(long value) => new(Vector512.Create((int)value).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Fma(WideSingles a, WideSingles b, WideSingles c) => new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Abs(WideSingles x) => new(Vector512.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Sqrt(WideSingles x) => new(Vector512.Sqrt(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Min(WideSingles x, WideSingles y) => new(Vector512.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Max(WideSingles x, WideSingles y) => new(Vector512.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Select(WideSingles mask, WideSingles x, WideSingles y) => new(Vector512.ConditionalSelect(mask._value, x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Less(WideSingles x, WideSingles y) => new(Vector512.LessThan(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles AreEqual(WideSingles x, WideSingles y) => new(Vector512.Equals(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles AddBits(WideSingles x, WideSingles y) => new((x._value.AsInt32() + y._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles SubtractBits(WideSingles x, WideSingles y) => new((x._value.AsInt32() - y._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles ShiftLeft(WideSingles x, int bits) => new((x._value.AsInt32() << bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles ShiftRight(WideSingles x, int bits) => new((x._value.AsInt32() >> bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles FromBits(WideSingles x) => new(Vector512.ConvertToSingle(x._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllAtMost(WideSingles x, WideSingles y) => Vector512.LessThanOrEqualAll(x._value.AsInt32(), y._value.AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllBelow(WideSingles x, WideSingles y) => Vector512.LessThanAll(x._value.AsUInt32(), y._value.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles InFloat64<TFormula>(WideSingles x, out WideSingles second)
        where TFormula : struct, IFormulaOfTwo
    {
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(x._value);
        WideDoubles first = TFormula.Apply<WideDoubles>(lower, out WideDoubles firstOther), last = TFormula.Apply<WideDoubles>(upper, out WideDoubles lastOther);
        second = new(Vector512.Narrow(firstOther, lastOther));
        return new(Vector512.Narrow(first, last));
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>float32 in the runtime's own width.</summary>
internal readonly struct Singles : IRegister<Singles>
{
    private readonly Vector<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Singles(Vector<float> value) => _value = value;

    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    public static int Count => Vector<float>.Count;

    public static Singles Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector<float>.Zero);
    }

    public static Singles One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector<float>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Singles(Vector<float> x) => new(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Vector<float>(Singles x) => x._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator +(Singles x, Singles y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator -(Singles x, Singles y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator *(Singles x, Singles y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator /(Singles x, Singles y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator &(Singles x, Singles y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator |(Singles x, Singles y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator ^(Singles x, Singles y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator -(Singles x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator ~(Singles x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Of(double value) => new(Vector.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles OfBits(long value) => new(Vector.Create((int)value).As<int, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Fma(Singles a, Singles b, Singles c) => new(Vector.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Abs(Singles x) => new(Vector.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Sqrt(Singles x) => new(Vector.SquareRoot(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Min(Singles x, Singles y) => new(Vector.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Max(Singles x, Singles y) => new(Vector.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Select(Singles mask, Singles x, Singles y) => new(Vector.ConditionalSelect(mask._value, x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Less(Singles x, Singles y) => new(Vector.LessThan<float>(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles AreEqual(Singles x, Singles y) => new(Vector.Equals<float>(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles AddBits(Singles x, Singles y) => new((x._value.As<float, int>() + y._value.As<float, int>()).As<int, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles SubtractBits(Singles x, Singles y) => new((x._value.As<float, int>() - y._value.As<float, int>()).As<int, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles ShiftLeft(Singles x, int bits) => new((x._value.As<float, int>() << bits).As<int, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles ShiftRight(Singles x, int bits) => new((x._value.As<float, int>() >> bits).As<int, float>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles FromBits(Singles x) => new(Vector.ConvertToSingle(x._value.As<float, int>()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllAtMost(Singles x, Singles y) => Vector.LessThanOrEqualAll(x._value.As<float, int>(), y._value.As<float, int>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllBelow(Singles x, Singles y) => Vector.LessThanAll(x._value.As<float, uint>(), y._value.As<float, uint>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles InFloat64<TFormula>(Singles x, out Singles second)
        where TFormula : struct, IFormulaOfTwo
    {
        Vector.Widen(x._value, out Vector<double> lower, out Vector<double> upper);
        Doubles first = TFormula.Apply<Doubles>(lower, out Doubles firstOther), last = TFormula.Apply<Doubles>(upper, out Doubles lastOther);
        second = new(Vector.Narrow(firstOther, lastOther));
        return new(Vector.Narrow(first, last));
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>float64 in the runtime's own width.</summary>
internal readonly struct Doubles : IRegister<Doubles>
{
    private readonly Vector<double> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Doubles(Vector<double> value) => _value = value;

    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    public static int Count => Vector<double>.Count;

    public static Doubles Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector<double>.Zero);
    }

    public static Doubles One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector<double>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Doubles(Vector<double> x) => new(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Vector<double>(Doubles x) => x._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator +(Doubles x, Doubles y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator -(Doubles x, Doubles y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator *(Doubles x, Doubles y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator /(Doubles x, Doubles y) => new(x._value / y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator &(Doubles x, Doubles y) => new(x._value & y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator |(Doubles x, Doubles y) => new(x._value | y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator ^(Doubles x, Doubles y) => new(x._value ^ y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator -(Doubles x) => new(-x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles operator ~(Doubles x) => new(~x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles Of(double value) => new(Vector.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles OfBits(long value) => new(Vector.Create(value).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles Fma(Doubles a, Doubles b, Doubles c) => new(Vector.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles Abs(Doubles x) => new(Vector.Abs(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles Sqrt(Doubles x) => new(Vector.SquareRoot(x._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles Min(Doubles x, Doubles y) => new(Vector.MinNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles Max(Doubles x, Doubles y) => new(Vector.MaxNative(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles Select(Doubles mask, Doubles x, Doubles y) => new(Vector.ConditionalSelect(mask._value, x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles Less(Doubles x, Doubles y) => new(Vector.LessThan<double>(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles AreEqual(Doubles x, Doubles y) => new(Vector.Equals<double>(x._value, y._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles AddBits(Doubles x, Doubles y) => new((x._value.As<double, long>() + y._value.As<double, long>()).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles SubtractBits(Doubles x, Doubles y) => new((x._value.As<double, long>() - y._value.As<double, long>()).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles ShiftLeft(Doubles x, int bits) => new((x._value.As<double, long>() << bits).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles ShiftRight(Doubles x, int bits) => new((x._value.As<double, long>() >> bits).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles FromBits(Doubles x) => new(Vector.ConvertToDouble(x._value.As<double, long>()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllAtMost(Doubles x, Doubles y) => Vector.LessThanOrEqualAll(x._value.As<double, long>(), y._value.As<double, long>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllBelow(Doubles x, Doubles y) => Vector.LessThanAll(x._value.As<double, ulong>(), y._value.As<double, ulong>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles InFloat64<TFormula>(Doubles x, out Doubles second)
        where TFormula : struct, IFormulaOfTwo => TFormula.Apply(x, out second);
}

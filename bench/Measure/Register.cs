using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Bench.Measure;

/// <summary>A SIMD register that multiplies and adds.</summary>
internal interface IRegister<TSelf>
    where TSelf : struct, IRegister<TSelf>
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Count { get; }

    static abstract TSelf Of(double value);

    /// <summary>x·y + z, fused where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The sum of the numbers in x.</summary>
    static abstract double Sum(TSelf x);
}

internal readonly struct Narrow32(Vector<float> value) : IRegister<Narrow32>
{
    private readonly Vector<float> _value = value;

    public static int Count => Vector<float>.Count;

    public static Narrow32 Of(double value) => new(new Vector<float>((float)value));

    public static Narrow32 MultiplyAdd(Narrow32 x, Narrow32 y, Narrow32 z) => new(Vector.MultiplyAddEstimate(x._value, y._value, z._value));

    public static double Sum(Narrow32 x) => Vector.Sum(x._value);
}

internal readonly struct Narrow64(Vector<double> value) : IRegister<Narrow64>
{
    private readonly Vector<double> _value = value;

    public static int Count => Vector<double>.Count;

    public static Narrow64 Of(double value) => new(new Vector<double>(value));

    public static Narrow64 MultiplyAdd(Narrow64 x, Narrow64 y, Narrow64 z) => new(Vector.MultiplyAddEstimate(x._value, y._value, z._value));

    public static double Sum(Narrow64 x) => Vector.Sum(x._value);
}

internal readonly struct Wide32(Vector512<float> value) : IRegister<Wide32>
{
    private readonly Vector512<float> _value = value;

    public static int Count => Vector512<float>.Count;

    public static Wide32 Of(double value) => new(Vector512.Create((float)value));

    public static Wide32 MultiplyAdd(Wide32 x, Wide32 y, Wide32 z) => new(Vector512.MultiplyAddEstimate(x._value, y._value, z._value));

    public static double Sum(Wide32 x) => Vector512.Sum(x._value);
}

internal readonly struct Wide64(Vector512<double> value) : IRegister<Wide64>
{
    private readonly Vector512<double> _value = value;

    public static int Count => Vector512<double>.Count;

    public static Wide64 Of(double value) => new(Vector512.Create(value));

    public static Wide64 MultiplyAdd(Wide64 x, Wide64 y, Wide64 z) => new(Vector512.MultiplyAddEstimate(x._value, y._value, z._value));

    public static double Sum(Wide64 x) => Vector512.Sum(x._value);
}

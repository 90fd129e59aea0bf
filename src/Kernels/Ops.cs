using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>What every op struct tells about itself. The struct is the op: verbs of <see cref="Device"/> are generic over it, and the
/// runtime compiles one loop per op and element type.</summary>
/// <remarks>A scalar form, generic in its number type T, defines the op on every device. Devices that do not run C# write it down: they run it, on a T whose
/// numbers are symbols, once for each way that its questions can be answered, and keep what came out for as long as the program runs. So it may depend on
/// nothing but its arguments and the op's fields, by operations of T: no static field, no clock, no state; which type T is it asks by
/// <see cref="Number.Is{TReal, T}"/>, never by typeof or a size; numbers are made by <c>T.CreateTruncating</c>, and none is turned into
/// another type's. It throws nothing, since devices have no exceptions, and has at most 256 paths. When such a device first meets an op it compares what
/// was written down with the scalar form at a few points, and refuses the op by a <see cref="DeviceException"/> where they differ.</remarks>
public interface IOp
{
    /// <summary>The name in messages and printed graphs, lower case.</summary>
    static abstract string Name { get; }

    /// <summary>What the generic tests need to know.</summary>
    static abstract OpRecord Record { get; }
}

/// <summary>What the generic tests need to know of an op.</summary>
/// <param name="Low">The lowest input that the tests draw.</param>
/// <param name="High">The highest input that the tests draw.</param>
/// <param name="Ulp">How far the SIMD form may lie from the correctly rounded value, in units in the last place.</param>
/// <param name="Kinks">Inputs where the derivative jumps; for two operands, values of x - y. The gradient tests keep away from them.</param>
public sealed record OpRecord(double Low, double High, double Ulp = 0, params double[] Kinks);

/// <summary>y = f(x) on floating-point numbers. The scalar form defines the op and is what other devices compile, by the rules of
/// <see cref="IOp"/>; it may choose and branch, but fewer paths are faster.</summary>
public interface IUnaryOp : IOp
{
    /// <summary>The formula for one number.</summary>
    T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The same for a SIMD register.</summary>
    Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>True for formulas that compute long, so that registers of 512 bits pay where the hardware has them and <see cref="Vector{T}"/> is
    /// narrower: they give that form below.</summary>
    static virtual bool IsLong => false;

    /// <summary>The same for a register of 512 bits; each lane gets the same bits as in <see cref="Vector{T}"/>. What stands here takes the register
    /// apart.</summary>
    static virtual Vector512<T> Apply<TOp, T>(TOp op, Vector512<T> x)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int part = 0; part < Vector512<T>.Count; part += Vector<T>.Count)
        {
            ref Vector<T> lanes = ref Unsafe.As<T, Vector<T>>(ref Unsafe.Add(ref Unsafe.As<Vector512<T>, T>(ref x), part));
            lanes = op.Apply(lanes);
        }
        return x;
    }
}

/// <summary>z = f(x, y) on numbers, float or int32.</summary>
public interface IBinaryOp : IOp
{
    /// <summary>The formula for one pair.</summary>
    T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T>;

    /// <summary>The same for SIMD registers.</summary>
    Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T>;
}

/// <summary>A question about two numbers.</summary>
public interface IComparison : IOp
{
    /// <summary>The answer for one pair; false when either is NaN, except for "not equal".</summary>
    bool Apply<T>(T x, T y)
        where T : unmanaged, INumber<T>;

    /// <summary>The same for SIMD registers: all bits of a lane are set, or none.</summary>
    Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T>;
}

/// <summary>An associative and commutative combination that reduces many numbers to one.</summary>
public interface IReduction : IOp
{
    /// <summary>The value that changes nothing when combined.</summary>
    T Identity<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>Two partial results become one.</summary>
    T Combine<T>(T x, T y)
        where T : unmanaged, INumber<T>;

    /// <summary>The same for SIMD registers.</summary>
    Vector<T> Combine<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T>;
}

/// <summary>Which of two numbers an arg-reduction keeps.</summary>
public interface IArgReduction : IOp
{
    /// <summary>True when <paramref name="candidate"/> replaces <paramref name="best"/>. The first of equal numbers stays; a NaN wins
    /// over every number, as in NumPy.</summary>
    bool Replaces<T>(T candidate, T best)
        where T : unmanaged, INumber<T>;

    /// <summary>The same for SIMD registers: all bits of a lane are set, or none.</summary>
    Vector<T> Replaces<T>(Vector<T> candidate, Vector<T> best)
        where T : unmanaged, INumber<T>;
}

/// <summary>Turns 64 random bits into a random number.</summary>
public interface IDistribution : IOp
{
    /// <summary>One number from two independent uniform words of 32 bits.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    /// <typeparam name="TWord">uint, or what stands for it where another device's code is written.</typeparam>
    T Apply<T, TWord>(TWord first, TWord second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWord : unmanaged, IBinaryInteger<TWord>;
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Transcendental functions on SIMD registers of either width, on top of the runtime's own exp, log, sin and cos.</summary>
internal static class VectorMath
{
    internal static Vector<T> Exp<T>(Vector<T> x)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Vector.Exp(x.As<T, float>()).As<float, T>()
            : Vector.Exp(x.As<T, double>()).As<double, T>();

    internal static Vector<T> Log<T>(Vector<T> x)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Vector.Log(x.As<T, float>()).As<float, T>()
            : Vector.Log(x.As<T, double>()).As<double, T>();

    internal static Vector<T> Sin<T>(Vector<T> x)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Vector.Sin(x.As<T, float>()).As<float, T>()
            : Vector.Sin(x.As<T, double>()).As<double, T>();

    internal static Vector<T> Cos<T>(Vector<T> x)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Vector.Cos(x.As<T, float>()).As<float, T>()
            : Vector.Cos(x.As<T, double>()).As<double, T>();

    // See the scalar form in Log1P.cs.
    internal static Vector<T> Log1P<T>(Vector<T> x)
        where T : unmanaged, INumberBase<T>
    {
        Vector<T> near = Vector.Min(x, Vector.Create(T.CreateTruncating(1 << 30)));
        Vector<T> u = Vector<T>.One + near;
        return Log(Vector<T>.One + x) - (u - Vector<T>.One - near) / Vector.Max(u, Vector.Create(T.CreateTruncating(1e-30)));
    }

    // See the scalar form in ExpM1.cs.
    internal static Vector<T> ExpM1<T>(Vector<T> x)
        where T : unmanaged, INumberBase<T>
    {
        Vector<T> bound = Vector.Create(T.CreateTruncating(30));
        Vector<T> near = Vector.Min(Vector.Max(x, -bound), bound);
        return Exp(x) - Exp(near) + ExpM1Within(near);
    }

    private static Vector<T> ExpM1Within<T>(Vector<T> x)
        where T : unmanaged, INumberBase<T>
    {
        Vector<T> power = Exp(x), tiny = Vector.Create(T.CreateTruncating(Kernels.ExpM1.Tiny));
        return (power - Vector<T>.One + tiny) / (Log(power) + tiny) * x;
    }

    // tanh |x| = e / (e + 2) with e = e^2|x| - 1 has no cancellation anywhere; above 20 it is 1 in either width.
    internal static Vector<T> Tanh<T>(Vector<T> x)
        where T : unmanaged, INumberBase<T>
    {
        Vector<T> size = Vector.Min(Vector.Abs(x), Vector.Create(T.CreateTruncating(20)));
        Vector<T> y = ExpM1Within(size + size);
        return Vector.CopySign(y / (y + Vector.Create(T.CreateTruncating(2))), x);
    }

    /// <summary>The scalar form on each lane, for ops that have no SIMD form worth its code.</summary>
    internal static Vector<T> EachLane<TOp, T>(Vector<T> x, TOp op)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.As<Vector<T>, T>(ref x), Vector<T>.Count);
        foreach (ref T lane in lanes) lane = op.Apply(lane);
        return x;
    }
}

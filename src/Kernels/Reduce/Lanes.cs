using System.Numerics;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>The lanes of a register, of 4 or 8 bytes each, combined into one number: halves onto halves, within the register, since through memory it
/// would take as long as adding up thirty numbers.</summary>
internal static class Lanes
{
    internal static T Combine<TOp, T>(TOp op, Vector<T> x)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        if (Vector<int>.Count == 16) x = op.Combine(x, Swap(x, 8));
        if (Vector<int>.Count >= 8) x = op.Combine(x, Swap(x, 4));
        x = op.Combine(x, Swap(x, 2));
        if (Vector<T>.Count == Vector<int>.Count) x = op.Combine(x, Swap(x, 1));
        return x.ToScalar();
    }

    // Neighbouring groups of that many 32-bit words change places.
    private static Vector<T> Swap<T>(Vector<T> x, int words)
        where T : unmanaged
    {
        Vector<int> v = x.As<T, int>();
        if (Vector<int>.Count == 16)
        {
            Vector512<int> order = Vector512<int>.Indices ^ Vector512.Create(words);
            return Vector512.Shuffle(v.AsVector512(), order).AsVector().As<int, T>();
        }
        if (Vector<int>.Count == 8)
        {
            Vector256<int> order = Vector256<int>.Indices ^ Vector256.Create(words);
            return Vector256.Shuffle(v.AsVector256(), order).AsVector().As<int, T>();
        }
        return Vector128.Shuffle(v.AsVector128(), Vector128<int>.Indices ^ Vector128.Create(words)).AsVector().As<int, T>();
    }
}

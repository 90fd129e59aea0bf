using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>The largest number; NaN when one of them is NaN.</summary>
public readonly struct Max : IReduction
{
    /// <inheritdoc/>
    public static string Name => "max";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -10, High: 10);

    /// <summary>The infinity that every number beats; for int32, which has none, its lowest number.</summary>
    public T Identity<T>()
        where T : unmanaged, INumber<T> => T.CreateSaturating(double.NegativeInfinity);

    /// <inheritdoc/>
    public T Combine<T>(T x, T y)
        where T : unmanaged, INumber<T> => T.Max(x, y);

    /// <inheritdoc/>
    public Vector<T> Combine<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.Max(x, y);
}

using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>x₁·x₂·…, 1 of nothing.</summary>
public readonly struct Prod : IReduction
{
    /// <inheritdoc/>
    public static string Name => "product";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -10, High: 10);

    /// <inheritdoc/>
    public T Identity<T>()
        where T : unmanaged, INumber<T> => T.One;

    /// <inheritdoc/>
    public T Combine<T>(T x, T y)
        where T : unmanaged, INumber<T> => x * y;

    /// <inheritdoc/>
    public Vector<T> Combine<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x * y;
}

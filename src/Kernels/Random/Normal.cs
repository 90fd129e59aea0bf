using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Normal with mean 0 and variance 1: √(-2 ln u) · cos(2π v), u in (0, 1] from the first word and v from the second. u is at
/// least 2^-32, so the largest number is 6.66. G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates"
/// (1958).</summary>
public readonly struct Normal : IDistribution
{
    /// <inheritdoc/>
    public static string Name => "normal";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -6.67, High: 6.67);

    /// <inheritdoc/>
    public T Apply<T, TWord>(TWord first, TWord second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWord : unmanaged, IBinaryInteger<TWord>
    {
        T scale = T.CreateTruncating(1.0 / (1L << 32));
        T u = (T.CreateTruncating(first) + T.One) * scale;
        T angle = T.CreateTruncating(second) * T.CreateTruncating(2 * Math.PI / (1L << 32));
        return T.Sqrt(T.CreateTruncating(-2) * T.Log(u)) * T.Cos(angle);
    }
}

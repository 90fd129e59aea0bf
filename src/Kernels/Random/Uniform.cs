using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Uniform on [0, 1): multiples of 2^-24 for float (one word), of 2^-53 for double (both words).</summary>
public readonly struct Uniform : IDistribution
{
    /// <inheritdoc/>
    public static string Name => "uniform";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: 0, High: 1);

    /// <inheritdoc/>
    public T Apply<T, TWord>(TWord first, TWord second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWord : unmanaged, IBinaryInteger<TWord> =>
        Number.Is<float, T>()
            ? T.CreateTruncating(first >> 8) * T.CreateTruncating(1.0 / (1 << 24))
            : (T.CreateTruncating(first >> 5) * T.CreateTruncating(1 << 26) + T.CreateTruncating(second >> 6)) * T.CreateTruncating(1.0 / (1L << 53));
}

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
    public T Apply<T>(uint first, uint second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float)
            ? T.CreateTruncating(first >> 8) * T.CreateTruncating(1.0 / (1 << 24))
            : T.CreateTruncating(((ulong)(first >> 5) << 26) | (second >> 6)) * T.CreateTruncating(1.0 / (1L << 53));
}

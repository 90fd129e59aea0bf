namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// The random words of resampling, and of nothing else: word i is a function of the key and i alone, so a statistic has the same
/// bits on every machine, and the statistics need not know the tensor library with its own generator.
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; constants of Vigna's splitmix64.c.
/// </summary>
public struct SplitMix64(ulong key)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong state = key;

    public ulong Next()
    {
        ulong z = state += GoldenGamma;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, count): the high half of word × count, whose bias, count / 2⁶⁴, no resampling can see.</summary>
    public int Next(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);
}

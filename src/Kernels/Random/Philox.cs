namespace DeepPuzzles.Kernels;

/// <summary>Philox4x32-10: ten rounds of multiply and exclusive-or turn a counter of 128 bits and a key of 64 bits into 128 random bits.
/// J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (2011), whose Random123 gives the known answers.</summary>
public static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;

    // The golden ratio and √3 - 1, in 32 bits.
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The four words of one block.</summary>
    /// <param name="low">Counter words 0 and 1.</param>
    /// <param name="high">Counter words 2 and 3.</param>
    /// <param name="key">Key words 0 and 1.</param>
    public static (uint W0, uint W1, uint W2, uint W3) Block(ulong low, ulong high, ulong key)
    {
        uint c0 = (uint)low, c1 = (uint)(low >> 32), c2 = (uint)high, c3 = (uint)(high >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong left = (ulong)Multiplier0 * c0, right = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(right >> 32) ^ c1 ^ k0, (uint)right, (uint)(left >> 32) ^ c3 ^ k1, (uint)left);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return (c0, c1, c2, c3);
    }
}

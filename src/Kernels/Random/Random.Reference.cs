namespace DeepPuzzles.Kernels;

// y[i] = distribution(words of block i / 2): every element runs the whole block cipher for itself.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Random<TOp, T>(TOp distribution, ulong key, ulong draw, in View<T> y)
    {
        for (int i = 0; i < y.Layout.Count; i++)
        {
            var block = Philox.Block((ulong)i / 2, draw, key);
            At(y, i) = i % 2 == 0 ? distribution.Apply<T, uint>(block.W0, block.W1) : distribution.Apply<T, uint>(block.W2, block.W3);
        }
    }
}

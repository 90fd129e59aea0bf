using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>The block that the documentation of <see cref="Residual"/> shows.</summary>
internal static class Transformer
{
    internal static Sequential Block(int n, int heads, Initialiser init, RandomStream stream, RandomStream drop, DType dtype = DType.Float64) => new(
        new Residual(new Sequential(new LayerNorm("norm1", n, dtype: dtype), new MultiHeadAttention("attention", n, heads, init, stream, dtype: dtype), new Dropout(0.1, drop))),
        new Residual(new Sequential(
            new LayerNorm("norm2", n, dtype: dtype), new Dense("wide", n, 4 * n, init, stream, dtype: dtype), Activation.Gelu, new Dense("narrow", 4 * n, n, init, stream, dtype: dtype), new Dropout(0.1, drop))));
}

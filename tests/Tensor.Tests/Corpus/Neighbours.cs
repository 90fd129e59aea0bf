using System.Runtime.CompilerServices;

namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>Something that a NumPy user writes around the operations, and its twin here, which the compiler knows at least.</summary>
internal sealed record Neighbour(string NumPy, Delegate Call, [CallerArgumentExpression(nameof(Call))] string Source = "")
{
    internal static readonly Neighbour[] All =
    [
        new("x.shape", (Tensor x) => x.Shape),
        new("x.dtype", (Tensor x) => x.DType),
        new("x.ndim", (Tensor x) => x.Rank),
        new("x.size", (Tensor x) => x.Count),
        new("x.item()", (Tensor x) => x.Item()),
        new("np.allclose(x, y)", (Tensor x, Tensor y) => x.AllClose(y)),
        new("np.less(x, y)", (Tensor x, Tensor y) => x.Less(y)),
        new("np.less_equal(x, y)", (Tensor x, Tensor y) => x.LessOrEqual(y)),
        new("np.greater(x, y)", (Tensor x, Tensor y) => x.Greater(y)),
        new("np.greater_equal(x, y)", (Tensor x, Tensor y) => x.GreaterOrEqual(y)),
        new("x.tolist()", (Tensor x) => x.ToArray<float>()),
        new("str(x)", (Tensor x) => x.ToString()),
        new("np.array([1.0, 2.0])", () => Tensor.From([1.0, 2.0])),
        new("np.array([[1, 2], [3, 4]], np.float32)", () => Tensor.From(new[,] { { 1f, 2f }, { 3f, 4f } })),
        new("np.random.default_rng(seed)", (ulong seed) => new RandomStream(seed, "weights")),
        new("rng.standard_normal(shape)", (RandomStream rng, int[] shape) => rng.Normal(shape)),
        new("rng.uniform(low, high, shape)", (RandomStream rng, double low, double high, int[] shape) => rng.Uniform(shape, low, high)),
        new("rng.integers(bound, size=shape)", (RandomStream rng, int bound, int[] shape) => rng.Integers(shape, bound)),
        new("rng.permutation(count)", (RandomStream rng, int count) => rng.Permutation(count)),
        new("np.load(\"x.npy\")", () => Npy.Read("x.npy")),
        new("np.save(\"x.npy\", x)", (Tensor x) => Npy.Write("x.npy", x)),
        new("np.load(\"all.npz\")", () => Npz.Read("all.npz")),
        new("np.savez(\"all.npz\", x=x, y=y)", (Tensor x, Tensor y) => Npz.Write("all.npz", new Dictionary<string, Tensor> { ["x"] = x, ["y"] = y })),
    ];

    /// <summary>The call without the parameters of its lambda.</summary>
    internal string Written => Source[(Source.IndexOf("=> ", StringComparison.Ordinal) + "=> ".Length)..];
}

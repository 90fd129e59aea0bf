using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>One hidden layer of sigmoid units, from which a linear layer learns to give back what was shown; each unit of which is to be on for few examples only
/// (Ng 2011, CS294A lecture notes: Sparse autoencoder).</summary>
/// <example><code>
/// var auto = new SparseAutoEncoder("auto", 784, 400, stream);
/// optimiser.Step(() => auto.Loss(pixels.Rows(batch)));
/// Tensor code = auto.Encode(pixels);
/// </code></example>
public sealed class SparseAutoEncoder : Module
{
    // A unit that is on for no example of a batch has an infinite divergence.
    private const double Least = 1e-6;

    private readonly Dense _encoder, _decoder;

    /// <summary>An encoder and a decoder with weights of their own (Glorot's uniform ones).</summary>
    /// <param name="name">The parameters are called <c>name.encoder.weight</c> and so on.</param>
    /// <param name="inputs">Numbers per example.</param>
    /// <param name="units">Numbers of the code.</param>
    /// <param name="stream">Where the weights are drawn from.</param>
    public SparseAutoEncoder(string name, int inputs, int units, RandomStream stream)
    {
        _encoder = new Dense($"{name}.encoder", inputs, units, Initialiser.GlorotUniform, stream);
        _decoder = new Dense($"{name}.decoder", units, inputs, Initialiser.GlorotUniform, stream);
    }

    /// <summary>ρ, in (0, 1): the mean that each unit of the code is to have over the examples.</summary>
    /// <exception cref="TensorException">It is not in (0, 1).</exception>
    public double Sparsity
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new TensorException(FormattableString.Invariant($"sparse auto-encoder: a sparsity of {value}; it lies between 0 and 1, and is neither"));
    } = 0.05;

    /// <summary>β ≥ 0: how much a nat of divergence from ρ, summed over the units, weighs against the squared error of an example.</summary>
    /// <exception cref="TensorException">It is negative or not finite.</exception>
    public double SparsityWeight
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new TensorException(FormattableString.Invariant($"sparse auto-encoder: a sparsity weight of {value}; it is finite and at least 0"));
    } = 1;

    /// <summary>The code, [n, units] in (0, 1), of inputs [n, inputs].</summary>
    public Tensor Encode(Tensor x) => _encoder.Forward(x, Activation.Sigmoid);

    /// <summary>What the code remembers of the inputs: [n, inputs].</summary>
    public override Tensor Forward(Tensor x) => _decoder.Forward(Encode(x));

    /// <summary>Half the squared error of an example, averaged over the batch, plus β·Σ KL(ρ ‖ mean of the unit over the batch).</summary>
    /// <param name="x">The inputs, [n, inputs].</param>
    /// <returns>A single number.</returns>
    public Tensor Loss(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor code = Encode(x), error = (_decoder.Forward(code) - x).Square().Sum(-1).Mean() / 2, mean = code.Mean(0).Clamp(Least, 1 - Least);
        Tensor crossEntropy = mean.Log() * -Sparsity - (1 - mean).Log() * (1 - Sparsity);
        double entropy = -Sparsity * Math.Log(Sparsity) - (1 - Sparsity) * Math.Log(1 - Sparsity);
        return error + (crossEntropy - entropy).Sum() * SparsityWeight;
    }

    /// <summary>The encoder alone, with the same cells: [n, inputs] to [n, units].</summary>
    public Module Encoder => new Sequential(_encoder, Activation.Sigmoid);
}

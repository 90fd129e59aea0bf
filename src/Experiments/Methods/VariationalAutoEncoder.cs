using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>A variational auto-encoder (Kingma and Welling 2014; Rezende, Mohamed and Wierstra 2014): the encoder gives for each input a normal distribution of codes, the decoder for each code the
/// probabilities of the pixels. What is decoded from codes of the standard normal distribution are new inputs like those that it learned from.</summary>
/// <remarks>Pixels are Bernoulli variables; grey ones, between 0 and 1, count as probabilities. That is usual, but for grey pixels the loss is no bound on -ln of a density, for the terms do not integrate to 1 over [0, 1]
/// (Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli").</remarks>
/// <example><code>
/// var auto = new VariationalAutoEncoder("auto", 784, [400], 20, weights);
/// optimiser.Step(() => auto.Loss(pixels.Rows(batch), noise));
/// Tensor dreams = auto.Sample(100, stream);
/// </code></example>
public sealed class VariationalAutoEncoder : Module
{
    private readonly Mlp _encoder, _decoder;

    /// <summary>Perceptrons of ReLU units with weights of their own (Glorot's uniform ones): inputs - hidden - 2·latent, and latent - hidden, in reverse - inputs.</summary>
    /// <param name="name">The parameters are called <c>name.encoder.dense1.weight</c> and so on.</param>
    /// <param name="inputs">Pixels per example.</param>
    /// <param name="hidden">Widths of the encoder's hidden layers; [400] and a latent size of 20 for MNIST are common.</param>
    /// <param name="latent">Numbers of the code.</param>
    /// <param name="stream">Where the weights are drawn from.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="TensorException">A size below 1.</exception>
    public VariationalAutoEncoder(string name, int inputs, IReadOnlyList<int> hidden, int latent, RandomStream stream, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(stream);
        if (inputs < 1 || latent < 1) throw new TensorException($"variational auto-encoder: {inputs} inputs and {latent} numbers of the code; both are at least 1");
        (Inputs, Latent, DType) = (inputs, latent, dtype);
        _encoder = new Mlp([inputs, .. hidden, 2 * latent], Activation.Relu, Initialiser.GlorotUniform, stream, dtype: dtype, name: $"{name}.encoder");
        _decoder = new Mlp([latent, .. hidden.Reverse(), inputs], Activation.Relu, Initialiser.GlorotUniform, stream, dtype: dtype, name: $"{name}.decoder");
    }

    /// <summary>Pixels per example.</summary>
    public int Inputs { get; }

    /// <summary>Numbers of the code.</summary>
    public int Latent { get; }

    /// <summary>Of its numbers.</summary>
    public DType DType { get; }

    /// <summary>Bytes of its parameters, as held here.</summary>
    public long Bytes => ParameterCount * DType.Bytes();

    /// <summary>The distribution of codes for each input.</summary>
    /// <param name="x">Pixels in [0, 1], [n, inputs].</param>
    /// <returns>Mean and ln variance of each number, [n, latent] both.</returns>
    public (Tensor Mean, Tensor LogVariance) Encode(Tensor x)
    {
        Tensor both = _encoder.Forward(x);
        return (both[.., ..Latent], both[.., Latent..]);
    }

    /// <summary>Logits of the pixels, [n, inputs], for codes [n, latent].</summary>
    public Tensor Decode(Tensor code) => _decoder.Forward(code);

    /// <summary>Pixels in (0, 1), [n, inputs]: what the mean code remembers of the inputs.</summary>
    public override Tensor Forward(Tensor x) => Decode(Encode(x).Mean).Sigmoid();

    /// <summary>-ELBO in nats, averaged over the examples: the cross-entropy of the pixels when they are decoded from a drawn code, summed over pixels, plus the divergence of the code's
    /// distribution from the standard normal one.</summary>
    /// <param name="x">Pixels in [0, 1], [n, inputs].</param>
    /// <param name="noise">Standard normal numbers, [n, latent]: one draw of each code.</param>
    /// <returns>A single number.</returns>
    public Tensor Loss(Tensor x, Tensor noise)
    {
        (Tensor mean, Tensor logVariance) = Encode(x);
        return Learning.Loss.BinaryCrossEntropy(Decode(Reparametrise(mean, logVariance, noise)), x) * Inputs + Divergence(mean, logVariance).Mean();
    }

    /// <summary>KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + σ² - 1 - ln σ²) for each example, in nats (Kingma and Welling 2014, appendix B).</summary>
    /// <param name="mean">μ, [n, latent].</param>
    /// <param name="logVariance">ln σ², [n, latent].</param>
    /// <returns>[n].</returns>
    public static Tensor Divergence(Tensor mean, Tensor logVariance)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        return (mean.Square() + logVariance.Exp() - 1 - logVariance).Sum(-1) * 0.5;
    }

    /// <summary>μ + σ·ε: a draw through which mean and variance have a gradient.</summary>
    /// <param name="mean">μ.</param>
    /// <param name="logVariance">ln σ², of its shape.</param>
    /// <param name="noise">ε, standard normal, of its shape.</param>
    public static Tensor Reparametrise(Tensor mean, Tensor logVariance, Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(logVariance);
        ArgumentNullException.ThrowIfNull(noise);
        return mean + (logVariance * 0.5).Exp() * noise;
    }

    /// <summary>New inputs: the pixels' probabilities for codes of the standard normal distribution, [count, inputs], not recorded.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="stream">Where the codes are drawn from.</param>
    /// <exception cref="TensorException">A count below 1.</exception>
    public Tensor Sample(int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (count < 1) throw new TensorException($"variational auto-encoder: {count} samples; at least 1");
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return scope.Keep(Decode(stream.Normal([count, Latent], dtype: DType)).Sigmoid());
    }
}

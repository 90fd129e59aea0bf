using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>A net on pixels in [0, 1]. The normaliser is its first layer, so that whoever attacks it changes pixels and nothing else.</summary>
/// <example><code>
/// var net = new PixelNet(new Mlp([784, 100, 10], Activation.Relu, Initialiser.He, weights), images);
/// net.Learn(images, labels, epochs: 10, learningRate: 1e-3, batchSize: 128, order);
/// </code></example>
public sealed class PixelNet : Module
{
    // A blank set has no spread.
    private const double LeastSpread = 1e-6;

    private readonly Module _layers;
    private readonly double _mean;
    private readonly double _scale;

    /// <summary>Takes mean and spread from all pixels of the images.</summary>
    /// <param name="layers">From normalised pixels, of the images' shape, to outputs.</param>
    /// <param name="images">What it is to learn, float32 or float64 [n, ...] in [0, 1].</param>
    /// <param name="name">What it is called, in measurements for example.</param>
    public PixelNet(Module layers, Tensor images, string name = "net")
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(images);
        (Name, _layers) = (name, layers);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        _mean = images.Mean().Item();
        _scale = 1 / Math.Max((images - _mean).Square().Mean().Sqrt().Item(), LeastSpread);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; private set; }

    /// <summary>A copy of it as it is now, frozen.</summary>
    /// <param name="name">What the copy is called.</param>
    public PixelNet Stage(string name)
    {
        PixelNet copy = this.Clone();
        copy.Freeze();
        copy.Name = name;
        return copy;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => _layers.Forward(Normalised(x));

    /// <summary>What its layers see of the pixels, of the same shape: less the mean, over the spread.</summary>
    /// <param name="x">Pixels in [0, 1].</param>
    public Tensor Normalised(Tensor x) => (x - _mean) * _scale;
}

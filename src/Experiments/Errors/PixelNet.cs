using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A classifier on pixels in [0, 1]. The normaliser is its first layer, so that whoever attacks it changes pixels and nothing
/// else.</summary>
public sealed class PixelNet : Module
{
    private const int EvaluationBatch = 500;

    private readonly Module _layers;
    private readonly double _mean;
    private readonly double _scale;

    /// <param name="lab">Streams and device.</param>
    /// <param name="name">Its weights and its order of examples have streams of their own.</param>
    /// <param name="images">What it is to learn: their mean and spread make the normaliser.</param>
    /// <param name="layers">From normalised pixels [n, pixels] to logits [n, classes], drawn from a stream.</param>
    public PixelNet(Lab lab, string name, ImageSet images, Func<RandomStream, Module> layers)
    {
        Name = name;
        _layers = layers(lab.Random($"weights of {name}"));
        using var scope = MemoryScope.Open();
        Tensor pixels = lab.Images(images);
        _mean = pixels.Mean().Item();
        _scale = 1 / Math.Max((pixels - _mean).Square().Mean().Sqrt().Item(), 1e-6);      // a blank set has no spread
    }

    /// <summary>A multi-layer perceptron of sigmoid units.</summary>
    /// <param name="lab">Streams and device.</param>
    /// <param name="name">See above.</param>
    /// <param name="images">See above.</param>
    /// <param name="hidden">The widths of the hidden layers; none for a softmax classifier.</param>
    public PixelNet(Lab lab, string name, ImageSet images, IReadOnlyList<int> hidden)
        : this(lab, name, images, stream => new Mlp([images.PixelsPerImage, .. hidden, lab.Data.Classes], Activation.Sigmoid, Initialiser.GlorotUniform, stream))
    {
    }

    public string Name { get; private set; }

    /// <summary>A copy of it as it is now, frozen.</summary>
    public PixelNet Stage(string name)
    {
        PixelNet copy = this.Clone();
        copy.Freeze();
        copy.Name = name;
        return copy;
    }

    public override Tensor Forward(Tensor x) => _layers.Forward(Normalised(x));

    /// <summary>What its layers see of the pixels.</summary>
    public Tensor Normalised(Tensor x) => (x - _mean) * _scale;

    /// <summary>Adam, until it is frozen at the end: what follows is about pixels, and records nothing of the weights.</summary>
    /// <param name="lab">Streams and device.</param>
    /// <param name="images">What it learns.</param>
    /// <param name="epochs">Passes over them.</param>
    /// <param name="learningRate">Of Adam.</param>
    /// <param name="batchSize">Examples per step.</param>
    /// <param name="penalty">Added to the cross-entropy of the logits; none when null.</param>
    /// <param name="after">Told how many passes are done, after each.</param>
    public void Learn(Lab lab, ImageSet images, int epochs, double learningRate, int batchSize, Func<Tensor>? penalty = null, Action<int>? after = null)
    {
        using var scope = MemoryScope.Open();
        Tensor x = lab.Images(images), t = lab.Labels(images);
        var optimiser = new Adam(Parameters, learningRate);
        RandomStream order = lab.Random($"order of {Name}");
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            optimiser.Epoch(this, x, t, (y, labels) => penalty is null ? Loss.CrossEntropy(y, labels) : Loss.CrossEntropy(y, labels) + penalty(), batchSize, order);
            after?.Invoke(epoch);
        }
        Freeze();
    }

    /// <summary>The class that it gives each image.</summary>
    public int[] Answers(Tensor images)
    {
        using Tracking.Scope pause = Tracking.Pause();
        var answers = new List<int>(images.Shape[0]);
        foreach (int[] batch in Batches.InOrder(images.Shape[0], EvaluationBatch))
        {
            using var scope = MemoryScope.Open();
            answers.AddRange(Forward(images[batch[0]..(batch[^1] + 1)]).ArgMax(-1).ToArray<int>());
        }
        return [.. answers];
    }
}

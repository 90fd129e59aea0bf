using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A multi-layer perceptron of sigmoid units on pixels in [0, 1]. The normaliser is its first layer, so that whoever attacks it
/// changes pixels and nothing else.</summary>
public sealed class PixelNet : Module
{
    private const int EvaluationBatch = 500;

    private readonly Mlp _layers;
    private readonly double _mean;
    private readonly double _scale;

    /// <param name="lab">Streams and device.</param>
    /// <param name="name">Its weights and its order of examples have streams of their own.</param>
    /// <param name="images">What it is to learn: their mean and spread make the normaliser.</param>
    /// <param name="hidden">The widths of the hidden layers.</param>
    public PixelNet(Lab lab, string name, ImageSet images, ReadOnlySpan<int> hidden)
    {
        Name = name;
        _layers = new Mlp([images.PixelsPerImage, .. hidden, lab.Data.Classes], Activation.Sigmoid, Initialiser.GlorotUniform, lab.Random($"weights of {name}"));
        using var scope = MemoryScope.Open();
        Tensor pixels = lab.Images(images);
        _mean = pixels.Mean().Item();
        _scale = 1 / Math.Max((pixels - _mean).Square().Mean().Sqrt().Item(), 1e-6);      // a blank set has no spread
    }

    public string Name { get; }

    public override IReadOnlyList<Parameter> Parameters => _layers.Parameters;

    public override Tensor Forward(Tensor x) => _layers.Forward((x - _mean) * _scale);

    /// <summary>The logits as a function of the pixels alone: nothing is recorded of the weights.</summary>
    public Tensor Logits(Tensor x)
    {
        x = (x - _mean) * _scale;
        foreach (Dense layer in _layers.Layers)
        {
            if (layer != _layers.Layers[0]) x = x.Sigmoid();
            x = x.MatMul(layer.Weight.Value.StopGradient()) + layer.Bias!.Value.StopGradient();
        }
        return x;
    }

    /// <summary>Cross-entropy on logits, Adam.</summary>
    public void Learn(Lab lab, ImageSet images, int epochs, double learningRate, int batchSize)
    {
        using var scope = MemoryScope.Open();
        Tensor x = lab.Images(images), t = lab.Labels(images);
        var optimiser = new Adam(Parameters, learningRate);
        RandomStream order = lab.Random($"order of {Name}");
        for (int epoch = 0; epoch < epochs; epoch++)
            optimiser.Epoch(this, x, t, Loss.CrossEntropy, batchSize, order);
    }

    /// <summary>The class that it gives each image.</summary>
    public int[] Answers(Tensor images)
    {
        using Tracking.Scope pause = Tracking.Pause();
        var answers = new List<int>(images.Shape[0]);
        foreach (int[] batch in Batches.InOrder(images.Shape[0], EvaluationBatch))
        {
            using var scope = MemoryScope.Open();
            answers.AddRange(Logits(images[batch[0]..(batch[^1] + 1)]).ArgMax(-1).ToArray<int>());
        }
        return [.. answers];
    }
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A multi-layer perceptron of rectified units on pixels in [0, 1]; the normaliser is its first layer, so that whoever attacks it changes
/// pixels and nothing else.</summary>
internal sealed class DefendedNet(int[] sizes, double mean, double scale, RandomStream weights) : Module
{
    private readonly Mlp _layers = new(sizes, Activation.Relu, Initialiser.He, weights);

    public override Tensor Forward(Tensor x) => _layers.Forward((x - mean) * scale);
}

/// <summary>A classifier under attack: what it was defended by, and its logits.</summary>
internal sealed record DefendedArm(string Name, Func<Tensor, Tensor> Logits)
{
    private const int Batch = 500;

    /// <summary>Share of images that it is right about.</summary>
    public double Accuracy(Tensor images, Tensor labels) => Correct(images, labels).Average();

    /// <summary>For each image 1 if it is right, else 0.</summary>
    public double[] Correct(Tensor images, Tensor labels)
    {
        using Tracking.Scope pause = Tracking.Pause();
        var right = new List<double>(images.Shape[0]);
        foreach (int[] batch in Batches.InOrder(images.Shape[0], Batch))
        {
            using var scope = MemoryScope.Open();
            Range rows = batch[0]..(batch[^1] + 1);
            right.AddRange(Logits(images[rows]).ArgMax(-1).Equal(labels[rows]).To(DType.Float64).ToArray<double>());
        }
        return [.. right];
    }
}

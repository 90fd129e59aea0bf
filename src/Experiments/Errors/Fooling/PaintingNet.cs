using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>An auto-encoder that also classifies: an image becomes a few numbers, from which it is painted again and from which it is named.</summary>
internal sealed class PaintingNet : Module
{
    private const int Units = 64, Code = 24;
    private const double LearningRate = 2e-3;

    // Errors of pixels are small beside a cross-entropy.
    private const double PaintingWeight = 20;

    private readonly Mlp _encoder;
    private readonly Mlp _decoder;
    private readonly Dense _classifier;

    public PaintingNet(int pixels, int classes, RandomStream weights)
    {
        _encoder = new Mlp([pixels, Units, Code], Activation.Relu, Initialiser.He, weights, name: "encoder");
        _decoder = new Mlp([Code, Units, pixels], Activation.Relu, Initialiser.He, weights, name: "decoder");
        _classifier = new Dense("classifier", Code, classes, Initialiser.He, weights);
    }

    public override Tensor Forward(Tensor x) => _decoder.Forward(Coded(x)).Sigmoid();

    /// <summary>The names' logits, [n, classes].</summary>
    public Tensor Logits(Tensor x) => _classifier.Forward(Coded(x));

    public void Learn(Tensor images, Tensor labels, int epochs, int batchSize, RandomStream order)
    {
        var optimiser = new Adam(Parameters, LearningRate);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (int[] batch in Batches.Shuffled(images.Shape[0], batchSize, order))
            {
                using var scope = MemoryScope.Open();
                Tensor x = images.Rows(batch), t = labels.Rows(batch);
                optimiser.Step(() =>
                {
                    Tensor code = Coded(x);
                    return Loss.CrossEntropy(_classifier.Forward(code), t) + PaintingWeight * Loss.MeanSquaredError(_decoder.Forward(code).Sigmoid(), x);
                });
            }
        }
        Freeze();
    }

    /// <summary>For each image the RMS of a pixel's difference between the image and what is painted.</summary>
    public double[] PaintingErrors(Tensor images) => Evaluation.Each(images, x => (Forward(x) - x).Square().Mean(1).Sqrt().To(DType.Float64).ToArray<double>());

    private Tensor Coded(Tensor x) => _encoder.Forward(x).Relu();
}

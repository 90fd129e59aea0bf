using DeepPuzzles.Autograd;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

/// <summary>Small classifiers with random weights, and what counts the questions that they are asked.</summary>
internal static class Toys
{
    /// <summary>One hidden layer of tanh units. Sums and no matrix products: those round differently for few rows and for many, and an image is to
    /// give the same bits alone as among others.</summary>
    public static Func<Tensor, Tensor> Net(int pixels, int classes, DType dtype, ulong seed = 1, Device? device = null)
    {
        var stream = new RandomStream(seed, "net", device);
        Tensor first = stream.Normal([pixels, 12], 0, 3 / Math.Sqrt(pixels), dtype), second = stream.Normal([12, classes], dtype: dtype);
        return x => ((((x.Reshape(x.Shape[0], pixels, 1) - 0.5) * first).Sum(1).Tanh().Unsqueeze(-1)) * second).Sum(1);
    }

    /// <summary>Logits (x - 1/2)·w: with the weights, [pixels, classes].</summary>
    public static (Func<Tensor, Tensor> Logits, double[,] Weights) Linear(int pixels, int classes, DType dtype = DType.Float64, ulong seed = 1)
    {
        Tensor w = new RandomStream(seed, "linear").Normal([pixels, classes], dtype: dtype);
        double[] numbers = w.To(DType.Float64).ToArray<double>();
        var weights = new double[pixels, classes];
        for (int i = 0; i < numbers.Length; i++) weights[i / classes, i % classes] = numbers[i];
        return (x => (x.Reshape(x.Shape[0], pixels) - 0.5).MatMul(w), weights);
    }

    public static int[] Answers(Func<Tensor, Tensor> logits, Tensor images) => logits(images).ArgMax(-1).ToArray<int>();

    public static double[] Numbers(Tensor x) => x.To(DType.Float64).ToArray<double>();
}

/// <summary>A classifier that counts the images shown to it, and the gradients that are pulled back through it.</summary>
internal sealed class Counter(Func<Tensor, Tensor> logits)
{
    private readonly List<int> _pulled = [];

    public long Queries { get; private set; }

    public long Gradients => _pulled.Sum(rows => (long)rows);

    public Tensor Logits(Tensor x)
    {
        Queries += x.Shape[0];
        return Differentiation.CustomGradient(logits, (gy, input, _) =>
        {
            _pulled.Add(gy.Shape[0]);
            return Differentiation.Vjp(logits, input).Pullback(gy);
        })(x);
    }
}

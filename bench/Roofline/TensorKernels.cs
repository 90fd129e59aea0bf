using DeepPuzzles.Autograd;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Bench.Roofline;

/// <summary>What the library does with several verbs, or with one that is made for it: measured as its users call it. Bytes are those of the
/// inputs and outputs, as if nothing between them went to memory.</summary>
internal static class TensorKernels
{
    private const int Columns = 512, Classes = 10, Image = 32;
    private const double Range = 8, Rate = 1e-3;

    public static IEnumerable<Kernel> All(int count)
    {
        int rows = Math.Max(1, count / Columns), examples = Math.Max(1, count / Classes), planes = Math.Max(1, count / (Image * Image));
        double matrix = sizeof(float) * (double)rows * Columns, logits = sizeof(float) * (double)examples * Classes, images = sizeof(float) * (double)planes * Image * Image;
        yield return Make("softmax", matrix / sizeof(float), 2 * matrix, [rows, Columns], x => x.SoftMax());
        yield return Make("log-softmax", matrix / sizeof(float), 2 * matrix, [rows, Columns], x => x.LogSoftMax());
        yield return Make("log-sum-exp", matrix / sizeof(float), matrix, [rows, Columns], x => x.LogSumExp(-1));
        yield return Make("average pool 2x2", images / sizeof(float), 1.25 * images, [1, planes, Image, Image], x => x.AveragePool(2));
        yield return Make("max pool 2x2", images / sizeof(float), 1.25 * images, [1, planes, Image, Image], x => x.MaxPool(2));
        yield return new Kernel("rows", $"cross-entropy of {Classes}", logits / sizeof(float), logits, device =>
        {
            Tensor x = Numbers([examples, Classes], device), labels = new RandomStream(1, "labels", device).Integers([examples], Classes);
            return () => Scoped(() => Loss.CrossEntropy(x, labels));
        });
        // Reads weight, gradient and state, writes weight and state.
        yield return Step("sgd with momentum", count, 5, parameter => new Sgd([parameter], Rate, momentum: 0.9));
        yield return Step("adam", count, 7, parameter => new Adam([parameter], Rate));
    }

    private static Kernel Make(string name, double flops, double bytes, int[] sizes, Func<Tensor, Tensor> op) =>
        new(name.EndsWith("2x2", StringComparison.Ordinal) ? "pool" : "rows", name, flops, bytes, device =>
        {
            Tensor x = Numbers(sizes, device);
            return () => Scoped(() => op(x));
        });

    private static Kernel Step(string name, int count, int passes, Func<Parameter, Optimiser> make) =>
        new("step", name, count, (double)passes * sizeof(float) * count, device =>
        {
            var parameter = new Parameter("weight", Numbers([count], device));
            Optimiser optimiser = make(parameter);
            Gradients gradients = (parameter.Value * Numbers([count], device)).Sum().Backward();
            return () => optimiser.Step(gradients);
        });

    private static void Scoped(Func<Tensor> op)
    {
        using var scope = MemoryScope.Open();
        op();
    }

    private static Tensor Numbers(int[] sizes, Device device)
    {
        var shape = new Shape(sizes);
        float[] numbers = new float[shape.Elements];
        Values.Fill(numbers.AsSpan(), 1, Range);
        return Tensor.From(numbers, shape, device);
    }
}

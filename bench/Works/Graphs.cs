using DeepPuzzles.Autograd;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Bench.Works;

/// <summary>SoftMax along the rows of a float32 matrix, through the tensor that everybody calls.</summary>
internal sealed record SoftMaxRows(int RowCount, int Columns, bool IsQuick = false) : Work("softmax", $"{RowCount}x{Columns}", IsQuick)
{
    /// <summary>Logits are that times u in [-1/2, 1/2).</summary>
    public const double Range = 8;

    public override double Flops => 0;

    public override double Bytes => sizeof(float) * 2.0 * RowCount * Columns;

    public override Local Ours(Device device)
    {
        float[] logits = new float[RowCount * Columns];
        Values.Fill(logits.AsSpan(), 1, Range);
        Tensor x = Tensor.From(logits, [RowCount, Columns], device);
        return new Local("ours", Run, () => x.SoftMax().Abs().Mean().Item());

        void Run()
        {
            using var scope = MemoryScope.Open();
            x.SoftMax();
        }
    }
}

/// <summary>(a·b + a).Sum() on a few numbers, forward and backward: what a graph costs when its arithmetic costs nothing.</summary>
internal sealed record TinyGraph(int Count) : Work("graph-tiny", $"(a*b+a).sum() {Count}", IsQuick: true)
{
    // Counting its operations would say nothing.
    public override double Flops => 0;

    public override double Bytes => 0;

    public override Local Ours(Device device)
    {
        Tensor a = Numbers(1), b = Numbers(2);
        return new Local("ours", () => Run(), Check);

        void Run()
        {
            using var scope = MemoryScope.Open();
            (a * b + a).Sum().Backward();
        }

        double Check()
        {
            Gradients gradients = (a * b + a).Sum().Backward();
            return (gradients[a].Abs().Mean().Item() + gradients[b].Abs().Mean().Item()) / 2;
        }

        Tensor Numbers(int seed)
        {
            float[] numbers = new float[Count];
            Values.Fill(numbers.AsSpan(), seed);
            return Tensor.From(numbers, [Count], device).Track();
        }
    }
}

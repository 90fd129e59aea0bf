using DeepPuzzles.Autograd;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Bench.Works;

/// <summary>The product of float32 numbers, or the sum of their running products, forward and backward. Ours multiplies so that nothing overflows on the way,
/// and takes zeros as any other number.</summary>
internal sealed record ProductGradient(string Op, int Count, bool IsQuick = false) : Work("gradient", $"{Op} {Count}", IsQuick)
{
    public override double Flops => 0;

    // The numbers, and their gradients.
    public override double Bytes => 2.0 * sizeof(float) * Count;

    public override Local Ours(Device device)
    {
        // Factors near 1, so that products stay finite.
        float[] numbers = new float[Count];
        Values.Fill(numbers.AsSpan(), 1, 0.01, 1);
        Tensor x = Tensor.From(numbers, [Count], device).Track();
        return new Local("ours", Run, () => Gradient().Abs().Mean().Item());

        void Run()
        {
            using var scope = MemoryScope.Open();
            Gradient();
        }

        Tensor Gradient() => Op switch
        {
            "prod" => x.Product().Backward()[x],
            "cumprod" => x.CumulativeProduct(0).Sum().Backward()[x],
            _ => throw new ArgumentException($"no product is called {Op}"),
        };
    }
}

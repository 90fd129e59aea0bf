using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>A function that does not do the same again is noticed where that can be seen.</summary>
public sealed class RecomputeFaultTests
{
    /// <summary>Backward, forward mode, and with a graph of the gradients.</summary>
    [Fact]
    public void A_second_run_of_another_shape_or_dtype_is_an_error()
    {
        int runs = 0;
        Tensor at = Tensor.From(1.0, 2), dx = Tensor.From(1.0, 1);
        foreach ((Func<Tensor, Tensor> other, string what) in new (Func<Tensor, Tensor>, string)[] { (z => z.Sum(), "float64 []"), (z => z.Unsqueeze(0), "float64 [1, 2]"), (z => z.To(DType.Float32), "float32 [2]") })
        {
            foreach (Action walk in new Action[] { () => Made(at.Track()).Sum().Backward(), () => Made(at.Track()).Sum().Backward(createGraph: true), () => Jvp(Made, at, dx) })
            {
                runs = 0;
                Assert.StartsWith($"recompute: the function gave float64 [2] and, when it ran again, {what};", Assert.Throws<TensorException>(walk).Message, StringComparison.Ordinal);
            }

            Tensor Made(Tensor x) => Recompute(z => runs++ == 0 ? z.Sin() : other(z), x);
        }
    }
}

using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Vectorisation;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>Whole numbers to powers below 0. Where exponents can be looked at they are refused; in a vectorised function they cannot, and the answer is
/// what stands before the point of 1/x^|y|, with 0 for 1/0, as <see cref="Tensor.Pow(Tensor)"/> documents.</summary>
public sealed class WholePowerTests
{
    private static readonly Tensor s_x = Tensor.From(1, -1, 2, -2, 0, -1), s_y = Tensor.From(-3, -3, -1, -2, -1, -4);

    [Fact]
    public void Known_exponents_below_0_are_refused()
    {
        Assert.Throws<TensorException>(() => s_x.Pow(s_y));
        Assert.Throws<TensorException>(() => Vectorise(x => x.Pow(Tensor.Scalar(-1, DType.Int32)))(s_x));
        Assert.Throws<TensorException>(() => Vectorise(x => x.Pow(-1))(s_x));
    }

    [Fact]
    public void Unknown_exponents_below_0_give_one_minus_one_or_nothing() =>
        Assert.Equal([1, -1, 0, 0, 0, 1], Vectorise((x, y) => x.Pow(y))(s_x, s_y).ToArray<int>());
}

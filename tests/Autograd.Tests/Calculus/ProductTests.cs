using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>The derivative of a product is the product of the others, whichever of them are 0; in whole numbers, so nothing rounds.</summary>
public sealed class ProductTests
{
    private static readonly double[] s_numbers = [2, -3, 1, 5, -1, 4, 3];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public void First_and_second_derivatives_with_zeros_anywhere(int n)
    {
        for (int zeros = 0; zeros < 1 << n; zeros++)
        {
            double[] numbers = [.. s_numbers.Take(n).Select((number, i) => (zeros >> i & 1) == 1 ? 0 : number)];
            Tensor x = Tensor.From<double>(numbers).Track();
            Tensor first = x.Product().Backward(createGraph: true)[x];
            Assert.Equal(Enumerable.Range(0, n).Select(i => Without(numbers, i)), first.ToArray<double>());
            for (int i = 0; i < n; i++)
            {
                double[] second = first.IsTracked ? first[i].Backward()[x].ToArray<double>() : new double[n];
                Assert.Equal(Enumerable.Range(0, n).Select(j => i == j ? 0 : Without(numbers, i, j)), second);
            }
        }
    }

    [Fact]
    public void Of_running_products_too()
    {
        for (int zeros = 0; zeros < 1 << s_numbers.Length; zeros++)
        {
            double[] numbers = [.. s_numbers.Select((number, i) => (zeros >> i & 1) == 1 ? 0 : number)];
            Tensor x = Tensor.From<double>(numbers).Track();
            Tensor y = x.CumulativeProduct(0);
            for (int j = 0; j < numbers.Length; j++)
                Assert.Equal(Enumerable.Range(0, numbers.Length).Select(i => i > j ? 0 : Without(numbers[..(j + 1)], i)), y[j].Backward()[x].ToArray<double>());
        }
    }

    private static double Without(double[] numbers, params int[] left) => numbers.Where((_, i) => !left.Contains(i)).Aggregate(1.0, (product, number) => product * number);
}

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

    /// <summary>Factors 2^e whose products leave the range in any order, and 0; the gradient is 2^Σe without one, exactly, or what that is in the dtype.</summary>
    [Theory]
    [InlineData(DType.Float32, 120)]
    [InlineData(DType.Float64, 1000)]
    public void Gradients_overflow_only_when_they_are_too_large(DType dtype, int large)
    {
        int[][] rows =
        [
            [large, large, -large, -large], [large, -large, large, -large], [-large, -large, large, large], [large, large, large, -large, -large], [-large, -large, -large, large, large, large],
            [.. Enumerable.Range(0, 300).Select(i => i < 150 ? large : -large)], [.. Enumerable.Range(0, 301).Select(i => i % 2 == 0 ? -large : large)], [large, large], [-large, -large, 3],
        ];
        foreach (int[] row in rows)
        {
            for (int zero = -1; zero < Math.Min(row.Length, 7); zero++)
            {
                double[] numbers = [.. row.Select((exponent, i) => i == zero ? 0 : double.ScaleB(1, exponent))];
                foreach (int exponent in new[] { 0, large, -large })
                {
                    double gy = double.ScaleB(1, exponent);
                    Tensor x = Tensor.From(numbers, [row.Length]).To(dtype).Track();
                    double[] expected = [.. row.Select((own, i) => zero >= 0 && zero != i ? 0 : double.ScaleB(1, row.Sum() - (zero >= 0 ? row[zero] : own) + exponent))];
                    Assert.Equal(Rounded(expected), x.Product().Backward(Tensor.Scalar(gy, dtype))[x].To(DType.Float64).ToArray<double>());
                    Tensor running = x.CumulativeProduct(0)[^1];
                    Assert.Equal(Rounded(expected), running.Backward(Tensor.Scalar(gy, dtype))[x].To(DType.Float64).ToArray<double>());
                }
            }
        }

        double[] Rounded(double[] numbers) => Tensor.From(numbers, [numbers.Length]).To(dtype).To(DType.Float64).ToArray<double>();
    }

    /// <summary>Of a sum of running products: at k the sum over j ≥ k of 2^Σe of the others up to j, whatever sizes they have and wherever a 0 stands.</summary>
    [Theory]
    [InlineData(DType.Float32, 100, 1e-6)]
    [InlineData(DType.Float64, 900, 1e-14)]
    public void Sums_of_running_products_add_what_is_left_of_each(DType dtype, int large, double tolerance)
    {
        int[][] rows = [[large, large, -large, -large, 1], [0, 1, -2, large, large, -large, -large, 3], [-large, -large, large, large, 2, -large, large], [large, 0, 0, 0, large, -large]];
        foreach (int[] row in rows)
        {
            for (int zero = -1; zero < row.Length; zero++)
            {
                Tensor x = Tensor.From([.. row.Select((exponent, i) => i == zero ? 0 : double.ScaleB(1, exponent))], [row.Length]).To(dtype).Track();
                double[] got = x.CumulativeProduct(0).Sum().Backward()[x].To(DType.Float64).ToArray<double>();
                for (int k = 0; k < row.Length; k++)
                {
                    double expected = Enumerable.Range(k, row.Length - k).Sum(j => zero >= 0 && zero <= j && zero != k ? 0 : double.ScaleB(1, row.Take(j + 1).Sum() - row[k]));
                    if (dtype == DType.Float32) expected = (float)expected;
                    Assert.True(got[k].Equals(expected) || Math.Abs(got[k] - expected) <= tolerance * expected, $"{dtype} {string.Join(' ', row)}, 0 at {zero}: at {k} {got[k]:R}, but {expected:R}");
                }
            }
        }
    }

    private static double Without(double[] numbers, params int[] left) => numbers.Where((_, i) => !left.Contains(i)).Aggregate(1.0, (product, number) => product * number);
}

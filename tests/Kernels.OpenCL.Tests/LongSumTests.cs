namespace DeepPuzzles.Kernels.Tests;

/// <summary>The law of sums: at most 2·log₂(n) units of Σ|x|, however many numbers there are. Numbers of one sign and size lose most where they are added
/// one after the other.</summary>
public sealed class LongSumTests
{
    private const float Term = 0.1f;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_reductions_of_long_rows_keep_the_law(int rows)
    {
        int n = Accelerator.Many / rows;
        using var sample = new Sample();
        View<float> mean = sample.Full(0f, Walk.Dense, rows, 1);
        Accelerator.Ferry.FoldEachRow<SumBy<Mean>, Sum, float>(default, sample.Full(Term, Walk.Dense, rows, n), default, mean);
        // And one for the quotient.
        Assert.All(Sample.Values(mean), x => Assert.InRange(Math.Abs(x - (double)Term), 0, (2 * Math.Log2(n) + 1) * Sample.FloatUnit * Term));
    }

    [Fact]
    public void Rows_of_all_lengths_keep_the_law()
    {
        foreach (int n in new[] { 2, 15, 16, 17, 100, 128, 129, 255, 257, 4095, 4096, 4097, 70_001 })
        {
            using var sample = new Sample();
            View<float> x = sample.Numbers<float>(Walk.Reversed, 3, n), y = sample.Full(0f, Walk.Dense, 3, 1);
            Accelerator.Ferry.FoldEachRow<SumBy<Whole>, Sum, float>(default, x, default, y);
            float[] all = Sample.Values(x), sums = Sample.Values(y);
            for (int row = 0; row < 3; row++)
            {
                double[] terms = [.. all.Skip(row * n).Take(n).Select(each => (double)each)];
                Assert.InRange(Math.Abs(sums[row] - terms.Sum()), 0, (2 * Math.Log2(n) + 1) * Sample.FloatUnit * terms.Sum(Math.Abs));
            }
        }
    }

    [Theory]
    [InlineData(1, Accelerator.Many)]
    [InlineData(8, Accelerator.Many / 8)]
    [InlineData(Accelerator.Many / 8, 8)]
    public void Sums_over_either_axis_keep_the_law(int rows, int columns)
    {
        using var sample = new Sample();
        View<float> x = sample.Full(Term, Walk.Dense, rows, columns);
        foreach (int[] kept in new int[][] { [rows, 1], [1, columns], [1, 1] })
        {
            double n = (double)rows * columns / (kept[0] * kept[1]);
            View<float> y = sample.Full(0f, Walk.Dense, kept);
            Accelerator.Ferry.Reduce(default(Sum), x, y);
            foreach (float sum in Sample.Values(y))
            {
                if (Math.Abs(sum - n * Term) > 2 * Math.Log2(n) * Sample.FloatUnit * n * Term) Assert.Fail($"{rows}x{columns} to {kept[0]}x{kept[1]}: {sum} instead of {n * Term}");
            }
        }
    }
}

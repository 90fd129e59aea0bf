using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public class DecisionTreeTests
{
    private const int Classes = 3, Count = 120, Features = 4;

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Without_limits_it_knows_every_example_and_with_them_keeps_them(DType dtype)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            (Tensor x, int[] labels) = Noise(seed, dtype);
            DecisionTree whole = DecisionTree.Fit(x, labels, Classes, maxDepth: Count, leastInLeaf: 1);
            Assert.Equal(labels, whole.Predict(x));
            foreach ((int depth, int least) in new[] { (0, 1), (1, 1), (3, 1), (Count, 10) })
            {
                DecisionTree limited = DecisionTree.Fit(x, labels, Classes, depth, least);
                Assert.True(limited.Depth <= depth && limited.Leaves <= Math.Min(Math.Pow(2, depth), Count / least));
            }
            Assert.Single(DecisionTree.Fit(x, labels, Classes, maxDepth: 0).Predict(x).Distinct());
        }
    }

    [Fact]
    public void The_first_split_is_the_purest_of_all()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            const int least = 5;
            (Tensor x, int[] labels) = Noise(seed, DType.Float64);
            double[][] rows = [.. x.ToArray<double>().Chunk(Features)];
            // By the definition: mean Gini impurity of both sides, over every feature and every value that parts.
            double best = double.PositiveInfinity;
            for (int f = 0; f < Features; f++)
            {
                foreach (double value in rows.Select(row => row[f]).Distinct())
                {
                    int[] low = [.. labels.Where((_, i) => rows[i][f] <= value)], high = [.. labels.Where((_, i) => rows[i][f] > value)];
                    if (low.Length >= least && high.Length >= least) best = Math.Min(best, (low.Length * Gini(low) + high.Length * Gini(high)) / Count);
                }
            }
            DecisionTree stump = DecisionTree.Fit(x, labels, Classes, maxDepth: 1, leastInLeaf: least);
            Assert.Equal(2, stump.Leaves);
            Assert.Equal(best, Mean(Sides(x, labels, stump)), 1e-12);
        }
    }

    [Fact]
    public void A_threshold_lies_in_the_middle()
    {
        DecisionTree tree = DecisionTree.Fit(Tensor.From<double>([0, 0.2, 0.6, 1], [4, 1]), [0, 0, 1, 1], 2, leastInLeaf: 1);
        Assert.Equal(2, tree.Leaves);
        Assert.Equal([0, 0, 1], tree.Predict(Tensor.From<double>([0.399, 0.4, 0.401], [3, 1])));
    }

    [Fact]
    public void Numbers_without_one_between_them_and_numbers_far_apart_are_parted_too()
    {
        foreach ((double low, double high) in new[]
        {
            (Math.BitIncrement(1.0), Math.BitIncrement(Math.BitIncrement(1.0))), (1.0, Math.BitIncrement(1.0)), (0, double.Epsilon), (-double.Epsilon, 0),
            (-1e308, 1e308), (1e308, 1.7e308), (-1.7e308, -1e308),
        })
        {
            Tensor x = Tensor.From<double>([low, high], [2, 1]);
            Assert.Equal([0, 1], DecisionTree.Fit(x, [0, 1], 2, leastInLeaf: 1).Predict(x));
        }
    }

    [Fact]
    public void What_no_single_question_parts_two_can()
    {
        Tensor corners = Tensor.From<double>([0, 0, 0, 1, 1, 0, 1, 1], [4, 2]);
        DecisionTree tree = DecisionTree.Fit(corners, [0, 1, 1, 0], 2, leastInLeaf: 1);
        Assert.Equal([0, 1, 1, 0], tree.Predict(corners));
        Assert.Equal((2, 4), (tree.Depth, tree.Leaves));
        Assert.Equal(1, DecisionTree.Fit(Tensor.Ones([4, 2]), [0, 1, 1, 0], 2, leastInLeaf: 1).Leaves);
    }

    [Fact]
    public void Only_the_order_of_a_features_values_counts()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            (Tensor x, int[] labels) = Noise(seed, DType.Float64);
            int[] answers = DecisionTree.Fit(x, labels, Classes).Predict(x);
            Assert.Equal(answers, DecisionTree.Fit(x.Exp() * 5 - 1, labels, Classes).Predict(x.Exp() * 5 - 1));
        }
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_line()
    {
        Tensor x = Tensor.Ones([3, 2]);
        DecisionTree tree = DecisionTree.Fit(x, [0, 1, 2], 3);
        Action[] wrong =
        [
            () => DecisionTree.Fit(x, [0, 1], 3), () => DecisionTree.Fit(x, [0, 1, 3], 3), () => DecisionTree.Fit(x, [0, 1, 2], 3, maxDepth: -1),
            () => DecisionTree.Fit(x, [0, 1, 2], 3, leastInLeaf: 0), () => DecisionTree.Fit(x * float.NaN, [0, 1, 2], 3), () => DecisionTree.Fit(Tensor.Ones([0, 2]), [], 3),
            () => tree.Predict(Tensor.Ones([1, 3])), () => tree.Predict(Tensor.Ones([1, 2], DType.Float64)),
        ];
        Assert.All(wrong, action => Assert.DoesNotContain('\n', Assert.Throws<TensorException>(action).Message));
    }

    // Labels that follow one feature now and then; values that repeat.
    private static (Tensor X, int[] Labels) Noise(ulong seed, DType dtype)
    {
        var stream = new RandomStream(seed, "examples");
        double[] values = [.. stream.HostUniform(Count * Features).Select((u, i) => i % Features == 0 ? u : Math.Round(u, 1))];
        double[] draws = stream.HostUniform(Count);
        int[] labels = [.. draws.Select((u, i) => u < 0.5 ? (int)(Classes * values[i * Features]) : (int)(Classes * 2 * (u - 0.5)))];
        return (Tensor.From(values, [Count, Features]).To(dtype), labels);
    }

    private static int[][] Sides(Tensor x, int[] labels, DecisionTree stump)
    {
        double[][] rows = [.. x.ToArray<double>().Chunk(Features)];
        DecisionTree.Node root = stump.Root;
        return [[.. labels.Where((_, i) => rows[i][root.Feature] <= root.Threshold)], [.. labels.Where((_, i) => rows[i][root.Feature] > root.Threshold)]];
    }

    private static double Mean(int[][] sides) => sides.Sum(side => side.Length * Gini(side)) / sides.Sum(side => side.Length);

    private static double Gini(int[] labels) => 1 - labels.GroupBy(label => label).Sum(group => Math.Pow(group.Count() / (double)labels.Length, 2));
}

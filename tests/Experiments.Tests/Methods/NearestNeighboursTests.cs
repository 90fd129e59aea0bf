using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public class NearestNeighboursTests
{
    private const int Classes = 4;

    [Theory]
    [InlineData(1, 40, 3, DType.Float64)]
    [InlineData(5, 300, 7, DType.Float64)]
    [InlineData(7, 600, 2, DType.Float32)]
    [InlineData(20, 20, 1, DType.Float64)]
    public void The_neighbours_are_those_of_all_distances_sorted(int neighbours, int count, int features, DType dtype)
    {
        var stream = new RandomStream((ulong)count, "points");
        Tensor examples = stream.Uniform([count, features], dtype: dtype), inputs = stream.Uniform([300, features], dtype: dtype);
        int[] labels = stream.Integers([count], Classes).ToArray<int>();
        var net = new NearestNeighbours(examples, labels, Classes, neighbours);
        double[][] known = Rows(examples), asked = Rows(inputs);
        int[][] nearest = net.Nearest(inputs);
        for (int i = 0; i < asked.Length; i++)
        {
            double[] distances = [.. known.Select(row => row.Zip(asked[i], (a, b) => (a - b) * (a - b)).Sum())];
            double[] expected = [.. distances.Order().Take(neighbours)], found = [.. nearest[i].Select(example => distances[example])];
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            Assert.Equal(neighbours, nearest[i].Distinct().Count());
        }
        // Whoever has most votes wins; no class has more than the answer's.
        int[] answers = net.Predict(inputs);
        for (int i = 0; i < answers.Length; i++)
        {
            int Votes(int label) => nearest[i].Count(example => labels[example] == label);
            Assert.All(Enumerable.Range(0, Classes), label => Assert.True(Votes(label) <= Votes(answers[i])));
        }
    }

    [Fact]
    public void A_tie_goes_to_the_class_of_the_nearest()
    {
        Tensor line = Tensor.From<double>([0, 1, 2, 3], [4, 1]);
        var net = new NearestNeighbours(line, [3, 1, 1, 3], Classes, neighbours: 4);
        Assert.Equal([3, 1], net.Predict(Tensor.From<double>([0.4, 1.6], [2, 1])));
        Assert.Equal([3, 1, 1, 3], new NearestNeighbours(line, [3, 1, 1, 3], Classes, neighbours: 1).Predict(line));
    }

    [Fact]
    public void Moving_everything_alike_changes_no_answer()
    {
        var stream = new RandomStream(3, "points");
        Tensor examples = stream.Uniform([100, 5], dtype: DType.Float64), inputs = stream.Uniform([50, 5], dtype: DType.Float64);
        int[] labels = stream.Integers([100], Classes).ToArray<int>();
        Assert.Equal(new NearestNeighbours(examples, labels, Classes).Predict(inputs), new NearestNeighbours(examples + 3, labels, Classes).Predict(inputs + 3));
    }

    [Fact]
    public void No_inputs_have_no_answers_and_what_cannot_be_done_is_said_in_a_line()
    {
        Tensor examples = Tensor.Ones([3, 2], DType.Float64);
        var net = new NearestNeighbours(examples, [0, 1, 2], 3, neighbours: 1);
        Assert.Empty(net.Predict(Tensor.Ones([0, 2], DType.Float64)));
        Func<object>[] wrong =
        [
            () => new NearestNeighbours(examples, [0, 1], 3, neighbours: 1),
            () => new NearestNeighbours(examples, [0, 1, 3], 3, neighbours: 1),
            () => new NearestNeighbours(examples, [0, 1, 2], 3, neighbours: 4),
            () => new NearestNeighbours(examples, [0, 1, 2], 3, neighbours: 0),
            () => new NearestNeighbours(Tensor.Ones([3]), [0, 1, 2], 3, neighbours: 1),
            () => net.Predict(Tensor.Ones([1, 3], DType.Float64)),
            () => net.Predict(Tensor.Ones([1, 2])),
        ];
        Assert.All(wrong, action => Assert.DoesNotContain('\n', Assert.Throws<TensorException>(action).Message));
    }

    private static double[][] Rows(Tensor x) => [.. x.To(DType.Float64).ToArray<double>().Chunk(x.Shape[1])];
}

using DeepPuzzles.Experiments.Methods.Evolution;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Evolution;

public sealed class PatternNetworkTests
{
    private const int X = 0, Y = 1, Distance = 2, One = 3, Output = 4;

    [Theory]
    [InlineData(PatternActivation.Sine, 0.7)]
    [InlineData(PatternActivation.Sigmoid, 0.7)]
    [InlineData(PatternActivation.Gaussian, 0.7)]
    [InlineData(PatternActivation.Linear, 0.7)]
    [InlineData(PatternActivation.Linear, 5)]
    public void A_single_node_paints_its_activation(PatternActivation activation, double weight)
    {
        double expected = activation switch
        {
            PatternActivation.Sine => Math.Abs(Math.Sin(weight)),
            PatternActivation.Sigmoid => Math.Tanh(weight / 2),
            PatternActivation.Gaussian => Math.Exp(-weight * weight),
            _ => Math.Min(1, weight / 3),
        };
        var network = new PatternNetwork(1, [new(Output, 1, activation)], [new(One, Output, weight)]);
        Assert.All(network.Paint(PatternGrid.Centred(3, 2)), pixel => Assert.Equal(expected, pixel, 6));
    }

    [Fact]
    public void Each_input_is_where_the_pixel_is()
    {
        // Linear nodes give a third; the brightness has no sign.
        Assert.Equal([1f, 0, 1, 1, 0, 1], Threefold(X, PatternGrid.Centred(3, 2)));
        Assert.Equal([1f, 1, 1, 1, 1, 1], Threefold(Y, PatternGrid.Centred(3, 2)));
        Assert.Equal([0f, 1, 2, 0, 1, 2], Threefold(X, PatternGrid.Numbered(3, 2)));
        Assert.Equal([0f, 0, 0, 1, 1, 1], Threefold(Y, PatternGrid.Numbered(3, 2)));
        float[] distance = Threefold(Distance, PatternGrid.Numbered(3, 3));
        Assert.Equal([1.4142, 1, 1.4142, 1, 0, 1, 1.4142, 1, 1.4142], distance.Select(pixel => Math.Round((double)pixel, 4)));
        Assert.Equal([0f], Threefold(X, PatternGrid.Centred(1, 1)));

        static float[] Threefold(int input, PatternGrid grid) =>
            [.. new PatternNetwork(1, [new(Output, 1, PatternActivation.Linear)], [new(input, Output, 0.3)]).Paint(grid).Select(pixel => MathF.Round(10 * pixel, 5))];
    }

    [Fact]
    public void A_network_paints_what_its_connections_say_one_by_one()
    {
        foreach (PatternNetwork network in Grown(channels: 2, count: 40))
        {
            PatternGrid grid = PatternGrid.Centred(4, 3);
            float[] image = network.Paint(grid);
            Assert.All(image, pixel => Assert.InRange(pixel, 0f, 1f));
            for (int i = 0; i < image.Length; i++)
            {
                int at = i % 12;
                double x = 2.0 * (at % 4) / 3 - 1, y = at / 4 - 1;
                double[] inputs = [x, y, Math.Sqrt(x * x + y * y), 1];
                Assert.Equal(Math.Abs(Value(Output + i / 12)), image[i], 1e-5);

                double Value(int id)
                {
                    if (id < 4) return inputs[id];
                    double sum = network.Connections.Where(one => one.To == id).Sum(one => one.Weight * Value(one.From));
                    return network.Nodes.Single(node => node.Id == id).Activation switch
                    {
                        PatternActivation.Sine => Math.Sin(sum),
                        PatternActivation.Sigmoid => Math.Tanh(sum / 2),
                        PatternActivation.Gaussian => Math.Exp(-sum * sum),
                        _ => Math.Max(-1, Math.Min(1, sum / 3)),
                    };
                }
            }
        }
    }

    [Fact]
    public void The_same_pattern_is_painted_at_any_size()
    {
        foreach (PatternNetwork network in Grown(channels: 1, count: 20))
        {
            float[] small = network.Paint(PatternGrid.Centred(5, 5)), large = network.Paint(PatternGrid.Centred(9, 9));
            for (int i = 0; i < 25; i++) Assert.Equal(small[i], large[2 * (i % 5) + 9 * 2 * (i / 5)], 1e-6);
        }
    }

    [Fact]
    public void What_is_seen_only_by_its_distance_is_symmetric()
    {
        var network = new PatternNetwork(1, [new(Output, 1, PatternActivation.Sine), new(5, 0.5, PatternActivation.Gaussian)], [new(Distance, 5, 2), new(5, Output, 3)]);
        float[] image = network.Paint(PatternGrid.Centred(6, 6));
        for (int i = 0; i < 36; i++) Assert.Equal(image[i], image[i % 6 * 6 + i / 6], 1e-6);
    }

    [Fact]
    public void Mutation_changes_form_weights_and_activations_and_no_parent()
    {
        var encoding = new PatternEncoding();
        var random = new RandomStream(1, "patterns");
        PatternNetwork first = encoding.Draw(random);
        PatternConnection[] before = [.. first.Connections];
        PatternNetwork[] children = [.. Enumerable.Range(0, 400).Select(_ => encoding.Mutate(first, random))];
        Assert.Equal(before, first.Connections);
        Assert.Equal(4, before.Length);
        Assert.InRange(children.Count(child => child.Nodes.Count == 2) / 400.0, 0.3, 0.5);       // added 0.5, taken away again 0.2
        Assert.Contains(children, child => child.Connections.Count < 4);
        Assert.Contains(children, child => encoding.Mutate(child, random).Connections.Count > 5);
        Assert.InRange(children.Count(child => child.Nodes.Single(node => node.Id == Output).Activation != first.Nodes[0].Activation) / 400.0, 0.04, 0.12);
        Assert.All(children.SelectMany(child => child.Connections), one => Assert.InRange(one.Weight, -3, 3));

        var still = new PatternEncoding { WeightMutationRate = 0, ActivationMutationRate = 0, AddConnectionRate = 0, DeleteConnectionRate = 0, ChangeConnectionRate = 0, AddNodeRate = 0, DeleteNodeRate = 0 };
        Assert.Equal(before, still.Mutate(first, random).Connections);
    }

    [Fact]
    public void Crossing_keeps_the_forms_and_the_sums_of_weights_where_there_is_room()
    {
        var encoding = new PatternEncoding { WeightCrossRate = 1, ActivationCrossRate = 1 };
        var random = new RandomStream(2, "patterns");
        var one = new PatternNetwork(1, [new(Output, 1, PatternActivation.Sine)], [new(X, Output, 0.1), new(Y, Output, 1)]);
        var other = new PatternNetwork(1, [new(Output, 1, PatternActivation.Linear), new(5, 0.5, PatternActivation.Gaussian)], [new(X, Output, 0.2), new(One, 5, 1)]);
        (PatternNetwork first, PatternNetwork second) = encoding.Cross(one, other, random);
        Assert.Equal(PatternActivation.Linear, first.Nodes.Single(node => node.Id == Output).Activation);
        Assert.Equal(PatternActivation.Sine, second.Nodes.Single(node => node.Id == Output).Activation);
        Assert.Equal(0.3, first.Connections[0].Weight + second.Connections[0].Weight, 6);
        Assert.True(first.Connections[0].Weight < second.Connections[0].Weight);
        Assert.Equal([one.Connections[1], other.Connections[1]], new[] { first.Connections[1], second.Connections[1] });
        Assert.Throws<TensorException>(() => new PatternEncoding { Outputs = 3 }.Cross(one, other, random));
    }

    [Fact]
    public void What_is_no_network_is_an_error()
    {
        PatternNode output = new(Output, 1, PatternActivation.Sine), hidden = new(5, 0.5, PatternActivation.Sine);
        Assert.Throws<TensorException>(() => new PatternNetwork(0, [], []));
        Assert.Throws<TensorException>(() => new PatternNetwork(2, [output], []));
        Assert.Throws<TensorException>(() => new PatternNetwork(1, [output, hidden, hidden], []));
        Assert.Throws<TensorException>(() => new PatternNetwork(1, [output, hidden with { Depth = 1 }], []));
        Assert.Throws<TensorException>(() => new PatternNetwork(1, [output, hidden], [new(Output, 5, 1)]));      // back
        Assert.Throws<TensorException>(() => new PatternNetwork(1, [output, hidden], [new(5, 5, 1)]));
        Assert.Throws<TensorException>(() => new PatternNetwork(1, [output], [new(X, Output, 1), new(X, Output, 2)]));
        Assert.Throws<TensorException>(() => new PatternNetwork(1, [output], [new(7, Output, 1)]));
        Assert.Throws<TensorException>(() => new PatternNetwork(1, [output], [new(X, Output, double.NaN)]));
        Assert.Throws<TensorException>(() => PatternGrid.Centred(0, 3));
    }

    // Descendants of descendants, so that there are hidden nodes, some of which lead nowhere.
    private static IEnumerable<PatternNetwork> Grown(int channels, int count)
    {
        var encoding = new PatternEncoding { Outputs = channels };
        var random = new RandomStream(5, "patterns");
        PatternNetwork one = encoding.Draw(random), other = encoding.Draw(random);
        for (int i = 0; i < count; i++)
        {
            (one, other) = encoding.Cross(encoding.Mutate(one, random), encoding.Mutate(other, random), random);
            yield return one;
        }
    }
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public class AttentionTests
{
    private const double Tolerance = 1e-13;

    private static Tensor N(string name, params int[] sizes) => Stream(name).Normal(sizes, dtype: DType.Float64);

    private static MultiHeadAttention Layer(bool causal = false) => new("a", 6, 3, Initialiser.Normal(0.7), Stream("w"), causal, dtype: DType.Float64);

    /// <summary>The weighted means of one head, one number at a time.</summary>
    private static double[,] ByHand(Tensor q, Tensor k, Tensor v, Func<int, int, bool> maySee)
    {
        (int m, int n, int d, int e) = (q.Shape[0], k.Shape[0], q.Shape[1], v.Shape[1]);
        double[] queries = q.Flatten().Numbers(), keys = k.Flatten().Numbers(), values = v.Flatten().Numbers();
        var means = new double[m, e];
        for (int i = 0; i < m; i++)
        {
            double total = 0;
            for (int j = 0; j < n; j++)
            {
                if (!maySee(i, j)) continue;
                double score = 0;
                for (int c = 0; c < d; c++) score += queries[i * d + c] * keys[j * d + c];
                double weight = Math.Exp(score / Math.Sqrt(d));
                total += weight;
                for (int c = 0; c < e; c++) means[i, c] += weight * values[j * e + c];
            }
            for (int c = 0; c < e; c++) means[i, c] = total == 0 ? 0 : means[i, c] / total;
        }
        return means;
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void It_is_its_formula_for_each_example_and_head(bool causal, bool masked)
    {
        Tensor q = N("q", 2, 3, 4, 5), k = N("k", 2, 3, 6, 5), v = N("v", 2, 3, 6, 7), mask = Stream("mask").Bernoulli([2, 1, 4, 6], 0.6);
        Tensor y = Attention.ScaledDotProduct(q, k, v, masked ? mask : null, causal);
        for (int example = 0; example < 2; example++)
        {
            bool[] sees = mask[example, 0].Flatten().ToArray<bool>();
            for (int head = 0; head < 3; head++)
            {
                double[,] expected = ByHand(q[example, head], k[example, head], v[example, head], (i, j) => (!causal || j <= i) && (!masked || sees[i * 6 + j]));
                Near([.. expected.Cast<double>()], y[example, head].Flatten().Numbers(), Tolerance);
            }
        }
    }

    [Fact]
    public void Heads_are_stretches_of_columns()
    {
        MultiHeadAttention layer = Layer();
        Tensor x = N("x", 4, 6), q = layer.Query.Forward(x), k = layer.Key.Forward(x), v = layer.Value.Forward(x);
        Tensor[] heads = [.. Enumerable.Range(0, 3).Select(head => Tensor.From(ByHand(q[.., (2 * head)..(2 * head + 2)], k[.., (2 * head)..(2 * head + 2)], v[.., (2 * head)..(2 * head + 2)], (_, _) => true)))];
        Near(layer.Output.Forward(Tensor.Concat(heads, 1)).Flatten().Numbers(), layer.Forward(x).Flatten().Numbers(), Tolerance);
    }

    /// <summary>What comes later changes no bit of what came before, nor does any gradient flow back from before to later.</summary>
    [Fact]
    public void Causal_outputs_do_not_depend_on_later_inputs()
    {
        MultiHeadAttention layer = Layer(causal: true);
        Tensor x = N("x", 2, 8, 6), other = Tensor.Concat([x[.., ..5], N("later", 2, 3, 6) * 1e3], 1);
        Assert.Equal(layer.Forward(x)[.., ..5].Flatten().Numbers(), layer.Forward(other)[.., ..5].Flatten().Numbers());
        Assert.NotEqual(layer.Forward(x)[.., 5..].Flatten().Numbers(), layer.Forward(other)[.., 5..].Flatten().Numbers());
        Assert.NotEqual(Layer().Forward(x)[.., ..5].Flatten().Numbers(), Layer().Forward(other)[.., ..5].Flatten().Numbers());
        Tensor leaf = x.Track();
        Tensor gradient = layer.Forward(leaf)[.., ..5].Square().Sum().Backward()[leaf];
        Assert.All(gradient[.., 5..].Flatten().Numbers(), number => Assert.Equal(0, number));
    }

    [Fact]
    public void Positions_in_another_order_give_the_same_in_that_order()
    {
        Tensor x = N("x", 2, 7, 6), order = Tensor.From(Stream("order").Permutation(7));
        MultiHeadAttention layer = Layer();
        Near(layer.Forward(x).Rows(order, 1).Flatten().Numbers(), layer.Forward(x.Rows(order, 1)).Flatten().Numbers(), Tolerance);
        Tensor memory = N("memory", 2, 7, 6);       // what is looked at has no order at all
        Near(layer.Attend(x, memory).Flatten().Numbers(), layer.Attend(x, memory.Rows(order, 1)).Flatten().Numbers(), Tolerance);
    }

    [Fact]
    public void A_query_that_may_see_nothing_gets_zeros_and_one_that_sees_one_key_its_value()
    {
        Tensor q = N("q", 3, 4).Track(), k = N("k", 2, 4), v = N("v", 2, 5), mask = Tensor.From([false, false, false, true, true, true], [3, 2]);
        Tensor y = Attention.ScaledDotProduct(q, k, v, mask);
        Assert.Equal(new double[5], y[0].Numbers());
        Assert.Equal(v[1].Numbers(), y[1].Numbers());
        Assert.All(y.Sum().Backward()[q].Flatten().Numbers(), number => Assert.True(double.IsFinite(number)));
    }

    [Fact]
    public void Large_scores_stay_finite_and_any_rank_from_2_is_taken()
    {
        Tensor x = N("x", 5, 6);
        Assert.All(Attention.ScaledDotProduct(x * 1e4, x * 1e4, x).Flatten().Numbers(), number => Assert.True(double.IsFinite(number)));
        MultiHeadAttention layer = Layer();
        Near(layer.Forward(x).Flatten().Numbers(), layer.Forward(x.Expand([2, 3, 5, 6]))[1, 2].Flatten().Numbers(), Tolerance);
        Assert.Equal(new Shape([0, 5, 6]), layer.Forward(Tensor.Zeros([0, 5, 6], DType.Float64)).Shape);
        Assert.Equal(
            [.. new[] { "query", "key", "value", "output" }.SelectMany(part => new[] { $"a.{part}.weight", $"a.{part}.bias" })],
            layer.Parameters.Select(cell => cell.Name));
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        Assert.Equal("attention 'a': 4 heads do not divide the size 6", Assert.Throws<TensorException>(() => new MultiHeadAttention("a", 6, 4, Initialiser.He, Stream())).Message);
        Tensor x = N("x", 5, 6);
        Assert.Equal(
            "attention: queries [5, 6], keys [5, 6] and values [4, 6] are not [..., m, d], [..., n, d] and [..., n, e]",
            Assert.Throws<TensorException>(() => Attention.ScaledDotProduct(x, x, x[..4])).Message);
        Assert.Contains("not bool", Assert.Throws<TensorException>(() => Attention.ScaledDotProduct(x, x, x, Tensor.Ones([5, 5]))).Message, StringComparison.Ordinal);
        Assert.Contains("[..., positions, 6]", Assert.Throws<TensorException>(() => Layer().Forward(x[0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_are_sines_and_cosines_and_a_shift_turns_each_pair()
    {
        Tensor x = N("x", 2, 9, 6), places = (new PositionalEncoding().Forward(x) - x)[1];
        for (int p = 0; p < 9; p++)
        {
            double[] row = places[p].Numbers();
            for (int i = 0; i < 3; i++)
            {
                double angle = p / Math.Pow(10000, 2 * i / 6.0);
                Assert.Equal(Math.Sin(angle), row[2 * i], 1e-13);
                Assert.Equal(Math.Cos(angle), row[2 * i + 1], 1e-13);
            }
        }
        Assert.Throws<TensorException>(() => new PositionalEncoding().Forward(Tensor.Zeros([2, 3])));
    }

    [Fact]
    public void A_mask_does_not_enlarge_the_scores()
    {
        Tensor q = N("q", 2, 4, 5), k = N("k", 2, 6, 5), v = N("v", 2, 6, 7);
        foreach (int[] sizes in new int[][] { [3, 2, 4, 6], [1, 2, 4, 6], [3, 4, 6], [2, 4, 5] })
        {
            Tensor mask = Tensor.Full(sizes, 1).Greater(0);
            foreach (bool causal in new[] { false, true })
                Assert.Contains("does not broadcast to the scores", Assert.Throws<TensorException>(() => Attention.ScaledDotProduct(q, k, v, mask, causal)).Message, StringComparison.Ordinal);
        }
        Tensor row = Tensor.Full([6], 1).Greater(0);
        Assert.Equal(Attention.ScaledDotProduct(q, k, v).Flatten().Numbers(), Attention.ScaledDotProduct(q, k, v, row).Flatten().Numbers());
    }
}

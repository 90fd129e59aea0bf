using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Numbers that can only be slips are refused at the door, each in one line; those at the edge of what makes sense are not.</summary>
public sealed class DomainTests
{
    private const double N = double.NaN, I = double.PositiveInfinity;

    private static readonly Parameter s_cell = Cell("w", 1, 2);

    private static readonly Dictionary<string, (Action<double> Door, double[] Refused, double[] Taken)> s_doors = new()
    {
        ["clip norm"] = (limit => Gradients().ClipNorm([s_cell], limit), [-1, N], [0, 1, I]),
        ["clip value"] = (limit => Gradients().ClipValue([s_cell], limit), [-1, N], [0, 1, I]),
        ["noise"] = (deviation => Gradients().Noise([s_cell], deviation, Stream()), [-1, N, I], [0, 1]),
        ["sgd"] = (rate => new Sgd([s_cell], rate), [-1, N, I], [0, 1]),
        ["adam"] = (rate => new Adam([s_cell], rate), [-1, N, I], [0, 1]),
        ["rmsprop"] = (rate => new RmsProp([s_cell], rate), [-1, N, I], [0, 1]),
        ["a schedule of one's own"] = (rate => new Sgd([Cell("v", 1)], new Schedule(_ => rate)).Step(s_cell.Value.Sum().Backward()), [-1, N, I], []),
        ["staircase"] = (rate => Schedule.Staircase(rate, 1), [-1, N, I], [0, 1]),
        ["staircase, factor"] = (factor => Schedule.Staircase(1, 1, factor), [-1, N, I], [0, 2]),
        ["exponential"] = (rate => Schedule.Exponential(rate, 1), [-1, N, I], [0, 1]),
        ["exponential, factor"] = (factor => Schedule.Exponential(1, factor), [-1, N, I], [0, 2]),
        ["cosine"] = (rate => Schedule.Cosine(rate, 1), [-1, N, I], [0, 1]),
        ["cosine, last"] = (last => Schedule.Cosine(1, 1, last), [-1, N, I], [0, 1]),
        ["warm-up"] = (steps => Schedule.Constant(1).WarmUp((int)steps), [-1], [0, 1]),
        ["coupled decay"] = (lambda => WeightDecay.Coupled(lambda), [-1, N, I], [0, 1]),
        ["decoupled decay"] = (lambda => WeightDecay.Decoupled(lambda), [-1, N, I], [0, 1]),
        ["normal"] = (deviation => Stream().Normal([2], 0, deviation), [-1, N, I], [0, 1]),
        ["normal, mean"] = (mean => Stream().Normal([2], mean), [N, I], [-1, 0]),
        ["uniform, low"] = (low => Stream().Uniform([2], low, 1), [3, N, I, -I], [-1, 1]),
        ["uniform, high"] = (high => Stream().Uniform([2], 0, high), [-1, N, I], [0, 1]),
        ["permutation"] = (count => Stream().Permutation((int)count), [-1], [0, 1]),
        ["numbers on the host"] = (count => Stream().HostUniform((int)count), [-1], [0, 1]),
        ["initialiser, normal"] = (deviation => Initialiser.Normal(deviation), [-1, N, I], [0, 1]),
        ["initialiser, uniform"] = (low => Initialiser.Uniform(low, 1), [3, N, -I], [-1, 1]),
        ["uniform, distance"] = (high => Stream().Uniform([2], -high, high), [1e308, -1], [0, 8e307]),
        ["initialiser, uniform, distance"] = (high => Initialiser.Uniform(-high, high), [1e308, -1], [0, 8e307]),
        ["huber"] = (delta => Loss.Huber(s_cell.Value, s_cell.Value, delta), [-1, 0, N], [1, I]),
        ["cosine similarity"] = (epsilon => Loss.CosineSimilarity(s_cell.Value, s_cell.Value, epsilon), [-1, 0, N], [1]),
        ["scale"] = (factor => Gradients().Scale([s_cell], factor), [N, I], [-1, 0]),
        ["leaky relu"] = (slope => Activation.LeakyRelu(slope), [N, I], [-1, 0]),
        ["gain of an activation"] = (gain => new Activation("mine", x => x, gain), [N, I], [-1, 0]),
        ["hinge"] = (margin => Loss.Hinge(s_cell.Value, s_cell.Value, margin), [N, I], [-1, 0]),
        ["temperature"] = (temperature => Loss.CrossEntropyOfEach(Tensor.Zeros([1, 2]), Tensor.From(0), temperature), [-1, 0, N, I], [1]),
        ["gain"] = (gain => Initialiser.He.WithGain(gain), [N, I], [0, 1]),
        ["dropout"] = (rate => new Dropout(rate, Stream()), [-1, 1, N], [0, 0.5]),
        ["layer norm, epsilon"] = (epsilon => new LayerNorm("n", 2, epsilon), [-1, N, I], [0, 1]),
        ["rms norm, epsilon"] = (epsilon => new RmsNorm("n", 2, epsilon), [-1, N, I], [0, 1]),
        ["group norm, epsilon"] = (epsilon => new GroupNorm("n", 1, 2, epsilon), [-1, N, I], [0, 1]),
        ["batch norm, epsilon"] = (epsilon => new BatchNorm("n", 2, epsilon), [-1, N, I], [0, 1]),
        ["batch norm, momentum"] = (momentum => new BatchNorm("n", 2, momentum: momentum), [-1, 2, N], [0, 1]),
        ["mlp"] = (size => new Mlp([2, (int)size, 2], Activation.Relu, Initialiser.He, Stream()), [-1, 0], [1]),
        ["dense, inputs"] = (size => new Dense("d", (int)size, 2, Initialiser.He, Stream()), [-1, 0], [1]),
        ["dense, outputs"] = (size => new Dense("d", 2, (int)size, Initialiser.He, Stream()), [-1, 0], [1]),
        ["convolution, inputs"] = (size => new Convolution("c", (int)size, 2, 3, Initialiser.He, Stream()), [-1, 0], [1]),
        ["convolution, outputs"] = (size => new Convolution("c", 2, (int)size, 3, Initialiser.He, Stream()), [-1, 0], [1]),
        ["lstm"] = (size => new Lstm("l", 2, (int)size, Initialiser.He, Stream()), [-1, 0], [1]),
        ["gru"] = (size => new Gru("g", (int)size, 2, Initialiser.He, Stream()), [-1, 0], [1]),
        ["embedding, rows"] = (size => new Embedding("e", (int)size, 2, Initialiser.He, Stream()), [-1, 0], [1]),
        ["embedding, columns"] = (size => new Embedding("e", 2, (int)size, Initialiser.He, Stream()), [-1, 0], [1]),
        ["attention"] = (size => new MultiHeadAttention("a", (int)size, 1, Initialiser.He, Stream()), [-1, 0], [1]),
        ["layer norm"] = (size => new LayerNorm("n", (int)size), [-1, 0], [1]),
        ["rms norm"] = (size => new RmsNorm("n", (int)size), [-1, 0], [1]),
        ["group norm"] = (size => new GroupNorm("n", 1, (int)size), [-1, 0], [1]),
        ["batch norm"] = (size => new BatchNorm("n", (int)size), [-1, 0], [1]),
        ["batches"] = (count => Batches.InOrder((int)count, 2), [-1], [0, 1]),
        ["l-bfgs, history"] = (pairs => Minimise(new Lbfgs { History = (int)pairs }), [-1, 0], [1]),
        ["l-bfgs, gradient tolerance"] = (tolerance => Minimise(new Lbfgs { GradientTolerance = tolerance }), [-1, N], [0, 1]),
        ["l-bfgs, value tolerance"] = (tolerance => Minimise(new Lbfgs { ValueTolerance = tolerance }), [-1, N], [0, 1]),
        ["l-bfgs, decrease"] = (decrease => Minimise(new Lbfgs { SufficientDecrease = decrease }), [-1, 0, 0.95, N], [0.1]),
        ["l-bfgs, curvature"] = (curvature => Minimise(new Lbfgs { Curvature = curvature }), [-1, 0, 1, N], [0.5]),
    };

    public static TheoryData<string> Doors => [.. s_doors.Keys];

    [Theory]
    [MemberData(nameof(Doors))]
    public void A_number_outside_is_refused_in_one_line(string name)
    {
        (Action<double> door, double[] refused, double[] taken) = s_doors[name];
        foreach (double number in refused)
        {
            string message = Assert.Throws<TensorException>(() => door(number)).Message;
            Assert.DoesNotContain('\n', message);
            Assert.Matches("^[^:]+: .*(-1|0|1|2|3|NaN|0.95|Infinity|∞)", message);
        }
        foreach (double number in taken) door(number);
    }

    [Fact]
    public void An_optimiser_of_nothing_is_refused()
    {
        foreach (Func<Optimiser> make in new Func<Optimiser>[] { () => new Sgd([], 0.1), () => new Adam([], 0.1), () => new RmsProp([], 0.1) })
            Assert.Contains("empty", Assert.Throws<TensorException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_is_called_as_in_English() => Assert.Equal("rmsprop: an alpha of 2; it goes from 0 to below 1",
        Assert.Throws<TensorException>(() => new RmsProp([s_cell], 0.1, alpha: 2)).Message);

    [Fact]
    public void An_epoch_of_no_examples_is_refused()
    {
        var net = new Dense("d", 2, 1, Initialiser.He, Stream());
        Tensor none = Tensor.Zeros([0, 2]);
        Assert.Contains("no example", Assert.Throws<TensorException>(() => new Sgd(net.Parameters, 0.1).Epoch(net, none, none, Loss.MeanSquaredError, 4, Stream())).Message, StringComparison.Ordinal);
    }

    private static Gradients Gradients() => (s_cell.Value * 3).Sum().Backward();

    private static void Minimise(Lbfgs method) => method.Minimise(x => x.Square().Sum(), Tensor.From(1.0, 2));
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>A wrong dtype is reported by the layer or the loss that it was given to, and what is to be converted is the input.</summary>
public sealed class InputTests
{
    private static readonly Dictionary<string, (Func<RandomStream, DType, Module> Make, int[] Input)> s_layers = new()
    {
        ["dense 'd'"] = ((random, dtype) => new Dense("d", 4, 2, Initialiser.He, random, dtype: dtype), [3, 4]),
        ["dense 'bare'"] = ((random, dtype) => new Dense("bare", 4, 2, Initialiser.He, random, bias: false, dtype: dtype), [3, 4]),
        ["dense 'dense1'"] = ((random, dtype) => new Mlp([4, 2, 2], Activation.Relu, Initialiser.He, random, dtype: dtype), [3, 4]),
        ["convolution 'c'"] = ((random, dtype) => new Convolution("c", 2, 3, 3, Initialiser.He, random, dtype: dtype), [1, 2, 4, 4]),
        ["lstm 'l'"] = ((random, dtype) => new Lstm("l", 4, 2, Initialiser.He, random, dtype), [2, 3, 4]),
        ["gru 'g'"] = ((random, dtype) => new Gru("g", 4, 2, Initialiser.He, random, dtype), [2, 3, 4]),
        ["attention 'a'"] = ((random, dtype) => new MultiHeadAttention("a", 4, 2, Initialiser.He, random, dtype: dtype), [2, 3, 4]),
        ["layer norm"] = ((_, dtype) => new LayerNorm("n", 4, dtype: dtype), [3, 4]),
        ["rms norm"] = ((_, dtype) => new RmsNorm("n", 4, dtype: dtype), [3, 4]),
        ["group norm"] = ((_, dtype) => new GroupNorm("n", 2, 4, dtype: dtype), [3, 4]),
        ["batch norm"] = ((_, dtype) => new BatchNorm("n", 4, dtype: dtype), [3, 4]),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> s_losses = new()
    {
        ["mean squared error"] = Loss.MeanSquaredError,
        ["mean absolute error"] = Loss.MeanAbsoluteError,
        ["huber"] = (x, y) => Loss.Huber(x, y),
        ["hinge"] = (x, y) => Loss.Hinge(x, y),
        ["binary cross-entropy"] = Loss.BinaryCrossEntropy,
        ["cosine similarity"] = (x, y) => Loss.CosineSimilarity(x, y),
        ["kullback-leibler"] = Loss.KullbackLeibler,
    };

    public static TheoryData<string> Layers => [.. s_layers.Keys];

    public static TheoryData<string> Losses => [.. s_losses.Keys];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_names_itself_and_has_its_input_converted(string layer)
    {
        (Func<RandomStream, DType, Module> make, int[] input) = s_layers[layer];
        foreach ((DType own, DType others) in new[] { (DType.Float32, DType.Float64), (DType.Float64, DType.Float32), (DType.Float32, DType.Int32) })
        {
            Module net = make(Stream(), own);
            Tensor x = Stream("x").Normal(input).To(others);
            string message = Assert.Throws<TensorException>(() => net.Forward(x)).Message;
            Assert.StartsWith($"{layer}: the inputs are ", message, StringComparison.Ordinal);
            Assert.EndsWith($"convert the inputs with .To(DType.{own})", message, StringComparison.Ordinal);
            Assert.Equal(own, net.Forward(x.To(own)).DType);
        }
    }

    [Fact]
    public void A_state_of_another_dtype_is_called_a_state()
    {
        var gru = new Gru("g", 2, 3, Initialiser.He, Stream());
        string message = Assert.Throws<TensorException>(() => gru.Step(Tensor.Zeros([1, 2]), Tensor.Zeros([1, 3], DType.Float64))).Message;
        Assert.StartsWith("gru 'g': the states are float64 [1, 3]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_embedding_names_itself_where_an_index_is_no_row()
    {
        var embedding = new Embedding("words", 5, 2, Initialiser.He, Stream());
        foreach (int index in new[] { -1, 5 })
        {
            string message = Assert.Throws<TensorException>(() => embedding.Forward(Tensor.From(1, index))).Message;
            Assert.StartsWith($"embedding 'words': index {index} ", message, StringComparison.Ordinal);
            Assert.EndsWith("indices go from 0 to 4", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_loss_names_itself_and_has_its_targets_converted(string name)
    {
        Tensor x = Tensor.From(0.25, 0.75), wide = x, narrow = x.To(DType.Float32), whole = Tensor.From(0, 1);
        foreach ((Tensor given, Tensor wanted) in new[] { (narrow, whole), (wide, whole), (wide, narrow), (narrow, wide) })
        {
            string message = Assert.Throws<TensorException>(() => s_losses[name](given, wanted)).Message;
            Assert.StartsWith($"{name}: ", message, StringComparison.Ordinal);
            Assert.EndsWith($".To(DType.{given.DType})", message, StringComparison.Ordinal);
            Assert.Equal(given.DType, s_losses[name](given, wanted.To(given.DType)).DType);
        }
        Assert.Contains("must be float32 or float64", Assert.Throws<TensorException>(() => s_losses[name](whole, whole)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lbfgs_names_itself_where_the_loss_is_no_number()
    {
        Parameter w = Cell("w", 1, 2);
        foreach (Action minimise in new Action[] { () => new Lbfgs().Minimise(x => x.Square(), Tensor.From(1.0, 2)), () => new Lbfgs().Minimise([w], () => w.Value.Square()) })
            Assert.StartsWith("l-bfgs: the loss gives float64 [2], not a single float", Assert.Throws<TensorException>(minimise).Message, StringComparison.Ordinal);
    }
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Laws of every layer: first and second derivatives with respect to its input and all of its parameters, clones, views and empty
/// batches.</summary>
public class LayerLawTests
{
    private static readonly Initialiser s_init = Initialiser.Normal(0.6);

    private static readonly (string Name, Module Layer, int[] Input)[] s_cases =
    [
        ("dense, gelu", new Sequential(new Dense("d", 3, 4, s_init, Stream(), dtype: DType.Float64), Activation.Gelu), [2, 3]),
        ("dense, silu", new Sequential(new Dense("d", 3, 4, s_init, Stream(), dtype: DType.Float64), Activation.Silu), [2, 3]),
        ("mlp", new Mlp([3, 4, 2], Activation.Softplus, s_init, Stream(), dtype: DType.Float64), [2, 3]),
        ("convolution and pools", new Sequential(
            new Convolution("c", 2, 3, 2, s_init, Stream(), dtype: DType.Float64), Activation.Softplus, new AveragePool(2, stride: 1), new MaxPool(2), new Flatten()), [2, 2, 5, 5]),
        ("batch norm", new BatchNorm("b", 3, dtype: DType.Float64), [5, 3]),
        ("lstm", new Lstm("l", 3, 2, s_init, Stream(), DType.Float64), [2, 5, 3]),
        ("lstm, one step", new Lstm("l", 3, 2, s_init, Stream(), DType.Float64), [2, 1, 3]),
        ("gru", new Gru("g", 3, 2, s_init, Stream(), DType.Float64), [2, 5, 3]),
        ("attention", new MultiHeadAttention("a", 4, 2, s_init, Stream(), dtype: DType.Float64), [2, 3, 4]),
        ("causal attention", new MultiHeadAttention("a", 4, 2, s_init, Stream(), causal: true, bias: false, dtype: DType.Float64), [3, 4]),
        ("rms norm", new RmsNorm("n", 4, dtype: DType.Float64), [2, 3, 4]),
        ("group norm", new GroupNorm("n", 2, 4, dtype: DType.Float64), [2, 4, 3]),
        ("instance norm of images", GroupNorm.OfInstances("n", 2, dtype: DType.Float64), [2, 2, 2, 3]),
        ("positional encoding", new PositionalEncoding(), [2, 3, 4]),
        ("residual", new Residual(new Sequential(new Dense("d", 3, 3, s_init, Stream(), dtype: DType.Float64), Activation.Tanh)), [2, 3]),
        ("transformer block", Transformer.Block(4, 2, s_init, Stream(), Stream("drop")), [2, 3, 4]),
    ];

    public static TheoryData<string> Names => [.. s_cases.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_derivatives_to_second_order(string name)
    {
        (_, Module layer, int[] sizes) = s_cases.Single(each => each.Name == name);
        foreach (Parameter cell in layer.Parameters) cell.Update(Stream(cell.Name).Normal(cell.Shape, 0.2, 0.7, DType.Float64));
        var x = new Parameter("x", Stream("x").Normal(sizes, dtype: DType.Float64));
        ulong[] positions = [.. layer.Streams.Select(stream => stream.Position)];
        Assert.Null(LayerCheck.Both(name, AtTheSameMasks, [x, .. layer.Parameters]));

        Tensor AtTheSameMasks()
        {
            for (int i = 0; i < positions.Length; i++) layer.Streams[i].Position = positions[i];
            return layer.Forward(x.Value);
        }
    }

    /// <summary>In a layout with gaps and steps; as nothing; and as a clone, with cells and streams of its own.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Views_empty_batches_and_clones_are_taken_as_they_should(string name)
    {
        (_, Module layer, int[] sizes) = s_cases.Single(each => each.Name == name);
        int[] wider = [.. sizes.Select(size => 2 * size)];
        Tensor view = Stream("x").Normal(wider, dtype: DType.Float64)[[.. sizes.Select((_, axis) => axis == 0 ? Slice.Every(-2) : Slice.Every(2))]];
        Module clone = layer.Clone(), again = layer.Clone();
        Tensor y = layer.Forward(view.Copy());
        Assert.Equal(y.Flatten().Numbers(), clone.Forward(view.Copy()).Flatten().Numbers());
        Near(y.Flatten().Numbers(), again.Forward(view).Flatten().Numbers(), 1e-13);
        Assert.Empty(layer.Parameters.Concat(layer.Statistics).Intersect(clone.Parameters.Concat(clone.Statistics)));
        Assert.Equal(layer.Parameters.Select(cell => cell.ToString()), clone.Parameters.Select(cell => cell.ToString()));
        Module answers = layer.ForEvaluation();
        Assert.Same(answers.GetType(), layer.GetType());
        Assert.Equal(layer.Predict(view).Flatten().Numbers(), answers.Predict(view).Flatten().Numbers());
        Assert.Equal(y.Shape.With(0, 0), layer.Predict(view[..0]).Shape);
    }

    [Fact]
    public void No_layer_is_left_out()
    {
        IEnumerable<Type> layers = typeof(Module).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Module)));
        Assert.Empty(layers.Except(s_cases.SelectMany(each => each.Layer.Walk()).Select(module => module.GetType())).Except([typeof(Embedding)]));      // it takes no numbers: see below
    }

    [Fact]
    public void Gradients_reach_the_initial_states()
    {
        var lstm = new Lstm("l", 3, 2, s_init, Stream(), DType.Float64);
        var gru = new Gru("g", 3, 2, s_init, Stream(), DType.Float64);
        Tensor x = Stream("x").Normal([2, 3, 3], dtype: DType.Float64);
        Parameter h = new("h", Stream("h").Normal([2, 2], dtype: DType.Float64)), c = new("c", Stream("c").Normal([2, 2], dtype: DType.Float64));
        Assert.Null(LayerCheck.Both("lstm states", () => lstm.Run(x, new LstmState(h.Value, c.Value)).Last.Cell, h, c));
        Assert.Null(LayerCheck.Both("gru state", () => gru.Run(x, h.Value).Last, h));
    }

    [Fact]
    public void Gradients_of_an_embedding_reach_the_rows_that_were_named()
    {
        var table = new Embedding("e", 5, 3, s_init, Stream(), DType.Float64);
        Tensor indices = Tensor.From([1, 3, 1, 4, 0, 1], [2, 3]);
        Assert.Null(LayerCheck.Both("embedding", () => table.Forward(indices).Square(), table.Weight));
        Tensor gradient = table.Forward(indices).Sum().Backward()[table.Weight];
        Assert.Equal([1, 3, 0, 1, 1], gradient[.., 0].Numbers());
    }

    [Fact]
    public void Masks_let_no_gradient_through()
    {
        Parameter q = new("q", Stream("q").Normal([2, 3, 4], dtype: DType.Float64)), k = new("k", Stream("k").Normal([2, 5, 4], dtype: DType.Float64)), v = new("v", Stream("v").Normal([2, 5, 3], dtype: DType.Float64));
        Tensor mask = Stream("mask").Bernoulli([2, 3, 5], 0.5) & !Tensor.Arange(3).Equal(1).Unsqueeze(1);      // query 1 may look at nothing
        Assert.Null(LayerCheck.Both("masked attention", () => Attention.ScaledDotProduct(q.Value, k.Value, v.Value, mask), q, k, v));
        Tensor gradient = Attention.ScaledDotProduct(q.Value, k.Value, v.Value, mask).Square().Sum().Backward()[q];
        Assert.All(gradient[.., 1].Flatten().Numbers(), number => Assert.Equal(0, number));
    }

    [Fact]
    public void A_wrong_derivative_is_found()
    {
        var x = new Parameter("x", Tensor.From(0.3, -0.7));
        Assert.Null(LayerCheck.Both("tanh", () => x.Value.Tanh(), x));
        Assert.NotNull(LayerCheck.Both("tanh without its second half", () => x.Value.Tanh() + x.Value.StopGradient() * 1e-3, x));
    }
}

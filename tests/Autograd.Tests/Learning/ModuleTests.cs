using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public class ModuleTests
{
    [Fact]
    public void A_dense_layer_is_a_product_and_a_sum()
    {
        var layer = new Dense("layer", Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }), Tensor.From(0.5, 0, -0.5));
        Assert.Equal([9.5, 12, 14.5], layer.Forward(Tensor.From(new double[,] { { 1, 2 } })).Numbers());
        Assert.Equal(["layer.weight", "layer.bias"], layer.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void An_mlp_is_its_layers_with_activations_between_them()
    {
        var net = new Mlp([4, 5, 6, 3], Activation.Tanh, Initialiser.GlorotUniform, Stream());
        Tensor x = Stream("x").Normal([7, 4]);
        Tensor byHand = net.Layers[2].Forward(net.Layers[1].Forward(net.Layers[0].Forward(x).Tanh()).Tanh());
        var chain = new Sequential(net.Layers[0], Activation.Tanh, net.Layers[1], Activation.Tanh, net.Layers[2]);
        Assert.Equal(byHand.Numbers(), net.Forward(x).Numbers());
        Assert.Equal(byHand.Numbers(), chain.Predict(x).Numbers());
        Assert.Equal(["dense1.weight", "dense1.bias", "dense2.weight", "dense2.bias", "dense3.weight", "dense3.bias"], net.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(4 * 5 + 5 + 5 * 6 + 6 + 6 * 3 + 3, net.ParameterCount);
        Assert.Equal([5, 6, 3], net.Activations(x).Select(layer => layer.Shape[-1]));
        Assert.Same(net.Layers[1].Weight, net["dense2.weight"]);
    }

    [Fact]
    public void Prediction_records_nothing_and_gives_the_same()
    {
        var net = new Mlp([4, 5, 3], Activation.Relu, Initialiser.He, Stream());
        Tensor x = Stream("x").Normal([7, 4]);
        Assert.False(net.Predict(x).IsTracked);
        Assert.True(net.Forward(x).IsTracked);
        Assert.Equal(net.Forward(x).Numbers(), net.Predict(x).Numbers());
    }

    [Fact]
    public void A_snapshot_brings_every_bit_back_even_when_taken_in_a_scope()
    {
        var net = new Mlp([4, 5, 3], Activation.Relu, Initialiser.He, Stream());
        var twin = new Mlp([4, 5, 3], Activation.Relu, Initialiser.He, Stream("other"));
        float[][] before = [.. net.Parameters.Select(parameter => parameter.Value.ToArray<float>())];
        Snapshot snapshot;
        using (MemoryScope.Open()) snapshot = net.TakeSnapshot();
        new Sgd(net.Parameters, 0.5).Step(() => net.Forward(Tensor.Ones([2, 4])).Square().Sum());
        Assert.NotEqual(before[0], net.Parameters[0].Value.ToArray<float>());
        net.Restore(snapshot);
        twin.Restore(snapshot);
        for (int i = 0; i < before.Length; i++)
        {
            Assert.Equal(before[i], net.Parameters[i].Value.ToArray<float>());
            Assert.Equal(before[i], twin.Parameters[i].Value.ToArray<float>());
        }
        Assert.Equal(before[0], snapshot["dense1.weight"].ToArray<float>());
        Assert.Throws<TensorException>(() => new Mlp([4, 6, 3], Activation.Relu, Initialiser.He, Stream()).Restore(snapshot));
    }

    [Fact]
    public void Mistakes_in_building_are_named()
    {
        Assert.Contains("'a.weight'", Assert.Throws<TensorException>(() => new Sequential(
            new Dense("a", 2, 2, Initialiser.He, Stream()), new Dense("a", 2, 2, Initialiser.He, Stream()))).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => new Mlp([3], Activation.Relu, Initialiser.He, Stream()));
        Assert.Throws<TensorException>(() => new Dense("a", Tensor.Zeros([2, 3]), Tensor.Zeros([2])));
        foreach (bool bias in new[] { false, true })
        {
            var layer = new Dense("d", 400, 10, Initialiser.He, Stream(), bias);
            Assert.Equal("dense 'd': the inputs [5, 399] have 399 columns; the weight [400, 10] takes 400", Assert.Throws<TensorException>(() => layer.Forward(Tensor.Zeros([5, 399]))).Message);
        }
        Assert.Contains("dense1.weight", Assert.Throws<TensorException>(() => new Mlp([3, 2], Activation.Relu, Initialiser.He, Stream())["dense9.weight"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_can_be_updated_with_a_view_of_itself()
    {
        var w = new Parameter("w", Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 } }));
        w.Update(w.Value.Transpose());
        Assert.Equal([1, 4, 7, 2, 5, 8, 3, 6, 9], w.Numbers());
    }
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Parts, clones, replacement and evaluation of modules that say nothing about what they are made of.</summary>
public class ModuleTreeTests
{
    private static Tensor X(int rows = 6) => Stream("x").Normal([rows, 4], dtype: DType.Float64);

    [Fact]
    public void Cells_and_parts_are_found_in_the_order_of_the_fields()
    {
        var net = new Net();
        Assert.Equal(
            ["gain", "first.weight", "first.bias", "norm.scale", "norm.shift", "many.weight", "many.bias", "branch.weight", "branch.bias", "pair.weight", "pair.bias", "last.weight", "last.bias"],
            net.Parameters.Select(cell => cell.Name));
        Assert.Equal(["norm.mean", "norm.variance"], net.Statistics.Select(cell => cell.Name));
        Assert.Equal(["Dense", "BatchNorm", "Dropout", "Dense", "Dense", "Activation", "Dense", "Sequential"], net.Parts.Select(part => part.GetType().Name));
        Assert.Equal(["Net", "Dense", "BatchNorm", "Dropout", "Dense", "Dense", "Activation", "Dense", "Sequential", "Dense"], net.Walk().Select(part => part.GetType().Name));
        Assert.Equal("drop", Assert.Single(net.Streams).Name);
        Assert.Same(net.Parameters, net.Parameters);
        Assert.Equal(["hidden.weight", "hidden.bias", "output.weight", "output.bias"], new Documented(Stream()).Parameters.Select(cell => cell.Name));
        Assert.Single(new Tied().Walk(), part => part is Dense);
        Assert.Equal(2, new Tied().Parameters.Count);
    }

    [Fact]
    public void A_clone_answers_and_trains_alike_and_shares_no_cell()
    {
        var net = new Net();
        net.Forward(X());       // moves statistics and stream
        net.Freeze(cell => cell.Name == "first.bias");
        Net twin = net.Clone();
        Assert.Equal(net.Parameters.Concat(net.Statistics).Select(cell => cell.ToString()), twin.Parameters.Concat(twin.Statistics).Select(cell => cell.ToString()));
        Assert.Empty(net.Parameters.Concat(net.Statistics).Intersect(twin.Parameters.Concat(twin.Statistics)));
        Assert.True(twin["first.bias"].IsFrozen);
        Assert.True(twin.BoxIsOwn && net.BoxIsOwn);
        Snapshot before = net.TakeSnapshot();
        double[] loss = Train(twin);
        Equal(before, net.TakeSnapshot());
        Assert.Equal(loss, Train(net));
        Equal(net.TakeSnapshot(), twin.TakeSnapshot());
        Assert.NotEqual(before["gain"].Numbers(), twin["gain"].Numbers());      // it moved, also where a lambda had caught it

        static double[] Train(Net net)
        {
            var sgd = new Sgd(net.Parameters, 0.01, momentum: 0.9);
            return [.. Enumerable.Range(0, 4).Select(_ => sgd.Step(() => net.Forward(X()).Square().Mean()))];
        }
    }

    [Fact]
    public void A_clone_keeps_ties_and_shares_what_has_no_cells()
    {
        Assert.True(new Tied().Clone().IsTied);
        Assert.Same(Activation.Relu, Activation.Relu.Clone());
        var flatten = new Flatten();
        Assert.Same(flatten, flatten.Clone());
        Assert.Contains("by name", Assert.Throws<TensorException>(() => new Keyed().Clone()).Message, StringComparison.Ordinal);
        Mlp mlp = new([3, 4, 2], Activation.Tanh, Initialiser.He, Stream()), copy = mlp.Clone();
        Assert.Same(copy.Layers[1].Weight, copy["dense2.weight"]);
        Assert.NotSame(mlp.Layers[1].Weight, copy.Layers[1].Weight);
    }

    [Fact]
    public void Evaluation_reaches_every_part_without_a_line_in_the_module()
    {
        var net = new Net();
        for (int i = 0; i < 3; i++) net.Forward(X());
        Snapshot before = net.TakeSnapshot();
        ulong position = net.Streams[0].Position;
        double[] all = net.Predict(X()).Flatten().Numbers();
        Assert.Equal(all, net.Predict(X()).Flatten().Numbers());
        Near(all[..2], net.Predict(X(1)).Flatten().Numbers(), 1e-14);       // one example by itself: no batch statistics
        Equal(before, net.TakeSnapshot());
        Assert.Equal(position, net.Streams[0].Position);
        Assert.Equal(net.Parameters, net.ForEvaluation().Parameters);
        Assert.Equal(net.Statistics, net.ForEvaluation().Statistics);
        Assert.NotEqual(all, net.Forward(X()).Flatten().Numbers());
    }

    [Fact]
    public void A_part_can_be_replaced_and_the_original_stays()
    {
        var net = new Net();
        double[] before = net.Predict(X()).Flatten().Numbers();
        var pair = new Dense("new", 5, 5, Initialiser.He, Stream("new"), dtype: DType.Float64);
        Net changed = net.Replace(net.Pair, pair);
        Assert.Equal(before, net.Predict(X()).Flatten().Numbers());
        Assert.NotEqual(before, changed.Predict(X()).Flatten().Numbers());
        Assert.Equal(net.Parameters.Except(net.Pair.Parameters).Concat(pair.Parameters).ToHashSet(), changed.Parameters.ToHashSet());
        Assert.Same(net.First, changed.First);
        Net deeper = net.Replace(net.Last.Parts[0], new Dense("last", 5, 3, Initialiser.He, Stream(), dtype: DType.Float64));
        Assert.Equal(3, deeper.Predict(X()).Shape[1]);
        Assert.Equal(before, changed.Replace(pair, net.Pair).Predict(X()).Flatten().Numbers());
    }

    [Fact]
    public void A_replacement_that_cannot_be_is_told()
    {
        var net = new Net();
        Assert.StartsWith("replace: Net has no such part (Flatten)", Assert.Throws<TensorException>(() => net.Replace(new Flatten(), net.First)).Message, StringComparison.Ordinal);
        Assert.Contains("holds a Dense and cannot take a Flatten", Assert.Throws<TensorException>(() => net.Replace(net.First, new Flatten())).Message, StringComparison.Ordinal);
        var listed = new Listed(net.First);
        Assert.Contains("out of date", Assert.Throws<TensorException>(() => listed.Replace(net.First, net.Pair)).Message, StringComparison.Ordinal);
        Assert.Contains("'pair.weight'", Assert.Throws<TensorException>(() => net.Replace(net.First, net.Pair.Clone())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_unique_and_a_whole_may_have_one()
    {
        Mlp Part(string? name) => new([2, 2], Activation.Relu, Initialiser.He, Stream(), name: name);
        Assert.Equal("Sequential: two parameters are named 'dense1.weight'; give each layer its own name", Assert.Throws<TensorException>(() => new Sequential(Part(null), Part(null))).Message);
        Assert.Equal(["encoder.dense1.weight", "encoder.dense1.bias", "decoder.dense1.weight", "decoder.dense1.bias"], new Sequential(Part("encoder"), Part("decoder")).Parameters.Select(cell => cell.Name));
    }

    private static void Equal(Snapshot expected, Snapshot actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => Assert.Equal(entry.Value.Flatten().Numbers(), actual[entry.Key].Flatten().Numbers()));
    }
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>What is frozen keeps every bit, under every optimiser.</summary>
public class FreezingTests
{
    public static TheoryData<string> Optimisers => [.. Trainer.Names];

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void A_frozen_parameter_and_its_state_keep_every_bit(string name)
    {
        var trainer = new Trainer(name);
        for (int step = 0; step < 3; step++) trainer.Step();
        trainer.Net.Freeze(cell => cell.Name.StartsWith("dense1", StringComparison.Ordinal));
        Snapshot net = trainer.Net.TakeSnapshot(), state = trainer.Optimiser.TakeSnapshot();
        for (int step = 0; step < 3; step++) trainer.Step();
        foreach ((string key, Tensor value) in trainer.Net.TakeSnapshot()) Assert.Equal(key.StartsWith("dense1", StringComparison.Ordinal), Same(value, net[key]));
        foreach ((string key, Tensor value) in trainer.Optimiser.TakeSnapshot()) Assert.Equal(key.Contains("dense1", StringComparison.Ordinal), Same(value, state[key]));

        trainer.Net.Unfreeze(cell => cell.Name == "dense1.bias");
        trainer.Step();
        Assert.True(Same(trainer.Net["dense1.weight"].Value, net["dense1.weight"]));
        Assert.False(Same(trainer.Net["dense1.bias"].Value, net["dense1.bias"]));
        trainer.Net.Unfreeze();
        trainer.Step();
        Assert.False(Same(trainer.Net["dense1.weight"].Value, net["dense1.weight"]));
    }

    private static bool Same(Tensor x, Tensor y) => x.Flatten().Numbers().SequenceEqual(y.Flatten().Numbers());

    [Fact]
    public void A_frozen_parameter_is_a_constant_to_which_no_gradient_is_computed()
    {
        Parameter w = Cell("w", 2, 3), v = Cell("v", 4, 5);
        Tensor before = (w.Value * v.Value).Sum();
        w.IsFrozen = true;
        Assert.False(w.Value.IsTracked);
        Gradients gradients = (w.Value * v.Value).Sum().Backward();
        Assert.Equal([0.0, 0], gradients[w].Numbers());
        Assert.Equal([2.0, 3], gradients[v].Numbers());
        Assert.Equal([2.0, 3], before.Backward()[v].Numbers());     // a graph from before is as it was
        w.Update(Tensor.From(7.0, 8));
        Assert.Equal([7.0, 8], w.Numbers());
        w.IsFrozen = false;
        Assert.Equal([4.0, 5], (w.Value * v.Value).Sum().Backward()[w].Numbers());
    }

    [Fact]
    public void Lbfgs_varies_what_is_not_frozen()
    {
        Parameter w = Cell("w", -0.0, 3), v = Cell("v", 4, 5);
        w.IsFrozen = true;
        Optimum optimum = new Lbfgs().Minimise([w, v], () => (w.Value + v.Value).Square().Sum());
        Assert.Equal(2, optimum.X.Count);
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(w.Numbers()[0]));
        Near([0, -3], v.Numbers(), 1e-6);
        v.IsFrozen = true;
        Assert.Contains("not frozen", Assert.Throws<TensorException>(() => new Lbfgs().Minimise([w, v], () => w.Value.Sum())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transforms_pass_over_what_is_frozen()
    {
        Parameter w = Cell("w", 3), v = Cell("v", 4);
        w.IsFrozen = true;
        Gradients gradients = (w.Value * v.Value).Sum().Backward();
        Assert.Equal([3.0], gradients.ClipNorm([w, v], 10)[v].Numbers());
        Assert.Equal([0.0], gradients.Map([w, v], (_, gradient) => gradient + 1)[w].Numbers());
        Assert.Equal([4.0], gradients.Map([w, v], (_, gradient) => gradient + 1)[v].Numbers());
    }
}

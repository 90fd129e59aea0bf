using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class ProtectionTests
{
    [Fact]
    public void WhatIsProtectedIsPutBackAndTheRestIsLeft()
    {
        var weight = new Parameter("weight", Tensor.From([1f, 2, 3, 4], [2, 2]));
        var other = new Parameter("other", Tensor.From([5f], [1]));
        var protection = new Protection(new Dictionary<Parameter, Tensor> { [weight] = Tensor.From([true, false, false, true], [2, 2]) });
        foreach (float shift in (float[])[0.1f, float.NaN, float.PositiveInfinity])
        {
            weight.Update(weight.Value.StopGradient() + shift);
            other.Update(other.Value.StopGradient() + shift);
            float[] moved = weight.Value.ToArray<float>(), free = other.Value.ToArray<float>();
            protection.Restore();
            Assert.Equal([moved[0], 2, 3, moved[3]], weight.Value.ToArray<float>());
            Assert.Equal(free, other.Value.ToArray<float>());
        }
        Assert.Throws<TensorException>(() => new Protection(new Dictionary<Parameter, Tensor> { [weight] = Tensor.From([true, false], [2]) }));
    }
}

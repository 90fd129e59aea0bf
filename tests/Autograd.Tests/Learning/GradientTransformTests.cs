using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public class GradientTransformTests
{
    private const double Tolerance = 1e-13;

    private static Tensor N(string name, params int[] sizes) => Stream(name).Normal(sizes, dtype: DType.Float64);

    private static Parameter P(string name, params int[] sizes) => new(name, N(name, sizes));

    /// <summary>Gradients that are given numbers.</summary>
    private static Gradients Of(params (Parameter Cell, Tensor Gradient)[] pairs) =>
        pairs.Select(pair => (pair.Cell.Value * pair.Gradient).Sum()).Aggregate((x, y) => x + y).Backward();

    [Fact]
    public void Transforms_chain_and_leave_the_others_and_the_original_alone()
    {
        Parameter a = P("a", 3, 2), b = P("b", 4);
        Tensor ga = N("ga", 3, 2), gb = N("gb", 4);
        Gradients gradients = Of((a, ga), (b, gb));
        Gradients changed = gradients.Scale([a], 2).Map([a], (_, g) => g + 1).Scale([b], -1);
        Near((ga * 2 + 1).Flatten().Numbers(), changed[a].Flatten().Numbers(), Tolerance);
        Near((-gb).Numbers(), changed[b].Numbers(), Tolerance);
        Near(ga.Flatten().Numbers(), gradients[a].Flatten().Numbers(), Tolerance);
        Near(gb.Numbers(), gradients.Scale([a], 5)[b].Numbers(), Tolerance);
        Assert.Equal((ga * ga).Sum().Item() + (gb * gb).Sum().Item(), gradients.Dot(gradients, [a, b]), 1e-12);
        Assert.Equal(Math.Sqrt(gradients.Dot(gradients, [b])), gradients.Norm([b]), 1e-14);
    }

    [Fact]
    public void Masks_are_truth_values_or_numbers_and_broadcast()
    {
        Parameter a = P("a", 3, 2), b = P("b", 4);
        Tensor ga = N("ga", 3, 2), gb = Tensor.From(double.NaN, 1, double.PositiveInfinity, 2);
        Gradients masked = Of((a, ga), (b, gb)).Mask(new Dictionary<Parameter, Tensor>
        {
            [a] = Tensor.From([0.5, 0], [2]),
            [b] = Tensor.From(false, true, false, true),
        });
        Near((ga * Tensor.From([0.5, 0], [2])).Flatten().Numbers(), masked[a].Flatten().Numbers(), Tolerance);
        Assert.Equal([0, 1, 0, 2], masked[b].Numbers());
        Assert.Throws<TensorException>(() => Of((a, ga)).Mask(new Dictionary<Parameter, Tensor> { [a] = Tensor.Ones([4, 3, 2], DType.Bool) }));
    }

    /// <summary>After a projected step a dense layer answers as before to inputs in the subspace.</summary>
    [Fact]
    public void What_is_projected_out_is_orthogonal_to_the_subspace()
    {
        Parameter weight = P("w", 6, 3), vector = P("v", 2, 3);
        Tensor basis = Initialiser.Orthogonal.Draw([6, 2], Stream("basis"), DType.Float64), whole = Initialiser.Orthogonal.Draw([6, 4], Stream("whole"), DType.Float64);
        Tensor gw = N("gw", 6, 3), gv = N("gv", 2, 3);
        Gradients projected = Of((weight, gw), (vector, gv)).ProjectOut(new Dictionary<Parameter, Tensor> { [weight] = basis, [vector] = whole });
        Near(new double[6], basis.Transpose().MatMul(projected[weight]).Flatten().Numbers(), Tolerance);
        Near(new double[4], whole.Transpose().MatMul(projected[vector].Flatten()).Numbers(), Tolerance);
        Near(basis.MatMul(basis.Transpose()).MatMul(gw).Flatten().Numbers(), (gw - projected[weight]).Flatten().Numbers(), Tolerance);

        Tensor seen = N("coefficients", 5, 2).MatMul(basis.Transpose()), before = seen.MatMul(weight.Value.StopGradient());
        new Sgd([weight], 0.5).Step(projected);
        Near(before.Flatten().Numbers(), seen.MatMul(weight.Value).Flatten().Numbers(), 1e-12);
        Assert.Contains("[3, 2]", Assert.Throws<TensorException>(() => Of((weight, gw)).ProjectOut(new Dictionary<Parameter, Tensor> { [weight] = basis[..3] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_projected_off_a_reference_has_no_part_along_it()
    {
        Parameter a = P("a", 3), b = P("b", 2);
        Parameter[] both = [a, b];
        Gradients gradients = Of((a, N("ga", 3)), (b, N("gb", 2))), reference = Of((a, N("ra", 3)), (b, N("rb", 2)));
        Gradients opposed = gradients.Dot(reference, both) < 0 ? gradients : gradients.Scale(both, -1), agreeing = opposed.Scale(both, -1);
        Assert.Equal(0, opposed.ProjectOut(both, reference).Dot(reference, both), 1e-13);
        Assert.Equal(0, agreeing.ProjectOut(both, reference).Dot(reference, both), 1e-13);
        Assert.Equal(0, opposed.ProjectOut(both, reference, onlyAgainst: true).Dot(reference, both), 1e-13);
        Assert.Same(agreeing, agreeing.ProjectOut(both, reference, onlyAgainst: true));
        Assert.Same(gradients, gradients.ProjectOut(both, reference.Scale(both, 0)));
        double along = gradients.Dot(reference, both), length = reference.Dot(reference, both);
        Assert.Equal(gradients.Dot(gradients, both) - along * along / length, Math.Pow(gradients.ProjectOut(both, reference).Norm(both), 2), 1e-12);
    }

    [Fact]
    public void Noise_repeats_with_its_stream_and_has_its_size()
    {
        Parameter a = P("a", 10_000), b = P("b", 3);
        Gradients gradients = Of((a, N("ga", 10_000)), (b, N("gb", 3)));
        Tensor noise = gradients.Noise([a], 0.3, Stream("noise"))[a] - gradients[a];
        Assert.Equal(0.3, Math.Sqrt(noise.Square().Mean().Item()), 0.3 * 5 / Math.Sqrt(20_000));
        Assert.Equal(0, noise.Mean().Item(), 5 * 0.3 / 100);
        Assert.Equal(gradients.Noise([a, b], 0.3, Stream("noise"))[b].Numbers(), gradients.Noise([a, b], 0.3, Stream("noise"))[b].Numbers());
        Assert.NotEqual(gradients.Noise([b], 0.3, Stream("noise"))[b].Numbers(), gradients.Noise([b], 0.3, Stream("other"))[b].Numbers());
        Assert.Equal(gradients[b].Numbers(), gradients.Noise([a], 0.3, Stream("noise"))[b].Numbers());
    }

    [Fact]
    public void Centred_gradients_have_the_mean_0_over_what_feeds_an_output()
    {
        Parameter matrix = P("m", 4, 3), kernels = P("k", 5, 2, 3, 3), bias = P("b", 3);
        Gradients gradients = Of((matrix, N("gm", 4, 3)), (kernels, N("gk", 5, 2, 3, 3)), (bias, N("gb", 3))), centred = gradients.Centralise([matrix, kernels, bias]);
        Near(new double[3], centred[matrix].Mean(0).Numbers(), 1e-14);
        Near(new double[5], centred[kernels].Mean([1, 2, 3]).Numbers(), 1e-14);
        double[] kernel = gradients[kernels].Flatten().Numbers();
        const int Feeds = 2 * 3 * 3;
        Near([.. kernel.Select((g, i) => g - kernel.Skip(i / Feeds * Feeds).Take(Feeds).Average())], centred[kernels].Flatten().Numbers(), Tolerance);
        Assert.Equal(gradients[bias].Numbers(), centred[bias].Numbers());
        Near((gradients[matrix] - gradients[matrix].Mean(0, keepDims: true)).Flatten().Numbers(), centred[matrix].Flatten().Numbers(), Tolerance);
    }

    [Fact]
    public void Large_gradients_are_clipped_not_lost()
    {
        var w = new Parameter("w", Tensor.From(1f, 2f));
        Gradients gradients = Of((w, Tensor.From(3e20f, 4e20f)));
        Assert.Equal(5e20, gradients.Norm([w]), 1e14);
        float[] clipped = gradients.ClipNorm([w], 1)[w].ToArray<float>();
        Assert.Equal(0.6, clipped[0], 1e-6);
        Assert.Equal(0.8, clipped[1], 1e-6);
    }
}

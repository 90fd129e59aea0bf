using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

public class EvaluationCheckTests
{
    private const int Pixels = 30, Classes = 4;

    private static readonly Func<Tensor, Tensor> s_net = Toys.Net(Pixels, Classes, DType.Float32);
    private static readonly Tensor s_images = new RandomStream(1, "images").Uniform([30, Pixels]);
    private static readonly EvaluationCheck s_check = new() { Epsilon = 0.15, Queries = 150 };

    [Theory]
    [InlineData(AttackNorm.LInf, 0.15)]
    [InlineData(AttackNorm.L2, 0.8)]
    public void An_honest_net_raises_no_flag(AttackNorm norm, double epsilon)
    {
        EvaluationFlags flags = Flags(s_net, s_check with { Norm = norm, Epsilon = epsilon });
        Assert.Empty(flags.Raised);
        Assert.InRange(flags.WhiteBox, 0.3, 1);
        Assert.Equal((0.0, 1.0), (flags.ZeroGradientShare, flags.Unbounded));
    }

    [Fact]
    public void Saturated_logits_are_seen_through()
    {
        EvaluationFlags flags = Flags(x => s_net(x) * 1e4);
        Assert.True(flags.ZeroGradients && flags.BlackBoxStronger && flags.UnboundedFails, string.Join(", ", flags.Raised));
        Assert.False(flags.RandomModel || flags.ProbabilitiesForLogits || flags.ZeroRadiusChanges || flags.DependsOnBatch);
        // Whoever attacks the margin is not deceived.
        Assert.Empty(Flags(x => s_net(x) * 1e4, s_check with { Loss = AttackLoss.Margin }).Raised);
    }

    [Fact]
    public void Rounded_pixels_leave_no_gradient()
    {
        EvaluationFlags flags = Flags(x => s_net((x * 8).Round() / 8));
        Assert.True(flags.ZeroGradients && flags.BlackBoxStronger && flags.UnboundedFails, string.Join(", ", flags.Raised));
    }

    [Fact]
    public void Probabilities_randomness_and_neighbours_are_seen()
    {
        Assert.True(Flags(x => s_net(x).SoftMax()).ProbabilitiesForLogits);
        var stream = new RandomStream(9, "noise");
        EvaluationFlags random = Flags(x => s_net(x) + stream.Normal([x.Shape[0], Classes], 0, 0.01));
        Assert.True(random.RandomModel && !random.DependsOnBatch);
        Assert.True(Flags(x => s_net(x) - s_net(x).Mean(0, keepDims: true)).DependsOnBatch);
    }

    [Fact]
    public void A_wrong_gradient_is_weaker_with_more_to_move_in()
    {
        // Backwards where the image has left its place: what a defence does that gives a gradient of something else.
        Func<Tensor, Tensor> misleading = Autograd.Differentiation.CustomGradient(s_net, (gy, x, _) => -Autograd.Differentiation.Vjp(s_net, x).Pullback(gy));
        EvaluationFlags flags = Flags(misleading);
        Assert.True(flags.UnboundedFails && flags.BlackBoxStronger && !flags.ZeroGradients, string.Join(", ", flags.Raised));
    }

    // Images of one pixel, 0.5, of class 0; steps of 2.5·0.15/20 = 0.01875 lead to 0.51875, where class 1 is.
    [Fact]
    public void More_steps_that_are_weaker_are_seen()
    {
        // Steps half as long end on a hillock on the way: up to 0.509375, and back.
        EvaluationFlags flags = OnePixel(x => Tensor.Maximum(-0.001 - 0.1 * (x - 0.505).Abs(), x - 0.515));
        Assert.Equal((true, false, 1.0), (flags.MoreStepsWeaker, flags.LargerRadiusWeaker, flags.WhiteBox));
        Assert.Contains("more steps are not weaker", flags.Raised);
    }

    [Fact]
    public void A_larger_radius_that_is_weaker_is_seen()
    {
        // Steps twice as long jump over the band: to 0.5375, and back.
        EvaluationFlags flags = OnePixel(x => 0.01 - (x - 0.52).Abs());
        Assert.Equal((false, true, 1.0), (flags.MoreStepsWeaker, flags.LargerRadiusWeaker, flags.WhiteBox));
        Assert.Contains("a larger radius is not weaker", flags.Raised);
    }

    // Of two logits the first is 0.
    private static EvaluationFlags OnePixel(Func<Tensor, Tensor> second) =>
        s_check.Of(x => Tensor.Concat([0 * x, second(x)], axis: 1), Tensor.Full([20, 1], 0.5, DType.Float64), AttackGoal.LeaveAll(new int[20]), new RandomStream(1, "flags"));

    [Fact]
    public void Flags_become_sanity_checks_of_a_claim()
    {
        Measurements honest = new(), masked = new();
        honest.Add("flags", Flags(s_net));
        masked.Add("flags", Flags(x => s_net(x) * 1e4));
        SanityCheck[] good = new Evidence([1], [honest]).Flags("flags"), bad = new Evidence([1, 2], [honest, masked]).Flags("flags");
        Assert.Equal(9, good.Length);
        Assert.All(good, check => Assert.True(check.Passed));
        Assert.Contains(bad, check => !check.Passed && check.What == "flags: a black box is not stronger than the white box");
        Assert.All(bad, check => Assert.Equal(!masked.Series.Keys.Any(name => name == check.What.Replace(": ", "/", StringComparison.Ordinal) && masked.Series[name][0] == 0), check.Passed));
        Assert.Contains("flag", Assert.Throws<InvalidOperationException>(() => new Evidence([1], [honest]).Flags("flag")).Message, StringComparison.Ordinal);
        ClaimSpec spec = new("accuracy", "a sentence", "a paper", "a number", "share", Bar.AtLeast(0.5));
        double[] values = [0.9, 0.9, 0.9, 0.9, 0.91];
        Assert.Equal((Verdict.Reproduced, Verdict.ControlFailed), (spec.Judge(values, [], good).Verdict, spec.Judge(values, [], bad).Verdict));
    }

    private static EvaluationFlags Flags(Func<Tensor, Tensor> logits, EvaluationCheck? check = null) =>
        (check ?? s_check).Of(logits, s_images, AttackGoal.LeaveAll(Toys.Answers(s_net, s_images)), new RandomStream(1, "flags"));
}

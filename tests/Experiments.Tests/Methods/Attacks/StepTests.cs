using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

/// <summary>Where runs begin and how long their steps are, on images of one pixel, 0.5, of class 0.</summary>
public class StepTests
{
    private const double Epsilon = 0.1;

    private static readonly Tensor s_pixel = Tensor.Full([1, 1], 0.5, DType.Float64);
    private static readonly AttackGoal[] s_away = [AttackGoal.Leave(0)];

    [Fact]
    public void Random_starts_find_what_has_no_slope_at_the_image()
    {
        Func<Tensor, Tensor> valley = Second(x => (x - 0.5).Abs() - Epsilon / 2);
        Assert.False(Run(valley, new() { Epsilon = Epsilon, Loss = AttackLoss.Margin }).Success);
        Assert.True(Run(valley, new() { Epsilon = Epsilon, Loss = AttackLoss.Margin, RandomStarts = 1 }).Success);
        Assert.True(Run(valley, new() { Epsilon = Epsilon, Loss = AttackLoss.Margin, RandomStarts = 1, StartsAtImage = false }).Success);
    }

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(2, true, 3)]
    [InlineData(2, false, 2)]
    public void Each_run_has_its_steps(int starts, bool fromImage, int runs)
    {
        AttackResult found = Run(Second(x => x - 5), new() { Epsilon = Epsilon, StepCount = 7, RandomStarts = starts, StartsAtImage = fromImage });
        Assert.Equal((false, 7 * runs, 8 * runs + (fromImage ? 0 : 1)), (found.Success, found.Gradients, found.Queries));
    }

    [Fact]
    public void An_image_that_is_where_it_shall_be_needs_no_start() =>
        Assert.Equal(0, Run(Second(x => x + 1), new() { Epsilon = Epsilon, RandomStarts = 1, StartsAtImage = false }).L2);

    [Fact]
    public void Neither_the_image_nor_random_points_is_no_start() =>
        Assert.Throws<TensorException>(() => Run(Second(x => x), new() { Epsilon = Epsilon, StartsAtImage = false }));

    // The second logit is largest at 0.59. The first three steps lead to 0.6, back to 0.475 and to 0.5375: two of three gain, too few, so the fourth is half as
    // long and begins at the best point, 0.6: it goes three quarters of the
    // way to 0.5, and a quarter as far as it came back, 0.6 - 0.475.
    [Fact]
    public void Auto_projected_gradient_halves_its_step_where_too_few_steps_gained()
    {
        var asked = new List<double>();
        Func<Tensor, Tensor> hill = Second(x => -(x - 0.59).Abs());
        var attack = new AutoProjectedGradient { Epsilon = Epsilon, StepCount = 10, Loss = AttackLoss.Margin };
        attack.Run(
            x =>
            {
                asked.Add(x.ToArray<double>()[0]);
                return hill(x);
            },
            s_pixel,
            s_away);
        double[] expected = [0.5, 0.6, 0.475, 0.5375, 0.55625];
        Assert.All(expected.Zip(asked), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    // Random images are 0.2 away on the average; without a bisection none of them comes nearer.
    [Fact]
    public void A_search_along_the_boundary_finds_it_between_two_images_of_one_pixel()
    {
        AttackResult found = new HopSkipJump { StepCount = 5, FirstPoints = 10 }.Run(Second(x => x - 0.6), s_pixel, s_away, new RandomStream(1, "attack"))[0];
        Assert.InRange(found.L2, 0.1, 0.105);
    }

    private static AttackResult Run(Func<Tensor, Tensor> logits, ProjectedGradient attack) => attack.Run(logits, s_pixel, s_away, new RandomStream(1, "attack"))[0];

    // Of two logits the first is 0.
    private static Func<Tensor, Tensor> Second(Func<Tensor, Tensor> second) => x => Tensor.Concat([0 * x, second(x)], axis: 1);
}

using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

public class JacobianAugmentationTests
{
    private const int Seeds = 6, Pixels = 9, Classes = 3;

    private static readonly Func<Tensor, Tensor> s_target = Toys.Net(Pixels, Classes, DType.Float32), s_substitute = Toys.Net(Pixels, Classes, DType.Float32, 2);
    private static readonly Tensor s_seeds = new RandomStream(1, "seeds").Uniform([Seeds, Pixels]);

    [Fact]
    public void Each_round_doubles_the_set_and_every_image_is_asked_about_once()
    {
        const int additions = 7;
        LabelOracle oracle = LabelOracle.Of(s_target, Classes);
        var rounds = new List<AugmentationRound>();
        Substitute found = new JacobianAugmentation().Train(oracle, s_seeds, additions, Note(rounds));
        Assert.Equal(Enumerable.Range(0, additions + 1).Select(k => Seeds << k), rounds.Select(round => round.Images.Shape[0]));
        Assert.Equal(rounds.Select(round => (long)round.Labels.Length), rounds.Select(round => round.Queries));
        Assert.Equal((long)Seeds << additions, oracle.Queries);
        Assert.Equal(rounds[^1], found.Last);
        Assert.Equal([1, 1, 1, -1, -1, -1, 1, 1], rounds.Select(round => Math.Sign(round.Step)));
        Assert.Equal(Toys.Answers(s_target, found.Last.Images), found.Last.Labels);
        Assert.All(Toys.Numbers(found.Last.Images), pixel => Assert.InRange(pixel, 0, 1));
    }

    [Fact]
    public void Images_move_by_the_sign_of_the_derivative_of_their_labels_output()
    {
        // A linear substitute: the derivative of output k is column k of its weights.
        (Func<Tensor, Tensor> logits, double[,] w) = Toys.Linear(Pixels, Classes);
        Tensor seeds = new RandomStream(1, "seeds").Uniform([Seeds, Pixels], 0.2, 0.8, DType.Float64);
        var labels = new int[] { 0, 1, 2, 2, 1, 0 };
        foreach ((double step, int period, double sign) in new[] { (0.1, 0, 1.0), (0.1, 1, -1.0), (-0.1, 0, 1), (-0.1, 1, -1) })
        {
            Substitute found = new JacobianAugmentation { Step = step, Period = period }.Train(new LabelOracle(x => [.. Enumerable.Range(0, x.Shape[0]).Select(i => labels[i % Seeds])], Classes), seeds, 2, _ => logits);
            double[][] images = [.. Toys.Numbers(found.Last.Images).Chunk(Pixels)];
            for (int i = 0; i < Seeds; i++)
                for (int p = 0; p < Pixels; p++)
                {
                    Assert.Equal(images[i][p] + step * Math.Sign(w[p, labels[i]]), images[Seeds + i][p], 1e-12);
                    Assert.Equal(images[i][p] + sign * step * Math.Sign(w[p, labels[i]]), images[2 * Seeds + i][p], 1e-12);
                }
        }
    }

    [Fact]
    public void Where_the_substitute_does_not_vary_the_same_image_is_asked_about_again_and_counted()
    {
        LabelOracle oracle = LabelOracle.Of(s_target, Classes);
        Substitute found = new JacobianAugmentation().Train(oracle, s_seeds, 1, _ => x => x.MatMul(Tensor.Zeros([Pixels, Classes])));
        Assert.Equal(Toys.Numbers(found.Last.Images[..Seeds]), Toys.Numbers(found.Last.Images[Seeds..]));
        Assert.Equal(2 * Seeds, oracle.Queries);
    }

    [Fact]
    public void A_reservoir_bounds_what_a_round_adds()
    {
        var rounds = new List<AugmentationRound>();
        LabelOracle oracle = LabelOracle.Of(s_target, Classes);
        _ = new JacobianAugmentation { Reservoir = 5, ReservoirFrom = 2 }.Train(oracle, s_seeds, 4, Note(rounds), new RandomStream(1, "augmentation"));
        Assert.Equal([6, 12, 24, 29, 34], rounds.Select(round => round.Images.Shape[0]));
        Assert.Equal(34, oracle.Queries);
        // Those added are neighbours of different images.
        double[][] images = [.. Toys.Numbers(rounds[3].Images).Chunk(Pixels)];
        int[] parents = [.. images[24..].Select(added => Array.FindIndex(images, image => image.Zip(added).All(pair => Math.Abs(pair.First - pair.Second) < 0.1 + 1e-6)))];
        Assert.All(parents, parent => Assert.InRange(parent, 0, 23));
    }

    [Fact]
    public void The_control_asks_as_much_and_moves_at_random()
    {
        LabelOracle one = LabelOracle.Of(s_target, Classes), other = LabelOracle.Of(s_target, Classes);
        Substitute jacobian = new JacobianAugmentation().Train(one, s_seeds, 3, _ => s_substitute, new RandomStream(1, "augmentation"));
        Substitute random = new JacobianAugmentation { MovesAtRandom = true }.Train(other, s_seeds, 3, _ => s_substitute, new RandomStream(1, "augmentation"));
        Assert.Equal(one.Queries, other.Queries);
        Assert.NotEqual(Toys.Numbers(jacobian.Last.Images), Toys.Numbers(random.Last.Images));
        Assert.Equal(Toys.Numbers(s_seeds), Toys.Numbers(random.Last.Images[..Seeds]));
        Substitute again = new JacobianAugmentation { MovesAtRandom = true }.Train(other, s_seeds, 3, _ => s_substitute, new RandomStream(1, "augmentation"));
        Assert.Equal(Toys.Numbers(random.Last.Images), Toys.Numbers(again.Last.Images));
    }

    [Fact]
    public void The_oracle_gives_labels_and_nothing_that_has_a_gradient()
    {
        LabelOracle oracle = LabelOracle.Of(s_target, Classes);
        AttackGoal[] goals = AttackGoal.LeaveAll(oracle.Ask(s_seeds));
        Assert.Equal(0, new DeepFool().Run(oracle.Votes, s_seeds, goals).SuccessRate);
        Assert.Equal(0, new ProjectedGradient { Epsilon = 1 }.Run(oracle.Votes, s_seeds, goals).SuccessRate);
        Assert.Equal(1, new HopSkipJump { StepCount = 1 }.Run(oracle.Votes, s_seeds, goals, new RandomStream(1, "attack")).SuccessRate);
        Assert.Equal([0.0, 1], Toys.Numbers(oracle.Votes(s_seeds)).Distinct().Order());
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_line()
    {
        LabelOracle oracle = LabelOracle.Of(s_target, Classes);
        TensorException[] errors =
        [
            Assert.Throws<TensorException>(() => new JacobianAugmentation { MovesAtRandom = true }.Train(oracle, s_seeds, 1, _ => s_substitute)),
            Assert.Throws<TensorException>(() => new JacobianAugmentation().Train(oracle, s_seeds, -1, _ => s_substitute)),
            Assert.Throws<TensorException>(() => new LabelOracle(x => [7], Classes).Ask(s_seeds)),
            Assert.Throws<TensorException>(() => new LabelOracle(x => [7], 1)),
        ];
        Assert.All(errors, error => Assert.DoesNotContain('\n', error.Message));
    }

    private static Func<AugmentationRound, Func<Tensor, Tensor>> Note(List<AugmentationRound> rounds) => round =>
    {
        rounds.Add(round);
        return s_substitute;
    };
}

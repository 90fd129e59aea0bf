using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

/// <summary>Linear classifiers, for which the best perturbation is known.</summary>
public partial class KnownAnswerTests
{
    private const int Pixels = 40;
    private const double Epsilon = 0.05;

    // Two classes; every pixel is far from the walls of the box.
    private static readonly (Func<Tensor, Tensor> Logits, double[,] Weights) s_two = Toys.Linear(Pixels, 2), s_ten = Toys.Linear(Pixels, 10, seed: 2);
    private static readonly Tensor s_inner = new RandomStream(3, "images").Uniform([6, Pixels], 0.4, 0.6, DType.Float64);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Projected_gradient_shifts_the_margin_by_epsilon_times_the_dual_norm(bool infinity)
    {
        AttackNorm norm = infinity ? AttackNorm.LInf : AttackNorm.L2;
        double[] w = Difference(s_two.Weights, 0, 1);
        double shift = Epsilon * (infinity ? w.Sum(Math.Abs) : Math.Sqrt(w.Sum(x => x * x)));
        AttackGoal[] goals = [.. Toys.Answers(s_two.Logits, s_inner).Select(AttackGoal.Leave)];
        BoundedAttack[] attacks =
        [
            new ProjectedGradient { Epsilon = Epsilon, Norm = norm, StepCount = 7 },
            new ProjectedGradient { Epsilon = Epsilon, Norm = norm, RandomStarts = 2, Loss = AttackLoss.Margin },
            ProjectedGradient.Fgsm(Epsilon, norm),
            new AutoProjectedGradient { Epsilon = Epsilon, Norm = norm, Loss = AttackLoss.Margin, StepCount = 30 },
            .. infinity ? [ProjectedGradient.Bim(Epsilon, 4), new SquareAttack { Epsilon = Epsilon, MaxQueries = 3000 }] : Array.Empty<BoundedAttack>(),
        ];
        foreach (BoundedAttack attack in attacks)
        {
            double[] before = Margins(s_inner), after = Margins(attack.Perturb(s_two.Logits, s_inner, goals, new RandomStream(1, "attack")));
            for (int i = 0; i < before.Length; i++) Assert.Equal(shift, before[i] - after[i], 1e-9);
        }

        double[] Margins(Tensor images) => [.. Toys.Numbers(s_two.Logits(images)).Chunk(2).Select((z, i) => z[goals[i].Label] - z[1 - goals[i].Label])];
    }

    [Fact]
    public void Rounding_to_float32_ends_at_the_last_number_inside_the_ball()
    {
        Func<Tensor, Tensor> net = Toys.Net(Pixels - 3, 3, DType.Float32);
        Tensor images = new RandomStream(5, "images").Uniform([6, Pixels - 3], 0.2, 0.8);        // no multiple of a register
        Tensor moved = ProjectedGradient.Fgsm(Epsilon).Perturb(net, images, AttackGoal.LeaveAll(Toys.Answers(net, images)));
        foreach ((float from, float to) in images.ToArray<float>().Zip(moved.ToArray<float>()))
        {
            float outward = to > from ? float.BitIncrement(to) : float.BitDecrement(to);
            Assert.True(Math.Abs((double)to - from) <= Epsilon && Math.Abs((double)outward - from) >= Epsilon, $"{from:R} to {to:R}");
        }
    }

    [Fact]
    public void At_the_walls_of_the_box_the_optimum_is_that_of_the_box()
    {
        Tensor images = new RandomStream(4, "images").Uniform([5, Pixels], -0.1, 1.1, DType.Float64).Clamp(0, 1);
        const double radius = 0.3;
        AttackGoal[] goals = [.. Toys.Answers(s_two.Logits, images).Select(AttackGoal.Leave)];
        foreach (BoundedAttack attack in new BoundedAttack[]
        {
            new ProjectedGradient { Epsilon = radius }, new SquareAttack { Epsilon = radius, MaxQueries = 3000 },
            new AutoProjectedGradient { Epsilon = radius, Loss = AttackLoss.CrossEntropy, StepCount = 50 },
        })
        {
            double[] found = Toys.Numbers(attack.Perturb(s_two.Logits, images, goals, new RandomStream(1, "attack")));
            double[] pixels = Toys.Numbers(images);
            for (int i = 0; i < goals.Length; i++)
            {
                double[] w = Difference(s_two.Weights, goals[i].Label, 1 - goals[i].Label);
                double best = w.Select((weight, p) => weight * Math.Clamp(pixels[i * Pixels + p] - radius * Math.Sign(weight), 0, 1)).Sum();
                Assert.Equal(best, w.Select((weight, p) => weight * found[i * Pixels + p]).Sum(), 1e-9);
            }
        }
    }

    [Fact]
    public void Carlini_and_Wagner_come_to_the_corner_of_the_ball()
    {
        // tanh approaches the corner and never reaches it.
        const double share = 0.99;
        AttackGoal[] goals = [.. Toys.Answers(s_two.Logits, s_inner).Select(AttackGoal.Leave)];
        double shift = Epsilon * Difference(s_two.Weights, 0, 1).Sum(Math.Abs);
        double[] moved = Toys.Numbers(s_two.Logits(new CarliniWagnerLInf { Epsilon = Epsilon }.Perturb(s_two.Logits, s_inner, goals))), still = Toys.Numbers(s_two.Logits(s_inner));
        for (int i = 0; i < goals.Length; i++)
        {
            int right = goals[i].Label, wrong = 1 - right;
            Assert.InRange((still[2 * i + right] - still[2 * i + wrong] - moved[2 * i + right] + moved[2 * i + wrong]) / shift, share, 1 + 1e-9);
        }
        // Where the sign of the gradient says nothing of its size, it still finds what is there, and black and white pixels do not hold it.
        Tensor walls = s_inner.Round();
        Assert.Equal(1, new CarliniWagnerLInf { Epsilon = 1 }.Run(s_two.Logits, walls, AttackGoal.LeaveAll(Toys.Answers(s_two.Logits, walls))).SuccessRate);
    }

    [Fact]
    public void Square_in_L2_uses_the_whole_ball_and_gains_with_queries()
    {
        AttackGoal[] goals = [.. Toys.Answers(s_two.Logits, s_inner).Select(AttackGoal.Leave)];
        double[] w = Difference(s_two.Weights, 0, 1);
        double best = Math.Sqrt(w.Sum(x => x * x)) * Epsilon, few = Shift(10), many = Shift(2000);
        Assert.InRange(many / best, 0.5, 1);
        Assert.True(few < many);

        double Shift(int queries)
        {
            Tensor moved = new SquareAttack { Epsilon = Epsilon, Norm = AttackNorm.L2, MaxQueries = queries, Width = 8 }.Perturb(s_two.Logits, s_inner, goals, new RandomStream(1, "attack"));
            double[] r = [.. Toys.Numbers(moved).Zip(Toys.Numbers(s_inner), (to, was) => to - was)];
            Assert.All(r.Chunk(Pixels), one => Assert.Equal(Epsilon, Math.Sqrt(one.Sum(x => x * x)), 1e-9));
            return r.Chunk(Pixels).Select((one, i) => -Math.Sign(0.5 - goals[i].Label) * one.Zip(w, (a, b) => a * b).Sum()).Average();
        }
    }

    [Fact]
    public void Every_attack_that_aims_comes_to_its_class()
    {
        Func<Tensor, Tensor> logits = Toys.Net(Pixels, 5, DType.Float32);
        Tensor images = new RandomStream(5, "images").Uniform([6, Pixels]);
        int[] answers = Toys.Answers(logits, images);
        AttackGoal[] goals = [.. answers.Select(answer => AttackGoal.Become((answer + 2) % 5))];
        Tensor ofClass = new RandomStream(6, "starts").Uniform([100, Pixels]);
        foreach (Attack attack in new Attack[]
        {
            new ProjectedGradient { Epsilon = 0.5, StepCount = 40 }, new ProjectedGradient { Epsilon = 4, Norm = AttackNorm.L2, StepCount = 40, Loss = AttackLoss.Margin },
            new AutoProjectedGradient { Epsilon = 0.5 }, new CarliniWagner { FirstConstant = 1, MaxSteps = 200, ConstantCount = 3 }, new LbfgsAttack(),
            new SquareAttack { Epsilon = 0.5 }, new HopSkipJump { StepCount = 2, FirstPoints = 20, Starts = ofClass },
        })
        {
            AttackResults found = attack.Run(logits, images, goals, new RandomStream(1, "attack"));
            Assert.True(found.SuccessRate == 1, $"{attack.GetType().Name}: {found.SuccessRate}");
            Assert.Equal(goals.Select(goal => goal.Label), Toys.Answers(logits, found.Images(images)));
        }
    }

    private static double[] Difference(double[,] w, int k, int l) => [.. Enumerable.Range(0, Pixels).Select(p => w[p, k] - w[p, l])];
}

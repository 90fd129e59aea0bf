using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

public class EnsembleTests
{
    private const int Pixels = 30, Classes = 4;

    private static readonly Func<Tensor, Tensor> s_net = Toys.Net(Pixels, Classes, DType.Float32), s_other = Toys.Net(Pixels, Classes, DType.Float32, 2);
    private static readonly Tensor s_images = new RandomStream(1, "images").Uniform([20, Pixels]);
    private static readonly AttackGoal[] s_goals = AttackGoal.LeaveAll(Toys.Answers(s_net, s_images));

    private static readonly Attack[] s_attacks =
    [
        new TransferAttack(s_other, ProjectedGradient.Fgsm(0.1)), ProjectedGradient.Fgsm(0.1), new SquareAttack { Epsilon = 0.1, MaxQueries = 30 }, new CarliniWagner { FirstConstant = 1, MaxSteps = 100, ConstantCount = 3 },
    ];

    private static readonly AttackCase s_case = new(2, [12], true, AttackNorm.LInf, false, 0.2, 5);

    [Fact]
    public void The_worst_per_image_counts()
    {
        var worst = new WorstCase(s_attacks) { Epsilon = 0.1 };
        IReadOnlyList<AttackResults> each = worst.Each(s_net, s_images, s_goals, new RandomStream(1, "attack"));
        AttackResults all = worst.Run(s_net, s_images, s_goals, new RandomStream(1, "attack"));
        for (int i = 0; i < s_goals.Length; i++)
        {
            Assert.Equal(each.Any(results => results[i].Success), all[i].Success);
            Assert.Equal(each.Min(results => results[i].LInf), all[i].LInf);
            Assert.Equal(each.Sum(results => results[i].Queries), all[i].Queries);
        }
        Assert.All(each, results => Assert.True(results.SuccessRate <= all.SuccessRate));
        AttackResults free = s_attacks[^1].Run(s_net, s_images, s_goals);
        Assert.Equal(1, free.SuccessRate);
        Assert.Equal(free.SuccessWithin(AttackNorm.LInf, 0.1), each[^1].SuccessRate);       // too long does not count
    }

    [Fact]
    public void Sparing_broken_images_breaks_the_same_ones_for_less()
    {
        AttackResults all = new WorstCase(s_attacks) { Epsilon = 0.1 }.Run(s_net, s_images, s_goals, new RandomStream(1, "attack"));
        AttackResults sparing = new WorstCase(s_attacks) { Epsilon = 0.1, SparesBroken = true }.Run(s_net, s_images, s_goals, new RandomStream(1, "attack"));
        Assert.Equal(all.Select(one => one.Success), sparing.Select(one => one.Success));
        Assert.True(sparing.Queries < all.Queries);

        // Who is still attacked is attacked by the same draws, although others are gone.
        Attack[] drawing = [ProjectedGradient.Fgsm(0.05), new HopSkipJump { StepCount = 1, FirstPoints = 5 }];
        AttackResults[] whole = [.. new WorstCase(drawing).Each(s_net, s_images, s_goals, new RandomStream(1, "attack"))];
        AttackResults[] part = [.. new WorstCase(drawing) { SparesBroken = true }.Each(s_net, s_images, s_goals, new RandomStream(1, "attack"))];
        int[] still = [.. Enumerable.Range(0, s_goals.Length).Where(i => part[1][i].Queries > 0)];
        Assert.InRange(still.Length, 1, s_goals.Length - 1);
        Assert.All(still, i => Assert.Equal(whole[1][i].Adversarial, part[1][i].Adversarial));
    }

    [Fact]
    public void A_transfer_shows_what_another_net_gave_and_asks_nothing_more()
    {
        var counter = new Counter(s_net);
        ProjectedGradient craft = new() { Epsilon = 0.2, StepCount = 10 };
        AttackResults found = new TransferAttack(s_other, craft).Run(counter.Logits, s_images, s_goals);
        int[] answers = Toys.Answers(s_net, craft.Perturb(s_other, s_images, s_goals));
        Assert.Equal(s_goals.Select((goal, i) => goal.IsReachedBy(answers[i])), found.Select(one => one.Success));
        Assert.Equal((2L * s_goals.Length, 0L), (counter.Queries, counter.Gradients));
    }

    [Fact]
    public void An_attacker_who_does_not_know_the_class_leaves_the_substitutes()
    {
        ProjectedGradient craft = ProjectedGradient.Fgsm(0.2);
        AttackGoal[] own = AttackGoal.LeaveAll(Toys.Answers(s_other, s_images));
        Assert.NotEqual(own, s_goals);
        int[] answers = Toys.Answers(s_net, craft.Perturb(s_other, s_images, own));
        AttackResults found = new TransferAttack(s_other, craft) { LeavesOwnAnswer = true }.Run(s_net, s_images, s_goals);
        Assert.Equal(s_goals.Select((goal, i) => goal.IsReachedBy(answers[i])), found.Select(one => one.Success));
    }

    [Fact]
    public void A_larger_budget_is_never_weaker_and_the_whole_box_breaks_everything()
    {
        double[] rates = [.. new[] { 0, 0.02, 0.05, 0.1, 0.2, 1 }.Select(epsilon => new ProjectedGradient { Epsilon = epsilon, StepCount = 30 }.Run(s_net, s_images, s_goals).SuccessRate)];
        Assert.Equal(rates.Order(), rates);
        Assert.Equal((0.0, 1.0), (rates[0], rates[^1]));
    }

    [Fact]
    public void What_cannot_be_done_is_said_in_a_line()
    {
        Func<Tensor, Tensor> two = Toys.Net(Pixels, 2, DType.Float32);
        AttackGoal[] aims = [.. s_goals.Select(goal => AttackGoal.Become(goal.Label))];
        Action[] wrong =
        [
            () => new DeepFool().Run(s_net, s_images, aims),
            () => new SquareAttack { Epsilon = 0.1 }.Run(s_net, s_images, s_goals),
            () => new HopSkipJump().Run(s_net, s_images, s_goals),
            () => new CarliniWagnerLInf { Epsilon = 0.1, Norm = AttackNorm.L2 }.Run(s_net, s_images, s_goals),
            () => new CarliniWagnerLInf { Epsilon = 0.1, StepCount = 0 }.Run(s_net, s_images, s_goals),
            () => new ProjectedGradient { Epsilon = 0.1, RandomStarts = 1 }.Run(s_net, s_images, s_goals),
            () => new ProjectedGradient { Epsilon = double.NaN }.Run(s_net, s_images, s_goals),
            () => new ProjectedGradient { Epsilon = 0.1, StepCount = 0 }.Run(s_net, s_images, s_goals),
            () => new AutoProjectedGradient { Epsilon = 0.1 }.Run(two, s_images, [.. s_goals.Select(_ => AttackGoal.Leave(0))]),
            () => new SquareAttack { Epsilon = 0.1, Width = 7 }.Run(s_net, s_images, s_goals, new RandomStream(1, "attack")),
            () => new LbfgsAttack().Run(s_net, s_images * 255, s_goals),
            () => new LbfgsAttack().Run(s_net, s_images, s_goals[1..]),
            () => ProjectedGradient.Fgsm(0.1).Run(s_net, s_images, [.. s_goals.Select(_ => AttackGoal.Become(Classes))]),
            () => ProjectedGradient.Fgsm(0.1).Run(x => s_net(x).Sum(-1), s_images, s_goals),
            () => new WorstCase().Run(s_net, s_images, s_goals),
            () => new TransferAttack(x => s_other(x).Sum(-1), ProjectedGradient.Fgsm(0.1)) { LeavesOwnAnswer = true }.Run(s_net, s_images, s_goals),
            .. new[] { 0, -1, double.NaN }.Select<double, Action>(c => () => new CarliniWagner { FirstConstant = c }.Run(s_net, s_images, s_goals)),
        ];
        Assert.All(wrong, act => Assert.DoesNotContain('\n', Assert.Throws<TensorException>(act).Message));
    }

    [Fact]
    public void Every_attack_refuses_classes_that_are_not_there_and_what_are_no_logits()
    {
        foreach (Attack attack in s_case.Attacks())
        {
            foreach (int label in new[] { -1, AttackCase.Classes, 99 })
            {
                Refused(s_case.Logits, AttackGoal.Leave(label));
                Refused(s_case.Logits, AttackGoal.Become(label));
            }
            Refused(x => s_case.Logits(x).Sum(-1), AttackGoal.Leave(0));
            Refused(x => s_case.Logits(x)[.., ..1], AttackGoal.Leave(0));
            Refused(x => s_case.Logits(x).Unsqueeze(1), AttackGoal.Leave(0));

            void Refused(Func<Tensor, Tensor> logits, AttackGoal goal)
            {
                Exception? error = Record.Exception(() => attack.Run(logits, s_case.Images, [goal, goal], s_case.Random));
                Assert.True(error is TensorException && !error.Message.Contains('\n'), $"{attack.GetType().Name}, {goal}: {error?.Message ?? "no error"}");
            }
        }
    }

    [Fact]
    public void A_batch_of_none_gives_none() => Assert.All(s_case.Attacks(), attack =>
    {
        Tensor none = s_case.Images[..0];
        Assert.Empty(attack.Run(s_case.Logits, none, [], s_case.Random));
        if (attack is BoundedAttack bounded) Assert.Equal(none.Shape, bounded.Perturb(s_case.Logits, none, [], s_case.Random).Shape);
    });
}

using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

// Attacks that look for the shortest perturbation: the distance to the boundary.
public partial class KnownAnswerTests
{
    [Fact]
    public void DeepFool_goes_to_the_nearest_boundary_in_one_step()
    {
        AttackGoal[] goals = [.. Toys.Answers(s_ten.Logits, s_inner).Select(AttackGoal.Leave)];
        var attack = new DeepFool();
        AttackResults found = attack.Run(s_ten.Logits, s_inner, goals);
        double[] nearest = Distances(goals, s_ten.Logits, s_ten.Weights);
        for (int i = 0; i < goals.Length; i++)
        {
            Assert.True(found[i].Success);
            Assert.Equal((2, 20), (found[i].Queries, found[i].Gradients));      // the second Jacobian sees the new answer
            Assert.Equal(nearest[i], found[i].L2 / (1 + attack.Overshoot), 1e-9);
        }
    }

    [Fact]
    public void DeepFool_does_not_push_against_the_walls()
    {
        // Half of the pixels are black and would have to be blacker: the boundary is as far away as the others make it.
        double[] w = Difference(s_two.Weights, 0, 1);
        Tensor image = Tensor.From<double>([.. w.Select((one, p) => one > 0 && p % 2 == 0 ? 0 : 0.5)]);
        AttackGoal goal = AttackGoal.Leave(Toys.Answers(s_two.Logits, image.Unsqueeze(0))[0]);
        double[] x = image.ToArray<double>(), z = Toys.Numbers(s_two.Logits(image.Unsqueeze(0)));
        double away = goal.Label == 0 ? -1 : 1;     // where w·x is to go
        double free = Math.Sqrt(w.Where((one, p) => !(x[p] == 0 && away * one < 0)).Sum(one => one * one));
        AttackResult found = new DeepFool { Overshoot = 0.001 }.Run(s_two.Logits, image, goal);
        Assert.True(found.Success);
        Assert.InRange(found.L2 / (Math.Abs(z[0] - z[1]) / free), 1, 1.2);      // more where the walls are met on the way
    }

    // Of two classes there is one boundary; of ten the margin's best other class may settle on one that is a little farther.
    [Theory]
    [InlineData(2, 1.03)]
    [InlineData(10, 1.1)]
    public void Carlini_and_Wagner_come_near_the_nearest_boundary(int classes, double most)
    {
        (Func<Tensor, Tensor> logits, double[,] w) = classes == 2 ? s_two : s_ten;
        AttackGoal[] goals = [.. Toys.Answers(logits, s_inner).Select(AttackGoal.Leave)];
        AttackResults found = new CarliniWagner { FirstConstant = 0.1, MaxSteps = 500, LearningRate = 2e-3 }.Run(logits, s_inner, goals);
        double[] nearest = Distances(goals, logits, w);
        for (int i = 0; i < goals.Length; i++) Assert.InRange(found[i].L2 / nearest[i], 1, most);
    }

    [Fact]
    public void One_pixel_without_a_gradient_does_not_stop_Carlini_and_Wagner()
    {
        Tensor hole = Tensor.From<double>([.. Enumerable.Range(0, Pixels).Select(p => p == 3 ? double.NaN : 0)]);
        Func<Tensor, Tensor> torn = Differentiation.CustomGradient(s_two.Logits, (gy, x, _) => Differentiation.Vjp(s_two.Logits, x).Pullback(gy) + hole);
        AttackGoal[] goals = [.. Toys.Answers(s_two.Logits, s_inner).Select(AttackGoal.Leave)];
        AttackResults found = new CarliniWagner { FirstConstant = 1, MaxSteps = 200, ConstantCount = 3 }.Run(torn, s_inner, goals);
        Assert.Equal(1, found.SuccessRate);
        Assert.All(found, one => Assert.Equal(0, one.Perturbation[3], 1e-3));
        Assert.Equal(1, new CarliniWagnerLInf { Epsilon = 0.4 }.Run(torn, s_inner, goals).SuccessRate);
    }

    [Fact]
    public void Confidence_is_reached_in_logits()
    {
        AttackGoal[] goals = [.. Toys.Answers(s_ten.Logits, s_inner).Select(answer => AttackGoal.Become((answer + 3) % 10))];
        AttackResults plain = new CarliniWagner { FirstConstant = 1, MaxSteps = 200, ConstantCount = 4 }.Run(s_ten.Logits, s_inner, goals);
        AttackResults sure = new CarliniWagner { FirstConstant = 1, MaxSteps = 200, ConstantCount = 4, Confidence = 2 }.Run(s_ten.Logits, s_inner, goals);
        double[][] z = [.. Toys.Numbers(s_ten.Logits(sure.Images(s_inner))).Chunk(10)];
        for (int i = 0; i < goals.Length; i++)
        {
            Assert.True(AttackLoss.Margin.At(z[i], goals[i], new double[10]) <= -2);
            Assert.True(sure[i].L2 > plain[i].L2);
        }
    }

    [Fact]
    public void A_search_along_the_boundary_converges_to_the_nearest_point_of_it()
    {
        AttackGoal[] goals = [.. Toys.Answers(s_two.Logits, s_inner).Select(AttackGoal.Leave)];
        double[] w = Difference(s_two.Weights, 0, 1), nearest = [.. Toys.Numbers(s_two.Logits(s_inner)).Chunk(2).Select(z => Math.Abs(z[0] - z[1]) / Math.Sqrt(w.Sum(x => x * x)))];
        double[] short_ = Lengths(2), long_ = Lengths(25);
        for (int i = 0; i < nearest.Length; i++)
        {
            Assert.InRange(long_[i] / nearest[i], 1, 1.05);
            Assert.True(short_[i] >= long_[i]);
        }

        double[] Lengths(int steps) =>
            [.. new HopSkipJump { StepCount = steps, FirstPoints = 100 }.Run(s_two.Logits, s_inner, goals, new RandomStream(1, "attack")).Select(one => one.L2)];
    }

    [Fact]
    public void A_search_along_the_boundary_needs_labels_only_and_may_begin_from_given_images()
    {
        LabelOracle oracle = LabelOracle.Of(s_ten.Logits, 10);
        int[] answers = Toys.Answers(s_ten.Logits, s_inner);
        AttackGoal[] goals = [.. answers.Select(_ => AttackGoal.Become(answers[0]))];
        var attack = new HopSkipJump { StepCount = 3, FirstPoints = 20, Beginnings = 0 };
        Assert.Equal(answers.Select(answer => answer == answers[0]), attack.Run(oracle.Votes, s_inner, goals, new RandomStream(1, "attack")).Select(one => one.Success));
        long before = oracle.Queries;
        AttackResults found = new HopSkipJump { StepCount = 3, FirstPoints = 20, Beginnings = 0, Starts = s_inner[..1] }.Run(oracle.Votes, s_inner, goals, new RandomStream(1, "attack"));
        Assert.Equal(1, found.SuccessRate);
        Assert.Equal((oracle.Queries - before, 0L), (found.Queries, found.Gradients));
    }

    // min |f_k - f_l| / ‖w_k - w_l‖ over k for the right class l.
    private static double[] Distances(AttackGoal[] goals, Func<Tensor, Tensor> logits, double[,] w)
    {
        int classes = w.GetLength(1);
        return [.. Toys.Numbers(logits(s_inner)).Chunk(classes).Select((z, i) => Enumerable.Range(0, classes).Where(k => k != goals[i].Label).Min(k =>
            Math.Abs(z[k] - z[goals[i].Label]) / Math.Sqrt(Difference(w, k, goals[i].Label).Sum(x => x * x))))];
    }
}

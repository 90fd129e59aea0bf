using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Attacks;

public class AttackLossTests
{
    private const double Delta = 1e-6;

    private static readonly double[] s_logits = [.. new RandomStream(1, "logits").HostUniform(6).Select(u => 4 * u - 2)];

    public static TheoryData<string, bool> All => new() { { "CrossEntropy", true }, { "CrossEntropy", false }, { "Margin", true }, { "Margin", false }, { "Dlr", true }, { "Dlr", false } };

    [Theory]
    [MemberData(nameof(All))]
    public void The_slope_is_the_derivative(string name, bool targeted)
    {
        for (int label = 0; label < s_logits.Length; label++)
        {
            AttackGoal goal = targeted ? AttackGoal.Become(label) : AttackGoal.Leave(label);
            double[] slope = new double[s_logits.Length];
            Loss(name).At(s_logits, goal, slope);
            for (int k = 0; k < slope.Length; k++)
            {
                int moved = k;
                double high = Value(z => z + Delta), low = Value(z => z - Delta);
                Assert.Equal((high - low) / (2 * Delta), slope[k], 1e-6);

                double Value(Func<double, double> move) => Loss(name).At([.. s_logits.Select((z, i) => i == moved ? move(z) : z)], goal, new double[slope.Length]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_negative_for_the_margins_exactly_where_the_goal_is_reached(string name, bool targeted)
    {
        if (name == "CrossEntropy") return;
        int best = Array.IndexOf(s_logits, s_logits.Max());
        for (int label = 0; label < s_logits.Length; label++)
        {
            AttackGoal goal = targeted ? AttackGoal.Become(label) : AttackGoal.Leave(label);
            Assert.Equal(goal.IsReachedBy(best), Loss(name).At(s_logits, goal, new double[6]) < 0);
        }
    }

    [Fact]
    public void The_ratio_does_not_know_the_scale_and_cross_entropy_is_finite_at_huge_logits()
    {
        double[] slope = new double[6], huge = [.. s_logits.Select(z => 1e4 * z)];
        foreach (AttackGoal goal in new[] { AttackGoal.Leave(2), AttackGoal.Become(2) })
        {
            Assert.Equal(AttackLoss.Dlr.At(s_logits, goal, slope), AttackLoss.Dlr.At(huge, goal, slope), 1e-9);
            Assert.True(double.IsFinite(AttackLoss.CrossEntropy.At(huge, goal, slope)) && slope.All(double.IsFinite));
        }
    }

    private static AttackLoss Loss(string name) => name switch { "Margin" => AttackLoss.Margin, "Dlr" => AttackLoss.Dlr, _ => AttackLoss.CrossEntropy };
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>The attack of Szegedy et al. 2014 (sec. 4.1): the smallest r with x + r in [0, 1] that reaches the goal, approached by minimising
/// loss(x + r) + c·‖r‖² with box-constrained L-BFGS. A larger c gives a smaller r, until the goal is missed: the largest c that reaches it
/// is kept. The paper writes c·|r| and says "minimum c"; its text and numbers mean the squared length and the largest c.</summary>
public sealed class LbfgsAttack : Attack
{
    /// <summary>The constants c ≥ 0 to try, at least one, from the smallest on. Each search starts from where the last success ended.</summary>
    public IReadOnlyList<double> Constants { get; init; } = [1e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3];

    /// <summary>How often the interval between the last success and the first failure is halved, by geometric means; from a success
    /// of c = 0, which does not look at the length, by arithmetic ones.</summary>
    public int Bisections { get; init; }

    /// <summary>The most steps of L-BFGS for one c, at least 1.</summary>
    public int MaxIterations { get; init; } = 60;

    /// <summary>κ ≥ 0: by how many logits the goal is to be reached. More confidence carries over to other classifiers more often.</summary>
    public double Confidence { get; init; }

    /// <summary>A search ends when a step gains no more than this share of the objective.</summary>
    public double Tolerance { get; init; } = 1e-4;

    // One image after another: the minimiser asks about one point at a time.
    private protected override AttackResult[] Search(AttackBatch batch) =>
        [.. batch.Goals.Select((goal, i) => Search(x => AttackedModel.Checked(batch.Logits(x.Unsqueeze(0)), 1), batch.Images[i], goal))];

    private AttackResult Search(Func<Tensor, Tensor> logits, Tensor image, AttackGoal goal)
    {
        int queries = 0, gradients = 0;
        if (Reaches(image)) return AttackResult.Of(image, image, queries, gradients);
        var minimiser = new Lbfgs { MaxIterations = MaxIterations, ValueTolerance = Tolerance };
        Tensor best = image;
        bool found = false;
        double works = 0, fails = double.PositiveInfinity;
        foreach (double c in Constants.Order())
        {
            if (!Try(c) && found) break;
        }
        for (int halving = 0; halving < Bisections && found && double.IsFinite(fails); halving++) Try(works > 0 ? Math.Sqrt(works * fails) : fails / 2);
        return found ? AttackResult.Of(image, best, queries, gradients) : AttackResult.NotFound(queries, gradients);

        bool Try(double c)
        {
            Optimum minimum = minimiser.MinimiseInBox(x => goal.Loss(logits(x)) + (x - image).Square().Sum() * c, best, 0, 1);
            queries += minimum.Evaluations;
            gradients += minimum.Evaluations;
            bool reached = Reaches(minimum.X);
            if (!reached) fails = c;
            else (found, works, best) = (true, c, minimum.X);
            if (works > fails) fails = double.PositiveInfinity;     // a smaller c may fail where a larger one, begun elsewhere, does not
            return reached;
        }

        bool Reaches(Tensor x)
        {
            queries++;
            double[] z = logits(x).To(DType.Float64).ToArray<double>();
            AttackedModel.Require(goal, z.Length);
            return goal.IsReachedBy(z.AsSpan()) && (Confidence == 0 || AttackLoss.Margin.At(z, goal, new double[z.Length]) <= -Confidence);
        }
    }

    private protected override void Require(IReadOnlyList<AttackGoal> goals)
    {
        if (Constants is not { Count: > 0 }) throw new TensorException("attack: there are no constants; give at least one");
        foreach (double c in Constants) AtLeast("a constant", c, 0);
        AtLeast("a number of halvings", Bisections, 0);
        AtLeast("a number of steps", MaxIterations, 1);
        AtLeast("a confidence", Confidence, 0);
        AtLeast("a tolerance", Tolerance, 0);
    }
}

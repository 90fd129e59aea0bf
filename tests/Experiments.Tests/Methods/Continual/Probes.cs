using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

/// <summary>Keeps the gradients that pass, for a probe further on.</summary>
internal sealed class Passing : Strategy
{
    public Gradients? Gradients { get; private set; }

    public override string Name => "passing";

    public override Gradients Restrict(Learner learner, Gradients gradients) => Gradients = gradients;
}

/// <summary>½Σ(θ - 1)² over all parameters in the place of the loss.</summary>
internal sealed class Quadratic : Strategy
{
    public override string Name => "quadratic";

    public static Tensor Of(Module net) => net.Parameters.Select(parameter => (parameter.Value - 1).Square().Sum()).Aggregate((x, y) => x + y) * 0.5;

    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss) => Of(learner.Net);
}

/// <summary>Compares what EWC adds to the gradients with the gradient of the sum of the tasks' own penalties.</summary>
internal sealed class Penalties(Ewc ewc, double lambda) : Strategy
{
    private readonly List<(double[] F, double[] Place)> _tasks = [];
    private double[] _sum = [];

    public Passing Before { get; } = new();

    public int Compared { get; private set; }

    public override string Name => "penalties";

    public override Gradients Restrict(Learner learner, Gradients gradients)
    {
        if (_tasks.Count == 0) return gradients;
        double[] before = All(learner, Before.Gradients!), after = All(learner, gradients), now = Toys.Numbers(learner.Net);
        for (int i = 0; i < now.Length; i++)
            Assert.Equal(lambda * _tasks.Sum(task => task.F[i] * (now[i] - task.Place[i])), after[i] - before[i], 1e-9);
        Compared++;
        return gradients;
    }

    public override void AfterTask(Learner learner)
    {
        double[] sum = [.. ewc.Importance!.Parameters.SelectMany(parameter => Toys.Numbers(ewc.Importance[parameter]))];
        _tasks.Add(([.. sum.Select((f, i) => f - (_sum.Length == 0 ? 0 : _sum[i]))], Toys.Numbers(learner.Net)));
        _sum = sum;
    }

    private static double[] All(Learner learner, Gradients gradients) => [.. learner.Parameters.SelectMany(parameter => Toys.Numbers(gradients[parameter]))];
}

/// <summary>What LwF adds to the loss, with the present task's own logits moved.</summary>
internal sealed class NewOutputs(LearningWithoutForgetting lwf) : Strategy
{
    public int Compared { get; private set; }

    public override string Name => "new outputs";

    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
    {
        if (learner.Number == 0) return loss;
        Tensor nothing = Tensor.Scalar(0);
        double Added(Tensor given) => lwf.Loss(learner, batch, given, nothing).Item();
        double[] all = new double[learner.Stream.Outputs], old = new double[all.Length];
        foreach (int unit in learner.Task.Outputs) all[unit] = 3;
        old[0] = 3;
        Assert.Equal(Added(logits), Added(logits + Tensor.From(all, [1, all.Length]).To(DType.Float32)));
        Assert.NotEqual(Added(logits), Added(logits + Tensor.From(old, [1, old.Length]).To(DType.Float32)));
        Compared++;
        return loss;
    }
}

/// <summary>Compares the gradients that A-GEM gives with those of its memory.</summary>
internal sealed class NeverAgainst(AveragedGem gem) : Strategy
{
    public Passing Before { get; } = new();

    public int Projected { get; private set; }

    public int Left { get; private set; }

    public override string Name => "never against";

    public override Gradients Restrict(Learner learner, Gradients gradients)
    {
        if (gem.Memory.Count == 0) return gradients;
        Gradients old = learner.LossOf(gem.Memory.All).Backward();
        double length = old.Norm(learner.Parameters) * gradients.Norm(learner.Parameters);
        double before = Before.Gradients!.Dot(old, learner.Parameters), after = gradients.Dot(old, learner.Parameters);
        Assert.True(after >= -1e-9 * length, $"{after} against {length}");
        bool was = before < 0;
        if (was) Assert.True(Math.Abs(after) < 1e-9 * length, $"{before} became {after} of {length}, {gem.Agreement}");
        else Assert.Equal(before, after);
        (Projected, Left) = (Projected + (was ? 1 : 0), Left + (was ? 0 : 1));
        return gradients;
    }
}

/// <summary>Computes DER's distance again, number by number.</summary>
internal sealed class Distances(DarkExperienceReplay der) : Strategy
{
    public int Compared { get; private set; }

    public override string Name => "distances";

    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
    {
        if (der.Memory.Count == 0) return loss;
        Examples old = der.Memory.All;
        double[] now = Toys.Numbers(learner.Net.Predict(old.Images)), then = Toys.Numbers(der.Memory.Beside);
        int outputs = learner.Stream.Outputs;
        List<double> squares = [.. from row in Enumerable.Range(0, old.Count)
                                   from unit in learner.Stream.Tasks[old.Tasks[row]].TrainOutputs
                                   let apart = now[row * outputs + unit] - then[row * outputs + unit]
                                   select apart * apart];
        Assert.Equal(squares.Average(), der.Loss(learner, batch, logits, Tensor.Scalar(0)).Item(), 1e-5 * (1 + squares.Average()));
        Compared++;
        return loss;
    }
}

/// <summary>Learns once, when the last task has come, from those examples.</summary>
internal sealed class AtTheEnd(Examples examples) : Strategy
{
    public override string Name => "at the end";

    public override void Learn(Learner learner)
    {
        if (learner.Number == learner.Stream.Tasks.Count - 1) learner.Fit(examples, learner.Plan.Epochs);
    }
}

/// <summary>Compares the loss that a strategy gives with a formula of the loss before it and that of all remembered examples.</summary>
internal sealed class Terms(Strategy strategy, Func<Learner, double, double, double> formula, Func<ExampleMemory> memory) : Strategy
{
    private const double New = 0.4;

    public int Compared { get; private set; }

    public override string Name => "terms";

    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
    {
        if (memory().Count == 0) return loss;
        double old = learner.LossOf(memory().All).Item(), expected = formula(learner, New, old);
        Assert.Equal(expected, strategy.Loss(learner, batch, logits, Tensor.Scalar(New)).Item(), 1e-5 * (1 + expected));
        Compared++;
        return loss;
    }
}

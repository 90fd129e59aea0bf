using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class MetricTests
{
    private const int Digits = 12;

    // The first task is best after the second, the second best at the end: all three forgettings differ.
    private static readonly AccuracyMatrix s_matrix = new(Scenario.TaskIncremental, new[,] { { 0.8, 0.5, 0.4 }, { 0.9, 0.7, 0.3 }, { 0.6, 0.75, 0.95 } }, [0.5, 0.45, 0.25]);

    private static readonly AccuracyMatrix s_joint = new(Scenario.TaskIncremental, new[,] { { 0.85, 0.5, 0.5 }, { 0.9, 0.85, 0.5 }, { 0.9, 0.95, 0.95 } }, [0.5, 0.5, 0.5]);

    [Fact]
    public void MeansAreThoseOfTheFormulas()
    {
        Assert.Equal((0.6 + 0.75 + 0.95) / 3, s_matrix.Average, Digits);
        Assert.Equal((0.9 + 0.7) / 2, s_matrix.AverageAfter(1), Digits);
        Assert.Equal((0.8 + 0.7 + 0.95) / 3, s_matrix.LearningAccuracy, Digits);
        Assert.Equal((0.6 - 0.8 + (0.75 - 0.7)) / 2, s_matrix.BackwardTransfer, Digits);
        Assert.Equal((0.5 - 0.45 + (0.3 - 0.25)) / 2, s_matrix.ForwardTransfer, Digits);
        Assert.Equal((0.05 + 0.15 + 0) / 3, s_matrix.Intransigence(s_joint), Digits);
    }

    [Fact]
    public void TheThreeForgettingsDifferWhereTheyShould()
    {
        Assert.Equal((0.9 - 0.6 + (0.7 - 0.75)) / 2, s_matrix.ForgettingFromBestBefore, Digits);
        Assert.Equal((0.9 - 0.6 + 0) / 2, s_matrix.ForgettingFromBestEver, Digits);
        Assert.Equal((0.8 - 0.6 + (0.7 - 0.75)) / 2, s_matrix.ForgettingFromLearned, Digits);

        var steady = new AccuracyMatrix(Scenario.ClassIncremental, new[,] { { 0.9, 0.1 }, { 0.4, 0.8 } }, [0.1, 0.1]);
        Assert.All([steady.ForgettingFromBestBefore, steady.ForgettingFromBestEver, steady.ForgettingFromLearned, -steady.BackwardTransfer], forgotten => Assert.Equal(0.5, forgotten, Digits));
    }

    [Fact]
    public void RhoMayTakeGuessingForItsRandomReference()
    {
        Assert.Equal((s_matrix[2, 0] - 0.25) / (s_joint[2, 0] - 0.25) - 1, s_matrix.Against([0.25, 0.5, 0.5]).Rho(s_joint, 2, 0), Digits);
        Assert.Equal(s_matrix.Average, s_matrix.Against([0.25, 0.5, 0.5]).Average, Digits);
        Assert.Throws<TensorException>(() => s_matrix.Against([0.5]));
    }

    [Fact]
    public void RhoIsZeroAtTheJointAndMinusOneAtTheUntrainedReference()
    {
        Assert.Equal((0.6 - 0.5) / (0.9 - 0.5) - 1, s_matrix.Rho(s_joint, 2, 0), Digits);
        Assert.Equal((s_matrix.Rho(s_joint, 1, 0) + s_matrix.Rho(s_joint, 1, 1)) / 2, s_matrix.Rho(s_joint, 1), Digits);
        Assert.Equal(0, s_joint.Rho(s_joint, 2), Digits);
        var untrained = new AccuracyMatrix(Scenario.TaskIncremental, new[,] { { 0.5, 0.5, 0.5 }, { 0.5, 0.5, 0.5 }, { 0.5, 0.5, 0.5 } }, [0.5, 0.5, 0.5]);
        Assert.Equal(-1, untrained.Rho(s_joint, 2), Digits);
    }

    [Fact]
    public void TheUntrainedReferenceIsAskedAmongTheSameOutputs()
    {
        double[,] r = { { 0.9, 0 }, { 0.4, 0.8 } }, untrained = { { 0.5, 0.25 }, { 0.2, 0.25 } };
        var matrix = new AccuracyMatrix(Scenario.ClassIncremental, r, untrained);
        var joint = new AccuracyMatrix(Scenario.ClassIncremental, new[,] { { 0.9, 0 }, { 0.8, 0.8 } }, untrained);
        Assert.Equal((0.4 - 0.2) / (0.8 - 0.2) - 1, matrix.Rho(joint, 1, 0), Digits);
        Assert.Equal([0.2, 0.25], matrix.Untrained);
        Assert.Equal(double.NaN, matrix.ForwardTransfer);
        Assert.Equal(0 - 0.25, new AccuracyMatrix(Scenario.DomainIncremental, r, untrained).ForwardTransfer, Digits);
        Assert.Throws<TensorException>(() => new AccuracyMatrix(Scenario.ClassIncremental, r, new double[1, 2]));
    }

    [Theory]
    [InlineData(Scenario.TaskIncremental)]
    [InlineData(Scenario.DomainIncremental)]
    [InlineData(Scenario.ClassIncremental)]
    public void WhatDoesNotLearnIsItsUntrainedReference(Scenario scenario)
    {
        (ContinualRun run, _) = Toys.Learn(new Naive(), scenario, Toys.Plan(0));
        for (int cell = 0; cell < 9; cell++) Assert.Equal(run.Accuracies[cell / 3, cell % 3], run.Accuracies.UntrainedAmong(cell / 3, cell % 3));
    }

    [Fact]
    public void RhoOfWhatJointTrainingDoesNotLearnIsNoNumber()
    {
        // Joint training is as good as the random reference on the first task, and worse on the second.
        AccuracyMatrix guessing = s_matrix.Against([0.9, 0.96, 0.5]);
        Assert.Equal(double.NaN, guessing.Rho(s_joint, 2, 0));
        Assert.Equal(double.NaN, guessing.Rho(s_joint, 2, 1));
        Assert.Equal((0.95 - 0.5) / (0.95 - 0.5) - 1, guessing.Rho(s_joint, 2, 2), Digits);
        Assert.Equal(double.NaN, guessing.Rho(s_joint, 2));
    }

    [Fact]
    public void WhatCannotBeComparedIsRefused()
    {
        var other = new AccuracyMatrix(Scenario.ClassIncremental, new[,] { { 0.8, 0.5, 0.4 }, { 0.9, 0.7, 0.3 }, { 0.6, 0.75, 0.95 } }, [0.5, 0.5, 0.5]);
        Assert.Contains("3 task-incremental tasks cannot be compared with 3 class-incremental", Assert.Throws<TensorException>(() => s_matrix.Rho(other, 2)).Message);
        Assert.Throws<TensorException>(() => s_matrix.Intransigence(other));
        Assert.Throws<TensorException>(() => s_matrix.Rho(s_joint, 1, 2));
        Assert.Throws<TensorException>(() => s_matrix.AverageAfter(3));
        foreach ((int after, int task) in new[] { (3, 0), (0, 3), (-1, 0) }) Assert.Contains("they count from 0", Assert.Throws<TensorException>(() => s_matrix[after, task]).Message);
        Assert.Throws<TensorException>(() => new AccuracyMatrix(Scenario.TaskIncremental, new double[2, 3], [0, 0]));
        Assert.Throws<TensorException>(() => new LearningCurve(Scenario.TaskIncremental, [new CurvePoint(0, 1, [1, 1])]));
    }

    [Fact]
    public void OneTaskHasNothingToForget()
    {
        var one = new AccuracyMatrix(Scenario.TaskIncremental, new[,] { { 0.8 } }, [0.5]);
        Assert.Equal(0.8, one.Average);
        Assert.All([one.ForgettingFromBestBefore, one.ForgettingFromBestEver, one.ForgettingFromLearned, one.BackwardTransfer, one.ForwardTransfer], value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void CurvesShowWhatTheMatrixDoesNot()
    {
        // Task 0: 0.9, drops to 0.3 while task 1 is learned and comes back to 0.7, then falls steadily to 0.6. Task 1: dips to 0.5 and ends at 0.8.
        var curve = new LearningCurve(Scenario.DomainIncremental,
        [
            new(0, 0, [0.1]), new(10, 0, [0.9]),
            new(10, 1, [0.9, 0.2]), new(15, 1, [0.3, 0.6]), new(20, 1, [0.7, 0.8]),
            new(20, 2, [0.7, 0.8, 0.1]), new(25, 2, [0.65, 0.5, 0.5]), new(30, 2, [0.6, 0.8, 0.95]),
        ]);
        Assert.Equal((0.3 + 0.5) / 2, curve.MinimumAccuracy, Digits);
        Assert.Equal(0.95 / 3 + 2 * 0.4 / 3, curve.WorstCaseAccuracy, Digits);
        Assert.Equal([0.7 - 0.3, 0, 0.8 - 0.5], [curve.Gap(0, 1), curve.Gap(0, 2), curve.Gap(1, 2)]);
        Assert.Equal((0.4 + 0 + 0.3) / 3, curve.StabilityGap, Digits);
        Assert.Equal((0.1 + 0.9 + 0.55 + 0.45 + 0.75 + 1.6 / 3 + 1.65 / 3 + 2.35 / 3) / 8, curve.AnytimeAccuracy, Digits);
        Assert.Throws<TensorException>(() => curve.Gap(1, 1));
        Assert.Equal(double.NaN, new LearningCurve(Scenario.TaskIncremental, []).StabilityGap);
    }

    [Fact]
    public void ARunsCurveEndsWhereItsMatrixDoes()
    {
        (ContinualRun run, _) = Toys.Learn(new Naive(), Scenario.ClassIncremental, Toys.Plan() with { EvaluateEvery = 4 });
        for (int task = 0; task < 3; task++)
        {
            CurvePoint last = run.Curve.Points.Last(point => point.Task == task);
            Assert.Equal(Enumerable.Range(0, task + 1).Select(u => run.Accuracies[task, u]), last.Accuracies);
        }
        // 40 images in batches of 8, 3 epochs: 15 steps a task.
        Assert.Equal([0, 4, 8, 12, 15, 15, 16, 20, 24, 28, 30, 30, 32, 36, 40, 44, 45], run.Curve.Points.Select(point => point.Step));
        (ContinualRun silent, _) = Toys.Learn(new Naive(), Scenario.ClassIncremental);
        Assert.Empty(silent.Curve.Points);
        Assert.Equal(silent.Accuracies.Average, run.Accuracies.Average);
    }
}

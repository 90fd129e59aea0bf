using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Accuracies at one moment.</summary>
/// <param name="Step">How many steps had been taken in all.</param>
/// <param name="Task">The number of the task that is learned.</param>
/// <param name="Accuracies">On the tasks up to that one.</param>
public sealed record CurvePoint(int Step, int Task, IReadOnlyList<double> Accuracies);

/// <summary>Accuracies while tasks are learned, and what a matrix of those after each task does not show: a drop that is made good before the task ends (De Lange,
/// van de Ven and Tuytelaars 2023).</summary>
/// <remarks>Each task has a point before its first step, points on the way, and one at its end; so the last point of a task and the first of the next are of the
/// same step, and of the same network where a strategy does nothing before a task.</remarks>
public sealed class LearningCurve
{
    /// <summary>A curve of measured points.</summary>
    /// <param name="scenario">Under which they were measured.</param>
    /// <param name="points">In the order of the steps. Tasks rise from 0 without a gap.</param>
    /// <exception cref="TensorException">Another order, or a point that lacks a task's accuracy.</exception>
    public LearningCurve(Scenario scenario, IReadOnlyList<CurvePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        for (int i = 0; i < points.Count; i++)
        {
            int before = i == 0 ? -1 : points[i - 1].Task;
            if (points[i].Accuracies.Count != points[i].Task + 1 || points[i].Task < Math.Max(0, before) || points[i].Task > before + 1 || (i > 0 && points[i].Step < points[i - 1].Step))
                throw new TensorException($"learning curve: point {i} is of task {points[i].Task} at step {points[i].Step} with {points[i].Accuracies.Count} accuracies; steps and tasks rise, tasks from 0 by 1, with an accuracy for each task up to it");
        }
        (Scenario, Points) = (scenario, [.. points]);
    }

    /// <summary>Under which scenario it was measured.</summary>
    public Scenario Scenario { get; }

    /// <summary>All points.</summary>
    public IReadOnlyList<CurvePoint> Points { get; }

    /// <summary>AAA: the mean over all points of the mean accuracy on the tasks up to the present one (average anytime accuracy). NaN without points.</summary>
    public double AnytimeAccuracy => Points.Count == 0 ? double.NaN : Points.Average(point => point.Accuracies.Average());

    /// <summary>min-ACC: the mean over all tasks but the last of the lowest accuracy at any point after the task was learned. NaN without such points.</summary>
    public double MinimumAccuracy => Mean(Later, points => points.Min());

    /// <summary>WC-ACC, worst-case accuracy: 1/T of the last task's accuracy at the end and (T - 1)/T of <see cref="MinimumAccuracy"/>: what can be relied on at any
    /// moment. NaN without points.</summary>
    public double WorstCaseAccuracy
    {
        get
        {
            if (Points.Count == 0) return double.NaN;
            double last = Points[^1].Accuracies[^1];
            return Tasks == 1 ? last : (last + (Tasks - 1) * MinimumAccuracy) / Tasks;
        }
    }

    /// <summary>The stability gap: what old tasks lose while a task is learned and have back when it is: for each task u and each task t after it, the lower of u's
    /// accuracies at t's first and last point, minus the lowest between them; the mean over all such pairs. 0 where accuracies fall or rise steadily. NaN without
    /// such points.</summary>
    public double StabilityGap
    {
        get
        {
            double[] gaps = [.. from learned in Enumerable.Range(0, Tasks) from task in Enumerable.Range(0, learned) select Gap(task, learned)];
            return gaps.Length == 0 ? double.NaN : gaps.Average();
        }
    }

    private int Tasks => Points.Count == 0 ? 0 : Points[^1].Task + 1;

    /// <summary>The stability gap of one task while another is learned.</summary>
    /// <param name="task">u.</param>
    /// <param name="learned">t, after u.</param>
    /// <exception cref="TensorException">t is not after u, or was not learned.</exception>
    public double Gap(int task, int learned)
    {
        if (task < 0 || learned <= task || learned >= Tasks) throw new TensorException($"learning curve: the gap of task {task} while task {learned} is learned, of {Tasks} tasks; the second comes after the first");
        double[] on = [.. Points.Where(point => point.Task == learned).Select(point => point.Accuracies[task])];
        return Math.Min(on[0], on[^1]) - on.Min();
    }

    private double[] Later(int task) => [.. Points.Where(point => point.Task > task).Select(point => point.Accuracies[task])];

    private double Mean(Func<int, double[]> points, Func<double[], double> of) => Tasks < 2 ? double.NaN : Enumerable.Range(0, Tasks - 1).Average(task => of(points(task)));
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>R[t, u]: the accuracy, from 0 to 1, on the test images of task u after task t was learned, and what follows from it. Tasks count from 0; T is their
/// number.</summary>
/// <remarks>Three things are called "forgetting" in the literature and its programs; they differ, so each has a name of its own here:
/// <see cref="ForgettingFromBestBefore"/>, <see cref="ForgettingFromBestEver"/> and <see cref="ForgettingFromLearned"/>.</remarks>
public sealed class AccuracyMatrix
{
    private readonly double[,] _r;
    private readonly double[,] _untrained;

    /// <summary>A matrix of measured accuracies.</summary>
    /// <param name="scenario">Under which they were measured.</param>
    /// <param name="accuracies">R, [T, T]; also for tasks still to come.</param>
    /// <param name="untrained">[T]: the accuracies of the network before the first task, the "random" reference; NaN where it was not measured.</param>
    /// <exception cref="TensorException">Other shapes, or no task.</exception>
    public AccuracyMatrix(Scenario scenario, double[,] accuracies, IReadOnlyList<double> untrained)
    {
        ArgumentNullException.ThrowIfNull(accuracies);
        ArgumentNullException.ThrowIfNull(untrained);
        if (accuracies.Length == 0 || accuracies.GetLength(0) != accuracies.GetLength(1) || untrained.Count != accuracies.GetLength(0))
            throw new TensorException($"accuracy matrix: [{accuracies.GetLength(0)}, {accuracies.GetLength(1)}] with {untrained.Count} untrained accuracies; it is [T, T] with T of them, and T at least 1");
        int tasks = untrained.Count;
        (Scenario, _r, _untrained) = (scenario, (double[,])accuracies.Clone(), new double[tasks, tasks]);
        for (int cell = 0; cell < tasks * tasks; cell++) _untrained[cell / tasks, cell % tasks] = untrained[cell % tasks];
    }

    /// <summary>A matrix of measured accuracies, and of those of the network before the first task among the same outputs: a class-incremental one is asked among more from task to
    /// task.</summary>
    /// <param name="scenario">Under which they were measured.</param>
    /// <param name="accuracies">R, [T, T]; also for tasks still to come.</param>
    /// <param name="untrained">[T, T]: at [t, u] the accuracy on task u of the network before the first task, among the outputs of R[t, u]; NaN where it was not measured.</param>
    /// <exception cref="TensorException">Other shapes, or no task.</exception>
    public AccuracyMatrix(Scenario scenario, double[,] accuracies, double[,] untrained)
    {
        ArgumentNullException.ThrowIfNull(accuracies);
        ArgumentNullException.ThrowIfNull(untrained);
        int tasks = accuracies.GetLength(0);
        if (tasks == 0 || accuracies.GetLength(1) != tasks || untrained.GetLength(0) != tasks || untrained.GetLength(1) != tasks)
            throw new TensorException($"accuracy matrix: [{tasks}, {accuracies.GetLength(1)}] with untrained accuracies [{untrained.GetLength(0)}, {untrained.GetLength(1)}]; both are [T, T], and T at least 1");
        (Scenario, _r, _untrained) = (scenario, (double[,])accuracies.Clone(), (double[,])untrained.Clone());
    }

    /// <summary>The same accuracies with another "random" reference: those of guessing, 1 / classes of each task, say, as in HAT's program. An untrained network calls most images by one
    /// name, so that of few classes its accuracy may be anything.</summary>
    /// <param name="random">[T].</param>
    /// <exception cref="TensorException">Another number of tasks.</exception>
    public AccuracyMatrix Against(IReadOnlyList<double> random) => new(Scenario, _r, random);

    /// <summary>Under which scenario it was measured.</summary>
    public Scenario Scenario { get; }

    /// <summary>T.</summary>
    public int Tasks => _r.GetLength(0);

    /// <summary>The accuracies of the network before the first task, [T], among the outputs that it has at the end.</summary>
    public IReadOnlyList<double> Untrained => [.. Enumerable.Range(0, Tasks).Select(task => _untrained[Tasks - 1, task])];

    /// <summary>The accuracy on task u of the network before the first task, among the outputs of R[t, u].</summary>
    /// <param name="after">t.</param>
    /// <param name="task">u.</param>
    public double UntrainedAmong(int after, int task) => _untrained[Task(after), Task(task)];

    /// <summary>R[t, u]: on task u after task t.</summary>
    /// <exception cref="TensorException">There is no such task.</exception>
    public double this[int after, int task] => _r[Task(after), Task(task)];

    /// <summary>ACC: the mean of R[T-1, u] over all tasks.</summary>
    public double Average => AverageAfter(Tasks - 1);

    /// <summary>The mean of R[u, u]: how well tasks were known when they had just been learned. Without plasticity a strategy forgets nothing either; print
    /// both.</summary>
    public double LearningAccuracy => Mean(0, Tasks, task => _r[task, task]);

    /// <summary>BWT: the mean of R[T-1, u] - R[u, u] over all tasks but the last (Lopez-Paz and Ranzato 2017). Below 0 where tasks were forgotten. NaN of one
    /// task.</summary>
    public double BackwardTransfer => -ForgettingFromLearned;

    /// <summary>FWT: the mean of R[u-1, u] - untrained[u] over all tasks but the first (Lopez-Paz and Ranzato 2017): what earlier tasks give to one that was not
    /// learned yet. NaN of one task, and of class-incremental tasks: there the outputs of a task still to come were never the right ones, and nothing can be given.</summary>
    public double ForwardTransfer => Scenario == Scenario.ClassIncremental ? double.NaN : Mean(1, Tasks, task => _r[task - 1, task] - _untrained[task - 1, task]);

    /// <summary>Forgetting as Chaudhry et al. 2018 define it: the mean over all tasks but the last of the best accuracy after any task before the last, minus
    /// that at the end. Below 0 where the last task improved the others. NaN of one task.</summary>
    public double ForgettingFromBestBefore => Mean(0, Tasks - 1, task => Best(task, Tasks - 1) - _r[Tasks - 1, task]);

    /// <summary>Forgetting as Mammoth computes it: the best is taken over all tasks, the last one included, so that it is never below 0. NaN of one
    /// task.</summary>
    public double ForgettingFromBestEver => Mean(0, Tasks - 1, task => Best(task, Tasks) - _r[Tasks - 1, task]);

    /// <summary>Forgetting as Avalanche computes it: the accuracy when the task had just been learned, minus that at the end; it is -BWT. NaN of one
    /// task.</summary>
    public double ForgettingFromLearned => Mean(0, Tasks - 1, task => _r[task, task] - _r[Tasks - 1, task]);

    /// <summary>The mean of R[t, u] over the tasks up to t.</summary>
    /// <param name="after">t.</param>
    public double AverageAfter(int after) => Mean(0, Task(after) + 1, task => _r[after, task]);

    /// <summary>Intransigence (Chaudhry et al. 2018): the mean of joint[u, u] - R[u, u], what was not learned of each task although a network that learns it together
    /// with all before it does.</summary>
    /// <param name="joint">Of a network trained anew on all tasks up to t, for each t.</param>
    /// <exception cref="TensorException">It has another scenario or number of tasks.</exception>
    public double Intransigence(AccuracyMatrix joint)
    {
        Compare(joint);
        return Mean(0, Tasks, task => joint[task, task] - _r[task, task]);
    }

    /// <summary>ρ of one task (Serrà et al. 2018): (R[t, u] - untrained) / (joint[t, u] - untrained) - 1, all three among the same outputs. 0: as good as if all had been learned together;
    /// -1: as bad as an untrained network. NaN where the joint network is no better than an untrained one: there is nothing to measure by.</summary>
    /// <param name="joint">Of a network trained anew on all tasks up to t, for each t.</param>
    /// <param name="after">t.</param>
    /// <param name="task">u, up to t.</param>
    /// <exception cref="TensorException">It has another scenario or number of tasks, or the task is still to come.</exception>
    public double Rho(AccuracyMatrix joint, int after, int task)
    {
        Compare(joint);
        if (Task(task) > Task(after)) throw new TensorException($"accuracy matrix: ρ of task {task} after task {after}, when it was not learned yet");
        double untrained = _untrained[after, task], learnable = joint[after, task] - untrained;
        return learnable > 0 ? (_r[after, task] - untrained) / learnable - 1 : double.NaN;
    }

    /// <summary>ρ after t: the mean of ρ over the tasks up to t. NaN where it is of one of them.</summary>
    /// <param name="joint">Of a network trained anew on all tasks up to t, for each t.</param>
    /// <param name="after">t.</param>
    /// <exception cref="TensorException">It has another scenario or number of tasks.</exception>
    public double Rho(AccuracyMatrix joint, int after) => Mean(0, Task(after) + 1, task => Rho(joint, after, task));

    private double Best(int task, int before) => Enumerable.Range(0, before).Max(after => _r[after, task]);

    private int Task(int number) => (uint)number < (uint)Tasks ? number : throw new TensorException($"accuracy matrix: task {number} of {Tasks}; they count from 0");

    private void Compare(AccuracyMatrix joint)
    {
        ArgumentNullException.ThrowIfNull(joint);
        if (joint.Scenario != Scenario || joint.Tasks != Tasks)
            throw new TensorException($"accuracy matrix: {Tasks} {Scenario.Title()} tasks cannot be compared with {joint.Tasks} {joint.Scenario.Title()} ones; measure the reference under the same scenario");
    }

    private static double Mean(int from, int to, Func<int, double> of) => to <= from ? double.NaN : Enumerable.Range(from, to - from).Average(of);
}

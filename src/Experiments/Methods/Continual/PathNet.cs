using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>PathNet (Fernando et al. 2017) on a perceptron: each hidden layer is cut into modules of neighbouring units; for each task a tournament evolves a path
/// through few of them while they are trained. Weights of the winner's path then stay as they are, all others start anew from their first values.</summary>
/// <remarks>The paper sums the modules of a layer before the next; here each module has weights of its own from every module before it, and those between two modules are protected
/// when one path went through both. The task's examples are divided among generations and paths, so that a task sees as many as in the plan's epochs of plain
/// training, less what does not divide; where there are fewer paths to play than epochs, each goes over its examples several times.</remarks>
public sealed class PathNet : Strategy
{
    private ParameterState? _first;
    private Parameter[][] _gates = [];
    private int _learned;
    private Protection? _protection;
    private Mlp? _net;

    /// <summary>Modules in each hidden layer; its units are a multiple of it.</summary>
    public int Modules { get; init; } = 10;

    /// <summary>Modules of a layer on a path, at most.</summary>
    public int Active { get; init; } = 3;

    /// <summary>Paths of a tournament.</summary>
    public int Population { get; init; } = 2;

    /// <summary>Tournaments for each task.</summary>
    public int Generations { get; init; } = 20;

    /// <inheritdoc/>
    public override string Name => "PathNet";

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario) => scenario == Scenario.TaskIncremental;

    /// <summary>The paths of all tasks as gates, and the first values of all weights.</summary>
    public override long StoredBytes => (_first?.Bytes ?? 0) + _gates.Sum(layers => layers.Sum(gate => (long)gate.Shape.Elements * gate.DType.Bytes()));

    /// <summary>The share of hidden units in modules of former tasks' paths.</summary>
    public override double Capacity => _learned == 0
        ? 0
        : _gates[0].Select((_, layer) => _gates.Take(_learned).Select(path => path[layer].Value).Aggregate(Tensor.Maximum).Sum().Item()).Sum() / _gates[0].Sum(gate => gate.Shape.Elements);

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        _net = Gating.Hidden(learner.Net, Name);
        int[] units = [.. _net.Layers.SkipLast(1).Select(layer => layer.Weight.Shape[1])];
        if (Modules < 1 || Active < 1 || Active > Modules || Population < 2 || Generations < 1 || units.Any(count => count % Modules != 0))
            throw new TensorException($"PathNet: hidden layers of [{string.Join(", ", units)}] units, {Modules} modules, {Active} active, {Population} paths, {Generations} generations; units are a multiple of the modules, active at most the modules, paths at least 2, the others 1");
        using var scope = MemoryScope.Open();
        DType dtype = _net.Layers[0].Weight.DType;
        _gates = [.. learner.Stream.Tasks.Select(task => units.Select((count, l) => new Parameter($"path of task {task.Number}, layer {l + 1}", Tensor.Ones([count], dtype, _net.Layers[l].Weight.Device)) { IsFrozen = true }).ToArray())];
        _first = new ParameterState(_net.Layers.SkipLast(1).SelectMany(layer => layer.Parameters), parameter => parameter.Value);
    }

    /// <inheritdoc/>
    public override void BeforeTask(Learner learner) => _protection = Leeway.Protect(learner, _net!, Free());

    /// <inheritdoc/>
    public override void Learn(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        var tournament = new PathTournament(_net!.Layers.Count - 1, Modules, Active, Population, learner.Random("paths"));
        RandomStream order = learner.Random("examples of the paths");
        Examples train = learner.Task.Train;
        int plays = 2 * Generations, passes = (learner.Plan.Epochs + plays - 1) / plays;
        int share = Math.Max(1, (int)((long)learner.Plan.Epochs * train.Count / ((long)plays * passes)));
        int played = 0;
        for (int generation = 0; generation < Generations; generation++) tournament.Generation(Score);
        Open(learner.Number, tournament.Winner);

        double Score(IReadOnlyList<int[]> path)
        {
            Open(learner.Number, path);
            using var scope = MemoryScope.Open();
            Examples some = train.Rows(order.Permutation(train.Count)[..share]);
            learner.Fit(some, passes, played / (double)plays, ++played / (double)plays);
            int[] right = some.Labels.ToArray<int>();
            return learner.Answers(some.Images, learner.Number, learner.Task.TrainOutputs).Zip(right).Count(pair => pair.First == pair.Second) / (double)share;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Gates(Learner learner, int? task, bool training) => Array.ConvertAll(_gates[Leeway.Told(Name, task)], gate => gate.Value);

    /// <inheritdoc/>
    public override Gradients Restrict(Learner learner, Gradients gradients) => _protection?.Restrict(gradients) ?? gradients;

    /// <inheritdoc/>
    public override void AfterStep(Learner learner) => _protection?.Restore();

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        _learned = learner.Number + 1;
        ParameterState free = Free();
        foreach (Parameter parameter in free.Parameters) parameter.Update(Tensor.Where(free[parameter].Greater(0), _first![parameter], parameter.Value));
    }

    // Of each hidden weight 0 where the path of a task learned so far goes through both its modules, and 1 elsewhere.
    private ParameterState Free()
    {
        var free = new ParameterState(_first!.Parameters, weight => Tensor.Ones(weight.Shape, weight.DType, weight.Device));
        foreach (Parameter[] path in _gates.Take(_learned))
        {
            ParameterState left = Leeway.Of(_net!, Array.ConvertAll(path, gate => gate.Value));
            free.Update((weight, before) => Tensor.Minimum(before, left[weight]));
        }
        return free;
    }

    private void Open(int task, IReadOnlyList<int[]> path)
    {
        using var scope = MemoryScope.Open();
        for (int layer = 0; layer < path.Count; layer++)
        {
            Parameter gate = _gates[task][layer];
            int size = gate.Shape.Elements / Modules;
            double[] open = [.. Enumerable.Range(0, gate.Shape.Elements).Select(unit => path[layer].Contains(unit / size) ? 1.0 : 0)];
            gate.Update(Tensor.From(open, gate.Shape, gate.Device).To(gate.DType));
        }
    }
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>A network that learns the tasks of a stream one after the other, and what the hooks of its strategy see of that.</summary>
/// <example><code>
/// var plan = new TrainingPlan(new RandomStream(seed, "learning"), parameters => new Sgd(parameters, 0.05)) { Epochs = 5 };
/// ContinualRun run = new Learner(net, stream, new Naive(), plan).Run();
/// double forgotten = run.Accuracies.ForgettingFromBestBefore;
/// </code></example>
public sealed partial class Learner
{
    private readonly Dictionary<string, RandomStream> _streams = [];
    private readonly Snapshot _initial;
    private readonly List<CurvePoint> _curve = [];
    private readonly bool _answersByTask;
    private Optimiser? _optimiser;

    /// <summary>A learner before its first task.</summary>
    /// <param name="net">From images [n, ...] to logits [n, outputs], as many as the stream has units. It is trained in place.</param>
    /// <param name="stream">What it learns.</param>
    /// <param name="strategy">What it does against forgetting; an object of its own.</param>
    /// <param name="plan">How it is trained.</param>
    /// <exception cref="TensorException">The strategy does not support the stream's scenario or this network, or has served another learner; the network has another number of outputs, or the
    /// plan makes no sense.</exception>
    public Learner(Module net, TaskStream stream, Strategy strategy, TrainingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(plan);
        if (!strategy.Supports(stream.Scenario))
        {
            string[] others = [.. Enum.GetValues<Scenario>().Where(strategy.Supports).Select(Scenarios.Title)];
            throw new TensorException($"continual learning: {strategy.Name} does not apply to {stream.Scenario.Title()} streams; {(others.Length == 0 ? "its parts support no scenario in common" : $"it supports {string.Join(" and ", others)} ones")}");
        }
        plan.Check();
        (Net, Stream, Strategy, Plan) = (net, stream, strategy, plan);
        _initial = net.TakeSnapshot();
        using (var scope = MemoryScope.Open())
        {
            Shape given = net.Predict(stream.Tasks[0].Test.Images[..1]).Shape;
            if (given != [1, stream.Outputs]) throw new TensorException($"continual learning: the network gives {given} for one image; the {stream.Scenario.Title()} stream has {stream.Outputs} output units, so it must give [1, {stream.Outputs}]");
        }
        Strategy[] parts = [.. strategy.Whole];
        if (parts.FirstOrDefault(part => part.IsTaken || parts.Count(other => other == part) > 1) is { } used)
            throw new TensorException($"continual learning: this {used.Name} has served another learner, or stands here twice, and remembers what it saw; make a new one");
        strategy.Begin(this);
        foreach (Strategy part in parts) part.IsTaken = true;
        _answersByTask = stream.Scenario == Scenario.TaskIncremental && strategy.Answering is not null;
        Parameters = [.. net.Parameters, .. strategy.Parameters];
    }

    /// <summary>The network.</summary>
    public Module Net { get; }

    /// <summary>What it learns.</summary>
    public TaskStream Stream { get; }

    /// <summary>What it does against forgetting.</summary>
    public Strategy Strategy { get; }

    /// <summary>How it is trained.</summary>
    public TrainingPlan Plan { get; }

    /// <summary>The task that is learned now, or was last.</summary>
    /// <exception cref="TensorException">Before the first one.</exception>
    public LearningTask Task => Number >= 0 ? Stream.Tasks[Number] : throw new TensorException("continual learning: no task has begun; call Run()");

    /// <summary>The number of that task; -1 before the first one.</summary>
    public int Number { get; private set; } = -1;

    /// <summary>The epoch of the present <see cref="Fit"/>, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>The batch of the present epoch, from 0.</summary>
    public int Batch { get; private set; }

    /// <summary>How many batches the present epoch has.</summary>
    public int Batches { get; private set; }

    /// <summary>How many steps have been taken in all.</summary>
    public int Steps { get; private set; }

    /// <summary>What is trained: the network's parameters, then the strategy's own.</summary>
    public IReadOnlyList<Parameter> Parameters { get; private set; } = [];

    /// <summary>The optimiser of the present task.</summary>
    /// <exception cref="TensorException">Before the first one.</exception>
    public Optimiser Optimiser => _optimiser ?? throw new TensorException("continual learning: no task has begun, so there is no optimiser; call Run()");

    /// <summary>The learning rate of the step taken last, or of the next one where none was.</summary>
    public double LearningRate => Optimiser.LearningRate[Math.Max(0, Optimiser.Steps - 1)];

    /// <summary>The stream of that name, the same object whenever this run asks for it.</summary>
    public RandomStream Random(string name)
    {
        if (!_streams.TryGetValue(name, out RandomStream? stream)) _streams[name] = stream = Plan.Random.Child(name);
        return stream;
    }

    /// <summary>Learns all tasks, and tests them all before the first and after each.</summary>
    /// <exception cref="TensorException">This learner has run before.</exception>
    /// <exception cref="DivergenceException">The loss of a step, or a parameter at the end of a task, is not finite.</exception>
    public ContinualRun Run()
    {
        if (Number >= 0) throw new TensorException("continual learning: this learner has run; make another, with a network and a strategy of its own");
        int tasks = Stream.Tasks.Count;
        (double[,] accuracies, double[,] untrained) = (new double[tasks, tasks], new double[tasks, tasks]);
        for (int after = 0; after < tasks; after++)
        {
            for (int task = 0; task < tasks; task++)
            {
                // Only class-incremental outputs grow.
                bool isAsBefore = after > 0 && (Stream.Scenario != Scenario.ClassIncremental || task > after);
                untrained[after, task] = isAsBefore ? untrained[after - 1, task] : Accuracy(task, after);
            }
        }
        var bytes = new long[tasks];
        var capacity = new double[tasks];
        for (Number = 0; Number < tasks; Number++)
        {
            if (_optimiser is null || !Plan.KeepsOptimiser) RenewOptimiser();
            Strategy.BeforeTask(this);
            NotePoint();
            Strategy.Learn(this);
            RequireFiniteParameters();
            Strategy.AfterTask(this);
            if (_curve.Count > 0 && _curve[^1].Step != Steps) NotePoint();
            for (int task = 0; task < tasks; task++) accuracies[Number, task] = Accuracy(task);
            (bytes[Number], capacity[Number]) = (Strategy.StoredBytes, Strategy.Capacity);
        }
        Number = tasks - 1;
        return new ContinualRun(Strategy.Name, new AccuracyMatrix(Stream.Scenario, accuracies, untrained), new LearningCurve(Stream.Scenario, _curve), bytes, capacity);
    }

    private void NotePoint()
    {
        if (Plan.EvaluateEvery > 0) _curve.Add(new CurvePoint(Steps, Number, [.. Enumerable.Range(0, Number + 1).Select(task => Accuracy(task, most: Plan.CurveImages))]));
    }
}

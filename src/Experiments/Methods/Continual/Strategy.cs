using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>What a learner does against forgetting. The hooks are called in the order in which they stand here; each does nothing unless it is overridden, so
/// a strategy says what it adds to plain training and nothing more. One object serves one run, and is refused in a second: it keeps what it remembers in its fields, in cells that
/// outlive memory scopes (<see cref="Parameter"/>, <see cref="ParameterState"/>, <see cref="ExampleMemory"/>).</summary>
/// <remarks>Strategies chain by <see cref="Combined"/>: losses and gradients pass through one after the other. Random numbers come from
/// <see cref="Learner.Random"/> under a name of their own, so that a strategy moves no draw of another.</remarks>
public abstract class Strategy
{
    /// <summary>For tables, figures and messages: "EWC".</summary>
    public abstract string Name { get; }

    /// <summary>This strategy and those that it is made of.</summary>
    internal virtual IEnumerable<Strategy> Whole => [this];

    /// <summary>True once a learner has it.</summary>
    internal bool IsTaken { get; set; }

    /// <summary>Whether it has one of those hooks of its own; methods that share a hook's name alone are none.</summary>
    internal bool Overrides(params IEnumerable<string> hooks) =>
        hooks.Any(hook => GetType().GetMethod(hook, [.. typeof(Strategy).GetMethod(hook)!.GetParameters().Select(parameter => parameter.ParameterType)])!.DeclaringType != typeof(Strategy));

    /// <summary>Who of <see cref="Whole"/> says how images are answered; null where the network answers by itself.</summary>
    internal Strategy? Answering => Whole.FirstOrDefault(part => part is not Combined && part.Overrides(nameof(Logits), nameof(Gates)));

    /// <summary>Whether it applies under a scenario. Where it does not, <see cref="Learner"/> refuses it.</summary>
    public virtual bool Supports(Scenario scenario) => true;

    /// <summary>Parameters of its own that are trained beside those of the network: embeddings of tasks, say. Asked once, after <see cref="Begin"/>.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Before the first task: makes what it needs for that network and that stream.</summary>
    /// <exception cref="TensorException">The network is not of the kind that the strategy can work on.</exception>
    public virtual void Begin(Learner learner)
    {
    }

    /// <summary>Before a task, when its optimiser has been made and no step was taken.</summary>
    public virtual void BeforeTask(Learner learner)
    {
    }

    /// <summary>Learns the task: by default all epochs of the plan over the task's own examples. What learns from other examples, starts anew or trains in
    /// phases does it here, by <see cref="Learner.Fit"/> and <see cref="Learner.Restart"/>.</summary>
    public virtual void Learn(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        learner.Fit(learner.Task.Train, learner.Plan.Epochs);
    }

    /// <summary>Gates on the hidden units of a perceptron: for each hidden layer [units], by which its activations are multiplied; null for none. The default
    /// <see cref="Logits"/> and the Fisher information go through them.</summary>
    /// <param name="learner">The run.</param>
    /// <param name="task">The number of the task; null where it is not told.</param>
    /// <param name="training">True while it learns; false for the answer at test.</param>
    public virtual IReadOnlyList<Tensor>? Gates(Learner learner, int? task, bool training) => null;

    /// <summary>What the network gives for images, before the outputs that are not active are ruled out.</summary>
    /// <param name="learner">The run.</param>
    /// <param name="images">[n, ...].</param>
    /// <param name="task">The number of their task; null where it is not told: in all scenarios but the task-incremental one at test, and in training when a batch is of several
    /// tasks. Task-incremental batches of several tasks are answered task after task.</param>
    /// <param name="training">True while it learns, and then recorded; false for the answer at test.</param>
    /// <returns>Logits [n, outputs].</returns>
    public virtual Tensor Logits(Learner learner, Tensor images, int? task, bool training)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (Gates(learner, task, training) is { } gates) return Gating.Perceptron(learner.Net, Name).Gated(images, gates);
        return training ? learner.Net.Forward(images) : learner.Net.Predict(images);
    }

    /// <summary>The loss of a batch, to which it may add terms of its own, or instead of which it may give another.</summary>
    /// <param name="learner">The run.</param>
    /// <param name="batch">What is learned from in this step.</param>
    /// <param name="logits">What the network gives for it, [n, outputs], recorded; none ruled out.</param>
    /// <param name="loss">The mean cross-entropy of the batch over its active outputs, and what strategies before this one have made of it.</param>
    /// <returns>A single number.</returns>
    public virtual Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss) => loss;

    /// <summary>What becomes of the gradients before the step: restricted, projected, or joined by those of a penalty, which need not be part of the graph.</summary>
    /// <param name="learner">The run; parameters have the values that the gradients were taken at.</param>
    /// <param name="gradients">Of the loss, and what strategies before this one have made of them.</param>
    public virtual Gradients Restrict(Learner learner, Gradients gradients) => gradients;

    /// <summary>After a step: clamps, puts protected weights back, keeps accounts. Among combined strategies the last is called first.</summary>
    public virtual void AfterStep(Learner learner)
    {
    }

    /// <summary>After a task: consolidates, fills its memory.</summary>
    public virtual void AfterTask(Learner learner)
    {
    }

    /// <summary>The bytes of what it holds of former tasks while it learns the next one, beside the network's own parameters: memories, importances and anchors, gates, the network as it was,
    /// what that dreamt. As held here: an image takes as many bytes a pixel as its dtype, four in float32. Not counted is what concerns the present task alone (the path of SI) and what
    /// repeats the network's own parameters (protected weights).</summary>
    public virtual long StoredBytes => 0;

    /// <summary>The share of the network, from 0 to 1, that former tasks have taken for themselves; NaN where a strategy sets nothing aside.</summary>
    public virtual double Capacity => double.NaN;
}

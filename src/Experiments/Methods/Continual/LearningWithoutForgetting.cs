using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Learning without forgetting (Li and Hoiem 2016): on the images of the new task the network is asked to go on answering as it did before, in the outputs
/// of the tasks before: the loss gets λ·T²·H(softmax(old / T), softmax(new / T)), summed over the old heads where each task has its own. No old image is
/// kept.</summary>
/// <remarks>Outputs of the present and of later tasks are left out of the old answers. With them, a class-incremental network is asked to call no image by a new
/// class.</remarks>
/// <param name="lambda">λ, at least 0.</param>
/// <param name="temperature">T, above 0: 2 in the paper.</param>
public sealed class LearningWithoutForgetting(double lambda = 1, double temperature = 2) : Strategy
{
    private Module? _old;

    /// <inheritdoc/>
    public override string Name => "LwF";

    /// <summary>The network as it was.</summary>
    public override long StoredBytes => _old?.Parameters.Sum(parameter => (long)parameter.Shape.Elements * parameter.DType.Bytes()) ?? 0;

    /// <inheritdoc/>
    /// <exception cref="TensorException">Another strategy gates the network: the old one would answer without its gates.</exception>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (!(lambda >= 0) || !double.IsFinite(lambda) || !(temperature > 0) || !double.IsFinite(temperature))
            throw new TensorException(FormattableString.Invariant($"LwF: λ is {lambda} and T {temperature}; λ is at least 0, T above 0, both finite"));
        Gating.RefuseOtherAnswers(learner, Name);
    }

    /// <inheritdoc/>
    public override void BeforeTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (learner.Number > 0) _old = learner.Net.Clone();
    }

    /// <inheritdoc/>
    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(batch);
        if (_old is null) return loss;
        Tensor then = _old.Predict(batch.Images);
        foreach (IReadOnlyList<int> units in Old(learner))
        {
            Tensor answers = (Learner.Only(then, units) * (1 / temperature)).SoftMax();
            loss += Learning.Loss.CrossEntropy(Learner.Only(logits, units), answers, temperature, timesSquaredTemperature: true) * lambda;
        }
        return loss;
    }

    // The outputs of former tasks, in groups that compete at test.
    private static IEnumerable<IReadOnlyList<int>> Old(Learner learner) =>
        learner.Stream.Scenario == Scenario.TaskIncremental ? learner.Stream.Tasks.Take(learner.Number).Select(task => task.Outputs) : [learner.Stream.Met(learner.Number)];
}

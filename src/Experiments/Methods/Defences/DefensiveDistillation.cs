using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Defences;

/// <summary>Defensive distillation (Papernot et al. 2016): a teacher learns the labels at a high temperature, a student of the same form learns the
/// teacher's probabilities at the same temperature, and the student is used at temperature 1, where its logits are about as many times larger. A
/// mask, not a defence: the gradient of its cross-entropy vanishes, that of its margin does not (Carlini and Wagner 2017).</summary>
/// <example><code>
/// var distillation = new DefensiveDistillation();
/// optimiser.Epoch(teacher, images, labels, distillation.Loss, 128, order);                       // and so on
/// Tensor soft = distillation.SoftLabels(teacher, images);
/// other.Epoch(student, images, soft, distillation.Loss, 128, order);
/// </code></example>
public sealed record DefensiveDistillation
{
    private const int BatchSize = 500;

    /// <summary>T, above 0: both nets learn softmax(logits / T).</summary>
    public double Temperature { get; init; } = 20;

    /// <summary>The mean cross-entropy at this temperature, in nats.</summary>
    /// <param name="logits">[n, classes].</param>
    /// <param name="targets">Of the teacher int32 labels [n], of the student probabilities [n, classes].</param>
    public Tensor Loss(Tensor logits, Tensor targets) => Learning.Loss.CrossEntropy(logits, targets, Temperature);

    /// <summary>What the student learns: the teacher's probabilities at this temperature.</summary>
    /// <param name="teacher">From images to logits [n, classes].</param>
    /// <param name="images">[n, ...], at least one.</param>
    /// <returns>[n, classes]; nothing is recorded.</returns>
    public Tensor SoftLabels(Module teacher, Tensor images)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank == 0 || images.Shape[0] == 0) throw new TensorException($"defensive distillation: the images are {images.Shape}; they are [n, ...], at least one");
        if (!(Temperature > 0)) throw new TensorException(FormattableString.Invariant($"defensive distillation: a temperature of {Temperature}; it is above 0"));
        using var scope = MemoryScope.Open();
        return scope.Keep(Tensor.Concat([.. Batches.InOrder(images.Shape[0], BatchSize).Select(batch => (teacher.Predict(images[batch[0]..(batch[^1] + 1)]) / Temperature).SoftMax())]));
    }
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Losses: functions of what a network gives and what it should give, averaged over the examples. Logits are unbounded numbers before
/// softmax or sigmoid; all forms are finite and accurate for logits of ±1e4.</summary>
/// <remarks>Shapes, dtypes and labels are checked. The values of targets that are floats are not: to read them would halt a device at every step. Each
/// loss says what its targets must be, and what it gives for others; check them once, where the data are read.</remarks>
public static partial class Loss
{
    /// <summary>The mean cross-entropy -ln softmax(logits)[label] over the examples, in nats.</summary>
    /// <param name="logits">[..., classes].</param>
    /// <param name="targets">int32 labels [...], or probabilities t in the shape and dtype of the logits, none below 0 and each row with the sum 1. This is not
    /// checked: -Σ t·ln softmax(logits) is given for any numbers, and a row with the sum s pulls s times as hard; below 0 the loss has no lower bound.</param>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or a label is no class.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets) => CrossEntropyOfEach(logits, targets).Mean();

    /// <summary>The mean cross-entropy -ln softmax(logits / T)[label] over the examples, in nats.</summary>
    /// <param name="logits">[..., classes].</param>
    /// <param name="targets">int32 labels [...], or probabilities in the shape and dtype of the logits; see <see cref="CrossEntropy(Tensor, Tensor)"/>.</param>
    /// <param name="temperature">T: above 1 it softens the predictions.</param>
    /// <param name="timesSquaredTemperature">True multiplies by T². Gradients of the softened loss shrink as 1/T²; the factor keeps their size
    /// when the loss is added to one at T = 1 (Hinton, Vinyals and Dean 2015, sec. 2).</param>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or a label is no class.</exception>
    public static Tensor CrossEntropy(Tensor logits, Tensor targets, double temperature, bool timesSquaredTemperature = false)
    {
        Tensor loss = CrossEntropyOfEach(logits, targets, temperature).Mean();
        return timesSquaredTemperature ? loss * (temperature * temperature) : loss;
    }

    /// <summary>The cross-entropy of each example by itself, shape [...]; see <see cref="CrossEntropy(Tensor, Tensor)"/>.</summary>
    public static Tensor CrossEntropyOfEach(Tensor logits, Tensor targets, double temperature = 1)
    {
        if (logits.Rank == 0) throw new TensorException("cross-entropy: the logits are a single number; they must be [..., classes]");
        Domain.Positive("cross-entropy", "a temperature", Domain.Finite("cross-entropy", "a temperature", temperature));
        if (!targets.DType.IsFloat()) RequireLabels("cross-entropy", logits, targets);
        else if (targets.Shape != logits.Shape) throw new TensorException($"cross-entropy: probabilities {targets.Shape} do not match logits {logits.Shape}; probabilities have the shape of the logits, and class labels are int32: convert them with .To(DType.Int32)");
        return (temperature == 1 ? logits : logits * (1 / temperature)).CrossEntropy(targets);
    }

    /// <summary>The mean of (prediction - target)² over all elements of two tensors of one shape.</summary>
    /// <exception cref="TensorException">Shapes or dtypes differ.</exception>
    public static Tensor MeanSquaredError(Tensor predictions, Tensor targets)
    {
        RequireAlike("mean squared error", predictions, targets);
        return (predictions - targets).Square().Mean();
    }

    /// <summary>The mean over all elements of -t·ln σ(x) - (1 - t)·ln(1 - σ(x)), in nats, for logits x and targets t in [0, 1].</summary>
    /// <remarks>Written as t·softplus(-x) + (1 - t)·softplus(x): neither term cancels, and its derivative at 0 is right, where the kinks of
    /// max(x, 0) - t·x + ln(1 + e^-|x|) do not cancel term by term.</remarks>
    /// <param name="logits">Any shape.</param>
    /// <param name="targets">In the shape and dtype of the logits, from 0 to 1: probabilities, not ±1. This is not checked: outside that range the formula has no
    /// minimum, and training drives the logits to ±∞.</param>
    /// <exception cref="TensorException">Shapes or dtypes differ.</exception>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor targets)
    {
        RequireAlike("binary cross-entropy", logits, targets, "logits");
        return (targets * (-logits).Softplus() + (1 - targets) * logits.Softplus()).Mean();
    }

    /// <summary>The share of examples whose largest logit (the first of equals) is at the label.</summary>
    /// <param name="logits">[..., classes].</param>
    /// <param name="labels">int32 [...].</param>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or a label is no class.</exception>
    public static double Accuracy(Tensor logits, Tensor labels)
    {
        RequireLabels("accuracy", logits, labels);
        int classes = logits.Shape[-1];
        int[] all = labels.ToArray<int>();
        int row = Array.FindIndex(all, label => (uint)label >= (uint)classes);
        if (row >= 0) throw new TensorException($"accuracy: label {all[row]} of row {row}: there are {classes} classes, so labels go from 0 to {classes - 1}");
        using var scope = MemoryScope.Open();
        return logits.ArgMax(-1).Equal(labels).To(DType.Float64).Mean().Item();
    }

    private static void RequireLabels(string who, Tensor logits, Tensor labels)
    {
        if (labels.DType != DType.Int32) throw new TensorException($"{who}: labels are {labels.DType.Name()} {labels.Shape}; they must be int32");
        if (logits.Rank == 0) throw new TensorException($"{who}: the logits are a single number; they must be [..., classes]");
        Shape examples = logits.Shape.Without(logits.Rank - 1);
        if (labels.Shape != examples) throw new TensorException($"{who}: labels {labels.Shape} do not match logits {logits.Shape}; they must be {examples}");
    }

    // Broadcasting [n] against [n, 1] would silently compare all pairs.
    private static void RequireAlike(string who, Tensor left, Tensor right, string first = "predictions", string second = "targets")
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (!left.DType.IsFloat()) throw new TensorException($"{who}: the {first} are {left.DType.Name()} {left.Shape}; they must be float32 or float64");
        if (left.DType != right.DType)
            throw new TensorException($"{who}: the {first} are {left.DType.Name()} {left.Shape}, the {second} {right.DType.Name()} {right.Shape}; convert the {second} with .To(DType.{left.DType})");
        if (left.Shape != right.Shape) throw new TensorException($"{who}: {left.Shape} and {right.Shape} differ; they must be the same, reshape one");
    }
}

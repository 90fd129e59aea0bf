using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>Training of a classifier that is to be attacked, or asked, and to change no more.</summary>
public static class ClassifierTraining
{
    /// <summary>Cross-entropy and a fresh Adam; then all parameters are frozen, since gradients of weights would only cost time where those of pixels are
    /// meant. To go on with a net, unfreeze it.</summary>
    /// <param name="net">From [n, ...] to logits [n, classes]. What is frozen in it stays as it is.</param>
    /// <param name="inputs">[n, ...].</param>
    /// <param name="labels">int32 [n].</param>
    /// <param name="epochs">Passes over all examples.</param>
    /// <param name="learningRate">Of Adam.</param>
    /// <param name="batchSize">Examples per step.</param>
    /// <param name="order">Where the order of the examples comes from.</param>
    /// <param name="penalty">Added to the cross-entropy in each step; none when null.</param>
    /// <param name="after">Told after each pass how many are done.</param>
    public static void Learn(
        this Module net,
        Tensor inputs,
        Tensor labels,
        int epochs,
        double learningRate,
        int batchSize,
        RandomStream order,
        Func<Tensor>? penalty = null,
        Action<int>? after = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        var optimiser = new Adam(net.Parameters, learningRate);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            optimiser.Epoch(net, inputs, labels, Total, batchSize, order);
            after?.Invoke(epoch);
        }
        net.Freeze();

        Tensor Total(Tensor logits, Tensor truth) => penalty is null ? Loss.CrossEntropy(logits, truth) : Loss.CrossEntropy(logits, truth) + penalty();
    }
}

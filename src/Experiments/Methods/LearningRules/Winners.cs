using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.LearningRules;

/// <summary>k winners take all: a sparse hidden code, in which two tasks share fewer units (after French 1991, who sharpened the most active units of a hidden
/// layer against forgetting).</summary>
public static class Winners
{
    /// <summary>An activation that keeps the k outputs of each row that are largest in magnitude and sets the others to 0. Losers get no gradient. Of equal
    /// ones, the first wins.</summary>
    /// <param name="count">k, at least 1; with as many as there are units, or more, nothing is changed.</param>
    /// <param name="activation">What comes before.</param>
    /// <exception cref="TensorException">Fewer than one winner.</exception>
    public static Activation Of(int count, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (count < 1) throw new TensorException($"winners: {count} of them; there is at least 1");
        return new Activation($"{count} winners of {activation.Name}", x => Keep(count, activation.Forward(x)), activation.Gain);
    }

    private static Tensor Keep(int count, Tensor y)
    {
        // The place of each unit in the order is the order of the order.
        Tensor ranks = y.StopGradient().Abs().ArgSort(descending: true).ArgSort();
        return Tensor.Where(ranks.Less(count), y, Tensor.Zeros([], y.DType, y.Device));
    }
}

using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Networks whose hidden units are switched by a gate each.</summary>
public static class Gating
{
    /// <summary>The output of a perceptron whose hidden units are multiplied by gates after their activation: hₗ ← hₗ ⊙ gₗ. Inputs and outputs have none.</summary>
    /// <param name="net">The perceptron.</param>
    /// <param name="x">[n, inputs].</param>
    /// <param name="gates">For each hidden layer [units], or [n, units] where examples differ; differentiable.</param>
    /// <exception cref="TensorException">There are more or fewer gates than hidden layers, or one does not fit.</exception>
    public static Tensor Gated(this Mlp net, Tensor x, IReadOnlyList<Tensor> gates)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(gates);
        if (gates.Count != net.Layers.Count - 1) throw new TensorException($"gates: there are {gates.Count}; the network has {net.Layers.Count - 1} hidden layers, and one for each");
        for (int layer = 0; layer < gates.Count; layer++) x = net.Layers[layer].Forward(x, net.Activation) * gates[layer];
        return net.Layers[^1].Forward(x);
    }

    /// <summary>For strategies that ask a copy of the network as it was: the copy stands alone, and would answer as no task ever had it where another strategy says how images are
    /// answered.</summary>
    /// <exception cref="TensorException">One does.</exception>
    internal static void RefuseOtherAnswers(Learner learner, string who)
    {
        if (learner.Strategy.Answering is { } other)
            throw new TensorException($"continual learning: {who} asks the network as it was, which does not know how {other.Name} answers; combine {other.Name} with memories or penalties");
    }

    /// <summary>The network as a perceptron, for strategies that have to see its hidden units.</summary>
    /// <exception cref="TensorException">It is none.</exception>
    internal static Mlp Perceptron(Module net, string who) =>
        net as Mlp ?? throw new TensorException($"continual learning: {who} works on the units of an Mlp; the network is a {net.GetType().Name}");

    /// <summary>The network as a perceptron with hidden layers, for strategies that share these out among the tasks.</summary>
    /// <exception cref="TensorException">It is none, or has none.</exception>
    internal static Mlp Hidden(Module net, string who) => Perceptron(net, who) is { Layers.Count: > 1 } mlp
        ? mlp
        : throw new TensorException($"continual learning: {who} works on hidden units; the Mlp has no hidden layer");
}

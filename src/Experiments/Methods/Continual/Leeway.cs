using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>What former tasks leave of a perceptron's weights where each of its hidden units belongs to them by a share from 0 to 1.</summary>
internal static class Leeway
{
    /// <summary>For each hidden weight 1 - min(aᵢ, aⱼ), i and j being the units it joins; inputs belong to nobody's in particular, so it is 1 - aᵢ in the first layer and
    /// for biases. The output layer has none: each task has a head of its own.</summary>
    /// <param name="net">The perceptron.</param>
    /// <param name="taken">For each hidden layer [units].</param>
    public static ParameterState Of(Mlp net, IReadOnlyList<Tensor> taken)
    {
        var places = new Dictionary<Parameter, (int Layer, bool IsBias)>();
        for (int layer = 0; layer < taken.Count; layer++)
        {
            places[net.Layers[layer].Weight] = (layer, false);
            if (net.Layers[layer].Bias is { } bias) places[bias] = (layer, true);
        }
        return new ParameterState(places.Keys, parameter =>
        {
            (int layer, bool isBias) = places[parameter];
            Tensor own = taken[layer];
            if (isBias) return 1 - own;
            Tensor row = own.Unsqueeze(0);
            return (1 - (layer == 0 ? row : Tensor.Minimum(taken[layer - 1].Unsqueeze(1), row))).Expand(parameter.Shape);
        });
    }

    /// <summary>Protects, at their present values, the hidden weights that have no leeway at all, and the heads of all tasks but the present one.</summary>
    public static Protection Protect(Learner learner, Mlp net, ParameterState leeway)
    {
        using var scope = MemoryScope.Open();
        Dictionary<Parameter, Tensor> free = leeway.Parameters.ToDictionary(parameter => parameter, parameter => leeway[parameter].Greater(0));
        AddHead(learner, net, free);
        return new Protection(free);
    }

    /// <summary>Adds the masks of the output layer: the present task's units are free.</summary>
    public static void AddHead(Learner learner, Mlp net, Dictionary<Parameter, Tensor> free)
    {
        var own = new bool[learner.Stream.Outputs];
        foreach (int unit in learner.Task.Outputs) own[unit] = true;
        Dense head = net.Layers[^1];
        foreach (Parameter parameter in head.Parameters) free[parameter] = Tensor.From(own, [own.Length], parameter.Device).Expand(parameter.Shape);
    }

    /// <summary>The number of the task, which all these strategies must be told.</summary>
    public static int Told(string who, int? task) =>
        task ?? throw new TensorException($"continual learning: {who} needs the number of the task; pass examples of one task at a time");
}

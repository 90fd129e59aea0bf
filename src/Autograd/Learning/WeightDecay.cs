namespace DeepPuzzles.Learning;

/// <summary>How weights are pulled to 0, always said in so many words. It acts on every parameter that the optimiser was given, biases
/// included; give them an optimiser of their own to spare them.</summary>
public readonly record struct WeightDecay
{
    private WeightDecay(double coupled, double decoupled) => (L2, Shrink) = (coupled, decoupled);

    /// <summary>No decay.</summary>
    public static WeightDecay None => default;

    /// <summary>λ of the term λ/2·‖w‖² that the loss gets; its gradient λ·w passes through momentum and scaling.</summary>
    public double L2 { get; }

    /// <summary>λ of the factor 1 - learning rate·λ that the weights get beside the step.</summary>
    public double Shrink { get; }

    /// <summary>Adds λ·w to the gradient, as <c>weight_decay</c> of PyTorch's SGD, Adam and RMSprop does.</summary>
    /// <exception cref="Tensors.TensorException">Not a number of at least 0.</exception>
    public static WeightDecay Coupled(double lambda) => new(Domain.NotNegative("weight decay", "a lambda", lambda), 0);

    /// <summary>Multiplies the weights by 1 - learning rate·λ before the step, as AdamW does (Loshchilov and Hutter 2019).</summary>
    /// <exception cref="Tensors.TensorException">Not a number of at least 0.</exception>
    public static WeightDecay Decoupled(double lambda) => new(0, Domain.NotNegative("weight decay", "a lambda", lambda));
}

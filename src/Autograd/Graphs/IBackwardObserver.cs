using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Sees what a backward walk does. The tensors are those of the walk: whoever wants to keep one, keeps it.</summary>
internal interface IBackwardObserver
{
    /// <summary>All gradients at a result have come, and its rule is asked.</summary>
    /// <param name="node">The result.</param>
    /// <param name="arrived">Their sum.</param>
    /// <param name="given">What the rule is given: the sum, or, for an op that ends in an activation, the gradient before that.</param>
    void Fires(Tensor node, Tensor arrived, Tensor given);

    /// <summary>The rule gives the gradient at one of the inputs.</summary>
    void Gives(int input, Tensor part);
}

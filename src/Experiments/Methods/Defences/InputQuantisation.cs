using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Defences;

/// <summary>Rounds pixels of [0, 1] to a few levels before a classifier sees them: the reduction of bit depth of Xu, Evans and Qi 2018. Rounding has no
/// slope, so attacks by gradients find nothing to follow; that is a mask. <see cref="ForwardStraightThrough"/> sees through it.</summary>
/// <example><code>
/// var quantised = new Sequential(new InputQuantisation(16), net);
/// </code></example>
public sealed class InputQuantisation : Module
{
    /// <param name="levels">How many values a pixel may have, 0 and 1 among them: at least 2; 16 are four bits.</param>
    /// <exception cref="TensorException">Fewer than 2.</exception>
    public InputQuantisation(int levels)
    {
        if (levels < 2) throw new TensorException($"input quantisation: {levels} levels; there are at least 2, 0 and 1");
        Levels = levels;
    }

    /// <summary>How many values a pixel may have.</summary>
    public int Levels { get; }

    /// <summary>The nearest of 0, 1/(levels - 1), …, 1, of any shape. Its gradient is 0.</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return (x * (Levels - 1)).Round() / (Levels - 1);
    }

    /// <summary>The same values with the gradient of the identity: the backward pass differentiable approximation of Athalye, Carlini and Wagner 2018
    /// (sec. 4.1), for whoever attacks what lies behind, or trains it.</summary>
    /// <param name="x">Any shape.</param>
    public Tensor ForwardStraightThrough(Tensor x) => Differentiation.CustomGradient(Forward, static (gy, _, _) => gy)(x);
}

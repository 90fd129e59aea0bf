using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Gradients at each of some examples, from the gradients at their logits.</summary>
internal interface IExampleGradients
{
    /// <summary>[n, outputs].</summary>
    Tensor Logits { get; }

    /// <summary>For each parameter Σₙ (∂(gyₙ·logitsₙ)/∂θ)².</summary>
    IReadOnlyList<Tensor> Squares(Tensor gy);

    /// <summary>For each parameter (Σₙ ∂(gyₙ·logitsₙ)/∂θ)².</summary>
    IReadOnlyList<Tensor> SquareOfSum(Tensor gy);
}

internal sealed class DenseGradients(SquaredGradients passed, IReadOnlyList<Parameter> parameters) : IExampleGradients
{
    public Tensor Logits => passed.Logits;

    public IReadOnlyList<Tensor> Squares(Tensor gy) => passed.Of(gy);

    public IReadOnlyList<Tensor> SquareOfSum(Tensor gy)
    {
        Gradients gradients = passed.Logits.Backward(gy);
        return [.. parameters.Select(parameter => gradients[parameter].Square())];
    }
}

// One gradient per example, all examples at once.
internal sealed class AnyGradients : IExampleGradients
{
    private readonly Module _net;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly Tensor _images;

    public AnyGradients(Module net, IReadOnlyList<Parameter> parameters, Tensor images)
    {
        (_net, _parameters, _images) = (net, parameters, images);
        using Tracking.Scope on = Tracking.Resume();
        Logits = net.Forward(images);
    }

    public Tensor Logits { get; }

    public IReadOnlyList<Tensor> Squares(Tensor gy)
    {
        using Tracking.Scope pause = Tracking.Pause();
        Tensor[] each = Vectorisation.PerSampleGradients(_parameters, (image, slope) => (_net.Forward(image) * slope).Sum(), _images, gy);
        return Array.ConvertAll(each, gradients => gradients.Square().Sum(0));
    }

    public IReadOnlyList<Tensor> SquareOfSum(Tensor gy)
    {
        Gradients gradients = Logits.Backward(gy);
        return [.. _parameters.Select(parameter => gradients[parameter].Square())];
    }
}

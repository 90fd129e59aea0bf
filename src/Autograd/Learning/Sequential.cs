using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Modules one after the other.</summary>
public sealed class Sequential : Module
{
    /// <summary>A chain of modules, whose parameters must all have different names.</summary>
    /// <exception cref="TensorException">Two parameters share a name.</exception>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        Modules = modules.ToArray();
        _ = Parameters;         // two of one name are told here
    }

    /// <summary>The links of the chain.</summary>
    public IReadOnlyList<Module> Modules { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        for (int i = 0; i < Modules.Count; i++)
        {
            // A layer and the activation after it may be one pass.
            x = i + 1 < Modules.Count && Modules[i + 1] is Activation activation ? Modules[i++].Forward(x, activation) : Modules[i].Forward(x);
        }
        return x;
    }
}

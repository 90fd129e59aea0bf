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
        Parameters = [.. Modules.SelectMany(module => module.Parameters)];
        if (Parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TensorException($"sequential: two parameters are named '{twice.Key}'; give each layer its own name");
    }

    /// <summary>The links of the chain.</summary>
    public IReadOnlyList<Module> Modules { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        for (int i = 0; i < Modules.Count; i++)
        {
            // A dense layer and the activation after it are one pass.
            if (Modules[i] is Dense layer && i + 1 < Modules.Count && Modules[i + 1] is Activation activation)
            {
                x = layer.Forward(x, activation);
                i++;
            }
            else
            {
                x = Modules[i].Forward(x);
            }
        }
        return x;
    }
}

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
        Statistics = [.. Modules.SelectMany(module => module.Statistics)];
        if (Parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TensorException($"sequential: two parameters are named '{twice.Key}'; give each layer its own name");
    }

    /// <summary>The links of the chain.</summary>
    public IReadOnlyList<Module> Modules { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Statistics { get; }

    /// <inheritdoc/>
    public override Module ForEvaluation()
    {
        Module[] modules = [.. Modules.Select(module => module.ForEvaluation())];
        return modules.SequenceEqual(Modules) ? this : new Sequential(modules);
    }

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

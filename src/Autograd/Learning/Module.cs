using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A function with parameters: a layer, or a network made of layers. The parameters have unique names such as <c>dense1.weight</c>
/// and live outside memory scopes.</summary>
public abstract class Module
{
    /// <summary>The parameters, first layer first. The list never changes; what the cells hold does.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The number of trained numbers.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Shape.Elements);

    /// <summary>The parameter of that name.</summary>
    /// <exception cref="TensorException">There is none.</exception>
    public Parameter this[string name] => Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new TensorException($"module: no parameter is named '{name}'; there are {string.Join(", ", Parameters.Select(parameter => parameter.Name))}");

    /// <summary>Cells that training changes without a gradient: running statistics. Snapshots hold them, optimisers do not see them.</summary>
    public virtual IReadOnlyList<Parameter> Statistics => [];

    /// <summary>The output for a batch of inputs; leading axes count the examples.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>The activation of the output: for some layers and activations one pass and one node of the graph.</summary>
    public virtual Tensor Forward(Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return activation.Forward(Forward(x));
    }

    /// <summary>The same module, with the same parameters, as it answers after training: this one, unless a layer in it differs between the two,
    /// as batch normalisation does.</summary>
    public virtual Module ForEvaluation() => this;

    /// <summary>The output of <see cref="ForEvaluation"/>, without recording.</summary>
    public Tensor Predict(Tensor x)
    {
        using Tracking.Scope pause = Tracking.Pause();
        return ForEvaluation().Forward(x);
    }

    /// <summary>A copy of all parameter values and statistics, to go back to or to give to another module of the same form.</summary>
    public Snapshot TakeSnapshot() => new([.. Parameters, .. Statistics]);

    /// <summary>Puts the values of a snapshot back, bit for bit.</summary>
    /// <exception cref="TensorException">Other names, shapes or dtypes.</exception>
    public void Restore(Snapshot snapshot) => snapshot.RestoreTo([.. Parameters, .. Statistics]);
}

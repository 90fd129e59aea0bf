using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>A tensor beside each parameter, of its shape, dtype and device, that outlives memory scopes: an importance, an anchor, a mask of numbers.</summary>
public sealed class ParameterState
{
    private readonly OrderedDictionary<Parameter, Parameter> _cells = [];

    /// <summary>Zeros beside those parameters.</summary>
    public ParameterState(IEnumerable<Parameter> parameters)
        : this(parameters, static parameter => Tensor.Zeros(parameter.Shape, parameter.DType, parameter.Device))
    {
    }

    /// <summary>Numbers of a function of each parameter.</summary>
    /// <param name="parameters">Beside which they stand.</param>
    /// <param name="value">Of the parameter's shape, dtype and device.</param>
    public ParameterState(IEnumerable<Parameter> parameters, Func<Parameter, Tensor> value)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(value);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        foreach (Parameter parameter in parameters) _cells.Add(parameter, new Parameter(parameter.Name, Fitting(parameter, value(parameter))) { IsFrozen = true });
    }

    /// <summary>The parameters beside which it stands.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. _cells.Keys];

    /// <summary>Bytes of all tensors.</summary>
    public long Bytes => _cells.Values.Sum(cell => (long)cell.Shape.Elements * cell.DType.Bytes());

    /// <summary>What stands beside that parameter, as a constant. Valid until it is set again.</summary>
    /// <exception cref="TensorException">Nothing stands beside it, or what is set has another shape or dtype.</exception>
    public Tensor this[Parameter parameter]
    {
        get => Cell(parameter).Value;
        set => Cell(parameter).Update(Fitting(parameter, value));
    }

    /// <summary>Replaces each tensor by a function of the parameter and of it.</summary>
    public void Update(Func<Parameter, Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using Tracking.Scope pause = Tracking.Pause();
        foreach ((Parameter parameter, Parameter cell) in _cells)
        {
            using var scope = MemoryScope.Open();
            cell.Update(Fitting(parameter, function(parameter, cell.Value)));
        }
    }

    private Parameter Cell(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return _cells.TryGetValue(parameter, out Parameter? cell) ? cell : throw new TensorException($"parameter state: nothing stands beside '{parameter}'");
    }

    private static Tensor Fitting(Parameter parameter, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Shape == parameter.Shape && value.DType == parameter.DType
            ? value.StopGradient()
            : throw new TensorException($"parameter state: {value.DType.Name()} {value.Shape} beside '{parameter}'; it has the parameter's shape and dtype");
    }
}

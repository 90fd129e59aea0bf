using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

internal sealed record Branch(Dense Layer, Activation Activation);

/// <summary>A user's module: a Forward and nothing more, with parts in every kind of place.</summary>
internal sealed class Net : Module
{
    private readonly Parameter _gain = new("gain", Tensor.Full([], 1.5, DType.Float64));
    private readonly Dense _first = new("first", 4, 5, Initialiser.He, Stream(), dtype: DType.Float64);
    private readonly BatchNorm _norm = new("norm", 5, dtype: DType.Float64);
    private readonly Module[] _many = [new Dropout(0.5, Stream("drop")), new Dense("many", 5, 5, Initialiser.He, Stream(), dtype: DType.Float64)];
    private readonly Branch _branch = new(new Dense("branch", 5, 5, Initialiser.He, Stream(), dtype: DType.Float64), Activation.Tanh);
    private readonly (Dense A, int Times) _pair = (new Dense("pair", 5, 5, Initialiser.He, Stream(), dtype: DType.Float64), 2);
    private readonly Dictionary<string, Module> _named = new() { ["last"] = new Sequential(new Dense("last", 5, 2, Initialiser.He, Stream(), dtype: DType.Float64)) };
    private readonly List<object> _boxed = [];
    private readonly Func<Tensor, Tensor> _caught;

    internal Net()
    {
        _boxed.Add((_first, 1));
        _caught = x => x * _gain.Value;
    }

    internal Dense First => _first;

    internal Dense Pair => _pair.A;

    internal Module Last => _named["last"];

    internal bool BoxIsOwn => ReferenceEquals((((Dense, int))_boxed[0]).Item1, _first);

    public override Tensor Forward(Tensor x)
    {
        x = _norm.Forward(_first.Forward(x, Activation.Relu));
        foreach (Module module in _many) x = module.Forward(x);
        x = _branch.Layer.Forward(x, _branch.Activation);
        for (int i = 0; i < _pair.Times; i++) x = _pair.A.Forward(x);
        return _caught(_named["last"].Forward(x));
    }
}

internal sealed class Tied : Module
{
    private readonly Dense _one;
    private readonly Dense _again;
    private readonly Tied? _self;

    internal Tied()
    {
        _one = _again = new Dense("d", 3, 3, Initialiser.He, Stream(), dtype: DType.Float64);
        _self = this;
    }

    internal bool IsTied => _one == _again && _self == this;

    public override Tensor Forward(Tensor x) => _again.Forward(_one.Forward(x));
}

internal sealed class Keyed : Module
{
    private readonly Dictionary<Module, int> _times = new() { [new Dense("d", 2, 2, Initialiser.He, Stream())] = 2 };

    public override Tensor Forward(Tensor x) => _times.Aggregate(x, (y, entry) => entry.Key.Forward(y));
}

internal sealed class Listed(Dense layer) : Module
{
    private readonly Dense _layer = layer;

    public override IReadOnlyList<Parameter> Parameters { get; } = [.. layer.Parameters];

    public override Tensor Forward(Tensor x) => _layer.Forward(x);
}

/// <summary>The example in the documentation of <see cref="Module"/>.</summary>
internal sealed class Documented(RandomStream stream) : Module
{
    private readonly Dense _hidden = new("hidden", 784, 100, Initialiser.He, stream), _output = new("output", 100, 10, Initialiser.He, stream);
    private readonly Dropout _dropout = new(0.5, stream.Child("dropout"));

    public override Tensor Forward(Tensor x) => _output.Forward(_dropout.Forward(_hidden.Forward(x, Activation.Relu)));
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The inputs of an op that is applied to all examples at once. A lifted input has one axis more than the op was written for: the first,
/// along which the examples lie. The others are the same for all examples.</summary>
public sealed class LiftedInputs
{
    private readonly Tensor[] _inputs;
    private readonly bool[] _isLifted;

    internal LiftedInputs(Tensor[] inputs, bool[] isLifted, int examples, Shape result) => (_inputs, _isLifted, Examples, Result) = (inputs, isLifted, examples, result);

    /// <summary>The number of examples, n.</summary>
    public int Examples { get; }

    /// <summary>The number of inputs.</summary>
    public int Count => _inputs.Length;

    /// <summary>The shape of the op's result for one example.</summary>
    public Shape Result { get; }

    /// <summary>An input as it is: [n, ...] if it is lifted.</summary>
    public Tensor this[int input] => _inputs[input];

    /// <summary>True when an input differs from example to example.</summary>
    public bool IsLifted(int input) => _isLifted[input];

    /// <summary>An input as [n, ...]: if it is the same for all examples, repeated, which takes no memory.</summary>
    public Tensor Each(int input) => _isLifted[input] ? _inputs[input] : _inputs[input].Expand(Lifting.OfEach(Examples, _inputs[input].Shape));
}

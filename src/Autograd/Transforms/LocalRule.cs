using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The rule of one node at one gradient: what is common to all inputs is computed once.</summary>
internal readonly struct LocalRule
{
    private readonly Origin _origin;
    private readonly Tensor _gy, _y;
    private readonly Rules.Derivative? _rule;
    private readonly IReadOnlyList<Tensor?>? _parts;

    internal LocalRule(Origin origin, Tensor gy, Tensor y)
    {
        (_origin, _y) = (origin, y);
        _parts = origin switch
        {
            Origin<Custom> custom => custom.Op.Pull(gy, origin, y),
            Origin<Recomputed> recomputed => recomputed.Op.Pull(gy, origin, y),
            _ => null,
        };
        _gy = _parts is null ? Rules.BeforeActivation(origin, gy, y) : gy;
        _rule = _parts is null ? Rules.Of(origin) : null;
    }

    /// <summary>What the rule is given: the gradient at the result, before its activation where it ends in one.</summary>
    internal Tensor Given => _gy;

    /// <summary>The gradient at that input; null where none flows.</summary>
    internal Tensor? At(int input) => _parts is null ? _rule!(_origin, _gy, _y, input) : _parts[input];
}

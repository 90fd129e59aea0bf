using System.Collections.Concurrent;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Forward mode: how fast each node moves when the marks move.</summary>
/// <remarks>There is no second table of rules. A rule of an op y = f(x) gives Jᵀ·gy, which is linear in gy. (a) An elementwise op has a diagonal J,
/// which is its own transpose: the rule with the tangent of x in place of gy gives J·dx. (b) For any other op the rule is run on a gy of zeros,
/// and dx is pulled back through the small graph that this makes: the transpose of Jᵀ·gy is J·dx. (c) An op that is linear in each input is
/// applied to the tangent itself where <see cref="Rules"/> says so; it saves the run on zeros. So a rule that is deliberately not the
/// derivative has the forward mode that belongs to it, unless it is not even linear in gy: then (b) takes its slope at 0.</remarks>
internal sealed class Tangents
{
    private const string ForwardMode = "forward mode";
    private static readonly ConcurrentDictionary<Type, bool> s_isElementwise = new();
    private readonly Dictionary<Origin, Tensor> _tangents = new(ByOrder.Default);

    /// <summary>The tangent of a node; null for 0.</summary>
    internal Tensor? Of(Tensor node) => node.Origin is { } origin ? _tangents.GetValueOrDefault(origin) : null;

    internal void Set(Tensor node, Tensor tangent) => _tangents[node.Origin!] = tangent;

    /// <summary>Finds the tangent of a node from those of its inputs.</summary>
    internal void Pass(Tensor node)
    {
        using Anomalies.Scope rule = Anomalies.During(ForwardMode, node);
        Origin origin = node.Origin!;
        Type op = origin.OpType!;
        Tensor? tangent = origin is Origin<Recomputed> recomputed ? recomputed.Op.Push(origin, node, Of)
            : s_isElementwise.GetOrAdd(op, IsElementwise) ? Sum(origin, (input, dx) => Rules.Of(origin)(origin, dx, node, input))
            : Rules.Forward(op) is { } apply ? Sum(origin, (input, dx) => apply(origin, dx, node, input)) is { } sum ? Rules.BeforeActivation(origin, sum, node) : null
            : Transposed(node);
        if (tangent is null) return;
        if (tangent.Shape != node.Shape) throw new TensorException($"jvp: the rule of '{origin.OpName}' makes a tangent {tangent.Shape} of a result {node.Shape}; a rule of an elementwise op must be elementwise");
        Set(node, tangent);
    }

    private static bool IsElementwise(Type op) => typeof(IUnaryOp).IsAssignableFrom(op) || typeof(IBinaryOp).IsAssignableFrom(op);

    private Tensor? Sum(Origin origin, Func<int, Tensor, Tensor?> part)
    {
        Tensor? sum = null;
        for (int input = 0, count = origin.InputCount; input < count; input++)
        {
            if (Of(origin.Input(input)) is { } dx && part(input, dx) is { } moved) sum = sum is null ? moved : sum + moved;
        }
        return sum;
    }

    // The run on zeros gives its memory back at once, unless a graph is to be kept.
    private Tensor? Transposed(Tensor node)
    {
        if (Tracking.IsOn) return Transpose(node);
        using MemoryScope scope = MemoryScope.Open();
        return Transpose(node) is { } tangent ? scope.Keep(tangent) : null;
    }

    private Tensor? Transpose(Tensor node)
    {
        Origin origin = node.Origin!;
        Tensor gy = Tensor.Zeros([], node.DType, node.Device).Expand(node.Shape).Track("gy");
        List<Tensor> parts = [], tangents = [];
        using (Tracking.Resume())
        {
            var rule = new LocalRule(origin, gy, node);
            for (int input = 0, count = origin.InputCount; input < count; input++)
            {
                if (Of(origin.Input(input)) is not { } dx || rule.At(input) is not { IsTracked: true } part) continue;
                parts.Add(part);
                tangents.Add(dx);
            }
        }
        Tensor[] linear = [.. parts];
        var between = Between.Of(linear, [gy]);
        return Differentiation.Pull(linear, [.. tangents], new Gradients([gy.Origin!]), between).At(gy.Origin!);
    }
}

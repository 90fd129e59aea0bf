using System.Collections.Concurrent;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

public static partial class Rules
{
    private static readonly ConcurrentDictionary<Type, Tangent> s_forward = new();

    /// <summary>The tangent of the output from that of one input.</summary>
    internal delegate Tensor Tangent(Origin origin, Tensor dx, Tensor y, int input);

    /// <summary>States how an op that is linear in each input, before its activation if it has one, is applied to the tangent of input i, from (op, dx,
    /// inputs, y, i). It only saves time: without it the tangent follows from the op's rule, and a rule that is said later takes it back.</summary>
    public static void Linear<TOp>(Func<TOp, Tensor, IReadOnlyList<Tensor>, Tensor, int, Tensor> dy)
        where TOp : struct =>
        s_forward[typeof(TOp)] = (origin, dx, y, input) => dy(((Origin<TOp>)origin).Op, dx, origin.Inputs, y, input);

    internal static Tangent? Forward(Type op) => s_forward.GetValueOrDefault(op);
}

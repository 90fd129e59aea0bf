using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The table of derivatives, by op. gy is the gradient at the op's output y; a rule gives the gradient at an input, written in
/// tensor ops, so that it can be differentiated again and runs on every device. Rules for your own op structs are added here too; what is
/// said last of an op holds.</summary>
public static partial class Rules
{
    /// <summary>The gradient at input number <paramref name="input"/>; null where none flows.</summary>
    /// <param name="origin">The op and its inputs.</param>
    /// <param name="gy">The gradient at the output.</param>
    /// <param name="y">The output.</param>
    /// <param name="input">Which input.</param>
    internal delegate Tensor? Derivative(Origin origin, Tensor gy, Tensor y, int input);

    private static readonly ConcurrentDictionary<Type, Derivative> s_rules = new();
    private static readonly ConcurrentDictionary<Type, Func<Tensor, Tensor, Tensor>> s_ofOutput = new();
    private static readonly ConcurrentDictionary<Type, string> s_none = new();

    static Rules() => RuntimeHelpers.RunClassConstructor(typeof(Calculus).TypeHandle);

    /// <summary>y = f(x): the gradient at x from (gy, x, y).</summary>
    public static void Rule<TOp>(TOp op, Func<Tensor, Tensor, Tensor, Tensor> dx)
        where TOp : struct
    {
        _ = op;
        Put<TOp>((origin, gy, y, _) => dx(gy, origin.Input(0), y));
    }

    /// <summary>y = f(x) whose derivative follows from y alone: the gradient at x from (gy, y). Such an op can be the activation of
    /// <see cref="Affine"/> and <see cref="BiasedConvolution"/>, which do not keep x.</summary>
    public static void Rule<TOp>(TOp op, Func<Tensor, Tensor, Tensor> dx)
        where TOp : struct
    {
        _ = op;
        Put<TOp>((_, gy, y, _) => dx(gy, y), dx);
    }

    /// <summary>y = f(x) with parameters in the op struct: the gradient at x from (op, gy, x, y).</summary>
    public static void Rule<TOp>(Func<TOp, Tensor, Tensor, Tensor, Tensor> dx)
        where TOp : struct =>
        Put<TOp>((origin, gy, y, _) => dx(((Origin<TOp>)origin).Op, gy, origin.Input(0), y));

    /// <summary>z = f(x, y): the gradients at x and at y, each from (gz, x, y, z).</summary>
    public static void Rule<TOp>(TOp op, Func<Tensor, Tensor, Tensor, Tensor, Tensor> dx, Func<Tensor, Tensor, Tensor, Tensor, Tensor> dy)
        where TOp : struct
    {
        _ = op;
        Put<TOp>((origin, gz, z, input) => (input == 0 ? dx : dy)(gz, origin.Input(0), origin.Input(1), z));
    }

    /// <summary>Any number of inputs: the gradient at input i from (op, gy, inputs, i); null where none flows.</summary>
    public static void RuleOfMany<TOp>(Func<TOp, Tensor, IReadOnlyList<Tensor>, int, Tensor?> dx)
        where TOp : struct =>
        Put<TOp>((origin, gy, _, input) => dx(((Origin<TOp>)origin).Op, gy, origin.Inputs, input));

    /// <summary>States that an op has no gradient, and why.</summary>
    public static void NoGradient<TOp>(string why)
        where TOp : struct
    {
        s_none[typeof(TOp)] = why;
        s_rules.TryRemove(typeof(TOp), out _);
        s_ofOutput.TryRemove(typeof(TOp), out _);
        s_forward.TryRemove(typeof(TOp), out _);
    }

    // What was said of the op before holds no longer, in any of the tables.
    private static void Put<TOp>(Derivative rule, Func<Tensor, Tensor, Tensor>? ofOutput = null)
        where TOp : struct
    {
        s_rules[typeof(TOp)] = rule;
        s_none.TryRemove(typeof(TOp), out _);
        s_forward.TryRemove(typeof(TOp), out _);
        if (ofOutput is null) s_ofOutput.TryRemove(typeof(TOp), out _);
        else s_ofOutput[typeof(TOp)] = ofOutput;
    }

    /// <summary>True when the op has a rule.</summary>
    public static bool HasRule(Type op) => s_rules.ContainsKey(op);

    /// <summary>Why an op has no gradient; null when that is not stated.</summary>
    public static string? WhyNoGradient(Type op) => s_none.GetValueOrDefault(op);

    /// <summary>The gradient that an op's own rule starts from: gy, or, for an op that ends in an activation, the gradient before that, found
    /// once for all inputs.</summary>
    internal static Tensor BeforeActivation(Origin origin, Tensor gy, Tensor y)
    {
        Type? activation = origin switch
        {
            Origin<Affine> affine => affine.Op.Activation,
            Origin<BiasedConvolution> convolution => convolution.Op.Activation,
            _ => null,
        };
        if (activation is null) return gy;
        return s_ofOutput.TryGetValue(activation, out Func<Tensor, Tensor, Tensor>? dx) ? dx(gy, y) : throw new TensorException(
            $"backward: '{origin.OpName}' does not keep what the derivative of its activation {activation.Name} needs; apply that op to a result without activation instead");
    }

    internal static Derivative Of(Origin origin) => s_rules.GetValueOrDefault(origin.OpType!) ?? throw new TensorException(WhyNoGradient(origin.OpType!) is { } why
        ? $"backward: no gradient flows through '{origin.OpName}': {why}; call StopGradient() on its input"
        : $"backward: '{origin.OpName}' has no rule; add one with Rules.Rule, or state Rules.NoGradient and use StopGradient()");
}

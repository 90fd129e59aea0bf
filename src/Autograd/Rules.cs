using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The table of derivatives, by op. gy is the gradient at the op's output y; a rule gives the gradient at an input, written in
/// tensor ops, so that it can be differentiated again and runs on every device. Rules for your own op structs are added here too; what is
/// said last of an op holds. The table keeps the source text of each rule, for those who look inside: what the compiler passes as the words.</summary>
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
    private static readonly ConcurrentDictionary<Type, RuleText> s_texts = new();
    private static readonly ConcurrentDictionary<Type, string> s_none = new();

    static Rules() => RuntimeHelpers.RunClassConstructor(typeof(Calculus).TypeHandle);

    /// <summary>y = f(x): the gradient at x from (gy, x, y).</summary>
    public static void Rule<TOp>(TOp op, Func<Tensor, Tensor, Tensor, Tensor> dx, [CallerArgumentExpression(nameof(dx))] string words = "")
        where TOp : struct
    {
        _ = op;
        Put<TOp>((origin, gy, y, _) => dx(gy, origin.Input(0), y), new RuleText(RuleText.OfInput, words));
    }

    /// <summary>y = f(x) whose derivative follows from y alone: the gradient at x from (gy, y). Such an op can be the activation of
    /// <see cref="Affine"/> and <see cref="BiasedConvolution"/>, which do not keep x.</summary>
    public static void Rule<TOp>(TOp op, Func<Tensor, Tensor, Tensor> dx, [CallerArgumentExpression(nameof(dx))] string words = "")
        where TOp : struct
    {
        _ = op;
        Put<TOp>((_, gy, y, _) => dx(gy, y), new RuleText(RuleText.OfOutput, words), dx);
    }

    /// <summary>y = f(x) with parameters in the op struct: the gradient at x from (op, gy, x, y).</summary>
    public static void Rule<TOp>(Func<TOp, Tensor, Tensor, Tensor, Tensor> dx, [CallerArgumentExpression(nameof(dx))] string words = "")
        where TOp : struct =>
        Put<TOp>((origin, gy, y, _) => dx(((Origin<TOp>)origin).Op, gy, origin.Input(0), y), new RuleText(RuleText.OfParameters, words));

    /// <summary>z = f(x, y): the gradients at x and at y, each from (gz, x, y, z).</summary>
    public static void Rule<TOp>(
        TOp op,
        Func<Tensor, Tensor, Tensor, Tensor, Tensor> dx,
        Func<Tensor, Tensor, Tensor, Tensor, Tensor> dy,
        [CallerArgumentExpression(nameof(dx))] string words = "",
        [CallerArgumentExpression(nameof(dy))] string wordsOfSecond = "")
        where TOp : struct
    {
        _ = op;
        Put<TOp>((origin, gz, z, input) => (input == 0 ? dx : dy)(gz, origin.Input(0), origin.Input(1), z), new RuleText(RuleText.OfTwo, words, wordsOfSecond));
    }

    /// <summary>Any number of inputs: the gradient at input i from (op, gy, inputs, i); null where none flows.</summary>
    public static void RuleOfMany<TOp>(Func<TOp, Tensor, IReadOnlyList<Tensor>, int, Tensor?> dx, [CallerArgumentExpression(nameof(dx))] string words = "")
        where TOp : struct =>
        RuleOfMany(dx, new RuleText(RuleText.OfMany, words));

    /// <summary>The same, with the words of what the lambda was made of.</summary>
    internal static void RuleOfMany<TOp>(Func<TOp, Tensor, IReadOnlyList<Tensor>, int, Tensor?> dx, RuleText text)
        where TOp : struct =>
        Put<TOp>((origin, gy, _, input) => dx(((Origin<TOp>)origin).Op, gy, origin.Inputs, input), text);

    /// <summary>States that an op has no gradient, and why.</summary>
    public static void NoGradient<TOp>(string why)
        where TOp : struct
    {
        s_none[typeof(TOp)] = why;
        s_rules.TryRemove(typeof(TOp), out _);
        s_ofOutput.TryRemove(typeof(TOp), out _);
        s_forward.TryRemove(typeof(TOp), out _);
        s_texts.TryRemove(typeof(TOp), out _);
    }

    // What was said of the op before holds no longer, in any of the tables.
    private static void Put<TOp>(Derivative rule, RuleText text, Func<Tensor, Tensor, Tensor>? ofOutput = null)
        where TOp : struct
    {
        s_rules[typeof(TOp)] = rule;
        s_texts[typeof(TOp)] = text;
        s_none.TryRemove(typeof(TOp), out _);
        s_forward.TryRemove(typeof(TOp), out _);
        if (ofOutput is null) s_ofOutput.TryRemove(typeof(TOp), out _);
        else s_ofOutput[typeof(TOp)] = ofOutput;
    }

    /// <summary>True when the op has a rule.</summary>
    public static bool HasRule(Type op) => s_rules.ContainsKey(op);

    /// <summary>Why an op has no gradient; null when that is not stated.</summary>
    public static string? WhyNoGradient(Type op) => s_none.GetValueOrDefault(op);

    /// <summary>An op's rule in the words of its source, white space and comments aside: one for each input where the rule has one for each,
    /// else one for all; empty where the op has no rule.</summary>
    public static IReadOnlyList<string> WordsOf(Type op) => s_texts.TryGetValue(op, out RuleText? text) ? text.Words : [];

    /// <summary>The words with what the lambda's parameters stand for; null where the op has no rule.</summary>
    internal static RuleText? TextOf(Type op) => s_texts.GetValueOrDefault(op);

    /// <summary>The gradient that an op's own rule starts from: gy, or, for an op that ends in an activation, the gradient before that, found
    /// once for all inputs.</summary>
    internal static Tensor BeforeActivation(Origin origin, Tensor gy, Tensor y)
    {
        Type? activation = ActivationOf(origin);
        if (activation is null) return gy;
        return s_ofOutput.TryGetValue(activation, out Func<Tensor, Tensor, Tensor>? dx) ? dx(gy, y) : throw new TensorException(
            $"backward: '{origin.OpName}' does not keep what the derivative of its activation {activation.Name} needs; apply that op to a result without activation instead");
    }

    /// <summary>The op that a fused op ends in; null for other ops.</summary>
    internal static Type? ActivationOf(Origin origin) => origin switch
    {
        Origin<Affine> affine => affine.Op.Activation,
        Origin<BiasedConvolution> convolution => convolution.Op.Activation,
        _ => null,
    };

    /// <summary>Why a constant that tracked tensors were made into has no gradient, and what to do.</summary>
    internal static string WhyEnded(Origin end, Tensor y) =>
        $"backward: no gradient flows through '{end.OpName}': {WhyNoGradient(end.OpType!) ?? "the result is not float32 or float64"}; no other way leads from the tensor {y.Shape} to what is tracked, so use a smooth form, or give that step a gradient with CustomGradient";

    internal static Derivative Of(Origin origin) => s_rules.GetValueOrDefault(origin.OpType!) ?? throw new TensorException(WhyNoGradient(origin.OpType!) is { } why
        ? $"backward: no gradient flows through '{origin.OpName}': {why}; call StopGradient() on its input"
        : $"backward: '{origin.OpName}' has no rule; add one with Rules.Rule, or state Rules.NoGradient and use StopGradient()");
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The table beside that of the derivatives (<see cref="Rules"/>): by op, how it is applied to many examples at once, which lie along a new
/// first axis of its inputs. A line is written in tensor ops, so the result can be differentiated to any order. Ops of the forms
/// <c>IUnaryOp</c>, <c>IBinaryOp</c>, <c>IComparison</c>, <c>IRowMap</c> and <c>IRowFold</c> need none. What is said last of an op holds.</summary>
public static class Lifting
{
    /// <summary>The result for all examples.</summary>
    internal delegate Tensor Line(Origin origin, LiftedInputs inputs);

    private static readonly ConcurrentDictionary<Type, Line> s_lines = new();
    private static readonly ConcurrentDictionary<Type, Line?> s_byForm = new();
    private static readonly ConcurrentDictionary<Type, string> s_none = new();

    static Lifting() => RuntimeHelpers.RunClassConstructor(typeof(LiftingLines).TypeHandle);

    /// <summary>y = op(x): the results [n, ...] of all examples from (op, x), where x has the new first axis.</summary>
    public static void Rule<TOp>(Func<TOp, Tensor, Tensor> lift)
        where TOp : struct => Put<TOp>((origin, inputs) => lift(((Origin<TOp>)origin).Op, inputs[0]));

    /// <summary>Any number of inputs, of which at least one is lifted: the results [n, ...] of all examples from (op, inputs).</summary>
    public static void RuleOfMany<TOp>(Func<TOp, LiftedInputs, Tensor> lift)
        where TOp : struct => Put<TOp>((origin, inputs) => lift(((Origin<TOp>)origin).Op, inputs));

    /// <summary>States that an op cannot be applied to many examples at once, and why.</summary>
    public static void NoLifting<TOp>(string why)
        where TOp : struct
    {
        s_none[typeof(TOp)] = why;
        s_lines.TryRemove(typeof(TOp), out _);
    }

    private static void Put<TOp>(Line line)
        where TOp : struct
    {
        s_lines[typeof(TOp)] = line;
        s_none.TryRemove(typeof(TOp), out _);
    }

    /// <summary>True when the op can be applied to many examples at once: by a line of its own or by its form.</summary>
    public static bool HasRule(Type op) => Find(op) is not null;

    /// <summary>Why an op cannot be applied to many examples at once; null when that is not stated.</summary>
    public static string? WhyNoLifting(Type op) => s_none.GetValueOrDefault(op);

    /// <summary>The shape of n examples of a shape: [n, ...].</summary>
    public static Shape OfEach(int examples, Shape shape)
    {
        Span<int> sizes = stackalloc int[shape.Rank + 1];
        sizes[0] = examples;
        shape.Sizes.CopyTo(sizes[1..]);
        return new Shape(sizes);
    }

    internal static Line Of(Origin origin) => Find(origin.OpType!) ?? throw new TensorException(WhyNoLifting(origin.OpType!) is { } why
        ? $"vectorise: '{origin.OpName}' cannot be applied to many examples at once: {why}"
        : $"vectorise: it is not known how '{origin.OpName}' is applied to many examples at once; say it with Lifting.Rule, or Lifting.RuleOfMany for several inputs");

    private static Line? Find(Type op) =>
        s_lines.TryGetValue(op, out Line? line) ? line
        : s_none.ContainsKey(op) ? null
        : s_byForm.GetOrAdd(op, LiftingForms.Of);
}

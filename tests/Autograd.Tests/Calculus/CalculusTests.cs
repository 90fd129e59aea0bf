using System.Numerics;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Every op, found by reflection, has a rule or a reason for none, and every rule is the derivative, to second order.</summary>
public sealed class CalculusTests
{
    private static readonly Type[] s_structural =
        [.. typeof(IStructuralOp).Assembly.GetTypes().Where(type => type.IsValueType && typeof(IStructuralOp).IsAssignableFrom(type))];

    private static readonly Dictionary<string, Type> s_ops = ArithmeticCases.Ops.Concat(s_structural).ToDictionary(op => op.Name);

    public static TheoryData<string> Ops => [.. s_ops.Keys];

    public static TheoryData<string> WithRule => [.. s_ops.Where(op => Rules.HasRule(op.Value)).Select(op => op.Key)];

    public static TheoryData<string> Composed => [.. StructuralCases.Composed.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Every_op_has_a_rule_or_a_reason_for_none(string op)
    {
        string? why = Rules.WhyNoGradient(s_ops[op]);
        Assert.True(Rules.HasRule(s_ops[op]) != (why is not null), $"{op}: state either a rule or, with a reason, no gradient");
        if (why is not null) Assert.NotEmpty(why);
    }

    [Theory]
    [MemberData(nameof(WithRule))]
    public void Every_case_of_an_op_uses_it(string op)
    {
        GradientCase[] cases = [.. CasesOf(op)];
        Assert.NotEmpty(cases);
        Assert.All(cases, check => Assert.True(check.Uses(s_ops[op]), $"{check} does not use {op}"));
    }

    [Theory]
    [MemberData(nameof(WithRule))]
    public void First_order(string op) => Expect(CasesOf(op), GradientCheck.First);

    [Theory]
    [MemberData(nameof(WithRule))]
    public void Second_order(string op) => Expect(CasesOf(op), GradientCheck.Second);

    [Theory]
    [MemberData(nameof(Composed))]
    public void Composed_functions(string name)
    {
        GradientCase check = StructuralCases.Composed.Single(candidate => candidate.Name == name);
        Expect([check], GradientCheck.First);
        Expect([check], GradientCheck.Second);
    }

    /// <summary>A rule that is 2 % off, and one that is right but cannot be differentiated again, must not pass.</summary>
    [Fact]
    public void Planted_wrong_rules_are_caught()
    {
        Rules.Rule(default(Square<Right>), static (gy, x, y) => gy * x * 2);
        Rules.Rule(default(Square<Wrong>), static (gy, x, y) => gy * x * (2 * 1.02));
        Rules.Rule(default(Square<Severed>), static (gy, x, y) => gy * x.StopGradient() * 2);
        Rules.Rule(default(Square<NoSum>), static (gy, x, y) => (gy * x * 2).Sum(0, keepDims: true));

        Assert.Null(First<Right>() ?? Second<Right>());
        foreach (GradientCase check in ArithmeticCases.Unary(default(Square<Wrong>), []))
        {
            if (check.Inputs[0].Count > 0) Assert.NotNull(GradientCheck.First(check));
        }
        string failure = First<Wrong>()!;
        Assert.Contains("square of", failure, StringComparison.Ordinal);
        Assert.Contains("input 0", failure, StringComparison.Ordinal);
        Assert.Matches(@"index \[\d*\]: Backward gives \S+, differences \S+ ", failure);
        Assert.Null(First<Severed>());
        Assert.NotNull(Second<Severed>());
        Assert.Contains("the gradient at input 0 is", GradientCheck.First(new GradientCase("no sum", x => x[0].Map(default(Square<NoSum>)), [Points.Normal("n", 3, 2)])), StringComparison.Ordinal);
    }

    private static string? First<TRule>() => ArithmeticCases.Unary(default(Square<TRule>), []).Select(GradientCheck.First).FirstOrDefault(failure => failure is not null);

    private static string? Second<TRule>() => ArithmeticCases.Unary(default(Square<TRule>), []).Select(GradientCheck.Second).FirstOrDefault(failure => failure is not null);

    private static IEnumerable<GradientCase> CasesOf(string op)
    {
        if (!typeof(IStructuralOp).IsAssignableFrom(s_ops[op])) return ArithmeticCases.Of(s_ops[op]);
        return StructuralCases.ByOp.TryGetValue(s_ops[op], out GradientCase[]? cases) ? cases : throw new InvalidOperationException($"add cases for {op} to {nameof(StructuralCases)}");
    }

    private static void Expect(IEnumerable<GradientCase> cases, Func<GradientCase, string?> check)
    {
        string[] failures = [.. cases.Select(check).OfType<string>()];
        if (failures.Length > 0) Assert.Fail(string.Join('\n', failures));
    }

    private readonly struct Square<TRule> : IUnaryOp
    {
        public static string Name => "square";

        public static OpRecord Record => new(-3, 3);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x;

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x;

        public override string ToString() => Name;
    }

    private readonly struct Right;

    private readonly struct Wrong;

    private readonly struct Severed;

    private readonly struct NoSum;
}

using System.Numerics;
using DeepPuzzles.Autograd.Tests.Laws;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Every op, found by reflection, has a rule or a reason for none, cases that use it, and a check that a wrong rule does not pass.</summary>
public sealed class CalculusTests
{
    public static TheoryData<string> Ops => [.. Subjects.Ops.Keys];

    public static TheoryData<string> WithRule => [.. Subjects.WithRule];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Every_op_has_a_rule_or_a_reason_for_none(string op)
    {
        string? why = Rules.WhyNoGradient(Subjects.Ops[op]);
        Assert.True(Rules.HasRule(Subjects.Ops[op]) != (why is not null), $"{op}: state either a rule or, with a reason, no gradient");
        if (why is not null) Assert.NotEmpty(why);
    }

    [Theory]
    [MemberData(nameof(WithRule))]
    public void Every_case_of_an_op_uses_it(string op)
    {
        GradientCase[] cases = [.. Subjects.CasesOf(op)];
        Assert.NotEmpty(cases);
        Assert.All(cases, check => Assert.True(check.Uses(Subjects.Ops[op]), $"{check} does not use {op}"));
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

using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Autograd.Tests.Laws;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>Every op, found by reflection, can be applied to many examples at once, or states why not. That it is then
/// what a loop over the examples makes of it is among the laws.</summary>
public sealed class LiftingTests
{
    private static readonly Type[] s_ops =
    [
        .. ArithmeticCases.Ops,
        .. typeof(IStructuralOp).Assembly.GetTypes().Concat(typeof(Lifting).Assembly.GetTypes())
            .Where(type => type.IsValueType && typeof(IStructuralOp).IsAssignableFrom(type)),
    ];

    public static TheoryData<string> Ops => [.. s_ops.Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Every_op_has_a_line_or_a_reason_for_none(string name)
    {
        Type op = s_ops.Single(candidate => candidate.Name == name);
        string? why = Lifting.WhyNoLifting(op);
        Assert.True(Lifting.HasRule(op) != (why is not null), $"{name}: add a line to LiftingLines that says how it is applied to many examples at once, or state Lifting.NoLifting and why");
        if (why is not null) Assert.NotEmpty(why);
    }

    [Fact]
    public void Every_line_is_used_by_a_case()
    {
        var used = new HashSet<Type>();
        foreach (GradientCase check in Subjects.All.SelectMany(Subjects.CasesOf).Concat(LiftingCases.WithoutGradient).Concat(TransformTests.Transforms)) Collect(check.F([.. check.Inputs.Select(x => x.AsExample())]));
        Assert.Empty(s_ops.Where(Lifting.HasRule).Except(used).Select(op => $"{op.Name}: add a case to {nameof(LiftingCases)} that applies it to an example"));

        void Collect(Tensor result)
        {
            var open = new Stack<Tensor>([result]);
            while (open.TryPop(out Tensor? y))
            {
                if (y.TracedOrigin is not { } origin) continue;
                used.Add(origin.OpType!);
                foreach (Tensor input in origin.Inputs) open.Push(input);
            }
        }
    }

    [Fact]
    public void Functions_through_which_no_gradient_or_not_all_of_it_flows()
    {
        Expect(LiftingCases.WithoutGradient, LiftingCheck.Values);
        Expect(LiftingCases.WithoutGradient, LiftingCheck.Gradients);
        Expect(LiftingCases.WithoutGradient, LiftingCheck.Nested);
        Expect(LiftingCases.WithoutGradient, LiftingCheck.Nothing);
    }

    private static void Expect(IEnumerable<GradientCase> cases, Func<GradientCase, string?> check)
    {
        string[] failures = [.. cases.Select(check).OfType<string>()];
        if (failures.Length > 0) Assert.Fail(string.Join('\n', failures));
    }
}

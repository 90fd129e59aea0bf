using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Autograd.Tests.Laws;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>Transforms inside a function of one example: every case of the calculus, at once and in a loop.</summary>
public sealed class TransformTests
{
    public static TheoryData<string> Cases => [.. Subjects.All];

    private static readonly Func<Tensor, Tensor> s_f = x => (x.Sin() * x).Sum() * x.Max();

    internal static readonly GradientCase[] Transforms =
    [
        new("gradient", x => Gradient(s_f)(x[0]), [Points.Normal("t1", 4)]),
        new("gradient of a gradient", x => Gradient(y => Gradient(s_f)(y).Square().Sum())(x[0]), [Points.Normal("t2", 4)]),
        new("jvp", x => Jvp(y => (y.Tanh() * y).MatMul(y), x[0], x[1]).Dy, [Points.Normal("t3", 3, 3), Points.Normal("t4", 3, 3)]),
        new("hessian-vector", x => HessianVector(s_f, x[0], x[1]), [Points.Normal("t5", 4), Points.Normal("t6", 4)]),
        new("hessian", x => Hessian(s_f, x[0]), [Points.Normal("t7", 3)]),
        new("forward jacobian", x => Jacobian(y => y.Exp().MatMul(y), x[0], JacobianMode.Forward), [Points.Normal("t8", 2, 2)]),
        new("vjp", x => Vjp(y => y.Sin(), x[0]).Pullback(x[1]), [Points.Normal("t9", 4), Points.Normal("ta", 4)]),
        new("custom gradient", x => CustomGradient(y => y.Sin(), (gy, y, z) => gy * y * z)(x[0]) * x[0], [Points.Normal("tb", 4)]),
        new("custom gradient that is null", x => CustomGradient((Tensor[] y) => y[0] * y[1], (gy, y, z) => [null, gy * y[0].Exp()])(x), [Points.Normal("tc", 4), Points.Normal("td", 4)]),
        new("recompute", x => Recompute(y => (y / 3.0).Sin() * y, x[0]), [Points.Normal("te", 4)]),
        new("recompute what is read", x => Recompute(y => y.Sin() * x[1], x[0]), [Points.Normal("tf", 4), Points.Normal("tg", 4)]),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_of_every_case(string name) => Expect(Subjects.CasesOf(name).Select(OfGradient), LiftingCheck.Values, LiftingCheck.Gradients);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tangents_of_every_case(string name) => Expect(Subjects.CasesOf(name).Select(OfTangent), LiftingCheck.Values);

    [Fact]
    public void Transforms_inside() => Expect(Transforms, LiftingCheck.Values, LiftingCheck.Gradients, LiftingCheck.SecondGradients, LiftingCheck.Nested, LiftingCheck.Nothing);

    private static GradientCase OfGradient(GradientCase check) => check with
    {
        Name = "gradient of " + check.Name,
        F = x => Tensor.Concat([.. Gradient((Tensor[] y) => check.F(y).Sin().Sum())(x).Select(g => g.Flatten())]),
    };

    private static GradientCase OfTangent(GradientCase check) => check with { Name = "tangent of " + check.Name, F = x => Jvp(check.F, x, [.. x.Select(one => one.Cos())]).Dy };

    private static void Expect(IEnumerable<GradientCase> cases, params Func<GradientCase, string?>[] checks)
    {
        string[] failures = [.. cases.SelectMany(one => checks.Select(check => check(one))).OfType<string>()];
        if (failures.Length > 0) Assert.Fail(string.Join('\n', failures));
    }
}

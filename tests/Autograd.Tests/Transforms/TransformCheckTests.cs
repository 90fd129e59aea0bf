using System.Numerics;
using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>The laws of forward mode catch wrong rules and shortcuts.</summary>
public sealed class TransformCheckTests
{
    [Fact]
    public void Planted_wrong_rules_are_caught()
    {
        Rules.Rule(default(Cube<Right>), static (gy, x, y) => gy * x * x * 3);
        Rules.Rule(default(Cube<Wrong>), static (gy, x, y) => gy * x * x * (3 * 1.02));
        Rules.Rule(default(Cube<Severed>), static (gy, x, y) => gy * (x * x).StopGradient() * 3);
        Rules.Rule(default(Cube<Mixing>), static (gy, x, y) => gy.Sum());
        Assert.Null(Failure<Right>(TransformCheck.Forward) ?? Failure<Right>(TransformCheck.Adjoint) ?? Failure<Right>(TransformCheck.SecondOrder));
        Assert.Contains("differences", Failure<Wrong>(TransformCheck.Forward), StringComparison.Ordinal);
        Assert.Null(Failure<Wrong>(TransformCheck.Adjoint));            // consistent, though wrong
        Assert.Null(Failure<Severed>(TransformCheck.Forward));
        Assert.Contains("must be elementwise", Assert.Throws<TensorException>(() => Jvp(z => z.Map(default(Cube<Mixing>)), Tensor.From(1.0, 2), Tensor.From(1.0, 2))).Message, StringComparison.Ordinal);
    }

    /// <summary>A shortcut of forward mode that is not what the rule says must not pass, nor outlive a new rule.</summary>
    [Fact]
    public void Planted_wrong_shortcuts_are_caught()
    {
        GradientCase check = new("doubled", x => x[0].ResultOf(default(Doubled), x[0]) * 1, [Points.Normal("doubled", 3)]);
        Rules.Rule<Doubled>(static (op, gy, x, y) => gy);
        Assert.Null(TransformCheck.Forward(check) ?? TransformCheck.Adjoint(check));
        Rules.Linear<Doubled>(static (op, dx, inputs, y, i) => dx * 2);
        Assert.NotNull(TransformCheck.Forward(check));
        Assert.NotNull(TransformCheck.Adjoint(check));
        Rules.Rule<Doubled>(static (op, gy, x, y) => gy);
        Assert.Null(TransformCheck.Adjoint(check));
    }

    [Fact]
    public void A_rule_that_is_not_the_derivative_has_the_forward_mode_that_belongs_to_it()
    {
        Rules.Rule(default(Cube<Through>), static (gy, y) => gy);
        Tensor x = Points.Normal("through", 4), u = Points.Normal("along", 4);
        Assert.Equal(u.ToArray<double>(), Jvp(z => z.Map(default(Cube<Through>)), x, u).Dy.ToArray<double>());
    }

    private static string? Failure<TRule>(Func<GradientCase, string?> check) =>
        ArithmeticCases.Unary(default(Cube<TRule>), []).Select(check).FirstOrDefault(failure => failure is not null);

    private readonly record struct Doubled : IStructuralOp
    {
        public static string Name => "doubled";
    }

    private readonly struct Cube<TRule> : IUnaryOp
    {
        public static string Name => "cube";

        public static OpRecord Record => new(-3, 3);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x * x;

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x * x;
    }

    private readonly struct Right;

    private readonly struct Wrong;

    private readonly struct Severed;

    private readonly struct Mixing;

    private readonly struct Through;
}

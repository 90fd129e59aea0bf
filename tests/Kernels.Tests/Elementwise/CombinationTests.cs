using System.Numerics;
using System.Reflection;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>The laws of what reductions combine, what comparisons answer and what arg-reductions keep.</summary>
public sealed class CombinationTests
{
    private static readonly double[] s_numbers = [double.NaN, double.NegativeInfinity, -3, -1, -0.0, 0, 0.5, 1, 7, double.PositiveInfinity];

    public static TheoryData<string> Reductions => [.. OpCatalog.Types(typeof(IReduction)).Select(op => op.Name)];

    public static TheoryData<string> Comparisons => [.. OpCatalog.Types(typeof(IComparison)).Select(op => op.Name)];

    public static TheoryData<string> ArgReductions => [.. OpCatalog.Types(typeof(IArgReduction)).Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(Reductions))]
    public void A_reduction_combines_lanes_as_numbers_has_an_identity_and_commutes(string op)
    {
        Call(nameof(CheckReduction), op, typeof(float));
        Call(nameof(CheckReduction), op, typeof(double));
        Call(nameof(CheckReduction), op, typeof(int));
    }

    private static void CheckReduction<TOp, T>()
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        TOp op = default;
        double[] numbers = typeof(T) == typeof(int) ? [int.MinValue, -3, 0, 7, int.MaxValue] : s_numbers;
        foreach (T x in numbers.Select(T.CreateSaturating))
        {
            Assert.True(Same(x, op.Combine(op.Identity<T>(), x)), $"{TOp.Name}: the identity {op.Identity<T>()} changes {x}");
            foreach (T y in numbers.Select(T.CreateSaturating))
            {
                Assert.True(Same(op.Combine(x, y), op.Combine(y, x)), $"{TOp.Name}: {x} and {y} do not commute");
                T lane = op.Combine(Vector.Create(x), Vector.Create(y))[Vector<T>.Count - 1];
                Assert.True(Same(op.Combine(x, y), lane), $"{TOp.Name}: of {x} and {y} the vector form makes {lane}, the scalar form {op.Combine(x, y)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void A_comparison_agrees_with_the_language_and_answers_no_to_NaN(string op) => Call(nameof(CheckComparison), op, typeof(double));

    private static void CheckComparison<TOp, T>()
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        TOp op = default;
        Func<double, double, bool> language = TOp.Name switch
        {
            "less" => (x, y) => x < y,
            "less or equal" => (x, y) => x <= y,
            "equal" => (x, y) => x == y,
            "not equal" => (x, y) => x != y,
            _ => throw new InvalidOperationException($"state what '{TOp.Name}' means"),
        };
        foreach (double x in s_numbers)
        {
            foreach (double y in s_numbers) Assert.Equal(language(x, y), op.Apply(x, y));
        }
    }

    [Theory]
    [MemberData(nameof(ArgReductions))]
    public void An_arg_reduction_keeps_the_first_of_equals_and_NaN_wins(string op) => Call(nameof(CheckArgReduction), op, typeof(double));

    private static void CheckArgReduction<TOp, T>()
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        TOp op = default;
        foreach (double x in s_numbers)
        {
            Assert.False(op.Replaces(x, x));
            Assert.Equal(!double.IsNaN(x), op.Replaces(double.NaN, x));
            foreach (double y in s_numbers)
            {
                if (!double.IsNaN(x) && !double.IsNaN(y) && x != y) Assert.NotEqual(op.Replaces(x, y), op.Replaces(y, x));
            }
        }
    }

    private static bool Same<T>(T x, T y)
        where T : unmanaged, INumber<T> => x == y || (T.IsNaN(x) && T.IsNaN(y));

    private static void Call(string check, string op, Type element) =>
        typeof(CombinationTests).GetMethod(check, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(OpCatalog.Types(typeof(IOp)).Single(type => type.Name == op), element).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
}

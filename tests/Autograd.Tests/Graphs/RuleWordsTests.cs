using System.Numerics;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>The table of rules keeps the source text of each.</summary>
public sealed class RuleWordsTests
{
    /// <summary>Every op of the libraries that has a rule.</summary>
    internal static IEnumerable<Type> Ops => new[] { typeof(IOp), typeof(Tensor) }.SelectMany(type => type.Assembly.GetTypes())
        .Where(type => type.IsValueType && !type.IsGenericTypeDefinition && Rules.HasRule(type)).OrderBy(type => type.Name, StringComparer.Ordinal);

    [Fact]
    public void Every_op_that_has_a_rule_has_words()
    {
        Assert.NotEmpty(Ops);
        foreach (Type op in Ops)
        {
            IReadOnlyList<string> words = Rules.WordsOf(op);
            Assert.NotEmpty(words);
            Assert.All(words, text =>
            {
                Assert.Matches(@"^\(\w+(, \w+)+\) => \S", text);
                Assert.DoesNotMatch(@"\s\s|[\t\r\n]|//", text);
            });
        }
    }

    [Fact]
    public void They_are_those_of_the_source()
    {
        Assert.Equal(["(gy, y) => (gy + gy * y) * (1 - y)"], Rules.WordsOf(typeof(Tanh)));
        Assert.Equal(["(gz, x, y, z) => gz * y", "(gz, x, y, z) => gz * x"], Rules.WordsOf(typeof(Multiply)));
        Assert.Equal(["(op, gy, x, y) => gy * op.Factor"], Rules.WordsOf(typeof(Scale)));
        Assert.Equal(["(v, g, y) => v - Dot(v, y.Exp())", "(v, g, y) => -v * y.Exp() * g.Sum(-1, keepDims: true)", "(v, g, y) => (v * op(g, y)).Sum(-1)"], Rules.WordsOf(typeof(LogSoftMaxGradient)));
    }

    [Fact]
    public void Those_of_your_own_ops_are_kept_and_what_is_said_last_holds()
    {
        Assert.Empty(Rules.WordsOf(typeof(Mine)));
        Rules.Rule(default(Mine), static (gy, x, y) =>
            gy      // a reason
            * x);
        Assert.Equal(["(gy, x, y) => gy * x"], Rules.WordsOf(typeof(Mine)));
        Rules.Rule(default(Mine), static (a, b) => Slope(a, "two  spaces // \" and no comment"));
        Assert.Equal(["(a, b) => Slope(a, \"two  spaces // \\\" and no comment\")"], Rules.WordsOf(typeof(Mine)));

        Tensor x = Tensor.Scalar(3, DType.Float64).Track("x");
        Assert.Contains("<dt>a</dt>", x.Map(default(Mine)).Graph().ToHtml(), StringComparison.Ordinal);
        Rules.Rule<Mine>(default, Method);
        Assert.Equal(["Method"], Rules.WordsOf(typeof(Mine)));
        Assert.Contains("<dt>gy</dt>", x.Map(default(Mine)).Graph().ToHtml(), StringComparison.Ordinal);

        Rules.NoGradient<Mine>("no more");
        Assert.Empty(Rules.WordsOf(typeof(Mine)));
    }

    private static Tensor Slope(Tensor gy, string why) => why.Length > 0 ? gy : -gy;

    private static Tensor Method(Tensor gy, Tensor x, Tensor y) => gy * x * y;

    private readonly struct Mine : IUnaryOp
    {
        public static string Name => "mine";

        public static OpRecord Record => new(-1, 1);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
    }
}

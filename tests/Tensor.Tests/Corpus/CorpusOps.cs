using System.Reflection;

namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>How an operation of the corpus is called here.</summary>
internal delegate Tensor CorpusOp(Tensor[] x, Arguments a);

/// <summary>The operations by the names that the scripts give them; each needs cases there. In this file those that compute.</summary>
internal static partial class CorpusOps
{
    /// <summary>Those of every file: each has a property with its own.</summary>
    internal static readonly Dictionary<string, CorpusOp> ByName = new(typeof(CorpusOps)
        .GetProperties(BindingFlags.Static | BindingFlags.NonPublic)
        .SelectMany(property => (Dictionary<string, CorpusOp>)property.GetValue(null)!));

    private static Dictionary<string, CorpusOp> Arithmetic => new()
    {
        // One operand.
        ["negate"] = (x, a) => -x[0],
        ["abs"] = (x, a) => x[0].Abs(),
        ["square"] = (x, a) => x[0].Square(),
        ["sqrt"] = (x, a) => x[0].Sqrt(),
        ["exp"] = (x, a) => x[0].Exp(),
        ["expm1"] = (x, a) => x[0].ExpM1(),
        ["log"] = (x, a) => x[0].Log(),
        ["log1p"] = (x, a) => x[0].Log1P(),
        ["sin"] = (x, a) => x[0].Sin(),
        ["cos"] = (x, a) => x[0].Cos(),
        ["tanh"] = (x, a) => x[0].Tanh(),
        ["not"] = (x, a) => !x[0],
        ["to"] = (x, a) => x[0].To(a.DType("dtype")),

        // Two operands, and the choice between them.
        ["add"] = (x, a) => x[0] + x[1],
        ["subtract"] = (x, a) => x[0] - x[1],
        ["multiply"] = (x, a) => x[0] * x[1],
        ["divide"] = (x, a) => x[0] / x[1],
        ["maximum"] = (x, a) => Tensor.Maximum(x[0], x[1]),
        ["minimum"] = (x, a) => Tensor.Minimum(x[0], x[1]),
        ["less"] = (x, a) => x[0].Less(x[1]),
        ["less or equal"] = (x, a) => x[0].LessOrEqual(x[1]),
        ["greater"] = (x, a) => x[0].Greater(x[1]),
        ["greater or equal"] = (x, a) => x[0].GreaterOrEqual(x[1]),
        ["equal"] = (x, a) => x[0].Equal(x[1]),
        ["not equal"] = (x, a) => x[0].NotEqual(x[1]),
        ["and"] = (x, a) => x[0] & x[1],
        ["or"] = (x, a) => x[0] | x[1],
        ["where"] = (x, a) => Tensor.Where(x[0], x[1], x[2]),

        // Reductions.
        ["sum"] = (x, a) => x[0].Sum(a.Ints("axes"), a.Bool("keep")),
        ["max"] = (x, a) => x[0].Max(a.Ints("axes"), a.Bool("keep")),
        ["min"] = (x, a) => x[0].Min(a.Ints("axes"), a.Bool("keep")),
        ["mean"] = (x, a) => x[0].Mean(a.Ints("axes"), a.Bool("keep")),
        ["any"] = (x, a) => x[0].Any(a.Ints("axes"), a.Bool("keep")),
        ["all"] = (x, a) => x[0].All(a.Ints("axes"), a.Bool("keep")),
        ["count non-zero"] = (x, a) => x[0].CountNonZero(a.Ints("axes"), a.Bool("keep")),
        ["variance"] = (x, a) => x[0].Variance(a.Ints("axes"), a.Bool("keep"), a.Int("correction")),
        ["standard deviation"] = (x, a) => x[0].StandardDeviation(a.Ints("axes"), a.Bool("keep"), a.Int("correction")),
        ["norm"] = (x, a) => x[0].Norm(a.Ints("axes"), a.Bool("keep"), a.Number("order")),
        ["argmax"] = (x, a) => a.Has("axis") ? x[0].ArgMax(a.Int("axis"), a.Bool("keep")) : x[0].ArgMax(),
        ["argmin"] = (x, a) => a.Has("axis") ? x[0].ArgMin(a.Int("axis"), a.Bool("keep")) : x[0].ArgMin(),

        // Products.
        ["matmul"] = (x, a) => x[0].MatMul(x[1]),
        ["dot"] = (x, a) => x[0].Dot(x[1]),
        ["outer"] = (x, a) => x[0].Outer(x[1]),
        ["einsum"] = (x, a) => Tensor.Einsum(a.Text("equation"), x),
        ["trace"] = (x, a) => x[0].Trace(a.Int("offset")),
    };
}

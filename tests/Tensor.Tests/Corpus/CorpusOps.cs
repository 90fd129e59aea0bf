using System.Reflection;

namespace DeepPuzzles.Tensors.Tests.Corpus;

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
        ["negate"] = new((x, a) => -x[0]),
        ["abs"] = new((x, a) => x[0].Abs()),
        ["square"] = new((x, a) => x[0].Square()),
        ["sqrt"] = new((x, a) => x[0].Sqrt()),
        ["exp"] = new((x, a) => x[0].Exp()),
        ["expm1"] = new((x, a) => x[0].ExpM1()),
        ["log"] = new((x, a) => x[0].Log()),
        ["log1p"] = new((x, a) => x[0].Log1P()),
        ["sin"] = new((x, a) => x[0].Sin()),
        ["cos"] = new((x, a) => x[0].Cos()),
        ["tanh"] = new((x, a) => x[0].Tanh()),
        ["not"] = new((x, a) => !x[0]),
        ["to"] = new((x, a) => x[0].To(a.DType("dtype"))),

        // Two operands, and the choice between them.
        ["add"] = new((x, a) => x[0] + x[1]),
        ["subtract"] = new((x, a) => x[0] - x[1]),
        ["multiply"] = new((x, a) => x[0] * x[1]),
        ["divide"] = new((x, a) => x[0] / x[1]),
        ["maximum"] = new((x, a) => Tensor.Maximum(x[0], x[1])),
        ["minimum"] = new((x, a) => Tensor.Minimum(x[0], x[1])),
        ["less"] = new((x, a) => x[0].Less(x[1])),
        ["less or equal"] = new((x, a) => x[0].LessOrEqual(x[1])),
        ["greater"] = new((x, a) => x[0].Greater(x[1])),
        ["greater or equal"] = new((x, a) => x[0].GreaterOrEqual(x[1])),
        ["equal"] = new((x, a) => x[0].Equal(x[1])),
        ["not equal"] = new((x, a) => x[0].NotEqual(x[1])),
        ["and"] = new((x, a) => x[0] & x[1]),
        ["or"] = new((x, a) => x[0] | x[1]),
        ["where"] = new((x, a) => Tensor.Where(x[0], x[1], x[2])),

        // Reductions.
        ["sum"] = new((x, a) => x[0].Sum(a.Ints("axes"), a.Bool("keep"))),
        ["max"] = new((x, a) => x[0].Max(a.Ints("axes"), a.Bool("keep"))),
        ["min"] = new((x, a) => x[0].Min(a.Ints("axes"), a.Bool("keep"))),
        ["mean"] = new((x, a) => x[0].Mean(a.Ints("axes"), a.Bool("keep"))),
        ["any"] = new((x, a) => x[0].Any(a.Ints("axes"), a.Bool("keep"))),
        ["all"] = new((x, a) => x[0].All(a.Ints("axes"), a.Bool("keep"))),
        ["count non-zero"] = new((x, a) => x[0].CountNonZero(a.Ints("axes"), a.Bool("keep"))),
        ["variance"] = new((x, a) => x[0].Variance(a.Ints("axes"), a.Bool("keep"), a.Int("correction"))),
        ["standard deviation"] = new((x, a) => x[0].StandardDeviation(a.Ints("axes"), a.Bool("keep"), a.Int("correction"))),
        ["norm"] = new((x, a) => x[0].Norm(a.Ints("axes"), a.Bool("keep"), a.Number("order"))),
        ["argmax"] = new((x, a) => a.Has("axis") ? x[0].ArgMax(a.Int("axis"), a.Bool("keep")) : x[0].ArgMax()),
        ["argmin"] = new((x, a) => a.Has("axis") ? x[0].ArgMin(a.Int("axis"), a.Bool("keep")) : x[0].ArgMin()),

        // Products.
        ["matmul"] = new((x, a) => x[0].MatMul(x[1])),
        ["dot"] = new((x, a) => x[0].Dot(x[1])),
        ["outer"] = new((x, a) => x[0].Outer(x[1])),
        ["einsum"] = new((x, a) => Tensor.Einsum(a.Text("equation"), x)),
        ["trace"] = new((x, a) => x[0].Trace(a.Int("offset"))),
    };
}

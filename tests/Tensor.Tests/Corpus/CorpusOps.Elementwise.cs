namespace DeepPuzzles.Tensors.Tests.Corpus;

// Functions of one operand and of two.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> OneOperand => new()
    {
        ["negate"] = new((x, a) => -x[0]),
        ["abs"] = new((x, a) => x[0].Abs()),
        ["sign"] = new((x, a) => x[0].Sign()),
        ["square"] = new((x, a) => x[0].Square()),
        ["sqrt"] = new((x, a) => x[0].Sqrt()),
        ["reciprocal"] = new((x, a) => 1 / x[0]),
        ["reciprocal square root"] = new((x, a) => x[0].Rsqrt()),
        ["exp"] = new((x, a) => x[0].Exp()),
        ["expm1"] = new((x, a) => x[0].ExpM1()),
        ["log"] = new((x, a) => x[0].Log()),
        ["log1p"] = new((x, a) => x[0].Log1P()),
        ["log2"] = new((x, a) => x[0].Log2()),
        ["log10"] = new((x, a) => x[0].Log10()),
        ["sin"] = new((x, a) => x[0].Sin()),
        ["cos"] = new((x, a) => x[0].Cos()),
        ["tan"] = new((x, a) => x[0].Tan()),
        ["arcsin"] = new((x, a) => x[0].Asin()),
        ["arccos"] = new((x, a) => x[0].Acos()),
        ["arctan"] = new((x, a) => x[0].Atan()),
        ["sinh"] = new((x, a) => x[0].Sinh()),
        ["cosh"] = new((x, a) => x[0].Cosh()),
        ["tanh"] = new((x, a) => x[0].Tanh()),
        ["floor"] = new((x, a) => x[0].Floor()),
        ["ceiling"] = new((x, a) => x[0].Ceiling()),
        ["round"] = new((x, a) => x[0].Round()),
        ["truncate"] = new((x, a) => x[0].Truncate()),
        ["clip"] = new((x, a) => x[0].Clamp(a.Number("low"), a.Number("high"))),
        ["is nan"] = new((x, a) => x[0].IsNaN()),
        ["is finite"] = new((x, a) => x[0].IsFinite()),
        ["is infinite"] = new((x, a) => x[0].IsInfinite()),
        ["not"] = new((x, a) => !x[0]),
        ["to"] = new((x, a) => x[0].To(a.DType("dtype"))),
    };

    private static Dictionary<string, CorpusOp> TwoOperands => new()
    {
        ["add"] = new((x, a) => x[0] + x[1]),
        ["subtract"] = new((x, a) => x[0] - x[1]),
        ["multiply"] = new((x, a) => x[0] * x[1]),
        ["divide"] = new((x, a) => x[0] / x[1]),
        ["power"] = new((x, a) => x[0].Pow(x[1])),
        ["remainder"] = new((x, a) => x[0].Remainder(x[1])),
        ["floor divide"] = new((x, a) => x[0].FloorDivide(x[1])),
        ["arctan2"] = new((x, a) => Tensor.Atan2(x[0], x[1])),
        ["maximum"] = new((x, a) => Tensor.Maximum(x[0], x[1])),
        ["minimum"] = new((x, a) => Tensor.Minimum(x[0], x[1])),
        ["less"] = new((x, a) => x[0] < x[1]),
        ["less or equal"] = new((x, a) => x[0] <= x[1]),
        ["greater"] = new((x, a) => x[0] > x[1]),
        ["greater or equal"] = new((x, a) => x[0] >= x[1]),
        ["equal"] = new((x, a) => x[0].Equal(x[1])),
        ["not equal"] = new((x, a) => x[0].NotEqual(x[1])),
        ["and"] = new((x, a) => x[0] & x[1]),
        ["or"] = new((x, a) => x[0] | x[1]),
        ["xor"] = new((x, a) => x[0] ^ x[1]),
        ["where"] = new((x, a) => Tensor.Where(x[0], x[1], x[2])),
    };

    private static Dictionary<string, CorpusOp> PlainNumbers => new()
    {
        ["add a number"] = new((x, a) => x[0] + a.Number("number")),
        ["subtract a number"] = new((x, a) => x[0] - a.Number("number")),
        ["subtract from a number"] = new((x, a) => a.Number("number") - x[0]),
        ["multiply by a number"] = new((x, a) => x[0] * a.Number("number")),
        ["divide by a number"] = new((x, a) => x[0] / a.Number("number")),
        ["divide a number"] = new((x, a) => a.Number("number") / x[0]),
        ["remainder by a number"] = new((x, a) => x[0].Remainder(a.Number("number"))),
        ["floor divide by a number"] = new((x, a) => x[0].FloorDivide(a.Number("number"))),
        ["power of a number"] = new((x, a) => x[0].Pow(a.Number("number"))),
        ["less than a number"] = new((x, a) => x[0] < a.Number("number")),
        ["at most a number"] = new((x, a) => x[0] <= a.Number("number")),
        ["greater than a number"] = new((x, a) => x[0] > a.Number("number")),
        ["at least a number"] = new((x, a) => x[0] >= a.Number("number")),
        ["equal to a number"] = new((x, a) => x[0].Equal(a.Number("number"))),
        ["not equal to a number"] = new((x, a) => x[0].NotEqual(a.Number("number"))),
    };
}

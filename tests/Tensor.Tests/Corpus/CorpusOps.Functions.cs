namespace DeepPuzzles.Tensors.Tests.Corpus;

// Functions of one number and of two, and the operators with a plain number.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> Functions => new()
    {
        // Rounding and questions.
        ["floor"] = new((x, a) => x[0].Floor()),
        ["ceiling"] = new((x, a) => x[0].Ceiling()),
        ["round"] = new((x, a) => x[0].Round()),
        ["truncate"] = new((x, a) => x[0].Truncate()),
        ["sign"] = new((x, a) => x[0].Sign()),
        ["clip"] = new((x, a) => x[0].Clamp(a.Number("low"), a.Number("high"))),
        ["is nan"] = new((x, a) => x[0].IsNaN()),
        ["is finite"] = new((x, a) => x[0].IsFinite()),
        ["is infinite"] = new((x, a) => x[0].IsInfinite()),

        // Roots, logarithms, angles.
        ["reciprocal"] = new((x, a) => 1 / x[0]),
        ["reciprocal square root"] = new((x, a) => x[0].Rsqrt()),
        ["log2"] = new((x, a) => x[0].Log2()),
        ["log10"] = new((x, a) => x[0].Log10()),
        ["tan"] = new((x, a) => x[0].Tan()),
        ["arcsin"] = new((x, a) => x[0].Asin()),
        ["arccos"] = new((x, a) => x[0].Acos()),
        ["arctan"] = new((x, a) => x[0].Atan()),
        ["sinh"] = new((x, a) => x[0].Sinh()),
        ["cosh"] = new((x, a) => x[0].Cosh()),

        // Two operands.
        ["power"] = new((x, a) => x[0].Pow(x[1])),
        ["remainder"] = new((x, a) => x[0].Remainder(x[1])),
        ["floor divide"] = new((x, a) => x[0].FloorDivide(x[1])),
        ["arctan2"] = new((x, a) => Tensor.Atan2(x[0], x[1])),
        ["xor"] = new((x, a) => x[0] ^ x[1]),

        // One of them a plain number.
        ["add a number"] = new((x, a) => x[0] + a.Number("number")),
        ["subtract a number"] = new((x, a) => x[0] - a.Number("number")),
        ["subtract from a number"] = new((x, a) => a.Number("number") - x[0]),
        ["multiply by a number"] = new((x, a) => x[0] * a.Number("number")),
        ["divide by a number"] = new((x, a) => x[0] / a.Number("number")),
        ["divide a number"] = new((x, a) => a.Number("number") / x[0]),
        ["remainder by a number"] = new((x, a) => x[0].Remainder(a.Number("number"))),
        ["floor divide by a number"] = new((x, a) => x[0].FloorDivide(a.Number("number"))),
        ["power of a number"] = new((x, a) => x[0].Pow(a.Number("number"))),
        ["less than a number"] = new((x, a) => x[0].Less(a.Number("number"))),
        ["at most a number"] = new((x, a) => x[0].LessOrEqual(a.Number("number"))),
        ["greater than a number"] = new((x, a) => x[0].Greater(a.Number("number"))),
        ["at least a number"] = new((x, a) => x[0].GreaterOrEqual(a.Number("number"))),
        ["equal to a number"] = new((x, a) => x[0].Equal(a.Number("number"))),
        ["not equal to a number"] = new((x, a) => x[0].NotEqual(a.Number("number"))),
    };
}

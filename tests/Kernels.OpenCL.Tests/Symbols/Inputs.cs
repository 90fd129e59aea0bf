namespace DeepPuzzles.Kernels.OpenCL.Tests.Symbols;

/// <summary>What the functions of an op are tried on.</summary>
internal static class Inputs
{
    private const int Draws = 24, Tuples = 400;

    private static readonly double[] s_special =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, -7, 32, 33.25, -33.25, 1e-30, -1e-30, 1e-42,
        double.Epsilon, 1e30, -1e30, float.MaxValue, double.MaxValue, -float.MaxValue, 16777217, 4503599627370497, 1L << 62,
    ];

    private static readonly int[] s_whole = [0, 1, -1, 2, -2, 3, -3, 7, -7, 10, 31, 32, 46341, 65536, 1000003, int.MaxValue, int.MaxValue - 1, int.MinValue, int.MinValue + 1];

    private static readonly uint[] s_words = [0, 1, 31, 32, 63, 64, 255, 256, 0x7FFFFFFF, 0x80000000, 0xFFFFFF00, 0x01234567, 0x89ABCDEF, uint.MaxValue - 1, uint.MaxValue];

    /// <summary>Lists of inputs for that function: all of them for up to two inputs, else draws.</summary>
    internal static IEnumerable<object[]> For(Function function, TypeCode element, OpRecord record)
    {
        object[][] choices = [.. function.Inputs.Select(name => Choices(TypeOf(function, name, element), name, record))];
        if (choices.Length == 0) return [[]];
        if (choices.Length == 1) return choices[0].Select(x => new[] { x });
        if (choices.Length == 2) return choices[0].SelectMany(x => choices[1].Select(y => new[] { x, y }));
        return Enumerable.Range(0, Tuples).Select(draw => choices.Select((each, i) => each[Draw(draw, i) % (uint)each.Length]).ToArray());
    }

    private static TypeCode TypeOf(Function function, string name, TypeCode element) =>
        name == "count" ? TypeCode.Int32 : function.Parameters.Contains($"uint {name}", StringComparison.Ordinal) ? TypeCode.UInt32 : element;

    private static object[] Choices(TypeCode type, string name, OpRecord record) => type switch
    {
        TypeCode.UInt32 => [.. s_words.Cast<object>()],
        TypeCode.Int32 when name == "count" => [1, 2, 3, 1000, 16777217],
        TypeCode.Int32 => [.. s_whole.Cast<object>(), .. Drawn(record).Select(x => (object)(int)x)],
        TypeCode.Single => [.. s_special.Concat(Drawn(record)).Select(x => (object)(float)x)],
        _ => [.. s_special.Concat(Drawn(record)).Cast<object>()],
    };

    private static IEnumerable<double> Drawn(OpRecord record) =>
        Enumerable.Range(0, Draws).Select(i => record.Low + (record.High - record.Low) * Draw(i, -1) / uint.MaxValue);

    private static uint Draw(int i, int j) => Philox.Block((ulong)i, (ulong)(j + 1), 11).W0;
}

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>What the functions of an op are tried on: special numbers, and some between the bounds that its record names.</summary>
internal static class Points
{
    /// <summary>So many numbers between the bounds, and so many lists of arguments where there are several.</summary>
    private const int Draws = 8, Lists = 64;

    private static readonly double[] s_special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 0.5, -2.5, 3, 33.25, 1e-30, -1e30];
    private static readonly int[] s_whole = [0, 1, -1, 2, 3, -7, 10, 31, int.MaxValue, int.MinValue];
    private static readonly object[] s_words = [.. ((uint[])[0, 1, 31, 64, 255, 0x7FFFFFFF, 0x80000000, 0x89ABCDEF, uint.MaxValue]).Cast<object>()];

    // One, odd and even, and one that float32 does not hold.
    private static readonly object[] s_lengths = [.. ((int[])[1, 2, 3, 4, 7, 10, 1000, 16777217]).Cast<object>()];

    /// <summary>Lists of arguments for a function.</summary>
    internal static IEnumerable<object[]> For(Function function, TypeCode element, OpRecord record)
    {
        object[] numbers = Numbers(element, record);
        object[][] choices = [.. function.Inputs.Select(name => name == "count" ? s_lengths : function.Parameters.Contains($"uint {name}", StringComparison.Ordinal) ? s_words : numbers)];
        int lists = choices.Length switch
        {
            0 => 1,
            1 => choices[0].Length,
            _ => Lists,
        };
        for (int list = 0; list < lists; list++) yield return [.. choices.Select((each, i) => each[At(list, i, each.Length)])];
    }

    /// <summary>Bits of which none follows from its neighbours (the finaliser of MurmurHash3, A. Appleby).</summary>
    internal static uint Mix(uint x, uint y)
    {
        uint bits = x * 0x9E3779B9 + y * 0x85EBCA6B + 1;
        bits = (bits ^ (bits >> 16)) * 0x85EBCA6B;
        bits = (bits ^ (bits >> 13)) * 0xC2B2AE35;
        return bits ^ (bits >> 16);
    }

    // Every number comes first once.
    private static int At(int list, int argument, int choices) => list < choices && argument == 0 ? list : (int)(Mix((uint)list, (uint)argument) % (uint)choices);

    private static object[] Numbers(TypeCode type, OpRecord record)
    {
        IEnumerable<double> drawn = Enumerable.Range(0, Draws).Select(i => record.Low + (record.High - record.Low) * (Mix((uint)i, 0) / (double)uint.MaxValue));
        return type switch
        {
            TypeCode.Int32 => [.. s_whole.Concat(drawn.Select(int.CreateSaturating)).Cast<object>()],
            TypeCode.Byte => [(byte)0, (byte)1],        // truth values
            TypeCode.Single => [.. s_special.Concat(drawn).Select(x => (float)x).Cast<object>()],
            _ => [.. s_special.Concat(drawn).Cast<object>()],
        };
    }
}

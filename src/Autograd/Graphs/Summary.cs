using System.Globalization;
using System.Numerics;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>A tensor's value in words.</summary>
/// <param name="Full">On a line of its own.</param>
/// <param name="Short">In a box of a drawing.</param>
internal sealed record Summary(string Full, string Short)
{
    /// <summary>So many elements are written out.</summary>
    private const int Few = 6;

    /// <summary>A list of a few elements that is longer than this is not short.</summary>
    private const int ShortColumns = 20;

    private const string FullDigits = "G6", ShortDigits = "G4";

    internal static Summary Of(Tensor tensor)
    {
        if (!tensor.IsValid) return new("no longer there: its memory scope ended, or a step changed the parameter", "no longer there");
        if (tensor.Count == 0) return new("no elements", "no elements");
        return tensor.DType switch
        {
            DType.Float32 => OfNumbers(tensor, tensor.ToArray<float>()),
            DType.Float64 => OfNumbers(tensor, tensor.ToArray<double>()),
            DType.Int32 => OfNumbers(tensor, tensor.ToArray<int>()),
            _ => OfTruths(tensor, tensor.ToArray<bool>()),
        };
    }

    private static Summary OfNumbers<T>(Tensor tensor, T[] numbers)
        where T : unmanaged, INumber<T>
    {
        (double least, double most, double sum, int finite) = (double.PositiveInfinity, double.NegativeInfinity, 0, 0);
        foreach (T number in numbers)
        {
            double x = double.CreateTruncating(number);
            if (!double.IsFinite(x)) continue;
            (least, most, sum, finite) = (Math.Min(least, x), Math.Max(most, x), sum + x, finite + 1);
        }
        int others = numbers.Length - finite;
        string range = finite == 0 ? "" : least == most ? $"all {Text(least, ShortDigits)}" : $"{Text(least, ShortDigits)} … {Text(most, ShortDigits)}", notFinite = $"{others} not finite";
        string brief = others == 0 ? range : finite == 0 ? notFinite : $"{range}, {notFinite}";
        if (numbers.Length <= Few)
        {
            string all = Written(tensor.Shape.Sizes, Array.ConvertAll(numbers, x => Text(double.CreateTruncating(x), ShortDigits)));
            return new(Written(tensor.Shape.Sizes, Array.ConvertAll(numbers, x => Text(double.CreateTruncating(x), FullDigits))), all.Length <= ShortColumns ? all : brief);
        }
        string numbersInWords = finite == 0 ? "" : least == most ? $"all {Text(least, FullDigits)}" : $"min {Text(least, FullDigits)}, mean {Text(sum / finite, FullDigits)}, max {Text(most, FullDigits)}";
        string othersInWords = others == 0 ? "" : $"{others} of {numbers.Length} not finite";
        return new(string.Join(", ", new[] { numbersInWords, othersInWords }.Where(part => part.Length > 0)), brief);
    }

    private static Summary OfTruths(Tensor tensor, bool[] truths)
    {
        string count = $"{truths.Count(truth => truth)} of {truths.Length} true";
        string all = truths.Length <= Few ? Written(tensor.Shape.Sizes, Array.ConvertAll(truths, truth => truth ? "true" : "false")) : count;
        return new(all, all.Length <= ShortColumns ? all : count);
    }

    private static string Text(double x, string digits) => double.IsNaN(x) ? "nan"
        : double.IsInfinity(x) ? x > 0 ? "inf" : "-inf"
        : x.ToString(digits, CultureInfo.InvariantCulture).Replace('E', 'e');

    // Brackets as the shape has them.
    private static string Written(ReadOnlySpan<int> sizes, ReadOnlySpan<string> words)
    {
        if (sizes.IsEmpty) return words[0];
        int each = words.Length / sizes[0];
        var parts = new string[sizes[0]];
        for (int i = 0; i < parts.Length; i++) parts[i] = Written(sizes[1..], words.Slice(i * each, each));
        return $"[{string.Join(", ", parts)}]";
    }
}

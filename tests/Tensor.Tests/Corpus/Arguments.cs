using System.Globalization;
using System.Text.Json;

namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>The arguments of a case by name.</summary>
internal readonly record struct Arguments(JsonElement Json)
{
    internal bool Has(string name) => Json.TryGetProperty(name, out _);

    internal int Int(string name) => Json.GetProperty(name).GetInt32();

    internal bool Bool(string name) => Json.GetProperty(name).GetBoolean();

    internal string Text(string name) => Json.GetProperty(name).GetString()!;

    internal double Number(string name) => Float(Json.GetProperty(name));

    internal double[] Numbers(string name) => Array.ConvertAll(Json.GetProperty(name).EnumerateArray().ToArray(), Float);

    internal int[] Ints(string name) => Whole(Json.GetProperty(name));

    // Where an array could be two things.
    internal ReadOnlySpan<int> Span(string name) => Ints(name);

    internal PadMode PadMode(string name) => Enum.Parse<PadMode>(Text(name), ignoreCase: true);

    /// <summary>These indices, each in the place of its axis.</summary>
    internal Tensor?[] Indices(Tensor[] indices)
    {
        int[] axes = Ints("axes");
        return [.. Enumerable.Range(0, axes.Max() + 1).Select(axis => Array.IndexOf(axes, axis) is >= 0 and int i ? indices[i] : null)];
    }

    internal DType DType(string name) => Corpus.DTypeOf(Text(name));

    internal Slice[] Slices(string name) => Slices(Json.GetProperty(name).EnumerateArray());

    internal (int Before, int After)[] Widths(string name) => [.. Json.GetProperty(name).EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetInt32()))];

    internal static int[] Whole(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];

    /// <summary>A number, a truth value, or what JSON cannot write: nan, inf, -inf.</summary>
    internal static double Float(JsonElement number) => number.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number => number.GetDouble(),
        _ => number.GetString() switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            { } other => double.Parse(other, CultureInfo.InvariantCulture),
            null => throw new JsonException("a number is null"),
        },
    };

    /// <summary>Per axis a whole number or [start, stop, step], each possibly null.</summary>
    internal static Slice[] Slices(IEnumerable<JsonElement> axes) => [.. axes.Select(axis => axis.ValueKind == JsonValueKind.Number
        ? (Slice)axis.GetInt32()
        : Slice.Of(Maybe(axis[0]), Maybe(axis[1]), axis.GetArrayLength() > 2 ? Maybe(axis[2]) ?? 1 : 1))];

    private static int? Maybe(JsonElement number) => number.ValueKind == JsonValueKind.Null ? null : number.GetInt32();
}

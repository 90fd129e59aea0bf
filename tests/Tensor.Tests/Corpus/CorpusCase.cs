using System.Text.Json;

namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>A question to NumPy and its answer; generate.py tells the format.</summary>
internal sealed class CorpusCase
{
    private readonly Corpus _corpus;
    private readonly JsonElement _json;

    internal CorpusCase(Corpus corpus, JsonElement json)
    {
        _corpus = corpus;
        _json = json;
        Op = json.GetProperty("o").GetString()!;
        Fails = json.TryGetProperty("fails", out _);
    }

    internal string Op { get; }

    /// <summary>True where NumPy raises.</summary>
    internal bool Fails { get; }

    internal Arguments Arguments => new(_json.GetProperty("a"));

    /// <summary>New input tensors, laid out as NumPy's were.</summary>
    internal Tensor[] Inputs() => [.. _json.GetProperty("x").EnumerateArray().Select(Input)];

    /// <summary>In what the library's answer differs from NumPy's; null when it does not.</summary>
    internal string? Difference(Tensor y)
    {
        DType dtype = Corpus.DTypeOf(_json.GetProperty("t").GetString()!);
        int[] shape = Arguments.Whole(_json.GetProperty("s"));
        if (y.DType != dtype || y.Shape != shape) return $"{y.DType.Name()} {y.Shape} instead of {dtype.Name()} {new Shape(shape)}";
        Tensor expected = Corpus.Decode(_json.GetProperty("d").GetBytesFromBase64(), dtype, shape);
        double absolute = Number("e"), ulps = Number("u");
        bool isSigned = absolute == 0 && !_json.TryGetProperty("z", out _);
        if (isSigned && ulps == 0 ? Same(y, expected) : Near(y, expected, absolute, ulps, isSigned)) return null;
        return $"{y.Flatten()} instead of {expected.Flatten()}";
    }

    public override string ToString() => $"{Op} of {_json.GetProperty("x")} with {_json.GetProperty("a")}";

    private double Number(string name) => _json.TryGetProperty(name, out JsonElement number) ? number.GetDouble() : 0;

    private Tensor Input(JsonElement recipe)
    {
        Tensor x = recipe[0].GetString() == "numbers" ? Numbers(recipe) : Window(recipe);
        foreach (JsonElement view in recipe[recipe.GetArrayLength() - 1].EnumerateArray())
        {
            JsonElement[] rest = [.. view.EnumerateArray().Skip(1)];
            x = view[0].GetString() switch
            {
                "slice" => x[Arguments.Slices(rest)],
                "permute" => x.Permute(Array.ConvertAll(rest, axis => axis.GetInt32())),
                _ => x.Expand(Array.ConvertAll(rest, size => size.GetInt32())),
            };
        }
        return x;
    }

    private static Tensor Numbers(JsonElement recipe) =>
        Tensor.From(Array.ConvertAll(recipe[3].EnumerateArray().ToArray(), Arguments.Float), Arguments.Whole(recipe[2])).To(Corpus.DTypeOf(recipe[1].GetString()!));

    private Tensor Window(JsonElement recipe)
    {
        Shape shape = Arguments.Whole(recipe[2]);
        int first = recipe[1].GetInt32();
        return _corpus.Pool(recipe[0].GetString()!)[first..(first + shape.Elements)].Reshape(shape);
    }

    // The same bits; one NaN is as good as another.
    private static bool Same(Tensor y, Tensor expected) => y.DType switch
    {
        DType.Float32 => y.ToArray<float>().Zip(expected.ToArray<float>()).All(pair => BitConverter.SingleToInt32Bits(pair.First) == BitConverter.SingleToInt32Bits(pair.Second) || (float.IsNaN(pair.First) && float.IsNaN(pair.Second))),
        DType.Float64 => y.ToArray<double>().Zip(expected.ToArray<double>()).All(pair => BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second) || (double.IsNaN(pair.First) && double.IsNaN(pair.Second))),
        DType.Int32 => y.ToArray<int>().SequenceEqual(expected.ToArray<int>()),
        _ => y.ToArray<bool>().SequenceEqual(expected.ToArray<bool>()),
    };

    // A tolerance in ULPs alone leaves a zero its sign; one that is absolute does not.
    private static bool Near(Tensor y, Tensor expected, double absolute, double ulps, bool isSigned)
    {
        bool isSingle = y.DType == DType.Float32;
        return y.To(DType.Float64).ToArray<double>().Zip(expected.To(DType.Float64).ToArray<double>()).All(pair =>
        {
            if (isSigned && pair is (0, 0)) return double.IsNegative(pair.First) == double.IsNegative(pair.Second);
            double ulp = isSingle ? MathF.BitIncrement(MathF.Abs((float)pair.Second)) - MathF.Abs((float)pair.Second) : Math.BitIncrement(Math.Abs(pair.Second)) - Math.Abs(pair.Second);
            return pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= absolute + ulps * ulp;
        });
    }
}

using System.Text.Json;
using System.Text.Unicode;
using static DeepPuzzles.Tensors.FileAccessErrors;

namespace DeepPuzzles.Tensors;

/// <summary>Reads the JSON of a safetensors header.</summary>
/// <param name="source">Names the file in errors; the header has just been read from it.</param>
/// <param name="text">The header.</param>
internal ref struct SafeTensorsParser(Source source, ReadOnlySpan<byte> text)
{
    /// <summary>The header, a tensor, its shape.</summary>
    private const int Depth = 3;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly long _start = source.Position - text.Length;
    private int? _digestAt;
    private Utf8JsonReader _json = new(text.TrimEnd((byte)' '), new JsonReaderOptions { MaxDepth = Depth });

    /// <summary>The tensors in the order of the text.</summary>
    internal SafeTensorsHeader Read()
    {
        if (_text.Length == 0 || _text[0] != '{') throw source.Wrong(_start, "the header does not begin with a brace");
        if (_text.TrimEnd((byte)' ')[^1] != '}') throw source.Wrong(_start + _text.Length, "the header does not end with a brace and blanks");
        if (!Utf8.IsValid(_text)) throw source.Wrong(_start, "the header is not UTF-8");
        try
        {
            return Header();
        }
        catch (JsonException)
        {
            throw Wrong("the header is no JSON of a safetensors file after here");
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a name or a text has half of a pair of surrogates, which is no Unicode character");
        }
    }

    private SafeTensorsHeader Header()
    {
        var entries = new List<SafeTensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        _json.Read();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            long place = _start + _json.TokenStartIndex;
            string name = _json.GetString()!;
            if (!names.Add(name)) throw source.Wrong(place, $"the name '{Shown(name)}' is there twice");
            if (name == SafeTensorsHeader.MetadataName) Texts(metadata);
            else entries.Add(Entry(name, place));
        }
        _json.Read();       // nothing may follow: the reader throws
        return new SafeTensorsHeader(entries, metadata, _digestAt);
    }

    private void Texts(Dictionary<string, string> metadata)
    {
        Expect(JsonTokenType.StartObject, "the metadata is no object of texts");
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            string name = _json.GetString()!;
            Expect(JsonTokenType.String, $"the metadata '{Shown(name)}' is no text");
            if (name == SafeTensorsDigest.Name ? _digestAt is not null : !metadata.TryAdd(name, _json.GetString()!)) throw Wrong($"the metadata '{Shown(name)}' is there twice");
            if (name == SafeTensorsDigest.Name) _digestAt = Digest();
        }
    }

    private readonly int Digest()
    {
        if (!SafeTensorsDigest.IsOne(_json.ValueSpan)) throw Wrong($"the metadata '{SafeTensorsDigest.Name}' is no SHA-256 in {SafeTensorsDigest.Digits} lower-case digits");
        return (int)_json.TokenStartIndex + 1;      // behind the quote
    }

    private SafeTensorsEntry Entry(string name, long place)
    {
        string shown = Shown(name);
        FileType? type = null;
        Shape? shape = null;
        (ulong Begin, ulong End)? offsets = null;
        Expect(JsonTokenType.StartObject, $"'{shown}' is no object with dtype, shape and data_offsets");
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("dtype"u8) && type is null) type = Type(shown);
            else if (_json.ValueTextEquals("shape"u8) && shape is null) shape = FileTypes.ShapeOf(source, place, Numbers(shown, "shape", Kernels.Layout.MaxRank));
            else if (_json.ValueTextEquals("data_offsets"u8) && offsets is null)
                offsets = Numbers(shown, "data_offsets", 2) is [var begin, var end] ? (begin, end) : throw Wrong($"the data_offsets of '{shown}' are not two numbers");
            else throw Wrong($"a field of '{shown}' stands twice or means nothing here; it has dtype, shape and data_offsets, once each");
        }
        if (type is not { } its || shape is not { } sizes || offsets is not { } stretch) throw Wrong($"'{shown}' lacks one of dtype, shape and data_offsets");
        return new SafeTensorsEntry(name, place, its, sizes, stretch.Begin, stretch.End);
    }

    private FileType Type(string shown)
    {
        Expect(JsonTokenType.String, $"the dtype of '{shown}' is no text");
        string type = _json.GetString()!;
        return SafeTensorsEntry.TypeOf(type) ?? throw Wrong($"the dtype {Shown(type)} of '{shown}' is none that tensors take in; save it as F32");
    }

    // One more than there may be is enough to refuse them; a header may have millions.
    private ulong[] Numbers(string shown, string field, int most)
    {
        Expect(JsonTokenType.StartArray, $"the {field} of '{shown}' is no list");
        var numbers = new List<ulong>();
        while (numbers.Count <= most && _json.Read() && _json.TokenType != JsonTokenType.EndArray)
            numbers.Add(_json.TokenType == JsonTokenType.Number && _json.TryGetUInt64(out ulong number) ? number : throw Wrong($"the {field} of '{shown}' has what is no whole number from 0 to 2^64 - 1"));
        return [.. numbers];
    }

    private void Expect(JsonTokenType token, string otherwise)
    {
        _json.Read();
        if (_json.TokenType != token) throw Wrong(otherwise);
    }

    private readonly DataFormatException Wrong(string what) => source.Wrong(_start + _json.TokenStartIndex, what);
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DeepPuzzles.Tensors;

/// <summary>Writes the header of a safetensors file.</summary>
internal static class SafeTensorsText
{
    /// <summary>Of the header: then the bytes of the widest type, which come first, are aligned as well.</summary>
    private const int Alignment = 8;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    // Texts stay readable: the header is data, never part of a page.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The header, with blanks up to the alignment, and the tensors in the order of their bytes.</summary>
    internal static (byte[] Header, List<Tensor> Tensors) Of(IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        List<KeyValuePair<string, Tensor>> all = [.. tensors];
        foreach ((string name, Tensor tensor) in all) ArgumentNullException.ThrowIfNull(tensor, name);
        // The reference implementation (safetensors/src/tensor.rs) sorts by type, descending in this order, then by name.
        all = [.. all.OrderByDescending(each => Rank(each.Value.DType)).ThenBy(each => each.Key, StringComparer.Ordinal)];
        Require(all.Select(each => each.Key).Append(SafeTensorsHeader.MetadataName));
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, s_options))
        {
            json.WriteStartObject();
            if (metadata is not null) Write(json, metadata);
            long offset = 0;
            foreach ((string name, Tensor tensor) in all)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafeTensorsEntry.NameOf(FileTypes.Of(tensor.DType)));
                json.WriteStartArray("shape");
                foreach (int size in tensor.Layout.Sizes) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)tensor.Count * tensor.DType.Bytes());
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        int length = (text.WrittenCount + Alignment - 1) / Alignment * Alignment;
        if (length > SafeTensorsHeader.MostBytes) throw new TensorException($"safetensors: names and metadata come to {length} bytes; a file has at most {SafeTensorsHeader.MostBytes}");
        var header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        text.WrittenSpan.CopyTo(header);
        return (header, [.. all.Select(each => each.Value)]);
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        KeyValuePair<string, string>[] all = [.. metadata.OrderBy(each => each.Key, StringComparer.Ordinal)];
        Require(all.Select(each => each.Key));
        json.WriteStartObject(SafeTensorsHeader.MetadataName);
        foreach ((string name, string value) in all)
        {
            RequireText(value);
            json.WriteString(name, value);
        }
        json.WriteEndObject();
    }

    private static int Rank(DType dtype) => dtype switch { DType.Float64 => 3, DType.Float32 => 2, DType.Int32 => 1, _ => 0 };

    private static void Require(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            RequireText(name);
            if (!seen.Add(name)) throw new TensorException($"safetensors: the name '{FileAccessErrors.OneLine(name)}' is there twice{(name == SafeTensorsHeader.MetadataName ? ", and is not free" : "")}; give each tensor and text a name of its own");
        }
    }

    // Half of a pair of surrogates is no character, and has no bytes.
    private static void RequireText(string text)
    {
        try
        {
            _ = s_utf8.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new TensorException($"safetensors: '{FileAccessErrors.OneLine(text)}' is no Unicode text", e);
        }
    }
}

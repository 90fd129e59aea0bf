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
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Texts by name, or null.</param>
    /// <param name="most">The most bytes of the header.</param>
    internal static (byte[] Header, List<Tensor> Tensors) Of(IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata, int most = SafeTensorsHeader.MostBytes)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        List<KeyValuePair<string, Tensor>> all = [.. tensors];
        foreach ((string name, Tensor tensor) in all) ArgumentNullException.ThrowIfNull(tensor, name);
        // The reference implementation (safetensors/src/tensor.rs) sorts by type, descending in this order, then by name.
        all = [.. all.OrderByDescending(each => Rank(each.Value.DType)).ThenBy(each => each.Key, StringComparer.Ordinal)];
        KeyValuePair<string, string>[] texts = [.. metadata ?? []];
        // Names alone may come to more than can be put together.
        RequireRoom(Require(all.Select(each => each.Key), SafeTensorsHeader.MetadataName) + Require(texts.Select(each => each.Key), SafeTensorsDigest.Name) + texts.Sum(each => Bytes(each.Value)), most);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, s_options))
        {
            json.WriteStartObject();
            Write(json, [.. texts, KeyValuePair.Create(SafeTensorsDigest.Name, SafeTensorsDigest.Zeros)]);
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
        RequireRoom(length, most);
        var header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        text.WrittenSpan.CopyTo(header);
        List<Tensor> inOrder = [.. all.Select(each => each.Value)];
        SafeTensorsDigest.Put(header, inOrder);
        return (header, inOrder);
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> texts)
    {
        json.WriteStartObject(SafeTensorsHeader.MetadataName);
        foreach ((string name, string value) in texts.OrderBy(each => each.Key, StringComparer.Ordinal)) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void RequireRoom(long length, int most)
    {
        if (length > most) throw new TensorException($"safetensors: names and metadata come to {length} bytes; a file has at most {most}");
    }

    private static int Rank(DType dtype) => dtype switch { DType.Float64 => 3, DType.Float32 => 2, DType.Int32 => 1, _ => 0 };

    // The names are texts, each there once and not taken; their bytes.
    private static long Require(IEnumerable<string> names, string taken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        long bytes = 0;
        foreach (string name in names)
        {
            bytes += Bytes(name);
            if (name == taken || !seen.Add(name))
                throw new TensorException($"safetensors: the name '{FileAccessErrors.Shown(name)}' {(name == taken ? "is not free" : "is there twice")}; give each tensor and text a name of its own");
        }
        return bytes;
    }

    // Half of a pair of surrogates is no character, and has no bytes.
    private static long Bytes(string text)
    {
        try
        {
            return s_utf8.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new TensorException($"safetensors: '{FileAccessErrors.Shown(text)}' is no Unicode text", e);
        }
    }
}

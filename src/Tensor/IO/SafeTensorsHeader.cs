namespace DeepPuzzles.Tensors;

/// <summary>A tensor in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where in the file the header speaks of it.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafeTensorsEntry(string Name, long Place, FileType Type, Shape Shape, ulong Begin, ulong End)
{
    private static readonly Dictionary<string, FileType> s_types = new(StringComparer.Ordinal)
    {
        ["BOOL"] = FileType.Bool,
        ["U8"] = FileType.UInt8,
        ["I8"] = FileType.Int8,
        ["U16"] = FileType.UInt16,
        ["I16"] = FileType.Int16,
        ["U32"] = FileType.UInt32,
        ["I32"] = FileType.Int32,
        ["U64"] = FileType.UInt64,
        ["I64"] = FileType.Int64,
        ["F16"] = FileType.Float16,
        ["BF16"] = FileType.BFloat16,
        ["F32"] = FileType.Float32,
        ["F64"] = FileType.Float64,
    };

    internal static FileType? TypeOf(string name) => s_types.TryGetValue(name, out FileType type) ? type : null;

    internal static string NameOf(FileType type) => s_types.First(each => each.Value == type).Key;
}

/// <summary>What stands before the bytes of the tensors in a safetensors file.</summary>
/// <param name="Entries">The tensors in the order of their bytes.</param>
/// <param name="Metadata">Texts by name, without the digest.</param>
/// <param name="DigestAt">Where in the header the digits of the digest stand; null when there is none.</param>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata, int? DigestAt)
{
    /// <summary>As in the reference implementation: 100 MB.</summary>
    internal const int MostBytes = 100_000_000;

    internal const string MetadataName = "__metadata__";

    /// <summary>The header itself.</summary>
    internal byte[] Text { get; private init; } = [];

    /// <summary>Reads it from the start of a source, and compares it with the length of the whole.</summary>
    internal static SafeTensorsHeader Read(Source source)
    {
        if (source.Length < 8) throw source.Wrong(source.Length, "the file ends inside the length of its header; get it again");
        ulong length = source.UInt64();
        if (length > MostBytes) throw source.Wrong(0, $"a header of {length} bytes; at most {MostBytes} are allowed, so this is no safetensors file");
        if ((long)length > source.Left) throw source.Wrong(0, $"a header of {length} bytes where {source.Left} are left: the file is truncated; get it again");
        var text = new byte[length];
        source.Fill(text);
        SafeTensorsHeader header = new SafeTensorsParser(source, text).Read();
        return header with { Entries = InOrder(source, header.Entries), Text = text };
    }

    private static List<SafeTensorsEntry> InOrder(Source source, IReadOnlyList<SafeTensorsEntry> entries)
    {
        List<SafeTensorsEntry> sorted = [.. entries.OrderBy(each => each.Begin).ThenBy(each => each.End)];
        ulong expected = 0;
        foreach (SafeTensorsEntry entry in sorted)
        {
            if (entry.Begin != expected) throw source.Wrong(entry.Place, $"'{FileAccessErrors.Shown(entry.Name)}' begins at {entry.Begin}, the one before ends at {expected}: tensors overlap, or bytes between them are nobody's");
            // The shape is known to have at most 2^31 elements, so this fits; what the header says of the end may be any number.
            ulong needed = (ulong)entry.Shape.Elements * (ulong)entry.Type.Bytes();
            if (entry.End < entry.Begin || entry.End - entry.Begin != needed) throw source.Wrong(entry.Place, $"'{FileAccessErrors.Shown(entry.Name)}' goes from {entry.Begin} to {entry.End}, its shape {entry.Shape} needs {needed} bytes");
            expected = entry.End;
        }
        if (expected != (ulong)source.Left) throw source.Wrong(source.Position, $"the tensors have {expected} bytes, {source.Left} follow the header: the file is truncated, or bytes are nobody's; get it again");
        return sorted;
    }
}

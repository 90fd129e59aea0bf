using System.IO.Compression;

namespace DeepPuzzles.Tensors;

/// <summary>A file in a zip archive, as the archive's directory describes it.</summary>
/// <param name="Name">As it was saved, with folders.</param>
/// <param name="Flags">General purpose bits (APPNOTE.TXT 4.4.4).</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="Crc">CRC-32 of the decoded bytes.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Length">Bytes when decoded, as is said.</param>
/// <param name="Offset">Where the local header stands.</param>
internal sealed record ZipMember(string Name, ushort Flags, ushort Method, uint Crc, long Packed, long Length, long Offset)
{
    internal const ushort Stored = 0, Deflated = 8;

    /// <summary>Sizes and checksum stand behind the data, not in the local header.</summary>
    internal const ushort HasDescriptor = 1 << 3;

    /// <summary>The name is UTF-8.</summary>
    internal const ushort IsUtf8 = 1 << 11;

    /// <summary>Where the data begins; known when the local header has been read.</summary>
    internal long Start { get; init; }

    internal long End => Start + Packed;

    /// <summary>Decodes the member; all of its bytes must be read, and be those that the directory promises.</summary>
    internal T Read<T>(Stream archive, string archiveName, Budget budget, Func<Source, T> read)
    {
        using var window = new Window(archive, Start, Packed);
        using Stream decoded = Method == Stored ? window : new DeflateStream(window, CompressionMode.Decompress);
        var crc = new Crc32();
        var source = new Source(decoded, $"{archiveName}/{FileAccessErrors.Shown(Name)}", Length, budget) { Sum = crc.Add };
        T result = read(source);
        source.RequireEnd();
        if (!window.IsUsedUp) throw source.Wrong("compressed bytes follow the end of the data; save the archive again");
        if (crc.Value != Crc) throw source.Wrong(0, $"the checksum is 0x{crc.Value:x8}, the archive says 0x{Crc:x8}: the bytes are damaged; get the file again");
        return result;
    }
}

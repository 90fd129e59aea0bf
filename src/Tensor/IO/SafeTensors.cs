using System.Buffers.Binary;

namespace DeepPuzzles.Tensors;

/// <summary>Files of named tensors in the format <c>safetensors</c> (https://huggingface.co/docs/safetensors): the length of a header in JSON, the
/// header with types, shapes and places, the bytes.</summary>
/// <remarks><para>F32, F64, I32 and BOOL are taken as they are; F16 and BF16 become float32; I8, I16, I64 and their unsigned kin become int32 if
/// every value fits. What would lose something is refused.</para>
/// <para>Everything is checked before memory is taken: the header has at most 100 MB, begins with a brace and names nothing twice; the tensors
/// stand one behind the other from the start to the end of the file, without gaps or overlap, in as many bytes as their shapes
/// need.</para>
/// <para>A file that is written here has among its metadata, as <c>deeppuzzles.sha256</c>, the SHA-256 of the whole file with zeros in place of
/// those 64 digits. Where a file has it, it is compared when the tensors have been read; other programs' files are read without. So a
/// changed byte is noticed wherever it stands but in that name itself: a file whose digest has another name is read as one that has none.</para>
/// <para>Beside the tensors, reading and writing take 64 KiB and the header; a tensor with gaps between its elements is copied to be written. To be
/// written, tensors are gone through twice: for the digest, which stands before them, and for the file.</para></remarks>
public static class SafeTensors
{
    /// <summary>Reads all tensors of a file, by name, in the order of their bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The memory limit for all of them, 4 GiB unless said otherwise, and the device.</param>
    /// <exception cref="DataFormatException">The bytes are no such file, have another SHA-256 than it says, or one of the tensors cannot be held.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read (also <see cref="UnauthorizedAccessException"/>).</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path, ReadOptions? options = null) => Source.Read(path, options, Read);

    /// <summary>Reads all tensors of the rest of a stream that can seek.</summary>
    /// <param name="stream">Gives the bytes.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">The memory limit for all tensors, 4 GiB unless said otherwise, and the device.</param>
    /// <exception cref="DataFormatException">The bytes are no such file, have another SHA-256 than it says, or one of the tensors cannot be held.</exception>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream stream, string name = "stream", ReadOptions? options = null)
    {
        using var scope = MemoryScope.Open();
        Source source = Source.Of(stream, name, options ?? ReadOptions.Default);
        SafeTensorsHeader header = SafeTensorsHeader.Read(source);
        foreach (SafeTensorsEntry entry in header.Entries)
            source.Budget.Take(source, entry.Place, (long)entry.Shape.Elements * entry.Type.DType().Bytes());
        var tensors = new OrderedDictionary<string, Tensor>(header.Entries.Count, StringComparer.Ordinal);
        using SafeTensorsDigest? digest = header.DigestAt is null ? null : SafeTensorsDigest.Expect(source, header);
        foreach (SafeTensorsEntry entry in header.Entries) tensors.Add(entry.Name, Elements.Read(source, entry.Type, bigEndian: false, entry.Shape));
        digest?.Require(source);
        return scope.KeepAll(tensors);
    }

    /// <summary>Reads what a file says about itself: texts by name, none when it says nothing. The header is checked as for
    /// reading; the tensors are not read, and so not compared with the digest, which is left out.</summary>
    /// <exception cref="DataFormatException">The bytes are no such file.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read (also <see cref="UnauthorizedAccessException"/>).</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path) =>
        Source.Read(path, null, static (stream, name, _) => ReadMetadata(stream, name));

    /// <summary>Reads what the rest of a stream that can seek says about itself.</summary>
    /// <exception cref="DataFormatException">The bytes are no such file.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(Stream stream, string name = "stream") =>
        SafeTensorsHeader.Read(Source.Of(stream, name, ReadOptions.Default)).Metadata;

    /// <summary>Writes a file, whole or not at all (<see cref="AtomicFile"/>). As in the reference implementation wider types come first, then
    /// names in order, and blanks fill the header up to a multiple of 8 bytes; the same tensors give the same bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors by name; <c>__metadata__</c> is not free.</param>
    /// <param name="metadata">Texts by name, or null; <c>deeppuzzles.sha256</c> is not free.</param>
    /// <exception cref="TensorException">A name occurs twice or is no text that a file can hold, or the header would have more than 100 MB; nothing is
    /// written.</exception>
    /// <exception cref="FileWriteException">The path cannot be written; the previous version is untouched.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        (byte[] header, List<Tensor> all) = SafeTensorsText.Of(tensors, metadata);
        AtomicFile.Write(path, stream => Write(stream, header, all));
    }

    /// <summary>Writes such a file to a stream.</summary>
    /// <exception cref="TensorException">A name occurs twice or is no text that a file can hold, or the header would have more than 100 MB; nothing is
    /// written.</exception>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (byte[] header, List<Tensor> all) = SafeTensorsText.Of(tensors, metadata);
        Write(stream, header, all);
    }

    private static void Write(Stream stream, byte[] header, List<Tensor> tensors)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (Tensor tensor in tensors) Elements.Write(tensor, stream.Write);
    }
}

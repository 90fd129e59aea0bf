using System.Buffers.Binary;

namespace DeepPuzzles.Tensors;

/// <summary>Bytes from outside, read once from first to last: a file, or a member of an archive. It knows how many there should be, what they
/// are called in errors and how much memory their tensors may still take.</summary>
/// <param name="stream">Gives the bytes.</param>
/// <param name="name">What errors call it.</param>
/// <param name="length">How many bytes there are, or are said to be.</param>
/// <param name="budget">The memory left to the tensors of the whole file.</param>
internal sealed class Source(Stream stream, string name, long length, Budget budget)
{
    internal long Length => length;

    /// <summary>How many bytes have been read.</summary>
    internal long Position { get; private set; }

    internal long Left => length - Position;

    internal Budget Budget => budget;

    /// <summary>Gets all bytes that are read, for a checksum.</summary>
    internal Action<ReadOnlySpan<byte>>? Sum { get; set; }

    internal DataFormatException Wrong(long offset, string what) => new(name, offset, what);

    internal DataFormatException Wrong(string what) => new(name, Position, what);

    /// <summary>The next bytes; all of them.</summary>
    internal void Fill(Span<byte> bytes)
    {
        int got;
        try
        {
            got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw Wrong("the compressed data after here is damaged; get the file again");
        }
        Sum?.Invoke(bytes[..got]);
        Position += got;
        if (got < bytes.Length) throw Wrong($"the data ends here, {length} bytes were promised: it is truncated; get the file again");
    }

    /// <summary>Nothing follows what has been read.</summary>
    internal void RequireEnd()
    {
        Span<byte> one = stackalloc byte[1];
        if (stream.Read(one) > 0) throw Wrong($"bytes follow the {length} that were promised; get the file again");
    }

    internal uint UInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    internal ushort UInt16()
    {
        Span<byte> bytes = stackalloc byte[2];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    internal ulong UInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>A file that a user names.</summary>
    internal static T Read<T>(string path, ReadOptions? options, Func<Stream, string, ReadOptions, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path)) throw new IOException($"cannot read {path}: it is a folder, a file is expected");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        return read(stream, path, options ?? ReadOptions.Default);
    }

    /// <summary>The rest of a stream.</summary>
    internal static Source Of(Stream stream, string name, ReadOptions options) =>
        new(stream, name, Sought(stream).Length - stream.Position, new Budget(options));

    /// <summary>The stream, if its length is known before it is read: what a header promises is compared with it.</summary>
    internal static Stream Sought(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanSeek ? stream : throw new ArgumentException("the stream cannot seek, so its length is not known; copy it to a MemoryStream or a file first", nameof(stream));
    }
}

/// <summary>The memory that the tensors of one file may take.</summary>
internal sealed class Budget(ReadOptions options)
{
    private long _taken;

    internal ReadOptions Options => options;

    /// <summary>Takes the bytes of a tensor before they are allocated.</summary>
    /// <exception cref="DataFormatException">The tensors then come to more than the limit.</exception>
    internal void Take(Source source, long offset, long bytes)
    {
        if (bytes > options.MemoryLimit - _taken)
            throw source.Wrong(offset, $"the tensors take {_taken + bytes} bytes up to here, the limit is {options.MemoryLimit}; raise {nameof(ReadOptions)}.{nameof(ReadOptions.MemoryLimit)} if you trust the file");
        _taken += bytes;
    }
}

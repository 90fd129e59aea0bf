using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Data;

/// <summary>An array of unsigned bytes with its dimensions, slowest first, as an IDX file holds it.</summary>
public sealed record IdxArray(IReadOnlyList<int> Dimensions, byte[] Values)
{
    /// <summary>SHA-256 of the decoded file, header included, in lower-case hexadecimal.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Header());
        hash.AppendData(Values);
        return System.Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The decoded file's length in bytes.</summary>
    public long FileLength => IdxFile.HeaderLength(Dimensions.Count) + Values.LongLength;

    /// <summary>The file's header: magic and dimensions.</summary>
    public byte[] Header()
    {
        var header = new byte[IdxFile.HeaderLength(Dimensions.Count)];
        BinaryPrimitives.WriteUInt32BigEndian(header, IdxFile.Magic(Dimensions.Count));
        for (var axis = 0; axis < Dimensions.Count; axis++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * axis), Dimensions[axis]);
        return header;
    }
}

/// <summary>
/// Reads IDX files (the format of MNIST, http://yann.lecun.com/exdb/mnist) of unsigned bytes, plain or in gzip, told apart by
/// their first bytes. Nothing is allocated before the header's product is known to fit the file.
/// </summary>
public static class IdxFile
{
    // Deflate codes at best 258 bytes in two bits (RFC 1951): 1032 decoded bytes for each byte of a file.
    private const int MostDecodedPerByte = 1032;
    private const int SmallestGzip = 18;

    internal static uint Magic(int rank) => 0x0800u | (uint)rank;

    internal static int HeaderLength(int rank) => 4 + 4 * rank;

    /// <summary>Reads a file of <paramref name="rank"/> axes: 1 for labels, 3 for images.</summary>
    /// <exception cref="DataMissingException">The file is not there or cannot be read.</exception>
    /// <exception cref="DataFormatException">The bytes are not such an IDX file.</exception>
    public static IdxArray Read(string path, int rank) => OutsideFile.Read(path, stream => Read(stream, path, rank));

    /// <summary>Reads a stream that can seek; <paramref name="file"/> names it in errors.</summary>
    /// <exception cref="DataFormatException">The bytes are not such an IDX file.</exception>
    public static IdxArray Read(Stream stream, string file, int rank)
    {
        var length = stream.Length;
        if (length == 0) throw new DataFormatException(file, 0, "the file is empty; get it again");

        Span<byte> start = stackalloc byte[2];
        var gzip = stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start is [0x1f, 0x8b];
        var unpacked = gzip ? Trailer(stream, file, length) : 0;
        stream.Position = 0;
        if (!gzip) return Decode(stream, file, rank, length, null);
        using var decoder = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        return Decode(decoder, file, rank, length, unpacked);
    }

    // The last four bytes of a gzip file are the decoded length modulo 2^32 (RFC 1952): .NET's decoder does not notice that
    // the end of a file is missing, nor that bytes follow it.
    private static uint Trailer(Stream stream, string file, long length)
    {
        if (length < SmallestGzip) throw new DataFormatException(file, length, "the gzip file is truncated; get it again");
        Span<byte> trailer = stackalloc byte[4];
        stream.Position = length - 4;
        stream.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static IdxArray Decode(Stream body, string file, int rank, long length, uint? unpacked)
    {
        var done = 0L;
        try
        {
            Span<byte> header = stackalloc byte[HeaderLength(rank)];
            done = body.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (done < header.Length) throw new DataFormatException(file, done, $"the file ends inside its {header.Length}-byte header; get it again");
            var (dimensions, count) = Dimensions(header, file, rank);
            CheckLength(file, header.Length + count, length, unpacked);

            var values = new byte[count];
            done += body.ReadAtLeast(values, count, throwOnEndOfStream: false);
            if (done < header.Length + count)
                throw new DataFormatException(file, done, $"the file ends here, its header promises {header.Length + count} bytes: it is truncated; get it again");
            if (body.ReadByte() >= 0)
                throw new DataFormatException(file, done, $"bytes follow the {done} that the header promises; get the file again");
            return new IdxArray(dimensions, values);
        }
        catch (OutOfMemoryException)
        {
            throw new DataFormatException(file, 4, "the file is as long as its header says, but does not fit this machine's memory");
        }
        catch (InvalidDataException)
        {
            throw new DataFormatException(file, done, "the gzip stream after here is damaged; get the file again");
        }
    }

    private static (int[] Dimensions, int Count) Dimensions(ReadOnlySpan<byte> header, string file, int rank)
    {
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic != Magic(rank))
            throw new DataFormatException(file, 0, $"magic 0x{magic:x8} instead of 0x{Magic(rank):x8}: {Meaning(magic)}, expected {Meaning(Magic(rank))}");

        var dimensions = new int[rank];
        UInt128 count = 1; // at most 2^31 to the power of 3: no overflow
        for (var axis = 0; axis < rank; axis++)
        {
            var offset = 4 + 4 * axis;
            var dimension = BinaryPrimitives.ReadUInt32BigEndian(header[offset..]);
            if (dimension is 0 or > int.MaxValue)
                throw new DataFormatException(file, offset, $"axis {axis} has length {dimension}; it must be 1 to {int.MaxValue}");
            dimensions[axis] = (int)dimension;
            count *= dimension;
        }
        if (count > (UInt128)(Array.MaxLength - header.Length))
            throw new DataFormatException(file, 4, $"{string.Join(" × ", dimensions)} values are more than the {Array.MaxLength} bytes of one array");
        return (dimensions, (int)count);
    }

    private static void CheckLength(string file, long promised, long length, uint? unpacked)
    {
        if (unpacked is null && length != promised)
            throw new DataFormatException(file, Math.Min(length, promised), $"the header promises {promised} bytes and the file has {length}; get it again");
        if (unpacked is { } end && (end != (uint)promised || promised > length * MostDecodedPerByte))
            throw new DataFormatException(file, 4, $"the header promises {promised} bytes and the gzip file of {length} bytes ends as one of {end}: truncated or followed by other bytes; get it again");
    }

    private static string Meaning(uint magic) => magic switch
    {
        0x0801 => "labels",
        0x0803 => "images in bytes",
        >= 0x0800 and < 0x0f00 => $"an IDX array of type 0x{magic >> 8:x2} with {magic & 0xff} axes",
        _ => "no IDX file",
    };
}

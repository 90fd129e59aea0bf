using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>A minimal PNG writer (W3C Portable Network Graphics, third edition): 8 bits, grey or RGB, no filter, no interlacing.</summary>
public static class Png
{
    private const int MostPixels = 1 << 26;
    private const byte GreyType = 0, RgbType = 2;
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] Table = MakeTable();

    /// <summary>Encodes samples, row by row from the top: <c>width * height</c> of them for grey (channels = 1), three times as many for RGB (3).</summary>
    public static byte[] Encode(ReadOnlySpan<byte> samples, int width, int height, int channels)
    {
        if (channels is not (1 or 3)) throw new ArgumentException($"PNG: {channels} channels; give 1 (grey) or 3 (RGB)", nameof(channels));
        if (width < 1 || height < 1 || (long)width * height > MostPixels)
            throw new ArgumentException($"PNG: {width} by {height} pixels; each side must be at least 1 and the product at most {MostPixels}", nameof(width));
        if (samples.Length != (long)width * height * channels)
            throw new ArgumentException($"PNG: {width} by {height} pixels in {channels} channels need {(long)width * height * channels} samples, got {samples.Length}", nameof(samples));

        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = channels == 1 ? GreyType : RgbType;
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Deflate(samples, width * channels));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>CRC-32 as PNG and gzip use it (reflected polynomial 0xEDB88320): of "123456789" it is 0xCBF43926.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes) => ~Update(uint.MaxValue, bytes);

    private static byte[] Deflate(ReadOnlySpan<byte> samples, int stride)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            for (int at = 0; at < samples.Length; at += stride)
            {
                zlib.WriteByte(0);     // each row starts with its filter: none
                zlib.Write(samples.Slice(at, stride));
            }
        return packed.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Update(Update(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            uint c = n;
            for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[n] = c;
        }
        return table;
    }
}

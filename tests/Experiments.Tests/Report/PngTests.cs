using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using DeepPuzzles.Experiments.Reporting;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Experiments.Tests.Report;

public class PngTests
{
    /// <summary>A reader written from the specification alone; CRC-32 bit by bit, not by the table under test.</summary>
    private static (int Width, int Height, int ColourType, byte[] Samples) Decode(byte[] file)
    {
        if (!file.AsSpan(0, 8).SequenceEqual(new byte[] { 137, 80, 78, 71, 13, 10, 26, 10 })) throw new InvalidDataException("signature");
        int width = 0, height = 0, type = -1;
        var packed = new MemoryStream();
        string chunks = "";
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            string name = Encoding.ASCII.GetString(file, at + 4, 4);
            var data = file.AsSpan(at + 8, length);
            if (BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)) != Crc(file.AsSpan(at + 4, length + 4))) throw new InvalidDataException("crc of " + name);
            if (name == "IHDR")
            {
                width = BinaryPrimitives.ReadInt32BigEndian(data);
                height = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
                if (data[8] != 8 || data[10] != 0 || data[11] != 0 || data[12] != 0) throw new InvalidDataException("header");
                type = data[9];
            }
            if (name == "IDAT") packed.Write(data);
            chunks += name;
            at += 12 + length;
        }
        if (chunks != "IHDRIDATIEND") throw new InvalidDataException(chunks);
        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        int stride = width * (type == 2 ? 3 : 1);
        byte[] raw = rows.ToArray();
        if (raw.Length != height * (stride + 1)) throw new InvalidDataException("length");
        var samples = new List<byte>();
        for (int y = 0; y < height; y++)
        {
            if (raw[y * (stride + 1)] != 0) throw new InvalidDataException("filter");
            samples.AddRange(raw.AsSpan(y * (stride + 1) + 1, stride));
        }
        return (width, height, type, [.. samples]);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
            for (int bit = 0; bit < 8; bit++)
                crc = (((crc ^ (uint)(b >> bit)) & 1) != 0 ? 0xEDB88320u : 0) ^ (crc >> 1);
        return ~crc;
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var images = from width in Gen.Choose(1, 40)
                     from height in Gen.Choose(1, 40)
                     from channels in Gen.Elements(1, 3)
                     from samples in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(width * height * channels)
                     select (width, height, channels, samples);
        Prop.ForAll(Arb.From(images), i =>
        {
            var (width, height, type, samples) = Decode(Png.Encode(i.samples, i.width, i.height, i.channels));
            return width == i.width && height == i.height && type == (i.channels == 1 ? 0 : 2) && samples.SequenceEqual(i.samples);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Crc32_has_its_published_check_value() => Assert.Equal(0xCBF43926u, Png.Crc32("123456789"u8));

    [Fact]
    public void A_changed_byte_is_noticed()
    {
        byte[] file = Png.Encode([1, 2, 3, 4, 5, 6], 3, 2, 1);
        for (int at = 16; at < 33; at++)     // IHDR's data and CRC
        {
            byte[] changed = [.. file];
            changed[at] ^= 1;
            Assert.Throws<InvalidDataException>(() => Decode(changed));
        }
    }

    [Theory]
    [InlineData(2, 2, 1, 3)]
    [InlineData(0, 2, 1, 0)]
    [InlineData(2, 2, 2, 8)]
    [InlineData(int.MaxValue, int.MaxValue, 1, 1)]
    public void Sizes_that_do_not_fit_are_refused(int width, int height, int channels, int samples) =>
        Assert.StartsWith("PNG: ", Assert.Throws<ArgumentException>(() => Png.Encode(new byte[samples], width, height, channels)).Message, StringComparison.Ordinal);
}

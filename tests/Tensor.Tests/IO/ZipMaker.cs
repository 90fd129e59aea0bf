using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Makes <c>.npz</c> files, good and spoiled: each number of the zip format may lie.</summary>
internal static class ZipMaker
{
    private static readonly string[] s_names =
        ["x0.npy", "x0.npy", "x1.npy", "/x.npy", "../x.npy", "a/../x.npy", "a//x.npy", "C:/x.npy", "a\\x.npy", "x\0.npy", "x.npy/", "x", "x.txt", "größe.npy", "", ".npy", "layer/w:0.npy", "x.npz", Malice.LongName, Malice.LongName + ".npy"];

    internal static byte[] Make(Malice malice)
    {
        var file = new List<byte>();
        var directory = new List<byte>();
        int count = malice.Below(4);
        byte[]? before = null;
        for (int i = 0; i < count; i++)
        {
            string name = malice.Text($"x{i}.npy", s_names);
            if (malice.Strikes) name = malice.Pick("x0.npy", "größe.npy");
            byte[] content = malice.Strikes ? malice.Bytes(malice.Below(300)) : NpyMaker.Make(malice.Inner);
            bool deflated = malice.Coin, large = malice.Below(4) == 0, later = malice.Below(4) == 0;
            byte[] packed = deflated ? Deflated(malice, malice.Strikes ? [.. content, .. malice.Bytes(1 + malice.Below(9))] : content) : content;
            ushort flags = (ushort)malice.Number((ushort)((later ? 8 : 0) | (name.Any(each => each > 127) ? malice.Pick(0x800, 0x800, 0) : 0)));
            ushort method = (ushort)(malice.Strikes ? malice.Pick(0, 8, 12, 14, 99) : deflated ? 8 : 0);
            uint crc = (uint)malice.Number(Crc(content));
            byte[] encoded = malice.Strikes ? Encoding.Latin1.GetBytes(name) : Encoding.UTF8.GetBytes(name);
            int at = file.Count;
            if (malice.Strikes) file.AddRange(malice.Bytes(malice.Below(30)));
            file.AddRange(Header(malice, encoded, flags, method, later ? 0 : crc, later ? 0 : (ulong)packed.Length, later ? 0 : (ulong)content.Length, null, large));
            file.AddRange(packed);
            if (malice.Strikes) file.RemoveRange(at, malice.Below(file.Count - at));
            if (later) file.AddRange(malice.Bytes(malice.Pick(12, 16, 20, 24)));
            byte[] entry = Header(malice, encoded, flags, method, crc, (ulong)packed.Length, (ulong)content.Length, (ulong)at, large);
            directory.AddRange(malice.Strikes ? before ?? entry : entry);
            before = entry;
        }
        return malice.Damage([.. file, .. directory, .. End(malice, count, directory.Count, file.Count)]);
    }

    // A local header, or with an offset an entry of the directory.
    private static byte[] Header(Malice malice, byte[] name, ushort flags, ushort method, uint crc, ulong packed, ulong length, ulong? offset, bool large)
    {
        (packed, length) = (malice.Number(packed), malice.Number(length));
        ulong at = malice.Number(offset ?? 0);
        large |= malice.Strikes;
        byte[] extra = !large ? malice.Strikes ? malice.Bytes(malice.Below(12)) : []
            : [.. Field(1, 2), .. Field(malice.Number(offset is null ? 16UL : 24), 2), .. Field(length, 8), .. Field(packed, 8), .. offset is null ? [] : Field(at, 8)];
        if (malice.Strikes) extra = [.. Field(0x5455, 2), .. Field(malice.Number(1), 2), 0, .. extra];
        (ulong shortPacked, ulong shortLength, ulong shortAt) = large ? (uint.MaxValue, uint.MaxValue, uint.MaxValue) : (packed, length, at);
        ulong sign = malice.Number(offset is null ? 0x04034b50u : 0x02014b50u);
        byte[] head = [.. Field(sign, 4), .. offset is null ? [] : Field(20, 2), .. Field(20, 2), .. Field(malice.Number(flags), 2), .. Field(malice.Number(method), 2), .. Field(0, 4), .. Field(malice.Number(crc), 4)];
        byte[] sizes = [.. Field(shortPacked, 4), .. Field(shortLength, 4), .. Field(malice.Number((ulong)name.Length), 2), .. Field(malice.Number((ulong)extra.Length), 2)];
        byte[] more = offset is null ? [] : [.. Field(malice.Number(0), 2), .. Field(malice.Number(0), 2), .. Field(0, 2), .. Field(0, 4), .. Field(shortAt, 4)];
        return [.. head, .. sizes, .. more, .. name, .. extra];
    }

    private static byte[] End(Malice malice, int count, int size, int start)
    {
        (ulong members, ulong bytes, ulong at) = (malice.Number((ulong)count), malice.Number((ulong)size), malice.Number((ulong)start));
        bool large = malice.Below(6) == 0;
        byte[] large64 = !large ? [] :
        [
            .. Field(malice.Number(0x06064b50), 4), .. Field(malice.Number(44), 8), .. Field(45, 4), .. Field(malice.Number(0), 4), .. Field(0, 4), .. Field(members, 8), .. Field(malice.Number(members), 8), .. Field(bytes, 8), .. Field(at, 8),
            .. Field(malice.Number(0x07064b50), 4), .. Field(0, 4), .. Field(malice.Number((ulong)(start + size)), 8), .. Field(1, 4),
        ];
        if (large || malice.Strikes) (members, bytes, at) = (ushort.MaxValue, uint.MaxValue, uint.MaxValue);
        return [.. large64, .. Field(malice.Number(0x06054b50), 4), .. Field(malice.Number(0), 4), .. Field(members, 2), .. Field(malice.Number(members), 2), .. Field(bytes, 4), .. Field(at, 4), .. Comment(malice)];
    }

    private static byte[] Comment(Malice malice)
    {
        byte[] comment = malice.Coin ? [] : malice.Bytes(malice.Below(200));
        if (malice.Strikes && comment.Length >= 4) Field(0x06054b50, 4).CopyTo(comment, malice.Below(comment.Length - 3));
        return [.. Field(malice.Number((ulong)comment.Length), 2), .. comment];
    }

    private static byte[] Deflated(Malice malice, byte[] content)
    {
        var packed = new MemoryStream();
        using (var stream = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(content);
        if (malice.Strikes) packed.Write(malice.Bytes(1 + malice.Below(20)));
        byte[] bytes = packed.ToArray();
        if (malice.Strikes) bytes = bytes[..malice.Below(bytes.Length)];
        if (bytes.Length > 0 && malice.Strikes) bytes[malice.Below(bytes.Length)] ^= 0x10;
        return bytes;
    }

    private static uint Crc(byte[] content)
    {
        var crc = new Crc32();
        crc.Add(content);
        return crc.Value;
    }

    private static byte[] Field(ulong number, int bytes)
    {
        var field = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(field, number);
        return field[..bytes];
    }
}

using System.Buffers.Binary;

namespace DeepPuzzles.Tensors;

/// <summary>Writes a zip archive of arrays, stored as they are (PKWARE's APPNOTE.TXT). Where a number does not fit its field, the larger form of
/// the field is used, and only there.</summary>
internal static class ZipWriter
{
    private const uint Full = uint.MaxValue;
    private const ushort Version = 20, Version64 = 45;

    /// <summary>The first of January 1980, the earliest day that an archive knows.</summary>
    private const ushort Day = 1 << 5 | 1;

    internal static void Write(Stream stream, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        var directory = new MemoryStream();
        long offset = 0;
        foreach ((string name, Tensor tensor) in tensors)
        {
            byte[] member = ZipName.Bytes(name);
            // The checksum stands before the data: one pass for it, one to write.
            var crc = new Crc32();
            crc.Add(NpyHeader.Bytes(tensor));
            Elements.Write(tensor, crc.Add);
            long length = Npy.Length(tensor);
            byte[] header = Entry(member, crc.Value, length, null);
            stream.Write(header);
            Npy.Write(stream, tensor);
            directory.Write(Entry(member, crc.Value, length, offset));
            offset += header.Length + length;
        }
        directory.WriteTo(stream);
        stream.Write(End(tensors.Count, directory.Length, offset));
    }

    // The local header, or with an offset the entry of the directory, which has some more fields.
    internal static byte[] Entry(byte[] name, uint crc, long length, long? offset)
    {
        var large = new Fields();
        if (length >= Full) large.Add8(length).Add8(length);
        if (offset >= Full) large.Add8(offset.Value);
        var extra = new Fields();
        if (large.Length > 0) extra.Add2(1).Add2((ushort)large.Length).Add(large.Bytes());

        var entry = new Fields();
        ushort version = extra.Length > 0 ? Version64 : Version;
        if (offset is null) entry.Add4(0x04034b50);
        else entry.Add4(0x02014b50).Add2(version);
        entry.Add2(version).Add2(name.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)0x7f) ? ZipMember.IsUtf8 : (ushort)0).Add2(ZipMember.Stored).Add2(0).Add2(Day);
        entry.Add4(crc).Add4(Fit(length)).Add4(Fit(length)).Add2((ushort)name.Length).Add2((ushort)extra.Length);
        if (offset is { } at) entry.Add2(0).Add2(0).Add2(0).Add4(0).Add4(Fit(at));
        return entry.Add(name).Add(extra.Bytes()).Bytes();
    }

    internal static byte[] End(int count, long size, long start)
    {
        var end = new Fields();
        if (count >= ushort.MaxValue || size >= Full || start >= Full)
        {
            end.Add4(0x06064b50).Add8(44).Add2(Version64).Add2(Version64).Add4(0).Add4(0).Add8(count).Add8(count).Add8(size).Add8(start);
            end.Add4(0x07064b50).Add4(0).Add8(start + size).Add4(1);
        }
        ushort few = (ushort)Math.Min(count, ushort.MaxValue);
        return end.Add4(0x06054b50).Add2(0).Add2(0).Add2(few).Add2(few).Add4(Fit(size)).Add4(Fit(start)).Add2(0).Bytes();
    }

    private static uint Fit(long number) => (uint)Math.Min(number, Full);

    // Little-endian fields, one behind the other.
    private sealed class Fields
    {
        private readonly List<byte> _bytes = [];

        internal int Length => _bytes.Count;

        internal byte[] Bytes() => [.. _bytes];

        internal Fields Add(ReadOnlySpan<byte> bytes)
        {
            _bytes.AddRange(bytes);
            return this;
        }

        internal Fields Add2(ushort number) => AddOf(number, 2);

        internal Fields Add4(uint number) => AddOf(number, 4);

        internal Fields Add8(long number) => AddOf((ulong)number, 8);

        private Fields AddOf(ulong number, int bytes)
        {
            Span<byte> all = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(all, number);
            return Add(all[..bytes]);
        }
    }
}

using System.Buffers.Binary;
using System.Text;
using static DeepPuzzles.Tensors.FileAccessErrors;

namespace DeepPuzzles.Tensors;

/// <summary>Reads the directory of a zip archive (PKWARE's APPNOTE.TXT), which stands at its end. Every byte must be accounted for: the members
/// stand one behind the other from the start to the directory, without gaps or overlap, and nothing follows it but a comment of the said length.</summary>
internal sealed partial class ZipDirectory
{
    private const uint EntrySign = 0x02014b50, LocalSign = 0x04034b50;
    private const int EntryBytes = 46, LocalBytes = 30;

    /// <summary>Bits that may be set: two that tell how hard the packer tried, <see cref="ZipMember.HasDescriptor"/> and
    /// <see cref="ZipMember.IsUtf8"/>.</summary>
    private const ushort KnownFlags = 0b110 | ZipMember.HasDescriptor | ZipMember.IsUtf8;

    private const ushort Encrypted = 1;

    /// <summary>Deflate codes at best 258 bytes in two bits (RFC 1951).</summary>
    private const long MostDecodedPerByte = 1032;

    /// <summary>What stands for a number that did not fit, and is found in the extra field of <see cref="Extra64"/>.</summary>
    private const uint Elsewhere = uint.MaxValue;

    private const ushort Extra64 = 1;
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    private readonly Stream _archive;
    private readonly string _name;
    private readonly long _base, _length;

    private ZipDirectory(Stream archive, string name)
    {
        (_archive, _name) = (archive, name);
        _base = archive.Position;
        _length = archive.Length - _base;
    }

    /// <summary>The members in the order of the directory.</summary>
    internal static IReadOnlyList<ZipMember> Read(Stream archive, string name) => new ZipDirectory(archive, name).Read();

    private List<ZipMember> Read()
    {
        (long start, long end, ulong count) = Place();
        byte[] directory = Bytes(start, (int)(end - start));
        var members = new List<ZipMember>();
        int place = 0;
        while (place < directory.Length) members.Add(Entry(directory, ref place, start));
        if ((ulong)members.Count != count) throw Wrong(end, $"the directory has {members.Count} members, its end says {count}");
        return Located(members, start);
    }

    private ZipMember Entry(byte[] directory, ref int place, long start)
    {
        long at = start + place;
        ReadOnlySpan<byte> rest = directory.AsSpan(place);
        if (rest.Length < EntryBytes || UInt32(rest, 0) != EntrySign) throw Wrong(at, "no member of the directory stands here");
        int names = UInt16(rest, 28), extras = UInt16(rest, 30), comments = UInt16(rest, 32);
        if (rest.Length < EntryBytes + names + extras + comments) throw Wrong(at, "a member of the directory reaches beyond its end");
        if (UInt16(rest, 34) is not (0 or ushort.MaxValue)) throw Wrong(at + 34, "a member is in another part of the archive; join the parts first");

        (ushort flags, ushort method) = (UInt16(rest, 8), UInt16(rest, 10));
        if ((flags & Encrypted) != 0) throw Wrong(at + 8, "a member is encrypted; save the archive without a password");
        if ((flags & ~KnownFlags) != 0) throw Wrong(at + 8, $"a member has the unknown flags 0x{flags:x4}");
        if (method is not (ZipMember.Stored or ZipMember.Deflated)) throw Wrong(at + 10, $"a member is packed by method {method}; 0 (stored) and 8 (deflated) are read");
        string name = Name(rest.Slice(EntryBytes, names), flags, at + EntryBytes);

        (ulong packed, ulong length, ulong offset) = (UInt32(rest, 20), UInt32(rest, 24), UInt32(rest, 42));
        Resolve(rest.Slice(EntryBytes + names, extras), at + EntryBytes + names, ref length, ref packed, ref offset);
        // Each below the archive's own length, or that times 1032: no sum overflows.
        if (packed > (ulong)start || offset > (ulong)start) throw Wrong(at + 20, $"'{Shown(name)}' has {packed} bytes at {offset}, but all members together have {start}");
        if (method == ZipMember.Stored ? length != packed : length / MostDecodedPerByte > packed)
            throw Wrong(at + 24, $"'{Shown(name)}' cannot unpack to {length} bytes: it has {packed}");
        place += EntryBytes + names + extras + comments;
        return new ZipMember(name, flags, method, UInt32(rest, 16), (long)packed, (long)length, (long)offset);
    }

    // Python names members in ASCII, or in UTF-8 and says so. They are keys, never paths; one that would be a path somewhere else is hostile.
    private string Name(ReadOnlySpan<byte> bytes, ushort flags, long at)
    {
        string name;
        try
        {
            name = s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Wrong(at, "the name of a member is not UTF-8; name the arrays in ASCII");
        }
        if ((flags & ZipMember.IsUtf8) == 0 && bytes.ContainsAnyExceptInRange((byte)0, (byte)0x7f)) throw Wrong(at, $"the name '{Shown(name)}' is not ASCII and not said to be UTF-8");
        return ZipName.Fault(name) is { } fault ? throw Wrong(at, $"the member '{Shown(name)}' {fault}") : name;
    }

    /// <summary>Takes from the extra fields what did not fit into 32 bits, in this order.</summary>
    private void Resolve(ReadOnlySpan<byte> extras, long at, ref ulong length, ref ulong packed, ref ulong offset)
    {
        ReadOnlySpan<byte> numbers = default;
        while (extras.Length > 0)
        {
            if (extras.Length < 4 || extras.Length - 4 < UInt16(extras, 2)) throw Wrong(at, "an extra field reaches beyond its end");
            if (UInt16(extras, 0) == Extra64) numbers = extras.Slice(4, UInt16(extras, 2));
            extras = extras[(4 + UInt16(extras, 2))..];
        }
        Next(ref length, ref numbers);
        Next(ref packed, ref numbers);
        Next(ref offset, ref numbers);

        void Next(ref ulong number, ref ReadOnlySpan<byte> from)
        {
            if (number != Elsewhere) return;
            if (from.Length < 8) throw Wrong(at, "a size or an offset is said to be large, and no extra field has it");
            number = UInt64(from, 0);
            from = from[8..];
        }
    }

    /// <summary>Reads the local headers, which must say what the directory says, and looks for gaps and overlap.</summary>
    private List<ZipMember> Located(List<ZipMember> members, long directory)
    {
        long expected = 0;
        int least = 0, most = 0;
        foreach ((int index, ZipMember member) in members.Index().OrderBy(each => each.Item.Offset))
        {
            long gap = member.Offset - expected;
            if (gap < least || gap > most) throw Wrong(member.Offset, $"'{Shown(member.Name)}' begins at {member.Offset}, the one before ends at {expected}: members overlap, or bytes between them are nobody's");
            members[index] = Local(member, directory);
            expected = members[index].End - _base;
            // A descriptor is 12 to 24 bytes; what it says, the directory says too.
            (least, most) = (member.Flags & ZipMember.HasDescriptor) != 0 ? (12, 24) : (0, 0);
        }
        if (directory - expected < least || directory - expected > most) throw Wrong(expected, $"the last member ends at {expected}, the directory begins at {directory}");
        return members;
    }

    private ZipMember Local(ZipMember member, long directory)
    {
        long at = member.Offset;
        if (directory - at < LocalBytes) throw Wrong(at, $"'{Shown(member.Name)}' has no room for its header");
        byte[] header = Bytes(at, LocalBytes);
        int names = UInt16(header, 26), extras = UInt16(header, 28);
        long start = at + LocalBytes + names + extras;
        if (UInt32(header, 0) != LocalSign || directory - start < member.Packed) throw Wrong(at, $"'{Shown(member.Name)}' does not stand here, or reaches into the directory");
        byte[] rest = Bytes(at + LocalBytes, names + extras);
        (ulong packed, ulong length, ulong none) = (UInt32(header, 18), UInt32(header, 22), 0);
        Resolve(rest.AsSpan(names), at + LocalBytes + names, ref length, ref packed, ref none);
        bool later = (member.Flags & ZipMember.HasDescriptor) != 0 && packed == 0 && length == 0 && UInt32(header, 14) == 0;
        bool same = packed == (ulong)member.Packed && length == (ulong)member.Length && UInt32(header, 14) == member.Crc;
        if (!(same || later) || UInt16(header, 6) != member.Flags || UInt16(header, 8) != member.Method || !rest.AsSpan(0, names).SequenceEqual(s_utf8.GetBytes(member.Name)))
            throw Wrong(at, $"the header of '{Shown(member.Name)}' says something else than the directory");
        return member with { Start = _base + start };
    }

    private byte[] Bytes(long at, int count)
    {
        var bytes = new byte[count];
        _archive.Position = _base + at;
        _archive.ReadExactly(bytes);
        return bytes;
    }

    private DataFormatException Wrong(long at, string what) => new(_name, at, what);

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}

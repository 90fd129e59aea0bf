using System.Buffers.Binary;

namespace DeepPuzzles.Tensors;

// What stands behind the directory and tells where it is: its end, and for large archives a larger end before that.
internal sealed partial class ZipDirectory
{
    private const uint EndSign = 0x06054b50, Locator64Sign = 0x07064b50, End64Sign = 0x06064b50;
    private const int EndBytes = 22, Locator64Bytes = 20, End64Bytes = 56;

    /// <summary>A directory with names for a million members.</summary>
    private const ulong MostBytes = 100_000_000;

    /// <summary>Where the directory stands and how many members it has.</summary>
    private (long Start, long End, ulong Count) Place()
    {
        if (_length < EndBytes) throw Wrong(_length, "the file is too short for a zip archive; get it again");
        (long at, byte[] end) = LastEnd();
        if (UInt32(end, 4) != 0 || UInt16(end, 8) != UInt16(end, 10)) throw Wrong(at + 4, "the archive is one of several parts; join them first");
        if (UInt16(end, 20) != end.Length - EndBytes) throw Wrong(at + 20, $"a comment of {UInt16(end, 20)} bytes, {end.Length - EndBytes} follow: the archive is truncated, or bytes are nobody's; get it again");
        (ulong count, ulong size, ulong start) = (UInt16(end, 10), UInt32(end, 12), UInt32(end, 16));
        if ((count == ushort.MaxValue && HasLocator(at)) /* or just so many */ || size == Elsewhere || start == Elsewhere) (count, size, start, at) = Place64(at);
        if (size > MostBytes) throw Wrong(at, $"a directory of {size} bytes; at most {MostBytes} are read");
        if (start > (ulong)at || size != (ulong)at - start) throw Wrong(at, $"a directory of {size} bytes at {start} does not end where its end stands");
        return ((long)start, at, count);
    }

    /// <summary>The end of the directory, with a comment behind it where there is one: like zipfile, the last that looks like one.</summary>
    private (long At, byte[] End) LastEnd()
    {
        int most = (int)Math.Min(_length, EndBytes + ushort.MaxValue);
        byte[] tail = Bytes(_length - most, most);
        Span<byte> sign = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(sign, EndSign);
        int place = tail.AsSpan(0, most - EndBytes + sign.Length).LastIndexOf(sign);
        if (place < 0) throw Wrong(_length - EndBytes, "no end of a zip directory stands here or before a comment: this is no .npz file, it is truncated, or bytes follow it");
        return (_length - most + place, tail[place..]);
    }

    private bool HasLocator(long end) => end >= Locator64Bytes && UInt32(Bytes(end - Locator64Bytes, Locator64Bytes), 0) == Locator64Sign;

    private (ulong Count, ulong Size, ulong Start, long End) Place64(long end)
    {
        if (end < Locator64Bytes + End64Bytes) throw Wrong(end, "the archive says that it has more than 2^32 bytes or 2^16 members, and has not");
        long locator = end - Locator64Bytes, at = locator - End64Bytes;
        byte[] bytes = Bytes(at, End64Bytes + Locator64Bytes);
        if (UInt32(bytes, End64Bytes) != Locator64Sign || UInt64(bytes, End64Bytes + 8) != (ulong)at || UInt32(bytes, 0) != End64Sign || UInt64(bytes, 4) != End64Bytes - 12)
            throw Wrong(at, "no end of the directory of a large archive stands here");
        if (UInt64(bytes, 16) != 0 || UInt64(bytes, 24) != UInt64(bytes, 32)) throw Wrong(at + 16, "the large archive is one of several parts; join them first");
        return (UInt64(bytes, 32), UInt64(bytes, 40), UInt64(bytes, 48), at);
    }
}

using System.IO.Compression;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Comments at the end of an archive, and where the numbers of its directory outgrow their fields.</summary>
public sealed class ArchiveEndTests
{
    private const int LongestComment = ushort.MaxValue, End = 22, LargeEnd = 56 + 20;
    private const long Full = uint.MaxValue;

    private static byte[] Archive(int members = 1)
    {
        using var file = new MemoryStream();
        Tensor none = Tensor.Zeros([0]);
        Npz.Write(file, Enumerable.Range(0, members).Select(i => KeyValuePair.Create($"{i}", none)));
        return file.ToArray();
    }

    private static byte[] With(byte[] archive, int said, byte[] comment) => [.. archive[..^2], (byte)said, (byte)(said >> 8), .. comment];

    [Theory]
    [InlineData(0), InlineData(1), InlineData(21), InlineData(22), InlineData(LongestComment)]
    public void A_comment_is_read_over_when_it_is_as_long_as_was_said(int length)
    {
        byte[] archive = Archive(), comment = new byte[length];
        comment.AsSpan().Fill((byte)'P');
        Assert.Equal(["0"], Npz.Read(new MemoryStream(With(archive, length, comment))).Keys);
        foreach (int other in new[] { length - 1, length + 1, 0, LongestComment }.Where(other => other != length && other is >= 0 and <= LongestComment))
            Assert.Throws<DataFormatException>(() => Npz.Read(new MemoryStream(With(archive, other, comment))));
        if (length == LongestComment) Assert.Throws<DataFormatException>(() => Npz.Read(new MemoryStream(With(archive, length, [.. comment, 0]))));
    }

    /// <summary>The last end counts, as for zipfile: an archive cannot be one thing for us and another for NumPy.</summary>
    [Fact]
    public void A_comment_that_looks_like_an_end_hides_no_archive()
    {
        byte[] archive = Archive(), other = Archive(2);
        Assert.Throws<DataFormatException>(() => Npz.Read(new MemoryStream(With(archive, End, archive[^End..]))));
        Assert.Throws<DataFormatException>(() => Npz.Read(new MemoryStream(With(archive, other.Length, other))));
    }

    /// <summary>Where a number is as large as its field it could mean that the larger end has it, so then that is written (APPNOTE.TXT 4.4.1.4).</summary>
    [Theory]
    [InlineData(ushort.MaxValue - 1, 1, 1, false), InlineData(ushort.MaxValue, 1, 1, true), InlineData(ushort.MaxValue + 1, 1, 1, true)]
    [InlineData(1, Full - 1, 1, false), InlineData(1, Full, 1, true), InlineData(1, 1, Full - 1, false), InlineData(1, 1, Full, true), InlineData(1, 1, Full + 1, true)]
    public void The_end_is_the_larger_one_from_the_first_number_that_fills_its_field(int count, long size, long start, bool isLarge) =>
        Assert.Equal(isLarge ? LargeEnd + End : End, ZipWriter.End(count, size, start).Length);

    [Theory]
    [InlineData(Full - 1, null, 0), InlineData(Full, null, 20), InlineData(1, Full - 1, 0), InlineData(1, Full, 12), InlineData(Full, Full, 28)]
    public void So_is_a_member_that_is_large_or_far_away(long length, long? offset, int extra) =>
        Assert.Equal((offset is null ? 30 : 46) + "x.npy".Length + extra, ZipWriter.Entry(ZipName.Bytes("x"), 0, length, offset).Length);

    [Theory]
    [InlineData(ushort.MaxValue - 1), InlineData(ushort.MaxValue), InlineData(ushort.MaxValue + 1)]
    public void Archives_of_very_many_arrays_are_read_by_others_and_again(int members)
    {
        byte[] archive = Archive(members);
        using var zip = new ZipArchive(new MemoryStream(archive));
        Assert.Equal(members, zip.Entries.Count);
        Assert.Equal(members, ZipDirectory.Read(new MemoryStream(archive), "file").Count);
    }
}

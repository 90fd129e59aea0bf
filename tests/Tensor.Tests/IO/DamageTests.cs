using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Files that were good: cut, lengthened, changed, or made to unpack to more than is wanted.</summary>
public sealed class DamageTests
{
    private static OrderedDictionary<string, Tensor> Some { get; } = new()
    {
        ["a"] = Tensor.Arange(6, DType.Float32).Reshape(2, 3),
        ["größe"] = Tensor.From(true, false, true),
        ["none"] = Tensor.Zeros([0, 2], DType.Float64),
        ["n"] = Tensor.Scalar(7, DType.Int32),
    };

    public static TheoryData<string> Formats => ["npy", "npz", "stored", "deflated", "safetensors"];

    private static byte[] File(string format)
    {
        using var file = new MemoryStream();
        if (format == "npy") Npy.Write(file, Some["a"]);
        else if (format == "npz") Npz.Write(file, Some);
        else if (format == "safetensors") SafeTensors.Write(file, Some, [KeyValuePair.Create("k", "v")]);
        else Zip(file, format == "deflated", Some.Select(each => (each.Key, Bytes(stream => Npy.Write(stream, each.Value)))));
        return file.ToArray();
    }

    // As .NET packs it.
    private static void Zip(Stream file, bool deflated, IEnumerable<(string Name, byte[] Content)> members)
    {
        using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, byte[] content) in members)
        {
            using Stream member = archive.CreateEntry(name + ".npy", deflated ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
            member.Write(content);
        }
    }

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static string Read(string format, byte[] file, ReadOptions? options = null)
    {
        var stream = new MemoryStream(file);
        IEnumerable<KeyValuePair<string, Tensor>> tensors = format switch
        {
            "npy" => [KeyValuePair.Create("", Npy.Read(stream, "file", options))],
            "safetensors" => SafeTensors.Read(stream, "file", options),
            _ => Npz.Read(stream, "file", options),
        };
        return string.Join('\n', tensors.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key} {each.Value.DType.Name()} {each.Value.Shape} {each.Value}"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Whatever_is_cut_off_or_added_is_missed(string format)
    {
        byte[] file = File(format);
        Assert.NotEmpty(Read(format, file));
        for (int length = 0; length < file.Length; length++) Assert.Throws<DataFormatException>(() => Read(format, file[..length]));
        foreach (int extra in new[] { 1, 22, 1000 })
        {
            Assert.Throws<DataFormatException>(() => Read(format, [.. file, .. new byte[extra]]));
            Assert.Throws<DataFormatException>(() => Read(format, [.. new byte[extra], .. file]));
        }
    }

    [Theory]
    [InlineData("npz"), InlineData("deflated")]
    public void A_changed_byte_of_an_archive_is_refused_or_changes_nothing(string format)
    {
        byte[] file = File(format);
        string read = Read(format, file);
        int refused = 0;
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= 0x21;
            try
            {
                Assert.Equal(read, Read(format, changed));
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }
        // What remains are dates, versions and attributes, some twenty bytes of a member.
        Assert.True(refused > file.Length - 30 * Some.Count, $"{refused} of {file.Length} refused");
    }

    [Fact]
    public void What_unpacks_to_more_than_the_limit_or_than_was_said_takes_no_memory()
    {
        byte[] zeros = Bytes(stream => Npy.Write(stream, Tensor.Zeros([1_000_000])));
        byte[] bomb = Bytes(stream => Zip(stream, true, [("x", zeros)]));
        Assert.True(bomb.Length < 10_000);
        var device = new CpuDevice(1);
        var options = new ReadOptions { Device = device, MemoryLimit = 1_000_000 };
        Assert.Contains("the limit is 1000000", Assert.Throws<DataFormatException>(() => Read("npz", bomb, options)).Message, StringComparison.Ordinal);

        // Sizes in the header and in the directory that deflate could not reach, and that the archive says it has.
        byte[] liar = [.. bomb];
        foreach (uint sign in new[] { 0x04034b50u, 0x02014b50u })
        {
            byte[] mark = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(mark, sign);
            int at = liar.AsSpan().IndexOf(mark) + (sign == 0x04034b50u ? 22 : 24);
            BinaryPrimitives.WriteUInt32LittleEndian(liar.AsSpan(at), 4_000_000_000);
        }
        Assert.Contains("cannot unpack to 4000000000 bytes", Assert.Throws<DataFormatException>(() => Read("npz", liar, options)).Message, StringComparison.Ordinal);
        Assert.Equal(0, device.Memory.Acquired);
    }

    [Fact]
    public void An_archive_in_an_archive_is_no_array() =>
        Assert.Contains("the magic number is not", Assert.Throws<DataFormatException>(() => Read("npz", Bytes(stream => Zip(stream, false, [("x", File("npz"))])))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_checksum_has_its_known_answer()
    {
        var crc = new Crc32();
        crc.Add("1234"u8);
        crc.Add("56789"u8);
        Assert.Equal(0xcbf43926, crc.Value);        // the check value of CRC-32 in every catalogue
        Assert.Equal(0u, new Crc32().Value);
    }

    /// <summary>Made by Python's zipfile for the same member.</summary>
    [Theory]
    [InlineData(null, "504b03042d00000000000000210078563412ffffffffffffffff05001400782e6e70790100100000f2052a0100000000f2052a01000000")]
    [InlineData(6_000_000_000L, "504b01022d002d00000000000000210078563412ffffffffffffffff05001c0000000000000000000000ffffffff782e6e70790100180000f2052a0100000000f2052a0100000000bca06501000000")]
    public void What_does_not_fit_32_bits_stands_in_the_extra_field(long? offset, string expected) =>
        Assert.Equal(expected, System.Convert.ToHexStringLower(ZipWriter.Entry(ZipName.Bytes("x"), 0x12345678, 5_000_000_000, offset)));

    /// <summary>Made by Python's zipfile for 70,000 members.</summary>
    [Fact]
    public void So_does_a_count_that_does_not_fit_16_bits() =>
        Assert.Equal(
            "504b06062c000000000000002d002d0000000000000000007011010000000000701101000000000010bf3a000000000010a8290000000000504b060700000000206764000000000001000000504b050600000000ffffffff10bf3a0010a829000000",
            System.Convert.ToHexStringLower(ZipWriter.End(70_000, 3_850_000, 2_730_000)));

    [Fact]
    public void A_header_may_be_written_by_others()
    {
        foreach (string text in new[] { "{\"shape\":(2,),'fortran_order':True,\n'descr':\"|u1\"}", "{ 'descr' : '>u1' , 'fortran_order' : False , 'shape' : ( 2L , ) , } \n" })
        {
            byte[] header = Encoding.ASCII.GetBytes(text);
            Assert.Equal([3, 250], Npy.Read(new MemoryStream([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, 3, 250])).ToArray<int>());
        }
    }
}

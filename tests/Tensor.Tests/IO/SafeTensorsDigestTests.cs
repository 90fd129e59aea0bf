using System.Security.Cryptography;
using System.Text;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>What is saved as safetensors has its SHA-256 in it, and whatever changes there is noticed.</summary>
public sealed class SafeTensorsDigestTests
{
    private const string Key = "\"deeppuzzles.sha256\":\"";
    private const int Digits = 64;

    private static OrderedDictionary<string, Tensor> Some { get; } = new()
    {
        ["weight"] = Tensor.Arange(6, DType.Float32).Reshape(2, 3).Transpose(),
        ["größe"] = Tensor.From(true, false, true),
        ["none"] = Tensor.Zeros([0, 2], DType.Float64),
        ["n"] = Tensor.Scalar(7, DType.Int32),
    };

    private static KeyValuePair<string, string>[] Texts => [KeyValuePair.Create("a", $"{Key}{new string('0', Digits)}"), KeyValuePair.Create("z", "2")];

    private static byte[] Written()
    {
        using var file = new MemoryStream();
        SafeTensors.Write(file, Some, Texts);
        return file.ToArray();
    }

    private static string Read(byte[] file) =>
        string.Join('\n', SafeTensors.Read(new MemoryStream(file), "file").Select(each => $"{each.Key} {each.Value.DType.Name()} {each.Value.Shape} {each.Value}"));

    private static string Said(byte[] file) => string.Join('\n', SafeTensors.ReadMetadata(new MemoryStream(file)).Select(each => $"{each.Key} {each.Value}").Order(StringComparer.Ordinal));

    private static int At(byte[] file) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Key)) + Key.Length;

    private static byte[] Header(string text) => [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    [Fact]
    public void It_is_that_of_the_file_with_zeros_in_its_place()
    {
        byte[] file = Written();
        Span<byte> digits = file.AsSpan(At(file), Digits);
        string digest = Encoding.ASCII.GetString(digits);
        digits.Fill((byte)'0');
        Assert.Equal(System.Convert.ToHexStringLower(SHA256.HashData(file)), digest);
        Assert.Equal(Texts, SafeTensors.ReadMetadata(new MemoryStream(file)));
    }

    /// <summary>Only in the name of the digest itself a change is harmless: the file then has a text more, and no digest.</summary>
    [Theory]
    [InlineData(0x01), InlineData(0x20), InlineData(0x80), InlineData(0x0f)]
    public void Any_byte_that_is_another_is_noticed(byte flip)
    {
        byte[] file = Written();
        (string read, string said, int name) = (Read(file), Said(file), At(file) - Key.Length);
        for (int i = 0; i < file.Length; i++)
        {
            byte[] changed = [.. file];
            changed[i] ^= flip;
            if (i < name || i >= name + Key.Length)
            {
                Assert.Throws<DataFormatException>(() => Read(changed));
                continue;
            }
            try
            {
                Assert.Equal(read, Read(changed));
                Assert.Contains(said.Split('\n')[0], Said(changed), StringComparison.Ordinal);
            }
            catch (DataFormatException)
            {
            }
        }
    }

    [Fact]
    public void The_line_tells_both_and_the_way_out()
    {
        byte[] file = Written();
        (file[^1], int at) = ((byte)(file[^1] ^ 1), At(file));
        string expected = Encoding.ASCII.GetString(file.AsSpan(at, Digits));
        string message = Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(file), "net.safetensors")).Message;
        Assert.Matches($"^net\\.safetensors, byte {at}: the SHA-256 is [0-9a-f]{{64}}, not {expected}: the file is damaged, or another program changed it; get it again, or save it without 'deeppuzzles\\.sha256' in its metadata$", message);
    }

    [Fact]
    public void A_tensor_that_does_not_match_leaves_no_memory_behind()
    {
        byte[] file = Written();
        file[^1] ^= 1;
        var device = new Kernels.CpuDevice(1);
        Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(file), options: new ReadOptions { Device = device }));
        Assert.Equal(0, device.Memory.Live);
    }

    [Theory]
    [InlineData("1", "is no text"), InlineData("\"\"", "is no SHA-256"), InlineData("\"x\",\"deeppuzzles.sha256\":\"x\"", "is no SHA-256")]
    [InlineData("\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"deeppuzzles.sha256\":\"\"", "is there twice")]
    public void One_that_is_none_is_refused(string value, string why) =>
        Assert.Contains(why, Assert.Throws<DataFormatException>(() => Read(Header($$$"""{"__metadata__":{"deeppuzzles.sha256":{{{value}}}}}"""))).Message, StringComparison.Ordinal);

    [Fact]
    public void Its_name_is_not_free_and_what_was_read_can_be_written_again()
    {
        var error = Assert.Throws<TensorException>(() => SafeTensors.Write(new MemoryStream(), Some, [KeyValuePair.Create("deeppuzzles.sha256", "1")]));
        Assert.Contains("'deeppuzzles.sha256' is not free", error.Message, StringComparison.Ordinal);
        byte[] file = Written();
        using var again = new MemoryStream();
        SafeTensors.Write(again, SafeTensors.Read(new MemoryStream(file)), SafeTensors.ReadMetadata(new MemoryStream(file)));
        Assert.Equal(file, again.ToArray());
        // Of a tensor the name is free.
        again.SetLength(0);
        SafeTensors.Write(again, [KeyValuePair.Create("deeppuzzles.sha256", Tensor.Ones([2]))]);
        Assert.Equal(["deeppuzzles.sha256"], SafeTensors.Read(new MemoryStream(again.ToArray())).Keys);
    }

    [Fact]
    public void The_header_that_is_written_has_no_more_bytes_than_may_be_read()
    {
        byte[] header = SafeTensorsText.Of(Some, Texts).Header;
        Assert.Equal(header, SafeTensorsText.Of(Some, Texts, header.Length).Header);
        Assert.Contains($"come to {header.Length} bytes", Assert.Throws<TensorException>(() => SafeTensorsText.Of(Some, Texts, header.Length - 1)).Message, StringComparison.Ordinal);
        // The limit of the format, by texts that share their memory: they are refused before a header is put together.
        string text = new('x', SafeTensorsHeader.MostBytes / 100);
        KeyValuePair<string, string>[] texts = [.. Enumerable.Range(0, 100).Select(i => KeyValuePair.Create($"{i}", text))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"at most {100_000_000}", Assert.Throws<TensorException>(() => SafeTensors.Write(new MemoryStream(), [], texts)).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < SafeTensorsHeader.MostBytes / 100);
    }
}

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Paths, names, limits and lifetimes.</summary>
public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Join(_folder, name);

    private static KeyValuePair<string, Tensor>[] One(string name = "x") => [KeyValuePair.Create(name, Tensor.Arange(3))];

    [Fact]
    public void Files_are_written_whole_over_the_previous_version_or_not_at_all()
    {
        (string npy, string npz, string safe) = (In("a/x.npy"), In("a/x.npz"), In("a/x.safetensors"));
        for (int i = 0; i < 2; i++)
        {
            Npy.Write(npy, Tensor.Full([2], i));
            Npz.Write(npz, [KeyValuePair.Create("x", Tensor.Full([2], i))]);
            SafeTensors.Write(safe, [KeyValuePair.Create("x", Tensor.Full([2], i))], [KeyValuePair.Create("step", $"{i}")]);
        }
        Assert.Equal("1", SafeTensors.ReadMetadata(safe)["step"]);
        byte[][] before = [File.ReadAllBytes(npy), File.ReadAllBytes(npz), File.ReadAllBytes(safe)];

        Tensor ended;
        using (MemoryScope.Open()) ended = Tensor.Zeros([3]);
        KeyValuePair<string, Tensor>[] half = [.. One("a"), KeyValuePair.Create("b", ended)];
        Assert.Throws<TensorException>(() => Npy.Write(npy, ended));
        Assert.Throws<TensorException>(() => Npz.Write(npz, half));
        Assert.Throws<TensorException>(() => SafeTensors.Write(safe, half));
        Assert.Equal(before, [File.ReadAllBytes(npy), File.ReadAllBytes(npz), File.ReadAllBytes(safe)]);
        Assert.Equal(3, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void What_is_not_there_cannot_be_read_or_may_not_be_written_is_an_error_of_files()
    {
        File.WriteAllText(In("file"), "");
        foreach (Func<string, object> read in new Func<string, object>[] { path => Npy.Read(path), path => Npz.Read(path), path => SafeTensors.Read(path), SafeTensors.ReadMetadata })
        {
            Assert.Throws<FileNotFoundException>(() => read(In("none")));
            Assert.Throws<DirectoryNotFoundException>(() => read(In("none/x")));
            Assert.Equal($"cannot read {_folder}: it is a folder, a file is expected", Assert.Throws<IOException>(() => read(_folder)).Message);
            Assert.Throws<DataFormatException>(() => read(In("file")));
        }
        Assert.Throws<FileWriteException>(() => Npy.Write(In("file/x.npy"), Tensor.Zeros([1])));
        Assert.Throws<FileWriteException>(() => Npz.Write(_folder, One()));
    }

    [Theory]
    [InlineData("/x"), InlineData("../x"), InlineData("a/../x"), InlineData("a//x"), InlineData("./x"), InlineData("a\\x"), InlineData("a\nx"), InlineData("c:/x")]
    public void A_name_that_would_be_refused_in_an_archive_is_not_written(string name) =>
        Assert.Contains("use letters", Assert.Throws<TensorException>(() => Npz.Write(new MemoryStream(), One(name))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(""), InlineData("a/b"), InlineData("kernel:0"), InlineData("größe"), InlineData("a.b.c"), InlineData("..")]
    public void Other_names_go_through(string name)
    {
        foreach (bool safe in new[] { false, true })
        {
            using var stream = new MemoryStream();
            if (safe) SafeTensors.Write(stream, One(name));
            else Npz.Write(stream, One(name));
            stream.Position = 0;
            Assert.Equal([name], (safe ? SafeTensors.Read(stream) : Npz.Read(stream)).Keys);
        }
    }

    [Fact]
    public void Names_are_written_once_and_are_texts()
    {
        Assert.Contains("two tensors are called 'x'", Assert.Throws<TensorException>(() => Npz.Write(new MemoryStream(), [.. One(), .. One()])).Message, StringComparison.Ordinal);
        Assert.Contains("'x' is there twice", Assert.Throws<TensorException>(() => SafeTensors.Write(new MemoryStream(), [.. One(), .. One()])).Message, StringComparison.Ordinal);
        Assert.Contains("is not free", Assert.Throws<TensorException>(() => SafeTensors.Write(new MemoryStream(), One("__metadata__"))).Message, StringComparison.Ordinal);
        Assert.Contains("no Unicode text", Assert.Throws<TensorException>(() => SafeTensors.Write(new MemoryStream(), One("\udc00"))).Message, StringComparison.Ordinal);
        Assert.Contains("no Unicode text", Assert.Throws<TensorException>(() => SafeTensors.Write(new MemoryStream(), One(), [KeyValuePair.Create("a", "\ud800")])).Message, StringComparison.Ordinal);
        Assert.Contains("use letters", Assert.Throws<TensorException>(() => Npz.Write(new MemoryStream(), One("\ud800"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_counts_what_all_tensors_of_a_file_take_in_memory()
    {
        using var file = new MemoryStream();
        Npz.Write(file, [.. One("a"), .. One("b")]);
        file.Position = 0;
        Assert.Equal(2, Npz.Read(file, "two.npz", new ReadOptions { MemoryLimit = 24 }).Count);
        file.Position = 0;
        var error = Assert.Throws<DataFormatException>(() => Npz.Read(file, "two.npz", new ReadOptions { MemoryLimit = 23 }));
        Assert.Equal("two.npz/b.npy, byte 128: the tensors take 24 bytes up to here, the limit is 23; raise ReadOptions.MemoryLimit if you trust the file", error.Message);
        Assert.Equal(4L << 30, new ReadOptions().MemoryLimit);
    }

    [Fact]
    public void What_was_read_belongs_to_the_scope_that_is_open()
    {
        using var file = new MemoryStream();
        SafeTensors.Write(file, [.. One("a"), .. One("b"), .. One("c")]);
        var device = new Kernels.CpuDevice(1);
        Tensor kept;
        using (var scope = MemoryScope.Open())
        {
            file.Position = 0;
            IReadOnlyDictionary<string, Tensor> read = SafeTensors.Read(file, options: new ReadOptions { Device = device });
            Assert.Equal(3, device.Memory.Live);
            kept = scope.Keep(read["b"]);
        }
        Assert.Equal(1, device.Memory.Live);
        Assert.Equal([0, 1, 2], kept.ToArray<int>());
    }

    [Fact]
    public void What_a_file_says_goes_into_one_line()
    {
        byte[] header = System.Text.Encoding.UTF8.GetBytes("""{"a\n\u001b[2J":1}""");
        var error = Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream([.. BitConverter.GetBytes((long)header.Length), .. header])));
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void A_limit_below_0_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReadOptions { MemoryLimit = -1 });

    [Theory]
    [InlineData("shape")]
    [InlineData("data_offsets")]
    public void A_list_of_a_million_numbers_is_refused_before_it_is_read(string field)
    {
        const int Numbers = 1_000_000, Copies = 2;
        byte[] header = System.Text.Encoding.ASCII.GetBytes($$$"""{"x":{"dtype":"F32","{{{field}}}":[{{{string.Join(',', Enumerable.Repeat('1', Numbers))}}}]}}""");
        using var stream = new MemoryStream([.. BitConverter.GetBytes((long)header.Length), .. header]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFormatException>(() => SafeTensors.Read(stream));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < Copies * header.Length);
    }

    [Theory]
    [InlineData(ushort.MaxValue, true)]
    [InlineData(ushort.MaxValue, false)]
    [InlineData(ushort.MaxValue + 1, true)]
    public void An_archive_may_have_as_many_members_as_its_end_can_count_and_more(int members, bool hasLargeEnd)
    {
        const int End = 22, LargeEnd = 56 + 20;
        var file = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            for (int i = 0; i < members; i++) zip.CreateEntry($"{i}.npy", System.IO.Compression.CompressionLevel.NoCompression);
        byte[] bytes = file.ToArray();
        Assert.Equal("PK\x06\x06"u8, bytes.AsSpan(bytes.Length - End - LargeEnd, 4));
        if (!hasLargeEnd) bytes = [.. bytes[..^(End + LargeEnd)], .. bytes[^End..]];
        Assert.Equal(members, ZipDirectory.Read(new MemoryStream(bytes), "file").Count);
    }
}

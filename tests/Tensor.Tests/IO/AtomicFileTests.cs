namespace DeepPuzzles.Tensors.Tests.IO;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Join(_folder, name);

    [Fact]
    public void WritesTheBytesMakesTheFoldersAndLeavesNothingElse()
    {
        var path = In("a/b/result.json");
        AtomicFile.Write(path, new byte[] { 1, 2, 3 });
        AtomicFile.WriteText(path, "é");
        Assert.Equal([0xc3, 0xa9], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void AFullDiskKeepsThePreviousVersion()
    {
        var path = In("result.json");
        AtomicFile.WriteText(path, "previous");
        var error = Assert.Throws<FileWriteException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            stream.Flush();
            throw new IOException("No space left on device");
        }));
        Assert.Equal("previous", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.Contains("No space left on device; free some space", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnErrorOfTheWriterPassesThroughAndKeepsThePreviousVersion()
    {
        var path = In("result.json");
        AtomicFile.WriteText(path, "previous");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException()));
        Assert.Equal("previous", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task ReadersSeeAWholeVersionAtEveryMoment()
    {
        var path = In("result.json");
        var versions = new[] { new string('a', 50_000), new string('b', 90_000) };
        AtomicFile.WriteText(path, versions[0]);
        var writer = Task.Run(() =>
        {
            for (var i = 1; i <= 20; i++) AtomicFile.WriteText(path, versions[i % 2]);
        });
        var seen = 0;
        do
        {
            Assert.Contains(File.ReadAllText(path), versions);
            seen++;
        }
        while (!writer.IsCompleted);
        await writer;
        Assert.True(seen > 0);
    }

    [Fact]
    public void WhatCannotBeWrittenIsOneLine()
    {
        File.WriteAllText(In("file"), "");
        Directory.CreateDirectory(In("folder"));
        foreach (var path in new[] { In("file/x.json"), In("folder"), In(new string('n', 300)), In("a\0b") })
        {
            var error = Assert.Throws<FileWriteException>(() => AtomicFile.WriteText(path, "x"));
            Assert.DoesNotContain(error.Message, char.IsControl);
            Assert.StartsWith("cannot write ", error.Message, StringComparison.Ordinal);
        }
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void ConcurrentWritersOfOnePathLeaveOneOfTheirVersions()
    {
        var path = In("result.json");
        Parallel.For(0, 16, i => AtomicFile.WriteText(path, new string((char)('a' + i), 1000)));
        var text = File.ReadAllText(path);
        Assert.Equal(1000, text.Length);
        Assert.Single(text.Distinct());
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void AnArgumentThatIsWrongIsNoFaultOfTheDisk()
    {
        Assert.Throws<ArgumentNullException>(() => AtomicFile.WriteText(null!, "x"));
        Assert.Throws<ArgumentNullException>(() => AtomicFile.Write(In("x"), (Action<Stream>)null!));
        Assert.Throws<ArgumentNullException>(() => Npy.Write((string)null!, Tensor.Zeros([1])));
        Assert.Throws<ArgumentNullException>(() => Npy.Write(In("x"), null!));
        Assert.Throws<ArgumentNullException>(() => SafeTensors.Write((string)null!, []));
        Assert.Throws<ArgumentNullException>(() => Npz.Write((string)null!, []));
        Assert.Equal("mine", Assert.Throws<ArgumentException>(() => AtomicFile.Write(In("x"), _ => throw new ArgumentException("mine"))).Message);
        Assert.Throws<FileWriteException>(() => AtomicFile.WriteText("a\0b", "x"));
        Assert.Empty(Directory.GetFiles(_folder));
    }
}

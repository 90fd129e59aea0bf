using System.Formats.Tar;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Data;

public sealed class DataDownloadTests : IDisposable
{
    private static readonly byte[] Decoded = IdxFolderMaker.Idx(RandomNumberGenerator.GetBytes(200_000), 200_000);
    private static readonly byte[] Packed = IdxFolderMaker.Gzip(Decoded);
    private readonly IdxFolderMaker _cache = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _cache.Dispose();

    private static string Sum(byte[] bytes) => System.Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static KnownSet Set(string? sha = null) => new("tiny", "labels", "none", "http://127.0.0.1:1",
        [new("train-labels-idx1-ubyte", Decoded.Length, sha ?? Sum(Decoded))]);

    private string Target => _cache.In("tiny/train-labels-idx1-ubyte.gz");

    private async Task Get(string mirror, KnownSet? set = null)
    {
        using var handler = new HttpClientHandler { UseProxy = false };
        using var client = new HttpClient(handler);
        await new DataDownload(client, _cache.Folder, mirror, _output).GetAsync(set ?? Set());
    }

    [Fact]
    public async Task AFileArrivesIsVerifiedAndNotFetchedAgain()
    {
        using var server = new Server(Packed);
        await Get(server.Address);
        Assert.Equal(Packed, File.ReadAllBytes(Target));
        Assert.Equal(["/tiny/train-labels-idx1-ubyte.gz"], server.Paths);
        await Get(server.Address);
        Assert.Single(server.Paths);
        Assert.Contains("already there", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal([Target], Directory.GetFiles(_cache.Folder, "*", SearchOption.AllDirectories));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ACutConnectionIsResumed(bool serverResumes)
    {
        using var server = new Server(Packed) { CutAfter = 100_000, Resumes = serverResumes };
        var error = await Assert.ThrowsAsync<DownloadException>(() => Get(server.Address));
        Assert.Matches(@"; \d+ bytes are kept: run the command again to go on", error.Message);
        Assert.False(File.Exists(Target));
        var kept = new FileInfo(Target + ".part").Length;
        Assert.InRange(kept, 1, 100_000);

        server.CutAfter = null;
        await Get(server.Address);
        Assert.Equal(Packed, File.ReadAllBytes(Target));
        Assert.Equal(serverResumes ? Packed.Length - kept : Packed.Length, server.LastSent);
        Assert.False(File.Exists(Target + ".part"));
    }

    [Fact]
    public async Task AWholePartOfAKilledRunIsUsedAndATooLongOneStartsAgain()
    {
        using var server = new Server(Packed);
        _cache.Put("tiny/train-labels-idx1-ubyte.gz.part", Packed);
        await Get(server.Address);
        Assert.Empty(server.Paths);
        File.Delete(Target);
        _cache.Put("tiny/train-labels-idx1-ubyte.gz.part", [.. Packed, 1]);
        await Get(server.Address);
        Assert.Equal(Packed, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task WrongBytesAreDeleted()
    {
        using var server = new Server(Packed);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Get(server.Address, Set(sha: new string('0', 64))));
        Assert.Contains("do not have the known SHA-256 and were deleted", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_cache.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task AnEndlessAnswerStops()
    {
        using var server = new Server(new byte[2 * Packed.Length]);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Get(server.Address));
        Assert.Contains("more than the", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target + ".part"));
    }

    [Fact]
    public async Task NoFileNoServerNoAddressAndNoFolderAreOneLine()
    {
        using (var server = new Server(Packed) { Status = 404 })
            Assert.EndsWith("the server answered 404; set DEEPPUZZLES_MIRROR to another server", (await Refused(server.Address)).Message, StringComparison.Ordinal);
        Assert.Contains("; run the command again, or set DEEPPUZZLES_MIRROR", (await Refused($"http://127.0.0.1:{Server.FreePort()}")).Message, StringComparison.Ordinal);
        Assert.Equal("DEEPPUZZLES_MIRROR is 'ftp://x'; it must be an http or https address", (await Refused("ftp://x")).Message);
        Assert.Equal("DEEPPUZZLES_MIRROR is 'no address'; it must be an http or https address", (await Refused("no address")).Message);

        using var good = new Server(Packed);
        Directory.Delete(_cache.In("tiny"), recursive: true);
        _cache.Put("tiny", [1]);
        await Assert.ThrowsAsync<FileWriteException>(() => Get(good.Address));

        async Task<DownloadException> Refused(string mirror)
        {
            var error = await Assert.ThrowsAsync<DownloadException>(() => Get(mirror));
            Assert.Equal(4, error.ExitCode);
            Assert.DoesNotContain(error.Message, char.IsControl);
            return error;
        }
    }

    [Fact]
    public async Task AnArchiveGivesItsKnownFilesAndNoOthers()
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            foreach (var (name, bytes) in new[] { ("batches/a.bin", Decoded), ("../../evil.bin", Packed), ("batches/b.bin", Packed) })
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }
        var archive = IdxFolderMaker.Gzip(tar.ToArray());
        KnownFile a = new("a.bin", Decoded.Length, Sum(Decoded)), b = new("b.bin", Packed.Length, Sum(Packed));
        var set = new KnownSet("tiny", "", "", null, [a, b], new KnownFile("tiny.tar.gz", archive.Length, Sum(archive)));
        using var server = new Server(archive);
        await Get(server.Address, set);
        Assert.Equal(["a.bin", "b.bin"], Directory.GetFiles(_cache.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
        await Get(server.Address, set);
        Assert.Single(server.Paths);

        File.Delete(_cache.In("tiny/b.bin"));
        var error = await Assert.ThrowsAsync<DownloadException>(() => Get(server.Address, set with { Files = [a, b with { Sha256 = a.Sha256 }] }));
        Assert.Contains("does not hold b.bin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandsListGetAndCheck()
    {
        var places = new DataPlaces(null, _cache.Folder, null, null);
        _cache.Fill(6, 1, 28, within: "mnist/");
        Assert.Equal(0, DataCommands.List(_output, places));
        Assert.Contains($"whole set: {_cache.In("mnist")}, 0.0 MB", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("not found; deeppuzzles data get cifar-10", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, DataCommands.Check(_output, null, places));
        Assert.Contains("7 images of 70,000, readable", _output.ToString(), StringComparison.Ordinal);
        _cache.Put("mnist/train-labels-idx1-ubyte", [1, 2, 3]);
        Assert.Equal(4, DataCommands.Check(_output, null, places));
        Assert.Contains("BAD: ", _output.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await DataCommands.GetAsync("digits", _output, places));
        await Assert.ThrowsAsync<UsageException>(() => DataCommands.GetAsync("imagenet", _output, places));
        using var server = new Server(Packed) { Status = 404 };
        await Assert.ThrowsAsync<DownloadException>(() => DataCommands.GetAsync("fashion-mnist", _output, places with { Mirror = server.Address }));
        Assert.Equal(["/fashion-mnist/train-images-idx3-ubyte.gz"], server.Paths);
    }

    /// <summary>Serves the same bytes at every path, whole or from an offset, and can hang up.</summary>
    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly byte[] _bytes;

        public Server(byte[] bytes)
        {
            _bytes = bytes;
            Address = $"http://127.0.0.1:{FreePort()}";
            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public string Address { get; }
        public List<string> Paths { get; } = [];
        public int? CutAfter { get; set; }
        public bool Resumes { get; init; } = true;
        public int Status { get; init; } = 200;
        public long LastSent { get; private set; }

        public static int FreePort()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                Paths.Add(context.Request.Url!.AbsolutePath);
                Answer(context.Request, context.Response);
            }
        }

        private void Answer(HttpListenerRequest request, HttpListenerResponse response)
        {
            try
            {
                response.StatusCode = Status;
                var range = Resumes ? request.Headers["Range"] : null;
                var from = range is null ? 0 : int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
                if (range is not null) response.StatusCode = from < _bytes.Length ? 206 : 416;
                if (response.StatusCode is 200 or 206)
                {
                    if (range is not null) response.Headers["Content-Range"] = $"bytes {from}-{_bytes.Length - 1}/{_bytes.Length}";
                    response.ContentLength64 = LastSent = _bytes.Length - from;
                    var end = Math.Min(_bytes.Length, from + (CutAfter ?? _bytes.Length));
                    response.OutputStream.Write(_bytes, from, end - from);
                    response.OutputStream.Flush();
                    if (end < _bytes.Length)
                    {
                        response.Abort();
                        return;
                    }
                }
                response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
            {
                // the client hung up, as one of the tests wants
            }
        }
    }
}

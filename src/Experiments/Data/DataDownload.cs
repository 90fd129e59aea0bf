using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Data;

/// <summary>
/// Downloads known sets into <paramref name="folder"/>/NAME: each file into a ".part" that a later call resumes, then verified
/// by the SHA-256 of its decoded bytes, flushed and renamed.
/// </summary>
/// <param name="client">Sends the requests.</param>
/// <param name="folder">The user's cache.</param>
/// <param name="mirror">Replaces the sets' addresses: MIRROR/NAME/FILE; or null.</param>
/// <param name="output">Gets a line per file.</param>
public sealed class DataDownload(HttpClient client, string folder, string? mirror, TextWriter output)
{
    // A server that sends nothing for so long is gone.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>Gets what is missing or damaged of the set.</summary>
    /// <exception cref="DownloadException">The network, the server or the bytes failed.</exception>
    /// <exception cref="FileWriteException">The cache cannot be written.</exception>
    public async Task GetAsync(KnownSet set, CancellationToken cancel = default)
    {
        var address = Address(set);
        var place = Path.Join(folder, set.Name);
        if (set.Archive is null)
        {
            foreach (var file in set.Files)
                await GetFileAsync(address, Path.Join(place, file.Name + ".gz"), MostPacked(file), path => HasGzip(path, file), cancel).ConfigureAwait(false);
        }
        else if (!set.Files.All(file => HasPlain(Path.Join(place, file.Name), file)))
        {
            var archive = Path.Join(place, set.Archive.Name);
            await GetFileAsync(address, archive, set.Archive.Length, path => HasPlain(path, set.Archive), cancel).ConfigureAwait(false);
            Unpack(archive, place, set);
        }
        await output.WriteLineAsync($"{set.Name} is whole and verified: {place}").ConfigureAwait(false);
    }

    private Uri Address(KnownSet set)
    {
        var text = mirror is null ? set.Address : $"{mirror.TrimEnd('/')}/{set.Name}";
        if (Uri.TryCreate(text + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
        throw new DownloadException($"DEEPPUZZLES_MIRROR is '{mirror}'; it must be an http or https address");
    }

    private async Task GetFileAsync(Uri address, string path, long most, Func<string, bool> whole, CancellationToken cancel)
    {
        var name = Path.GetFileName(path);
        if (whole(path))
        {
            await output.WriteLineAsync($"{name}: already there").ConfigureAwait(false);
            return;
        }
        var part = path + ".part";
        var url = new Uri(address, name);
        // Whole already where an earlier call ended between the last byte and the rename.
        if (!whole(part)) await ReceiveAsync(url, part, most, cancel).ConfigureAwait(false);
        if (!whole(part))
        {
            AtomicFile.Discard(part);
            throw new DownloadException($"{url}: the bytes do not have the known SHA-256 and were deleted; run the command again, or set DEEPPUZZLES_MIRROR to another server");
        }
        try
        {
            AtomicFile.Replace(part, path);
        }
        catch (Exception e) when (FileAccessErrors.Covers(e))
        {
            throw new FileWriteException(path, e);
        }
        await output.WriteLineAsync($"{name}: {new FileInfo(path).Length:N0} bytes, verified").ConfigureAwait(false);
    }

    private async Task ReceiveAsync(Uri url, string part, long most, CancellationToken cancel)
    {
        using var file = new PartFile(part);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            patience.CancelAfter(Silence);
            using var response = await RequestAsync(url, file, patience.Token).ConfigureAwait(false);
            using var body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            var block = new byte[1 << 16];
            while (true)
            {
                patience.CancelAfter(Silence);
                var read = await body.ReadAsync(block, patience.Token).ConfigureAwait(false);
                if (read == 0) break;
                if (file.Length + read > most)
                {
                    file.Restart();
                    throw new DownloadException($"{url}: more than the {most} bytes that this file can have; set DEEPPUZZLES_MIRROR to another server");
                }
                file.Append(block.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is HttpRequestException or (IOException and not FileWriteException) || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            var why = e is OperationCanceledException ? $"no answer for {Silence.TotalSeconds:0} seconds" : e.Message.TrimEnd('.');
            throw new DownloadException($"{url}: {why}; {(file.Length > 0 ? $"{file.Length} bytes are kept: run the command again to go on" : "run the command again")}, or set DEEPPUZZLES_MIRROR to another server", e);
        }
    }

    /// <summary>Asks for the rest of the file; where the server has no rest to give, the file restarts.</summary>
    private async Task<HttpResponseMessage> RequestAsync(Uri url, PartFile file, CancellationToken cancel)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (file.Length > 0) request.Headers.Range = new RangeHeaderValue(file.Length, null);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            var resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == file.Length;
            if (resumes)
            {
                await output.WriteLineAsync($"{Path.GetFileName(url.LocalPath)}: going on after {file.Length:N0} bytes").ConfigureAwait(false);
                return response;
            }
            var again = file.Length > 0 && response.StatusCode is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable;
            if (response.StatusCode == HttpStatusCode.OK || again) file.Restart();
            if (response.StatusCode == HttpStatusCode.OK) return response;
            var status = (int)response.StatusCode;
            response.Dispose();
            if (!again) throw new DownloadException($"{url}: the server answered {status}; set DEEPPUZZLES_MIRROR to another server");
        }
    }

    // The worst that deflate makes of a byte is nine bits (RFC 1951, fixed codes); and a header with a name.
    private static long MostPacked(KnownFile file) => file.Length + file.Length / 8 + 1024;

    private static bool HasGzip(string path, KnownFile file)
    {
        if (!File.Exists(path)) return false;
        try
        {
            var array = IdxFile.Read(path, file.Name.Contains("idx3", StringComparison.Ordinal) ? 3 : 1);
            return array.FileLength == file.Length && array.Sha256() == file.Sha256;
        }
        catch (DataFormatException)
        {
            return false;
        }
    }

    private static bool HasPlain(string path, KnownFile file) => File.Exists(path) && OutsideFile.Read(path, stream =>
        stream.Length == file.Length && System.Convert.ToHexStringLower(SHA256.HashData(stream)) == file.Sha256);

    // The archive's own SHA-256 was verified; its paths are still not trusted: only the known names are written.
    private static void Unpack(string archive, string place, KnownSet set)
    {
        OutsideFile.Read(archive, stream =>
        {
            using var unzipped = new GZipStream(stream, CompressionMode.Decompress);
            using var tar = new TarReader(unzipped);
            while (tar.GetNextEntry() is { } entry)
            {
                var name = Path.GetFileName(entry.Name);
                if (entry.DataStream is { } data && set.Files.Any(file => file.Name == name))
                    AtomicFile.Write(Path.Join(place, name), data.CopyTo);
            }
            return true;
        });
        foreach (var file in set.Files)
            if (!HasPlain(Path.Join(place, file.Name), file)) throw new DownloadException($"{archive} does not hold {file.Name} with the known SHA-256; delete it and run the command again");
        AtomicFile.Discard(archive);
    }
}

using System.Text.RegularExpressions;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Files made to do harm are read or refused, and nothing else happens: no other exception, no memory but in proportion to the file, and
/// no buffer kept. Every refusal that the sources know is met.</summary>
public sealed class HostileFileTests(ITestOutputHelper output)
{
    private const int NpyFiles = 30_000, NpzFiles = 30_000, SafeTensorsFiles = 25_000;

    /// <summary>What tensors may take: little, so that some files ask for more.</summary>
    private static readonly long[] s_limits = [40, 1_000, 1_000, 1_000_000];

    /// <summary>Memory of the device for a byte of a file: bytes become int32, and a fifth of a buffer may be unused.</summary>
    private const double HeldPerByte = 5;

    /// <summary>The least buffer, which a tensor without elements takes too.</summary>
    private const long LeastBuffer = 64;

    /// <summary>A tensor without elements is in fewer bytes in no file.</summary>
    private const int LeastEntry = 50;

    /// <summary>So many files pay for what .NET makes once, beyond what is theirs.</summary>
    private const int FirstFiles = 100;

    /// <summary>Managed memory for a byte of a file, and for any file: names, the tensors themselves, decoders, the line that refuses.</summary>
    private const long AllocatedPerByte = 100, AllocatedAnyhow = 16 << 10;

    /// <summary>Of an error: names from the file are cut and escaped, each at most 60 characters of <c>\u202e</c>, and there are two at most.</summary>
    private const int MostCharacters = 1000;

    /// <summary>Deflate codes at best 258 bytes in two bits.</summary>
    private const int DecodedPerByte = 1032;

    private static readonly string[] s_common = ["DataFormatException.cs", "Source.cs", "FileType.cs", "Elements.cs"];
    private static readonly string[] s_npy = [.. s_common, "Npy.cs", "NpyHeader.cs", "NpyDictionary.cs"];

    /// <summary>Of a single file these cannot be: its length is known, and nothing in it is compressed.</summary>
    private static readonly string[] s_onlyInArchives = ["the compressed data", "the data ends here", "bytes follow the"];

    [Fact]
    public void Npy() =>
        Run(seed: 1, NpyFiles, 1, malice => malice.Begin(), NpyMaker.Make, (stream, options) => [Tensors.Npy.Read(stream, "file", options)], [.. Refusals.In(s_npy).Where(IsOfFiles)]);

    [Fact]
    public void Npz() =>
        Run(seed: 2, NpzFiles, DecodedPerByte, malice => malice.BeginArchive(), ZipMaker.Make, (stream, options) => Tensors.Npz.Read(stream, "file", options).Values, Refusals.In([.. s_npy, "Npz.cs", "ZipDirectory.cs", "ZipDirectory.End.cs", "ZipMember.cs"]));

    [Fact]
    public void Safetensors() =>
        Run(seed: 3, SafeTensorsFiles, 1, malice => malice.Begin(), SafeTensorsMaker.Make, (stream, options) => SafeTensors.Read(stream, "file", options).Values, [.. Refusals.In([.. s_common, "SafeTensorsHeader.cs", "SafeTensorsParser.cs", "SafeTensorsDigest.cs"]).Where(IsOfFiles)]);

    private static bool IsOfFiles(Regex refusal) => !s_onlyInArchives.Any(start => Regex.Unescape(refusal.ToString())[1..].StartsWith(start, StringComparison.Ordinal));

    private void Run(int seed, int files, int decodedPerByte, Action<Malice> begin, Func<Malice, byte[]> make, Func<Stream, ReadOptions, IEnumerable<Tensor>> read, IReadOnlyList<Regex> refusals)
    {
        var malice = new Malice(seed);
        var device = new CpuDevice(1);
        ReadOptions[] limits = [.. s_limits.Select(limit => new ReadOptions { Device = device, MemoryLimit = limit })];
        var met = new int[refusals.Count];
        (int accepted, int refused, int tensors, long most) = (0, 0, 0, long.MinValue);
        for (int i = 0; i < files; i++)
        {
            begin(malice);
            byte[] file = make(malice);
            ReadOptions options = malice.Pick(limits);
            device.Trim();
            long before = GC.GetAllocatedBytesForCurrentThread();
            DataFormatException? error = null;
            int count = 0;
            long bytes = 0;
            using (MemoryScope.Open())
            {
                try
                {
                    var stream = new MemoryStream(file);
                    foreach (Tensor x in read(stream, options))
                    {
                        count++;
                        bytes += (long)x.Count * x.DType.Bytes();
                    }
                    Assert.True(decodedPerByte > 1 || stream.Position == file.Length, $"file {i} is accepted and not read to its end");
                }
                catch (DataFormatException e)
                {
                    error = e;
                    Assert.Equal(0, device.Memory.Live);
                }
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before, held = device.Memory.BytesHeld;
            Assert.True(i < FirstFiles || allocated <= AllocatedAnyhow + AllocatedPerByte * file.Length, $"file {i} of {file.Length} bytes took {allocated} managed bytes: {error?.Message}");
            Assert.True(held <= HeldPerByte * Math.Min(options.MemoryLimit, (long)file.Length * decodedPerByte) + LeastBuffer * (1 + file.Length / LeastEntry), $"file {i} of {file.Length} bytes took {held} bytes of the device: {error?.Message}");
            Assert.True(bytes <= options.MemoryLimit);
            if (i >= FirstFiles) most = Math.Max(most, allocated - AllocatedPerByte * file.Length);
            if (error is null)
            {
                accepted++;
                tensors += count;
                continue;
            }
            refused++;
            Assert.StartsWith("file", error.File, StringComparison.Ordinal);
            Assert.DoesNotContain(error.Message, ErrorLineTests.IsHidden);
            Assert.True(error.Message.Length <= MostCharacters, error.Message);
            string line = error.Message[$"{error.File}, byte {error.Offset}: ".Length..];
            bool known = false;
            for (int r = 0; r < met.Length; r++)
            {
                if (!refusals[r].IsMatch(line)) continue;
                met[r]++;
                known = true;
            }
            Assert.True(known, $"no source has this refusal: {error.Message}");
        }
        output.WriteLine($"{files} files: {accepted} accepted with {tensors} tensors, {refused} refused in {met.Count(each => each > 0)} of {refusals.Count} ways; at most {most} managed bytes beyond {AllocatedPerByte} for a byte of the file");
        for (int r = 0; r < met.Length; r++) output.WriteLine($"{met[r],7} {Regex.Unescape(refusals[r].ToString())}");
        Assert.True(accepted > files / 20 && refused > files / 4, $"{accepted} accepted, {refused} refused: the files are too good or too bad");
        Assert.Empty(refusals.Where((_, r) => met[r] == 0));
    }
}

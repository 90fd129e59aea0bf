using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Data;

public sealed class IdxFileTests(ITestOutputHelper output)
{
    private static IdxArray Read(byte[] bytes, int rank = 3) => IdxFile.Read(new MemoryStream(bytes), "file", rank);

    private static DataFormatException Refused(byte[] bytes, int rank = 3)
    {
        var error = Assert.Throws<DataFormatException>(() => Read(bytes, rank));
        Assert.Equal(("file", 4), (error.File, UserErrors.ExitCode(error)));
        return error;
    }

    [Theory, InlineData(false), InlineData(true)]
    public void ReadsWhatWasWritten(bool gzip)
    {
        var file = IdxFolderMaker.Images(5, 3);
        var array = Read(gzip ? IdxFolderMaker.Gzip(file) : file);
        Assert.Equal([5, 3, 3], array.Dimensions);
        Assert.Equal(file[16..], array.Values);
        Assert.Equal(file[..16], array.Header());
        Assert.Equal(System.Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)), array.Sha256());
    }

    [Fact]
    public void EveryTruncationOfAPlainFileIsRefused()
    {
        var file = IdxFolderMaker.Images(2, 4);
        for (var length = 0; length < file.Length; length++) Refused(file[..length]);
    }

    [Fact]
    public void EveryTruncationOfAGzipFileIsRefused()
    {
        var file = IdxFolderMaker.Gzip(IdxFolderMaker.Images(20, 4));
        for (var length = 0; length < file.Length; length++) Refused(file[..length]);
    }

    [Theory, InlineData(1), InlineData(100), InlineData(100_000)]
    public void TrailingBytesAreRefused(int extra)
    {
        var file = IdxFolderMaker.Images(2, 4);
        Refused([.. file, .. new byte[extra]]);
        Refused(IdxFolderMaker.Gzip([.. file, .. new byte[extra]]));
        Refused([.. IdxFolderMaker.Gzip(file), .. new byte[extra]]);
        Refused([.. IdxFolderMaker.Gzip(file), .. IdxFolderMaker.Gzip(file)]);
    }

    [Fact]
    public void ADamagedGzipByteIsRefusedOrHarmless()
    {
        var file = IdxFolderMaker.Images(40, 4);
        var packed = IdxFolderMaker.Gzip(file);
        var refused = 0;
        for (var i = 0; i < packed.Length; i++)
        {
            var damaged = packed.ToArray();
            damaged[i] ^= 0x55;
            try
            {
                Assert.Equal(file[16..], Read(damaged).Values); // the time or the system in gzip's header
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, packed.Length - 6, packed.Length);
    }

    [Fact]
    public void TheLineSaysWhatIsWrong()
    {
        Assert.Equal("file, byte 0: the file is empty; get it again", Refused([]).Message);
        Assert.Equal("file, byte 0: magic 0x00000801 instead of 0x00000803: labels, expected images in bytes", Refused([.. IdxFolderMaker.Labels(30, 10)]).Message);
        Assert.StartsWith("file, byte 0: magic 0x00000d03 instead of 0x00000803: an IDX array of type 0x0d with 3 axes", Refused([0, 0, 13, 3, .. new byte[12]]).Message, StringComparison.Ordinal);
        Assert.StartsWith("file, byte 8: axis 1 has length 0;", Refused(IdxFolderMaker.Idx([], 4, 0, 4)).Message, StringComparison.Ordinal);
        Assert.StartsWith("file, byte 4: 2147483647 × 2147483647 × 2147483647 values are more than", Refused(IdxFolderMaker.Idx([], int.MaxValue, int.MaxValue, int.MaxValue)).Message, StringComparison.Ordinal);
        Assert.Contains("promises 1000000016 bytes and the file has 16", Refused(IdxFolderMaker.Idx([], 1000, 1000, 1000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGzipFileThatClaimsMoreThanItCanHoldAllocatesNothing()
    {
        const uint Claimed = 1_900_000_000;
        var forged = IdxFolderMaker.Gzip(IdxFolderMaker.Idx(new byte[1000], 1, 1, Claimed));
        BitConverter.TryWriteBytes(forged.AsSpan(forged.Length - 4), Claimed + 16);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(4, Refused(forged).Offset);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    /// <summary>The ways in which a file can be refused, by how the line begins. That the memory of the machine is too small cannot be made to
    /// happen here.</summary>
    private static readonly string[] Refusals =
    [
        "the file is empty", "the gzip file is truncated", "the file ends inside its", "the file ends here, its header promises", "bytes follow the", "the gzip stream after here is damaged",
        "magic 0x", "axis ", "* values are more than", "the header promises * bytes and the file has", "the header promises * bytes and the gzip file of", "* does not fit this machine's memory",
    ];

    /// <summary>A valid structure with extreme numbers in it: type, dimensions, body, gzip trailer, cut and a changed byte are chosen apart, most of
    /// them right most of the time.</summary>
    private sealed class Hostility(int seed)
    {
        private static readonly uint[] Numbers = [0, 1, 2, 3, 28, 255, 256, 65_535, 65_536, 46_341, 0x7fffffc7, 0x7fffffff, 0x80000000, 0xffffffff];
        private readonly Random _random = new(seed);

        public byte[] Make()
        {
            var rank = OneIn(8) ? _random.Next(6) : 3;
            var dimensions = Enumerable.Range(0, rank).Select(_ => OneIn(6) ? Numbers[_random.Next(Numbers.Length)] : (uint)_random.Next(1, 7)).ToArray();
            var file = IdxFolderMaker.Idx(new byte[OneIn(3) ? _random.Next(3000) : Fitting(dimensions)], dimensions);
            if (OneIn(8)) file[2] = (byte)_random.Next(256);
            if (OneIn(8)) file[3] = (byte)_random.Next(256);
            if (OneIn(2)) file = Pack(file, dimensions);
            if (OneIn(6)) file = file[..Math.Max(0, file.Length - _random.Next(60))];
            if (OneIn(10)) file = [.. file, .. new byte[1 + _random.Next(9)]];
            if (OneIn(6) && file.Length > 0) file[_random.Next(file.Length)] ^= (byte)(1 << _random.Next(8));
            return file;
        }

        // In half of the files the trailer repeats what the header promises, whatever the body has.
        private byte[] Pack(byte[] file, uint[] dimensions)
        {
            var packed = IdxFolderMaker.Gzip(file);
            if (OneIn(2)) BitConverter.TryWriteBytes(packed.AsSpan(packed.Length - 4), OneIn(4) ? Numbers[_random.Next(Numbers.Length)] : (uint)(4 + 4 * dimensions.Length + Fitting(dimensions)));
            return OneIn(8) ? [.. packed[..^_random.Next(8, 14)], .. packed[^4..]] : packed;    // the end of the data and the checksum are gone
        }

        private bool OneIn(int times) => _random.Next(times) == 0;
    }

    // The body that the header promises, where that is small: else nothing would ever be read.
    private static int Fitting(uint[] dimensions)
    {
        const int Small = 20_000;
        var product = dimensions.Aggregate((System.Numerics.BigInteger)1, (left, right) => left * right);
        return product <= Small ? (int)product : 0;
    }

    /// <summary>The rest of the 100,000 hostile files; the others are in the tests of Tensor.</summary>
    [Fact]
    public void HostileFilesAreReadOrRefusedAndAllocateNoMoreThanTheyCanHold()
    {
        const int Files = 15_000;
        const long PerByte = 1032, Anyhow = 32 << 10;   // what deflate can hold; the decoder and the line that refuses
        var hostility = new Hostility(4);
        var met = new int[Refusals.Length];
        var (read, refused) = (0, 0);
        for (var i = 0; i < Files; i++)
        {
            var bytes = hostility.Make();
            var before = GC.GetAllocatedBytesForCurrentThread();
            DataFormatException? error = null;
            try
            {
                var array = Read(bytes);
                Assert.Equal(array.Dimensions.Aggregate(1, (left, right) => left * right), array.Values.Length);
                read++;
            }
            catch (DataFormatException e)
            {
                error = e;
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Anyhow + PerByte * bytes.Length);
            if (error is null) continue;
            refused++;
            Assert.DoesNotContain(error.Message, char.IsControl);
            met[Assert.Single(Enumerable.Range(0, met.Length), way => Begins(error.Message[$"file, byte {error.Offset}: ".Length..], Refusals[way]))]++;
        }
        output.WriteLine($"{Files} files: {read} accepted, {refused} refused");
        for (var way = 0; way < met.Length; way++) output.WriteLine($"{met[way],7} {Refusals[way]}");
        Assert.True(read > Files / 20 && refused > Files / 4, $"{read} read, {refused} refused");
        Assert.DoesNotContain(0, met[..^1]);
    }

    [Fact]
    public void AllRefusalsOfTheSourceAreKnown()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DeepPuzzles.sln"))) folder = folder.Parent;
        var source = File.ReadAllText(Path.Combine(folder.FullName, "src", "Experiments", "Data", "IdxFile.cs"));
        Assert.Equal(Refusals.Length, source.Split("throw new DataFormatException(").Length - 1);
    }

    private static bool Begins(string line, string refusal) => refusal.Split('*') switch
    {
        ["", var later] => line.Contains(later, StringComparison.Ordinal),
        [var start, var later] => line.StartsWith(start, StringComparison.Ordinal) && line.Contains(later, StringComparison.Ordinal),
        _ => line.StartsWith(refusal, StringComparison.Ordinal),
    };

    [Fact]
    public void WhatCannotBeOpenedIsMissing()
    {
        using var maker = new IdxFolderMaker();
        maker.Put("locked", IdxFolderMaker.Labels(3, 3));
        using var locked = new FileStream(maker.In("locked"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        foreach (var path in new[] { maker.In("none"), maker.Folder, maker.In("locked"), maker.In("a\0b"), maker.In("locked/inside") })
        {
            var error = Assert.Throws<DataMissingException>(() => IdxFile.Read(path, 1));
            Assert.IsType<UserException>(error, exactMatch: false);
            Assert.DoesNotContain(error.Message, char.IsControl);
        }
    }
}

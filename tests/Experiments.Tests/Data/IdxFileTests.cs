using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Experiments.Tests.Data;

public sealed class IdxFileTests
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

    /// <summary>A valid structure with extreme numbers in it: dimensions, body, gzip trailer and cut are chosen apart.</summary>
    private sealed record Hostile(byte Type, byte Axes, uint[] Dimensions, int Body, bool Gzip, uint? Trailer, int Cut)
    {
        public byte[] Bytes()
        {
            var file = IdxFolderMaker.Idx(new byte[Body], Dimensions);
            (file[2], file[3]) = (Type, Axes);
            if (Gzip) file = IdxFolderMaker.Gzip(file);
            if (Gzip && Trailer is { } trailer) BitConverter.TryWriteBytes(file.AsSpan(file.Length - 4), trailer);
            return file[..Math.Max(0, file.Length - Cut)];
        }
    }

    private static Gen<Hostile> Hostiles()
    {
        var number = Gen.OneOf(
            Gen.Elements<uint>(0, 1, 2, 3, 28, 255, 256, 65_535, 65_536, 46_341, 0x7fffffc7, 0x7fffffff, 0x80000000, 0xffffffff),
            Gen.Choose(0, 6).Select(i => (uint)i));
        var trailer = Gen.OneOf(Gen.Constant<uint?>(null), number.Select(n => (uint?)n), Gen.Constant<uint?>(16 + 8));
        return
            from type in Gen.Frequency((6, Gen.Constant((byte)8)), (1, Gen.Choose(0, 255).Select(i => (byte)i)))
            from rank in Gen.Frequency((6, Gen.Constant(3)), (1, Gen.Choose(0, 5)))
            from axes in Gen.Frequency((6, Gen.Constant((byte)rank)), (1, Gen.Choose(0, 255).Select(i => (byte)i)))
            from dimensions in number.ArrayOf(rank)
            from body in Gen.Frequency((3, Gen.Constant(Fitting(dimensions))), (3, Gen.Choose(0, 70)), (1, Gen.Choose(0, 3000)))
            from gzip in Gen.Elements(true, false)
            from end in trailer
            from cut in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(0, 40)))
            select new Hostile(type, axes, dimensions, body, gzip, end, cut);
    }

    // The body that the header promises, where that is small: else nothing would ever be read.
    private static int Fitting(uint[] dimensions)
    {
        const int Small = 20_000;
        var product = dimensions.Aggregate((System.Numerics.BigInteger)1, (left, right) => left * right);
        return product <= Small ? (int)product : 0;
    }

    [Fact]
    public void HostileHeadersAreReadOrRefusedAndAllocateNothingMuch()
    {
        const long Much = 4 << 20; // one block of 2^31 bytes would show
        var (read, refused) = (0, 0);
        Prop.ForAll(Hostiles().ToArbitrary(), hostile =>
        {
            var bytes = hostile.Bytes();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var array = Read(bytes);
                Assert.Equal(hostile.Gzip ? hostile.Body : hostile.Body - hostile.Cut, array.Values.Length); // a cut plain file may be a whole shorter one
                Assert.Equal(hostile.Dimensions.Select(d => (int)d), array.Dimensions);
                read++;
            }
            catch (DataFormatException e)
            {
                Assert.DoesNotContain(e.Message, char.IsControl);
                refused++;
            }
            return GC.GetAllocatedBytesForCurrentThread() - before < Much;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
        Assert.True(read > 50 && refused > 1500, $"{read} read, {refused} refused");
    }

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

using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>A compiled program is kept for the next process, and whatever stands in its place there does no harm.</summary>
public sealed class ProgramFolderTests : IDisposable
{
    private const int Head = 48;            // magic, length and digest

    private static readonly KernelKey s_map = new("Map.cl", "map", ElementType.Float32, OpSource.Unary<Tanh, float>(default)),
        s_fill = new("Copy.cl", "fill", ElementType.Bits32);

    // What stands in the place of a file, made from what was there and from another program's.
    private static readonly Dictionary<string, Action<string, byte[], byte[]>> s_damages = new()
    {
        ["cut in the middle"] = (file, mine, _) => File.WriteAllBytes(file, mine[..(mine.Length / 2)]),
        ["cut by a byte"] = (file, mine, _) => File.WriteAllBytes(file, mine[..^1]),
        ["cut in its head"] = (file, mine, _) => File.WriteAllBytes(file, mine[..20]),
        ["head alone"] = (file, mine, _) => File.WriteAllBytes(file, mine[..Head]),
        ["longer"] = (file, mine, _) => File.WriteAllBytes(file, [.. mine, 0]),
        ["a bit in the binary"] = (file, mine, _) => File.WriteAllBytes(file, Flipped(mine, Head + (mine.Length - Head) / 2)),
        ["the last bit"] = (file, mine, _) => File.WriteAllBytes(file, Flipped(mine, mine.Length - 1)),
        ["a bit of the magic"] = (file, mine, _) => File.WriteAllBytes(file, Flipped(mine, 0)),
        ["a bit of the digest"] = (file, mine, _) => File.WriteAllBytes(file, Flipped(mine, Head - 1)),
        ["a tail of zeros"] = (file, mine, _) => File.WriteAllBytes(file, [.. mine[..(mine.Length / 2)], .. new byte[mine.Length - mine.Length / 2]]),
        ["empty"] = (file, _, _) => File.WriteAllBytes(file, []),
        ["text"] = (file, _, _) => File.WriteAllText(file, new string('x', 1000)),
        ["a binary without a head"] = (file, mine, _) => File.WriteAllBytes(file, mine[Head..]),
        ["another program"] = (file, _, other) => File.WriteAllBytes(file, other),
        ["a link to what has no end"] = (file, _, _) =>
        {
            File.Delete(file);
            _ = File.CreateSymbolicLink(file, "/dev/zero");
        },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("deeppuzzles-programs-").FullName;

    public static TheoryData<string> Damages => [.. s_damages.Keys];

    [Fact]
    public void The_next_device_loads_what_the_first_compiled()
    {
        Assert.Equal(1, Built(s_map));
        Assert.Equal(0, Built(s_map));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_file_is_compiled_again_and_mended(string damage)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && damage.Contains("link", StringComparison.Ordinal), "links are for others there");
        Assert.Equal(1, Built(s_fill));
        string other = Assert.Single(Files);
        Assert.Equal(1, Built(s_map));
        string mine = Assert.Single(Files, file => file != other);
        s_damages[damage](mine, File.ReadAllBytes(mine), File.ReadAllBytes(other));
        Assert.Equal(1, Built(s_map));
        Assert.Equal(0, Built(s_map));
    }

    [Fact]
    public void Another_driver_or_device_never_gets_the_program()
    {
        using OpenClDevice device = New(_folder);
        int Of(DeviceInfo info)
        {
            using var programs = new Programs(info, device.Queue.Context, new ProgramFolder(_folder));
            _ = programs[s_map];
            return programs.Built;
        }

        Assert.Equal(1, Of(device.Info));
        Assert.Equal(0, Of(device.Info));
        Assert.Equal(1, Of(device.Info with { Driver = "another" }));
        Assert.Equal(1, Of(device.Info with { Name = "another" }));
        Assert.Equal(1, Of(device.Info with { PlatformText = "another" }));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_only_time()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Assert.Equal(1, Built(s_map, Path.Combine(file, "below")));
        // The place is taken by a folder that is not empty: what was written beside it is gone again.
        Assert.Equal(1, Built(s_map));
        string kept = Files.Single(each => each != file);
        File.Delete(kept);
        _ = Directory.CreateDirectory(Path.Combine(kept, "below"));
        Assert.Equal(1, Built(s_map));
        Assert.Equal([file], Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public void A_folder_without_a_name_is_refused_at_once(string folder)
    {
        string said = Assert.Throws<DeviceException>(() => New(folder)).Message;
        Assert.StartsWith("opencl: the folder for compiled programs has no name", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Files => Directory.GetFiles(_folder);

    private int Built(KernelKey key, string? folder = null)
    {
        using OpenClDevice device = New(folder ?? _folder);
        Assert.NotEqual(0, device.Programs[key].Handle);
        return device.Programs.Built;
    }

    private static OpenClDevice New(string folder)
    {
        _ = OnOpenCl.Device;            // skips where there is none
        return new OpenClDevice(cache: folder);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }
}

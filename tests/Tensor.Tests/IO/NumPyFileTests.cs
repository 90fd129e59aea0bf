using System.Text.Json;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Files that NumPy wrote, and safetensors files put together by the specification, hold what expected.json says; generate.py made
/// both.</summary>
public sealed class NumPyFileTests
{
    private sealed record Held(string Dtype, int[] Shape, string Bytes);

    private sealed record Case(Dictionary<string, Held>? Tensors, Dictionary<string, string>? Metadata, string? Refused);

    private static readonly Dictionary<string, Case> s_cases =
        JsonSerializer.Deserialize<Dictionary<string, Case>>(File.ReadAllText(Folders.Here("expected.json")), JsonSerializerOptions.Web)!;

    /// <summary>C-ordered little-endian files of the four dtypes: what is written must be these very bytes.</summary>
    private static readonly string[] s_asWritten =
    [
        "bool.npy", "int32-little.npy", "float32-little.npy", "float64-little.npy", "number.npy", "vector.npy", "empty.npy", "eight-axes.npy", "version-1.npy", "none-to-spare.npy",
        "as-written.safetensors", "nothing-as-written.safetensors",
    ];

    public static TheoryData<string> Held_files => [.. s_cases.Where(each => each.Value.Tensors is not null).Select(each => each.Key)];

    public static TheoryData<string> Refused_files => [.. s_cases.Where(each => each.Value.Refused is not null).Select(each => each.Key)];

    public static TheoryData<string> Written_files => [.. s_asWritten];

    private static string At(string file) => Path.Combine(Folders.Here("files"), file);

    private static IReadOnlyDictionary<string, Tensor> Read(string path, ReadOptions? options = null) => Path.GetExtension(path) switch
    {
        ".npy" => new Dictionary<string, Tensor> { [""] = Npy.Read(path, options) },
        ".npz" => Npz.Read(path, options),
        _ => SafeTensors.Read(path, options),
    };

    private static string Hex(Tensor x)
    {
        using var bytes = new MemoryStream();
        Elements.Write(x, bytes.Write);
        return System.Convert.ToHexStringLower(bytes.ToArray());
    }

    [Fact]
    public void Every_file_has_a_case() =>
        Assert.Equal(s_cases.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folders.Here("files")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Held_files))]
    public void What_was_saved_is_read(string file)
    {
        Case expected = s_cases[file];
        foreach (Kernels.Device? device in new Kernels.Device?[] { null, new Kernels.ReferenceDevice() })
        {
            IReadOnlyDictionary<string, Tensor> read = Read(At(file), new ReadOptions { Device = device });
            Assert.Equal(expected.Tensors!.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
            foreach ((string name, Held held) in expected.Tensors)
            {
                Tensor x = read[name];
                Assert.Equal((held.Dtype, held.Bytes), (x.DType.Name(), Hex(x)));
                Assert.Equal(held.Shape, x.Shape.Sizes.ToArray());
                Assert.Same(device ?? Kernels.CpuDevice.Default, x.Device);
                Assert.False(x.IsTracked);
            }
        }
        if (expected.Metadata is { } metadata) Assert.Equal(metadata, SafeTensors.ReadMetadata(At(file)));
    }

    [Theory]
    [MemberData(nameof(Refused_files))]
    public void What_tensors_cannot_hold_is_refused_in_a_line(string file)
    {
        var error = Assert.Throws<DataFormatException>(() => Read(At(file)));
        Assert.StartsWith(At(file), error.Message, StringComparison.Ordinal);
        Assert.Contains(s_cases[file].Refused!, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Theory]
    [MemberData(nameof(Written_files))]
    public void What_is_written_has_the_bytes_of_the_reference(string file)
    {
        IReadOnlyDictionary<string, Tensor> tensors = Read(At(file));
        using var written = new MemoryStream();
        if (file.EndsWith(".npy", StringComparison.Ordinal)) Npy.Write(written, tensors[""]);
        else SafeTensors.Write(written, tensors.Reverse(), s_cases[file].Metadata is { Count: > 0 } metadata ? metadata : null);
        Assert.Equal(File.ReadAllBytes(At(file)), written.ToArray());
    }

    [Fact]
    public void Every_half_is_the_float_of_the_same_value()
    {
        byte[] file = File.ReadAllBytes(At("float16-little.npy"));
        byte[] header = [.. file[..128].Select((each, i) => each)];
        System.Text.Encoding.ASCII.GetBytes("(65536,), }  ").CopyTo(header, System.Text.Encoding.ASCII.GetString(header).IndexOf('(', StringComparison.Ordinal));
        ushort[] bits = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        float[] read = Npy.Read(new MemoryStream([.. header, .. System.Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(bits)])).ToArray<float>();
        // By the definition of IEEE 754: sign, 5 bits of exponent, 10 of fraction.
        Assert.All(bits, half =>
        {
            int exponent = half >> 10 & 31, fraction = half & 1023;
            double size = exponent == 31 ? fraction == 0 ? double.PositiveInfinity : double.NaN
                : exponent == 0 ? Math.ScaleB(fraction, -24) : Math.ScaleB(1024 + fraction, exponent - 25);
            Assert.Equal((float)(half >> 15 == 1 ? -size : size), read[half]);
            Assert.Equal(half >> 15 == 1, float.IsNegative(read[half]));
        });
    }
}

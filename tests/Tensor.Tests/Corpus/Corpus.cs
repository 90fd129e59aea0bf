using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DeepPuzzles.Tensors.Tests.Corpus;

/// <summary>What NumPy answered, from the file that generate.py writes.</summary>
internal sealed class Corpus
{
    private readonly Dictionary<string, Tensor> _pools;

    private Corpus(JsonElement json)
    {
        _pools = json.GetProperty("pools").EnumerateObject().ToDictionary(pool => pool.Name, pool =>
        {
            DType dtype = DTypeOf(pool.Value.GetProperty("t").GetString()!);
            byte[] bytes = pool.Value.GetProperty("d").GetBytesFromBase64();
            return Decode(bytes, dtype, [bytes.Length / dtype.Bytes()]);
        });
        Names = Texts(json.GetProperty("names"));
        Differences = Texts(json.GetProperty("differences"));
        Cases = json.GetProperty("cases").EnumerateArray().Select(each => new CorpusCase(this, each)).ToLookup(each => each.Op);
    }

    internal static Corpus It { get; } = Read();

    /// <summary>The cases of each operation.</summary>
    internal ILookup<string, CorpusCase> Cases { get; }

    /// <summary>What a NumPy user writes for each operation.</summary>
    internal Dictionary<string, string> Names { get; }

    /// <summary>What NumPy does where the library answers differently on purpose.</summary>
    internal Dictionary<string, string> Differences { get; }

    internal Tensor Pool(string name) => _pools[name];

    internal static DType DTypeOf(string name) => Enum.GetValues<DType>().Single(each => each.Name() == name);

    internal static Tensor Decode(byte[] bytes, DType dtype, int[] shape) => dtype switch
    {
        DType.Float32 => Tensor.From<float>(MemoryMarshal.Cast<byte, float>(bytes), shape),
        DType.Float64 => Tensor.From<double>(MemoryMarshal.Cast<byte, double>(bytes), shape),
        DType.Int32 => Tensor.From<int>(MemoryMarshal.Cast<byte, int>(bytes), shape),
        _ => Tensor.From<bool>(MemoryMarshal.Cast<byte, bool>(bytes), shape),
    };

    /// <summary>A file of the checkout.</summary>
    internal static string PathTo(params ReadOnlySpan<string> names)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepPuzzles.sln"))) folder = folder.Parent;
        return Path.Combine([folder!.FullName, .. names]);
    }

    private static Dictionary<string, string> Texts(JsonElement json) => json.EnumerateObject().ToDictionary(each => each.Name, each => each.Value.GetString()!);

    private static Corpus Read()
    {
        using FileStream file = File.OpenRead(PathTo("tests", "Tensor.Tests", "Corpus", "cases.json.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        return new Corpus(JsonDocument.Parse(unpacked).RootElement);
    }
}

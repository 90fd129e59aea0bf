using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>A tensor as a view: its sizes, its dtype, the order of its axes and the steps along them, and where its bits come from.</summary>
internal sealed record Strided(int[] Sizes, DType DType, int[] Order, int[] Steps, int Seed)
{
    public override string ToString() => $"{DType.Name()} [{string.Join(", ", Sizes)}] axes [{string.Join(", ", Order)}] steps [{string.Join(", ", Steps)}] seed {Seed}";

    internal static Gen<Strided> Any { get; } =
        from sizes in Gen.Choose(0, 4).ArrayOf().Where(sizes => sizes.Length <= 5)
        from dtype in Gen.Elements(Enum.GetValues<DType>())
        from order in Gen.Shuffle(Enumerable.Range(0, sizes.Length))
        from steps in Gen.Elements(1, 1, 2, -1, -3).ArrayOf(sizes.Length)
        from seed in Gen.Choose(0, 1 << 20)
        select new Strided(sizes, dtype, [.. order], steps, seed);

    internal static Arbitrary<Strided> Arbitrary { get; } = Any.ToArbitrary();

    /// <summary>Random bits: NaNs of any payload among the floats.</summary>
    internal Tensor Make()
    {
        var random = new System.Random(Seed);
        int[] whole = [.. Sizes.Select((size, axis) => size * Math.Abs(Steps[axis]))];
        int count = whole.Aggregate(1, (product, size) => product * size);
        var bytes = new byte[count * DType.Bytes()];
        random.NextBytes(bytes);
        Tensor x = DType switch
        {
            DType.Float32 => Tensor.From<float>(MemoryMarshal.Cast<byte, float>(bytes), whole),
            DType.Float64 => Tensor.From<double>(MemoryMarshal.Cast<byte, double>(bytes), whole),
            DType.Int32 => Tensor.From<int>(MemoryMarshal.Cast<byte, int>(bytes), whole),
            _ => Tensor.From([.. bytes.Select(each => each % 2 == 1)], whole),
        };
        return x[[.. Steps.Select(Slice.Every)]].Permute(Order);
    }
}

/// <summary>What is written is read again, bit for bit.</summary>
public sealed class RoundTripLaws
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(100);

    private static byte[] Bits(Tensor x) => x.DType switch
    {
        DType.Float32 => MemoryMarshal.AsBytes<float>(x.ToArray<float>()).ToArray(),
        DType.Float64 => MemoryMarshal.AsBytes<double>(x.ToArray<double>()).ToArray(),
        DType.Int32 => MemoryMarshal.AsBytes<int>(x.ToArray<int>()).ToArray(),
        _ => MemoryMarshal.AsBytes<bool>(x.ToArray<bool>()).ToArray(),
    };

    private static void AssertSame(Tensor expected, Tensor read)
    {
        Assert.Equal((expected.DType, expected.Shape), (read.DType, read.Shape));
        Assert.Equal(Bits(expected), Bits(read));
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    [Fact]
    public void Npy_gives_back_any_tensor() =>
        Prop.ForAll(Strided.Arbitrary, strided =>
        {
            Tensor x = strided.Make();
            byte[] file = Written(stream => Npy.Write(stream, x));
            AssertSame(x, Npy.Read(new MemoryStream(file)));
            Assert.Equal(file, Written(stream => Npy.Write(stream, x.Copy())));
            Assert.Equal(file.Length, Npy.Length(x));
        }).Check(s_config);

    [Fact]
    public void Npz_and_safetensors_give_back_any_tensors_by_name_and_the_same_bytes_again() =>
        Prop.ForAll(Strided.Any.ArrayOf().Where(all => all.Length < 6).ToArbitrary(), all =>
        {
            var tensors = new OrderedDictionary<string, Tensor>();
            for (int i = 0; i < all.Length; i++) tensors.Add($"größe/{(char)('a' + i * 7 % 5)}{i}", all[i].Make());
            byte[] npz = Written(stream => Npz.Write(stream, tensors)), safe = Written(stream => SafeTensors.Write(stream, tensors, Texts));
            IReadOnlyDictionary<string, Tensor> fromNpz = Npz.Read(new MemoryStream(npz)), fromSafe = SafeTensors.Read(new MemoryStream(safe));
            Assert.Equal(tensors.Keys, fromNpz.Keys);
            Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), fromSafe.Keys.Order(StringComparer.Ordinal));
            foreach ((string name, Tensor x) in tensors)
            {
                AssertSame(x, fromNpz[name]);
                AssertSame(x, fromSafe[name]);
            }
            Assert.Equal(npz, Written(stream => Npz.Write(stream, fromNpz)));
            Assert.Equal(safe, Written(stream => SafeTensors.Write(stream, fromSafe, Texts.Reverse())));
            Assert.Equal(Texts, SafeTensors.ReadMetadata(new MemoryStream(safe)));
        }).Check(s_config);

    private static IReadOnlyDictionary<string, string> Texts { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal) { [""] = "\"", ["a\nb"] = "\0 \u2028 😀", ["é"] = "" };

    [Fact]
    public void Large_tensors_go_through_in_chunks()
    {
        Tensor x = Tensor.Arange(123_457, DType.Float64).Reshape(123_457, 1).Expand([123_457, 2]).Transpose();
        AssertSame(x, Npy.Read(new MemoryStream(Written(stream => Npy.Write(stream, x)))));
        Tensor flags = x.Less(60_000);
        AssertSame(flags, SafeTensors.Read(new MemoryStream(Written(stream => SafeTensors.Write(stream, [KeyValuePair.Create("x", flags)]))))["x"]);
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands_and_must_seek()
    {
        Tensor x = Tensor.Arange(5);
        var all = new OrderedDictionary<string, Tensor> { ["x"] = x };
        foreach ((Action<Stream> write, Func<Stream, Tensor> read) in new (Action<Stream>, Func<Stream, Tensor>)[]
        {
            (stream => Npy.Write(stream, x), stream => Npy.Read(stream)),
            (stream => Npz.Write(stream, all), stream => Npz.Read(stream)["x"]),
            (stream => SafeTensors.Write(stream, all), stream => SafeTensors.Read(stream)["x"]),
        })
        {
            byte[] file = Written(write);
            AssertSame(x, read(new MemoryStream([1, 2, 3, .. file]) { Position = 3 }));
            using var pipe = new System.IO.Compression.DeflateStream(new MemoryStream(file), System.IO.Compression.CompressionMode.Decompress);
            Assert.Throws<ArgumentException>(() => read(pipe));
        }
    }
}

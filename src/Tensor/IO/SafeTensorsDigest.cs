using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DeepPuzzles.Tensors;

/// <summary>The SHA-256 that a safetensors file has among its metadata: of the whole file, header included, with zeros in place of its own
/// digits.</summary>
internal sealed class SafeTensorsDigest : IDisposable
{
    /// <summary>What it is called there. With a name of its own it is no other program's digest of something else.</summary>
    internal const string Name = "deeppuzzles.sha256";

    internal const int Digits = 2 * SHA256.HashSizeInBytes;

    // In a text of JSON a quote has a backslash before it, so this occurs nowhere else.
    private static readonly byte[] s_before = Encoding.ASCII.GetBytes($"\"{Name}\":\"");

    private static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789abcdef"u8);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string _expected = "";
    private long _place;

    /// <summary>Of a file that begins so.</summary>
    private SafeTensorsDigest(ReadOnlySpan<byte> header)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        Add(length);
        Add(header);
    }

    /// <summary>What stands in its place while it is computed.</summary>
    internal static string Zeros { get; } = new('0', Digits);

    internal static bool IsOne(ReadOnlySpan<byte> text) => text.Length == Digits && !text.ContainsAnyExcept(s_digits);

    /// <summary>Puts it into a header that has zeros there, for those tensors.</summary>
    internal static void Put(Span<byte> header, IEnumerable<Tensor> tensors)
    {
        using var digest = new SafeTensorsDigest(header);
        foreach (Tensor tensor in tensors) Elements.Write(tensor, digest.Add);
        Encoding.ASCII.GetBytes(digest.End(), header[(header.IndexOf(s_before) + s_before.Length)..]);
    }

    /// <summary>Of what is read from now on.</summary>
    /// <param name="source">Stands behind its header.</param>
    /// <param name="header">Has a digest.</param>
    internal static SafeTensorsDigest Expect(Source source, SafeTensorsHeader header)
    {
        Span<byte> digits = header.Text.AsSpan(header.DigestAt!.Value, Digits);
        string expected = Encoding.ASCII.GetString(digits);
        Encoding.ASCII.GetBytes(Zeros, digits);
        var digest = new SafeTensorsDigest(header.Text) { _expected = expected, _place = source.Position - header.Text.Length + header.DigestAt.Value };
        source.Sum = digest.Add;
        return digest;
    }

    /// <summary>What was read is what was written.</summary>
    /// <exception cref="DataFormatException">It is not.</exception>
    internal void Require(Source source)
    {
        string found = End();
        if (found != _expected)
            throw source.Wrong(_place, $"the SHA-256 is {found}, not {_expected}: the file is damaged, or another program changed it; get it again, or save it without '{Name}' in its metadata");
    }

    public void Dispose() => _hash.Dispose();

    private void Add(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    private string End() => System.Convert.ToHexStringLower(_hash.GetHashAndReset());
}

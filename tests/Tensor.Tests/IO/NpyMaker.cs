using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Makes <c>.npy</c> files, good and spoiled.</summary>
internal static class NpyMaker
{
    private const int LargestBody = 4000;
    private static readonly string[] s_good = ["<f4", "<f4", "<f8", "<i4", "|b1", "|b1", "|u1", "|i1", "<u2", ">i2", "<f2", ">f4", ">f8", ">i4", "<i8", ">i8", "<u4", ">u8"];
    private static readonly string[] s_bad = ["|O", "<c8", "<c16", "<f16", "<U3", "|S2", "<M8[D]", "|V4", "f4", "=f4", "|f4", "<x4", "", "<", "<f", "<b2", "<i3", "\\x66"];

    internal static byte[] Make(Malice malice)
    {
        string type = malice.Text(malice.Pick(s_good), s_bad);
        ulong[] sizes = [.. Enumerable.Range(0, malice.Strikes ? malice.Below(20) : malice.Below(4)).Select(_ => malice.Number((ulong)malice.Below(5)))];
        if (malice.Strikes) sizes = malice.Pick<ulong[]>([65_536, 32_768], [46_341, 46_341], [.. Enumerable.Repeat((ulong)int.MaxValue, 8)], [0, 1UL << 31], [int.MaxValue, 0, int.MaxValue]);
        byte[] text = Encoding.Latin1.GetBytes(Dictionary(malice, type, sizes));
        byte[] body = Body(malice, type, sizes);
        byte version = malice.Pick<byte>(1, 1, 2, 3);
        int before = version == 1 ? 10 : 12;
        var header = new byte[before];
        new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', version, 0 }.CopyTo(header, 0);
        if (malice.Strikes) header[malice.Below(8)] ^= 3;
        ulong length = malice.Number((ulong)text.Length);
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)length);
        else BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), (uint)length);
        return malice.Damage([.. header, .. text, .. body]);
    }

    private static string Dictionary(Malice malice, string type, ulong[] sizes)
    {
        string quote = malice.Pick("'", "'", "\"");
        string[] written = [.. sizes.Select(size => malice.Text($"{size}", $"-{size}", $"0{size}", $"{size}L", $"{size}.0", $"{size}9999999999999999999", "1e3", "True", $"{size} {size}", ""))];
        string shape = written.Length == 1 ? $"({written[0]}{malice.Text(",", "")})" : $"({string.Join(", ", written)}{malice.Text("", ",", ",,", " 3 4")})";
        string descr = malice.Text($"{quote}{type}{quote}", "[('a', '<f4')]", "('<f4', (2,))", type, $"{quote}{type}", "None");
        string fortran = malice.Text(malice.Pick("False", "False", "True"), "false", "0", "'True'", "");
        string[] fields = [Field("descr", descr), Field("fortran_order", fortran), Field("shape", shape)];
        if (malice.Strikes) fields = [.. fields, malice.Pick(fields)];
        if (malice.Strikes) fields = [.. fields, Field(malice.Pick("extra", "\u009b2J", new string('n', 5000)), "1")];
        if (malice.Strikes) fields = [.. fields.Skip(1)];
        if (malice.Coin) fields = [.. fields.Reverse()];
        string open = malice.Text("{", "", "[", "{{", " {"), close = malice.Text("}", "", "]", "}}");
        return $"{open}{string.Join(", ", fields)}{malice.Text(malice.Pick("", ", "), ",,", ";")}{close}{malice.Text(new string(' ', malice.Below(30)) + "\n", "", "\0\0", "\n{}", new string(' ', 11_000))}";

        string Field(string name, string value) => $"{malice.Text(quote, "", "`")}{name}{quote}{malice.Text(": ", " ", "=", ":")}{value}";
    }

    // As long as the type and the sizes need, where that is little: else nothing would ever be read.
    private static byte[] Body(Malice malice, string type, ulong[] sizes)
    {
        int element = type.Length > 2 && char.IsDigit(type[2]) ? type[2] - '0' : 1;
        BigInteger needed = sizes.Aggregate((BigInteger)element, (product, size) => product * size);
        byte[] body = malice.Bytes(needed <= LargestBody ? (int)needed : malice.Below(64));
        // Random bytes are truth values and small numbers almost never.
        if (type.Contains('b', StringComparison.Ordinal) && !malice.Strikes) body = [.. body.Select(each => (byte)(each & 1))];
        bool wide = (type.EndsWith("i8", StringComparison.Ordinal) || type.EndsWith("u8", StringComparison.Ordinal) || type.EndsWith("u4", StringComparison.Ordinal)) && !malice.Strikes;
        for (int i = 0; wide && i < body.Length; i++)
        {
            int place = type[0] == '>' ? element - 1 - i % element : i % element;
            if (place > 2) body[i] = 0;
        }
        return body;
    }
}

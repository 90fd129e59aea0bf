using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>Makes safetensors files, good and spoiled.</summary>
internal static class SafeTensorsMaker
{
    private static readonly (string Name, int Bytes)[] s_types =
        [("F32", 4), ("F32", 4), ("F64", 8), ("F16", 2), ("BF16", 2), ("I32", 4), ("I16", 2), ("I8", 1), ("U8", 1), ("U16", 2), ("BOOL", 1), ("I64", 8), ("U32", 4), ("U64", 8)];

    private static readonly string Zeros = new('0', 64), Digest = $"\"deeppuzzles.sha256\":\"{Zeros}\"";

    internal static byte[] Make(Malice malice)
    {
        var fields = new List<string>();
        var body = new List<byte>();
        string digest = malice.Below(3) > 0 ? "" : malice.Text($",{Digest}", $",{Digest[..^2]}\"", $",{Digest[..^2]}A\"", ",\"deeppuzzles.sha256\":1", $",{Digest},{Digest}");
        string metadata = "\"__metadata__\":" + malice.Text(
            $"{{\"format\":\"pt\",\"a\":\"b\"{digest}}}",
            "{\"a\":1}", "{\"a\":null}", "[]", "\"a\"", "{\"a\":\"1\",\"a\":\"2\"}", "{\"a\":{}}", "{}", "{\"a\":\"\\ud800\"}", $"{{\"{Malice.LongName}\":1}}");
        if (malice.Coin) fields.Add(metadata);
        for (int i = malice.Below(4); i > 0; i--) fields.Add(Tensor(malice, i, body));
        if (malice.Strikes) fields.Add(malice.Text(metadata, metadata));
        if (malice.Strikes && fields.Count > 0) fields.Add(malice.Pick(fields.ToArray()));
        if (malice.Strikes) fields.Reverse();
        string text = malice.Text("{", " {", "[", "", "{{", "\ufeff{") + string.Join(malice.Text(",", ", ", "\n,", ";", ",,"), fields) + malice.Text("}", "", "]", "}}", "} ,}", ",}", "/**/}");
        byte[] header = Encoding.UTF8.GetBytes(text);
        if (header.Length > 0 && malice.Strikes) header[malice.Below(header.Length)] = malice.Pick<byte>(0xff, 0xc0, 0x80, 0);
        header = [.. header, .. Encoding.ASCII.GetBytes(malice.Text(new string(' ', -header.Length & 7), "\n", "\0", "{}", "x"))];
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, malice.Number((ulong)header.Length));
        byte[] file = [.. length, .. header, .. body];
        // The digest of the file as it is, more often than that of another.
        int at = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Digest));
        if (at >= 0 && !malice.Strikes) Encoding.ASCII.GetBytes(System.Convert.ToHexStringLower(SHA256.HashData(file))).CopyTo(file, at + Digest.Length - Zeros.Length - 1);
        return malice.Damage(file);
    }

    private static string Tensor(Malice malice, int i, List<byte> body)
    {
        (string type, int bytes) = malice.Pick(s_types);
        ulong[] sizes = [.. Enumerable.Range(0, malice.Strikes ? malice.Below(20) : malice.Below(4)).Select(_ => (ulong)malice.Below(4))];
        int count = sizes.Length > 8 ? 0 : sizes.Aggregate(1, (product, size) => product * (int)size);
        ulong begin = (ulong)body.Count;
        for (int e = 0; e < count; e++)
            for (int b = 0; b < bytes; b++)
                body.Add((byte)(b > 2 && type is "I64" or "U64" or "U32" && !malice.Strikes ? 0 : type == "BOOL" && !malice.Strikes ? malice.Below(2) : malice.Below(256)));
        string shape = malice.Text("[" + string.Join(',', sizes.Select(size => Number(malice, size))) + "]", "2", "null", "{}", "[[1]]", "[65536,32768]", "[2147483647,2147483647,2147483647,2147483647,2147483647]", "[\"1\"]", "[1,]", "[");
        string offsets = malice.Text($"[{Number(malice, begin)},{Number(malice, (ulong)body.Count)}]", "[]", "[0]", "[0,0,0]", "0", "{}", $"[{body.Count},{begin}]", $"[0,{body.Count}]", "[\"0\",4]", "[[[0]]]");
        string[] fields = [$"\"dtype\":{malice.Text($"\"{type}\"", "\"F8_E5M2\"", "\"C64\"", "\"f32\"", "1", "null", "\"\"", "\"\\udc00\"", $"\"{Malice.LongName}\"")}", $"\"shape\":{shape}", $"\"data_offsets\":{offsets}"];
        if (malice.Strikes) fields = [.. fields.Skip(1)];
        if (malice.Strikes) fields = [.. fields, malice.Pick(fields.Length > 0 ? fields : ["\"dtype\":\"F32\""])];
        if (malice.Strikes) fields = [.. fields, "\"more\":1"];
        if (malice.Coin) fields = [.. fields.Reverse()];
        string name = malice.Text($"t{i}", "", "__metadata__", "t1", "a\\nb", "\\ud83d\\ude00", "\\ud800", "é", Malice.LongName);
        return $"\"{name}\":" + malice.Text("{" + string.Join(',', fields) + "}", "1", "[]", "null", "{}", "\"F32\"");
    }

    private static string Number(Malice malice, ulong number) => malice.Text($"{malice.Number(number)}", $"-{number}", $"{number}.0", $"{number}e0", "1e999", $"0{number}", $"{number}00000000000000000000", "-0");
}

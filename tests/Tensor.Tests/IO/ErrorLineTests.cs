using System.Globalization;
using System.Text;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>What a file says cannot break, colour, turn round or fill the line that refuses it.</summary>
public sealed class ErrorLineTests
{
    private const int MostShown = 60;

    internal static bool IsHidden(char sign) =>
        char.GetUnicodeCategory(sign) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static byte[] SafeTensorsFile(string text) => [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] ZipFile(string name)
    {
        using var file = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream member = zip.CreateEntry(name).Open();
            member.WriteByte(0);
        }
        return file.ToArray();
    }

    private static byte[] NpyFile(string text)
    {
        byte[] header = Encoding.Latin1.GetBytes(text);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. header];
    }

    /// <summary>Of each sort that hides: controls, an escape of terminals, line ends that are no '\n', directions.</summary>
    public static TheoryData<string> Hidden =>
        ["\0", "\a", "\n", "\r", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200f", "\ufeff"];

    [Theory]
    [MemberData(nameof(Hidden))]
    public void A_name_is_shown_with_what_it_hides(string sign)
    {
        string shown = $"x\\u{(int)sign[0]:x4}y", name = $"x{sign}y", inJson = char.IsControl(sign[0]) ? $"x\\u{(int)sign[0]:x4}y" : name;
        List<string> lines =
        [
            Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(SafeTensorsFile($$$"""{"{{{inJson}}}":1}""")))).Message,
            Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(SafeTensorsFile($$$"""{"__metadata__":{"{{{inJson}}}":1}}""")))).Message,
            Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(SafeTensorsFile($$$"""{"a":{"dtype":"{{{inJson}}}"}}""")))).Message,
            Assert.Throws<DataFormatException>(() => Npz.Read(new MemoryStream(ZipFile(name)))).Message,
            Assert.Throws<TensorException>(() => SafeTensors.Write(new MemoryStream(), [KeyValuePair.Create(name, Tensor.Ones([1])), KeyValuePair.Create(name, Tensor.Ones([1]))])).Message,
            new FileWriteException(name, new IOException("full")).Message,
        ];
        if (sign[0] <= 0xff) lines.Add(Assert.Throws<DataFormatException>(() => Npy.Read(new MemoryStream(NpyFile($"{{'{name}': 1}}")))).Message);
        Assert.All(lines, line =>
        {
            Assert.Contains(shown, line, StringComparison.Ordinal);
            Assert.DoesNotContain(line, IsHidden);
        });
    }

    [Fact]
    public void A_long_name_is_cut()
    {
        string name = new('n', 5000);
        string[] lines =
        [
            Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(SafeTensorsFile($$$"""{"{{{name}}}":1}""")))).Message,
            Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(SafeTensorsFile($$$"""{"__metadata__":{"{{{name}}}":1}}""")))).Message,
            Assert.Throws<DataFormatException>(() => SafeTensors.Read(new MemoryStream(SafeTensorsFile($$$"""{"a":{"dtype":"{{{name}}}"}}""")))).Message,
            Assert.Throws<DataFormatException>(() => Npz.Read(new MemoryStream(ZipFile(name)))).Message,
            Assert.Throws<DataFormatException>(() => Npz.Read(new MemoryStream(ZipFile(name + ".npy")))).Message,
            Assert.Throws<DataFormatException>(() => Npy.Read(new MemoryStream(NpyFile($"{{'{name}': 1}}")))).Message,
            Assert.Throws<TensorException>(() => Npz.Write(new MemoryStream(), [KeyValuePair.Create("/" + name, Tensor.Ones([1]))])).Message,
            Assert.Throws<TensorException>(() => SafeTensors.Write(new MemoryStream(), [KeyValuePair.Create(name + "\ud800", Tensor.Ones([1]))])).Message,
        ];
        Assert.All(lines, line =>
        {
            Assert.Contains("nnn…", line, StringComparison.Ordinal);
            Assert.DoesNotContain(new string('n', MostShown + 1), line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_is_shown_is_whole_characters()
    {
        Assert.Equal(new string('é', MostShown), FileAccessErrors.Shown(new string('é', MostShown)));
        Assert.Equal(new string('é', MostShown) + "…", FileAccessErrors.Shown(new string('é', MostShown + 1)));
        string half = new('x', MostShown - 1);
        Assert.Equal(half + "…", FileAccessErrors.Shown(half + "😀"));
        Assert.Equal("😀\\ud83d😀\\ude00", FileAccessErrors.Shown("😀\ud83d😀\ude00"));
        Assert.Equal("größe/'x'\\y", FileAccessErrors.Shown("größe/'x'\\y"));
    }
}

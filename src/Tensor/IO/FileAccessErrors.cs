using System.Globalization;
using System.Text;

namespace DeepPuzzles.Tensors;

/// <summary>Which exceptions the file system throws for what a user named, and what to tell of them and of files: in one line that no file can
/// break, colour or turn round.</summary>
public static class FileAccessErrors
{
    /// <summary>Of a name from a file so many characters are shown; a file may have one of a hundred million.</summary>
    internal const int MostShown = 60;

    /// <summary>True for what the file system throws; false for a <see cref="FileWriteException"/>, which says all already.</summary>
    public static bool Covers(Exception e) =>
        e is (IOException and not FileWriteException) or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    /// <summary>The system's reason in a few words.</summary>
    public static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "permission denied, or it is a folder",
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such folder",
        PathTooLongException => "the name is too long",
        _ => e.Message.Split(" : '")[0].TrimEnd('.'), // .NET adds the path, here a temporary one
    };

    /// <summary>A name or another text out of a file, as an error line shows it: its first characters, and <see cref="OneLine"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">So many characters; … stands for the others.</param>
    public static string Shown(string text, int most = MostShown)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (text.Length <= most) return OneLine(text);
        int length = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;     // never half a character
        return OneLine(text[..length]) + '…';
    }

    /// <summary>The text with what draws nothing itself as <c>\u001b</c>: control characters and line breaks, marks that turn the direction of
    /// writing (U+202A to U+202E, U+2066 to U+2069) or join letters, halves of surrogate pairs, and U+FFFE and U+FFFF, which no XML may hold. File names, system messages and what files
    /// hold may have them.</summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(IsHidden)) return text;
        var line = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i)) line.Append(text[i++]).Append(text[i]);
            else if (IsHidden(text[i])) line.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else line.Append(text[i]);
        }
        return line.ToString();
    }

    private static bool IsHidden(char sign) => sign is '\uFFFE' or '\uFFFF' || char.GetUnicodeCategory(sign)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}

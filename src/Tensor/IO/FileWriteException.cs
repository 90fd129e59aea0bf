namespace DeepPuzzles.Tensors;

/// <summary>A file or folder that cannot be written: one line with the path, the system's reason and the way out.</summary>
/// <param name="path">What was to be written.</param>
/// <param name="cause">What the system said.</param>
public sealed class FileWriteException(string path, Exception cause)
    : IOException(FileAccessErrors.OneLine($"cannot write {path}: {FileAccessErrors.Reason(cause)}; free some space, change the permissions or choose another folder"), cause);

/// <summary>Which exceptions the file system throws for what a user named, and what to tell of them.</summary>
public static class FileAccessErrors
{
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

    /// <summary>The text with blanks for control characters: file names, system messages and what files hold may have line breaks or terminal
    /// escapes in them.</summary>
    public static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}

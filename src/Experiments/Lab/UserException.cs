namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>What a user can put right: the program prints the message as its one line on stderr and exits with the code.</summary>
public abstract class UserException(string message, int exitCode, Exception? cause = null) : Exception(OneLine(message), cause)
{
    /// <summary>The program's exit code.</summary>
    public int ExitCode { get; } = exitCode;

    // File names and system messages may hold line breaks or terminal escapes.
    private static string OneLine(string message) =>
        message.Any(char.IsControl) ? string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c)) : message;
}

/// <summary>A command, option or value that the program does not know: exit code 2.</summary>
public sealed class UsageException(string message) : UserException(message, 2);

/// <summary>A file or folder that cannot be written: exit code 4.</summary>
public sealed class FileWriteException : UserException
{
    /// <summary>Names the path, the system's reason and the way out.</summary>
    public FileWriteException(string path, Exception cause)
        : base($"cannot write {path}: {FileAccessErrors.Reason(cause)}; free some space, change the permissions or choose another folder", 4, cause)
    {
    }
}

/// <summary>Which exceptions the file system throws for what a user named, and their reason in a few words.</summary>
internal static class FileAccessErrors
{
    public static bool Covers(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    public static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "permission denied, or it is a folder",
        FileNotFoundException => "no such file",
        DirectoryNotFoundException => "no such folder",
        PathTooLongException => "the name is too long",
        _ => e.Message.Split(" : '")[0].TrimEnd('.'), // .NET adds the path, here a temporary one
    };
}

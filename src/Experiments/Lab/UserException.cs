using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>What a user can put right: the program prints the message as its one line on stderr and exits with the code.</summary>
public abstract class UserException(string message, int exitCode, Exception? cause = null) : Exception(FileAccessErrors.OneLine(message), cause)
{
    /// <summary>The program's exit code.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>A command, option or value that the program does not know: exit code 2.</summary>
public sealed class UsageException(string message) : UserException(message, 2);

/// <summary>What a user can put right, whoever throws it: the libraries' exceptions for files know nothing of exit codes.</summary>
internal static class UserErrors
{
    private const int Usage = 2, Files = 4;

    /// <summary>The program's exit code, or null where the error is the program's own.</summary>
    public static int? ExitCode(Exception error) => error switch
    {
        UserException user => user.ExitCode,
        DataFormatException or FileWriteException => Files,
        DeviceException => Usage,
        _ => null,
    };
}

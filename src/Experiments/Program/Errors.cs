using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>How errors are told: one line on stderr.</summary>
internal static class Errors
{
    /// <summary>Prints the line and gives the exit code.</summary>
    /// <param name="surroundings">Where to print, and whether to show the trace.</param>
    /// <param name="error">What happened.</param>
    /// <param name="where">What the program was at; empty where the message says it.</param>
    public static int Tell(Surroundings surroundings, Exception error, string where = "")
    {
        string at = where.Length > 0 ? where + ": " : "";
        if (UserErrors.ExitCode(error) is { } code)
        {
            surroundings.Error.WriteLine($"deeppuzzles: {at}{error.Message}");
            return code;
        }
        string message = string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        surroundings.Error.WriteLine($"deeppuzzles: {at}unexpected {error.GetType().Name}: {message} (set DEEPPUZZLES_TRACE=1 for the stack trace)");
        if (surroundings.Trace) surroundings.Error.WriteLine(error);
        return ExitCode.Unexpected;
    }
}

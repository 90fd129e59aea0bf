using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The program <c>deeppuzzles</c>: its commands, and what they do with arguments and errors.</summary>
public static class Application
{
    /// <summary>Runs one command line; the exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        try
        {
            Command root = Commands.Of(surroundings);
            ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is not HelpAction && parsed.Errors is [var error, ..])
            {
                surroundings.Error.WriteLine($"deeppuzzles: {Line(error.Message)} (see 'deeppuzzles {Path(parsed.CommandResult)}--help')");
                return ExitCode.Usage;
            }
            return parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = surroundings.Output,
                    Error = surroundings.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,   // Surroundings.Stop tells of Ctrl-C
                },
                surroundings.Stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (surroundings.Stop.IsCancellationRequested)
        {
            surroundings.Error.WriteLine("deeppuzzles: interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            return Errors.Tell(surroundings, e);
        }
    }

    private static string Line(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');

    // "data get ": the way to the command, without the program's name.
    private static string Path(SymbolResult? result) =>
        result is CommandResult { Parent: not null } command ? $"{Path(command.Parent)}{command.Command.Name} " : "";
}

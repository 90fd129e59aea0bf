using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

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
            if (UnknownOption(parsed) is { } option)
            {
                IEnumerable<string> known = parsed.CommandResult.Command.Options.Select(other => other.Name);
                throw new UsageException($"unknown option '{option}'{NearNames.Ask(option, known)}see 'deeppuzzles {Path(parsed.CommandResult)}--help'");
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
        catch (Exception e) when (e is (IOException and not FileWriteException) or UnauthorizedAccessException)   // the latter where the output was closed before the start
        {
            return Errors.Tell(surroundings, new FileWriteException("the output", e));   // every file's own errors name the file
        }
        catch (Exception e)
        {
            return Errors.Tell(surroundings, e);
        }
    }

    // A mistyped option would pass for one of the names that a command takes. What begins with a digit is a number.
    private static string? UnknownOption(ParseResult parsed) =>
        parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token is { Type: TokenType.Argument, Value: ['-', not (>= '0' and <= '9'), ..] })?.Value;

    private static string Line(string message)
    {
        string line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return char.ToLowerInvariant(line[0]) + line[1..];
    }

    // "data get ": the way to the command, without the program's name.
    private static string Path(SymbolResult? result) =>
        result is CommandResult { Parent: not null } command ? $"{Path(command.Parent)}{command.Command.Name} " : "";
}

using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments;

/// <summary>The program <c>deeppuzzles</c>.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        using var interruption = new Interruption();
        bool terminal = !Console.IsOutputRedirected && Variable("TERM") != "dumb";
        return Application.Run(args, new Surroundings
        {
            Puzzles = Puzzles.All,
            Output = Console.Out,
            Error = Console.Error,
            IsTerminal = terminal,
            Colour = terminal && Variable("NO_COLOR") is null,   // no-color.org
            Trace = Variable("DEEPPUZZLES_TRACE") is not null,
            Stop = interruption.Token,
        });
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

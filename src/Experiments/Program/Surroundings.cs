using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>Everything of the outside that the program touches besides files.</summary>
public sealed record Surroundings
{
    /// <summary>The puzzles there are, cheapest first.</summary>
    public required IReadOnlyList<Puzzle> Puzzles { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person watches the output: then there are progress bars.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether colours are wanted, on a terminal.</summary>
    public bool Colour { get; init; }

    /// <summary>Whether an unexpected error shows where in the program it happened.</summary>
    public bool Trace { get; init; }

    /// <summary>Where data sets are looked for; null means the places of this machine.</summary>
    public DataPlaces? Places { get; init; }

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Stop { get; init; }
}

/// <summary>The exit codes besides those of a <see cref="UserException"/>: 2 wrong usage, 4 bad or missing data, folders or files.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int ControlFailed = 3;
    public const int Interrupted = 130;
}

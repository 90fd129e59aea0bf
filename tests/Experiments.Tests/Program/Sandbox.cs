using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Tests.Laboratory;

namespace DeepPuzzles.Experiments.Tests.CommandLine;

/// <summary>The program in a folder of its own, with the test puzzles and no data but the embedded.</summary>
public sealed record Sandbox : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("deeppuzzles").FullName;

    public IReadOnlyList<Puzzle> Puzzles { get; init; } = [new CoinPuzzle()];

    public string In(string name) => Path.Join(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs a command line; a word like @x is the folder x of this sandbox.</summary>
    public Answer Run(string commandLine, CancellationToken stop = default)
    {
        string[] arguments = [.. commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.StartsWith('@') ? In(word[1..]) : word)];
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = Application.Run(arguments, new Surroundings
        {
            Puzzles = Puzzles,
            Output = output,
            Error = error,
            Places = new DataPlaces(null, null, null, null),
            Stop = stop,
        });
        return new(code, output.ToString(), error.ToString());
    }
}

/// <summary>What the program answered.</summary>
public sealed record Answer(int Code, string Output, string Error)
{
    /// <summary>The output with single blanks for all white space: how lines are broken does not matter.</summary>
    public string Words => string.Join(' ', Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

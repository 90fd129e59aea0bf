using System.Text;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary><c>deeppuzzles list</c>: the puzzles by part.</summary>
internal static class ListCommand
{
    private const int IdWidth = 36;
    private const int SecondsWidth = 8;

    public static int Table(Surroundings surroundings, Screen screen)
    {
        IReadOnlyDictionary<string, double> seconds = CommittedVerdicts.QuickSeconds();
        screen.Line($"{"id",-IdWidth} {"quick",SecondsWidth}  about");
        foreach (IGrouping<string, Puzzle> part in InParts(surroundings.Puzzles))
        {
            foreach (Puzzle puzzle in part)
            {
                string time = seconds.TryGetValue(puzzle.Id, out double known) ? ClaimText.Seconds(known) : "-";
                screen.Wrapped($"{puzzle.Id,-IdWidth} {time,SecondsWidth}  ", $"{puzzle.Title} ({puzzle.Reference})", new string(' ', IdWidth + SecondsWidth + 3));
            }
        }
        screen.Line();
        screen.Line("quick: how long the last committed quick run took");
        screen.Line("'deeppuzzles explain ID' tells more about one");
        return ExitCode.Done;
    }

    public static int Json(Surroundings surroundings)
    {
        IReadOnlyDictionary<string, double> seconds = CommittedVerdicts.QuickSeconds();
        surroundings.Output.Write(Encoding.UTF8.GetString(JsonText.Write(json =>
        {
            json.WriteStartArray();
            foreach (Puzzle puzzle in InParts(surroundings.Puzzles).SelectMany(part => part))
            {
                json.WriteStartObject();
                json.WriteString("id", puzzle.Id);
                json.WriteString("part", puzzle.Group);
                json.WriteString("title", puzzle.Title);
                json.WriteString("reference", puzzle.Reference);
                json.WriteBoolean("images", puzzle.UsesImages);
                json.WriteNumber("seeds", puzzle.SeedCount);
                json.Texts("claims", puzzle.Claims.Select(claim => claim.Id));
                json.Number("quickSeconds", seconds.TryGetValue(puzzle.Id, out double known) ? known : null);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        })));
        return ExitCode.Done;
    }

    private static IEnumerable<IGrouping<string, Puzzle>> InParts(IEnumerable<Puzzle> puzzles) =>
        puzzles.OrderBy(puzzle => puzzle.Id, StringComparer.Ordinal).GroupBy(puzzle => puzzle.Group);
}

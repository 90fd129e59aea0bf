using System.Globalization;
using System.Text;
using System.Text.Json;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The committed verdicts: writes <c>docs/puzzles/verdicts.json</c>, a page with figures for each puzzle, and the table in the README,
/// all from the results of a run.</summary>
internal sealed class Publication(string root, IReadOnlyList<Puzzle> puzzles)
{
    private const string Begin = "<!-- verdicts: written by `deeppuzzles report DIR --publish .` -->", End = "<!-- /verdicts -->";
    private const string Pages = "docs/puzzles";

    /// <summary>Writes all of it. A puzzle without a result here keeps its verdicts and its page.</summary>
    /// <exception cref="ResultException">The folder is no checkout of this project, or a result is not of a plain quick run: a placebo, a shard,
    /// other seeds or settings.</exception>
    public void Write(IReadOnlyList<RunResult> results)
    {
        string readme = Path.Join(root, "README.md");
        string text = File.Exists(readme) ? File.ReadAllText(readme) : "";
        (int begin, int end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new ResultException($"{readme} has no place for the table of verdicts; name the root of a checkout of this project");
        foreach (RunResult result in results) RequirePlain(result);

        byte[] verdicts = Merged(Path.Join(root, Pages, "verdicts.json"), results);
        foreach (RunResult result in results)
        {
            string page = Path.Join(root, Pages, result.Run.Experiment);
            AtomicFile.WriteText(page + ".md", Page(result));
            foreach (var figure in result.Figures) AtomicFile.WriteText(Path.Join(page, figure.File), figure.Svg);
        }
        AtomicFile.Write(Path.Join(root, Pages, "verdicts.json"), verdicts);
        using var document = JsonDocument.Parse(verdicts);
        AtomicFile.WriteText(readme, text[..begin] + Block(document.RootElement, puzzles) + text[(end + End.Length)..]);
    }

    private void RequirePlain(RunResult result)
    {
        string id = result.Run.Experiment;
        Puzzle puzzle = puzzles.FirstOrDefault(each => each.Id == id) ?? throw new ResultException($"{FileAccessErrors.Shown(id)} is no puzzle of this program; nothing is published");
        object settings = puzzle.Defaults(full: false);
        IEnumerable<(string, string)> plain = Setting.Of(puzzle.SettingsType).Select(setting => (setting.Name, setting.Text(settings)));
        if (result.Run.Mode != Fingerprint.ModeName(full: false)
            || !plain.SequenceEqual(result.Run.Settings.Select(setting => (setting.Key, setting.Value)))
            || !result.Seeds.SequenceEqual(Enumerable.Range(0, puzzle.SeedCount).Select(seed => SeedList.First + seed)))
            throw new ResultException($"{id} is not of a plain quick run (all its seeds, no --set, no --placebo), so nothing is published; run {id} without options");
    }

    // The entries of these results, and of other puzzles those that the file has, in the order of the puzzles.
    private byte[] Merged(string path, IReadOnlyList<RunResult> results)
    {
        using var fresh = JsonDocument.Parse(JsonText.Write(json => CommittedVerdicts.Write(json, results)));
        JsonElement[] entries = [.. fresh.RootElement.EnumerateArray()];
        if (File.Exists(path))
            entries = [.. entries, .. JsonText.Read(path, "committed verdicts", old => old.EnumerateArray().Select(entry => entry.Clone()).ToArray())];
        return JsonText.Write(json =>
        {
            json.WriteStartArray();
            foreach (Puzzle puzzle in puzzles)
            {
                if (entries.Where(entry => entry.Text("experiment") == puzzle.Id).Select(entry => entry.GetRawText()).FirstOrDefault() is { } text) json.WriteRawValue(text);
            }
            json.WriteEndArray();
        });
    }

    /// <summary>The README's table with its marks, from the content of verdicts.json.</summary>
    public static string Block(JsonElement verdicts, IReadOnlyList<Puzzle> puzzles)
    {
        var table = new StringBuilder($"{Begin}\n\n| puzzle | what it asks | verdicts of its claims | quick run |\n|---|---|---|---|\n");
        foreach (JsonElement entry in verdicts.EnumerateArray())
        {
            string id = entry.Text("experiment");
            string counts = string.Join(", ", entry.GetProperty("claims").EnumerateArray().GroupBy(claim => Enum.Parse<Verdict>(claim.Text("verdict")))
                .OrderBy(group => group.Key).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));
            string question = puzzles.FirstOrDefault(puzzle => puzzle.Id == id)?.Question ?? "";
            table.Append(CultureInfo.InvariantCulture, $"| [`{id}`]({Pages}/{id}.md) | {question} | {counts} | {entry.Number("seconds"):0} s |\n");
        }
        return table.Append('\n').Append(End).ToString();
    }

    private string Page(RunResult result)
    {
        Puzzle? puzzle = puzzles.FirstOrDefault(each => each.Id == result.Run.Experiment);
        string folder = result.Run.Experiment[(result.Run.Experiment.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var page = new StringBuilder();
        Paragraph($"# {result.Title}");
        Paragraph(puzzle?.Question ?? "");
        Paragraph($"`dotnet run -c Release --project src/Experiments -- run {result.Run.Experiment} --{result.Run.Mode}`, seeds {SeedList.Text(result.Seeds)}{Data(result)}. "
            + $"This page and its figures are written by the run. Reference: {puzzle?.Reference}.");
        Paragraph("## Claims");
        Row("claim", "value with interval", "bar", "paper", "verdict");
        Row("---", "---", "---", "---", "---");
        foreach (Claim claim in result.Claims)
            Row($"**{claim.Id}**: {claim.Metric}", $"{ClaimText.Number(claim.Value)} {ClaimText.Interval(claim.Ci)}{(claim.Unit.Length > 0 ? " " : "")}{claim.Unit}, n {claim.N}", claim.Bar.ToString(), Paper(claim), claim.Verdict.ToString());
        page.Append('\n');
        List($"## What the claims stand for\n\nQuoted is {ClaimSpec.Essay}, unless a quotation says otherwise.", [.. result.Claims.Select(claim => $"**{claim.Id}**: {(claim.Quote.Length > 0 ? $"*“{claim.Quote}”* (tested after {claim.Reference}). " : "")}{claim.Verdict}, since {claim.Note}.")]);
        Paragraph("## Controls");
        Row("claim", "control", "value with interval", "bound", "passed");
        Row("---", "---", "---", "---", "---");
        foreach (Claim claim in result.Claims)
            foreach (ControlResult control in claim.Controls)
                Row(claim.Id, control.What, $"{ClaimText.Number(control.Value)} {ClaimText.Interval(control.Ci)}", control.Bound.ToString(), Passed(control.Outcome));
        page.Append('\n');
        foreach (var figure in result.Figures) Paragraph($"![{figure.Caption}]({folder}/{figure.File})\n\n*{figure.Caption}*");
        List("## How it is done", puzzle?.Protocol ?? []);
        List("## What misleads, and how it is avoided", puzzle?.Traps ?? []);
        if (puzzle is not null)
        {
            Paragraph("## Settings");
            Row("`--set`", "what it is", "quick", "full");
            Row("---", "---", "---", "---");
            foreach (Setting setting in Setting.Of(puzzle.SettingsType))
                Row($"`{setting.Name}`", setting.What, setting.Text(puzzle.Defaults(full: false)), setting.Text(puzzle.Defaults(full: true)));
            page.Append('\n');
        }
        List("## Smaller than the specification", result.Run.Reduced);
        return page.ToString().TrimEnd('\n') + "\n";

        void Paragraph(string text) => page.Append(text).Append("\n\n");

        void Row(params string[] cells) => page.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

        void List(string heading, IReadOnlyList<string> lines)
        {
            if (lines.Count == 0) return;
            Paragraph(heading);
            foreach (string line in lines) page.Append("- ").Append(line).Append('\n');
            page.Append('\n');
        }
    }

    private static string Passed(ControlOutcome outcome) => outcome switch
    {
        ControlOutcome.Kept => "yes",
        ControlOutcome.Failed => "no",
        _ => "undecided",
    };

    private static string Data(RunResult result) => result.Run.Dataset is { } data
        ? string.Create(CultureInfo.InvariantCulture, $", on {data.Name} ({data.Train} training, {data.Validation} validation, {data.Test} test images{(DataCatalog.ClassText(data.Name) is { Length: > 0 } classes ? $"; classes: {classes}" : "")})")
        : "";

    private static string Paper(Claim claim) => claim.Paper is { } paper ? $"{(paper.Value is null ? "" : ClaimText.Number(paper.Value) + "; ")}{paper.Note}" : "";
}

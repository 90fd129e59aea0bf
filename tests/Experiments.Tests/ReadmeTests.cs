using System.Text.Json;
using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Tests;

/// <summary>The README and the committed verdicts agree with the program.</summary>
public class ReadmeTests
{
    private static readonly string s_root = Root();

    [Fact]
    public void The_table_of_the_readme_is_the_committed_verdicts() =>
        Assert.Contains(Publication.Block(Verdicts(), Puzzles.All), File.ReadAllText(Path.Join(s_root, "README.md")), StringComparison.Ordinal);

    [Fact]
    public void Every_puzzle_has_committed_verdicts_for_its_claims_and_a_page_whose_figures_are_there()
    {
        Dictionary<string, string[]> committed = Verdicts().EnumerateArray().ToDictionary(
            entry => entry.GetProperty("experiment").GetString()!,
            entry => entry.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("id").GetString()!).ToArray());
        Assert.Equal(Puzzles.All.Select(puzzle => puzzle.Id).Order(), committed.Keys.Order());
        foreach (Puzzle puzzle in Puzzles.All)
        {
            Assert.Equal(puzzle.Claims.Select(claim => claim.Id), committed[puzzle.Id]);
            string page = Path.Join(s_root, "docs", "puzzles", puzzle.Id + ".md");
            string folder = Path.GetDirectoryName(page)!;
            string[] figures = [.. File.ReadAllText(page).Split("](").Skip(1).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]).Where(link => link.EndsWith(".svg", StringComparison.Ordinal))];
            Assert.NotEmpty(figures);
            Assert.All(figures, figure => Assert.True(File.Exists(Path.Join(folder, figure)), $"{page} shows {figure}, which is not there"));
        }
    }

    [Fact]
    public void No_committed_verdict_is_a_failed_control() =>
        Assert.DoesNotContain("ControlFailed", Verdicts().GetRawText(), StringComparison.Ordinal);

    private static JsonElement Verdicts()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Join(s_root, "docs", "puzzles", "verdicts.json")));
        return document.RootElement.Clone();
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "DeepPuzzles.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("these tests run inside a checkout");
    }
}

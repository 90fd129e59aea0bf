using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary><c>deeppuzzles explain ID</c>: what a puzzle claims, how it finds out, and what can be changed.</summary>
internal static class ExplainCommand
{
    public static int Execute(Puzzle puzzle, Screen screen)
    {
        screen.Line($"{puzzle.Id}  {puzzle.Title}");
        screen.Wrapped("  ", puzzle.Question, "  ");
        screen.Wrapped("  reference: ", puzzle.Reference, "    ");
        screen.Line($"  seeds: {SeedList.Text(SeedList.Default(puzzle.SeedCount))}; {(puzzle.UsesImages ? "uses images" : "uses no images")}");
        Bullets("Protocol", puzzle.Protocol, screen);
        foreach (ClaimSpec claim in puzzle.Claims) Tell(claim, screen);
        Bullets("Traps", puzzle.Traps, screen);
        screen.Line();
        screen.Line("Parameters: --set NAME=VALUE");
        (object quick, object full) = (puzzle.Defaults(full: false), puzzle.Defaults(full: true));
        foreach (Setting setting in Setting.Of(puzzle.SettingsType))
        {
            (string small, string large) = (setting.Text(quick), setting.Text(full));
            screen.Line($"  {setting.Name}={small}{(small == large ? "" : $"  (--full: {large})")}");
            screen.Wrapped("      ", setting.Range == "anything" ? setting.What : $"{setting.What}, {setting.Range}", "      ");
        }
        return ExitCode.Done;
    }

    private static void Tell(ClaimSpec claim, Screen screen)
    {
        screen.Line();
        screen.Line($"Claim {claim.Id}");
        screen.Wrapped("  essay      ", $"\"{claim.Quote}\"", "             ");
        screen.Wrapped("  reference  ", claim.Reference, "             ");
        screen.Wrapped("  metric     ", claim.Unit.Length > 0 ? $"{claim.Metric}, in {claim.Unit}" : claim.Metric, "             ");
        if (claim.Bar.Kind != ClaimKind.Illustration) screen.Wrapped("  bar        ", claim.Bar.ToString(), "             ");
        if (claim.NoEffect is double none) screen.Line($"  no effect  {ClaimText.Number(none)}");
        if (claim.Paper is { } paper)
            screen.Wrapped("  paper      ", paper.Value is double value ? $"{ClaimText.Number(value)}; {paper.Note}" : paper.Note, "             ");
        foreach (ControlSpec control in claim.Controls)
            screen.Wrapped("  control    ", $"{control.What}: {control.Bound}", "             ");
    }

    private static void Bullets(string heading, IReadOnlyList<string> lines, Screen screen)
    {
        if (lines.Count == 0) return;
        screen.Line();
        screen.Line(heading);
        foreach (string line in lines) screen.Wrapped("  - ", line, "    ");
    }
}

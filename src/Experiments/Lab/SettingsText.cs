namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A puzzle's settings in words, so that a page says what else stands in its settings only.</summary>
internal static class SettingsText
{
    /// <summary>All settings of a quick run, with those of a full run where they are others.</summary>
    public static string Of(Puzzle puzzle)
    {
        (object quick, object full) = (puzzle.Defaults(full: false), puzzle.Defaults(full: true));
        return $"Settings of a quick run, and of a full one where they are others: {string.Join("; ", Setting.Of(puzzle.SettingsType).Select(Line))}.";

        string Line(Setting setting) =>
            $"{setting.What}: {setting.Text(quick)}{(setting.Text(full) == setting.Text(quick) ? "" : $" (full: {setting.Text(full)})")}";
    }
}

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>How a verdict looks: always a symbol and words, the colour only helps.</summary>
internal static class ReportVerdict
{
    /// <summary>In the order of the front page's summary.</summary>
    public static readonly string[] Names = ["Reproduced", "Partial", "NotReproduced", "Inconclusive", "ControlFailed", "Demonstrated"];

    public static string Chip(string verdict) =>
        $"<span class=\"chip {Css(verdict)}\"><span aria-hidden=\"true\">{Symbol(verdict)}</span> {Markup.Escape(Words(verdict))}</span>";

    public static string Words(string verdict) => verdict switch
    {
        "NotReproduced" => "Not reproduced",
        "ControlFailed" => "Control failed",
        "" => "No verdict",
        _ => verdict,
    };

    private static string Symbol(string verdict) => verdict switch
    {
        "Reproduced" => "✓",
        "Partial" => "◐",
        "NotReproduced" => "✕",
        "Inconclusive" => "?",
        "ControlFailed" => "!",
        "Demonstrated" => "◇",
        _ => "·",
    };

    private static string Css(string verdict) => Names.Contains(verdict) ? "v-" + verdict : "v-other";
}

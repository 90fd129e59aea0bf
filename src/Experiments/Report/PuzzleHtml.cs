using System.Globalization;
using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>One puzzle's part of the report: question, verdicts, figures, claims with their controls, settings, traps.</summary>
internal static class PuzzleHtml
{
    private const double WideFrom = 620;          // wider figures take the whole row
    private const double LargestScale = 1.25;
    private const double SmallestScale = 0.68;    // below it a figure scrolls sideways instead of becoming unreadable

    public static void Append(StringBuilder html, PuzzleSection puzzle, string anchor, EmbeddedSvg svgs)
    {
        html.Append($"<section class=\"part\" id=\"{anchor}\">\n<p class=\"over\"><code>{Markup.Escape(puzzle.Experiment)}</code></p>\n<h2>{Markup.Escape(puzzle.Title)}</h2>\n");
        if (puzzle.Question.Length > 0) html.Append($"<p class=\"lead\">{Markup.Escape(puzzle.Question)}</p>\n");
        if (puzzle.Claims.Count > 0)
        {
            html.Append("<ul class=\"verdicts\">\n");
            foreach (var claim in puzzle.Claims) html.Append($"<li>{ReportVerdict.Chip(claim.Verdict)} <span>{Markup.Escape(claim.Metric.Length > 0 ? claim.Metric : claim.Id)}</span></li>\n");
            html.Append("</ul>\n");
        }
        Figures(html, puzzle, anchor, svgs);
        foreach (var claim in puzzle.Claims) Claim(html, claim);
        Bullets(html, "Smaller than the specification", puzzle.Reduced);
        Bullets(html, "Traps", puzzle.Traps);
        Settings(html, puzzle);
        html.Append("<p class=\"back\"><a href=\"#top\">↑ all claims</a></p>\n</section>\n");
    }

    private static void Figures(StringBuilder html, PuzzleSection puzzle, string anchor, EmbeddedSvg svgs)
    {
        if (puzzle.Figures.Count == 0) return;
        html.Append("<div class=\"figures\">\n");
        for (int i = 0; i < puzzle.Figures.Count; i++)
        {
            var figure = puzzle.Figures[i];
            string prefix = string.Create(CultureInfo.InvariantCulture, $"{anchor}-f{i + 1}-");
            if (svgs.Embed(figure.Svg, prefix) is not { } svg)
            {
                html.Append($"<figure><p class=\"fail\">{Markup.Escape(figure.File)} is not a whole SVG file: run the puzzle again to draw it.</p></figure>\n");
                continue;
            }
            string least = Canvas.Number(Math.Round(svg.Width * SmallestScale)), most = Canvas.Number(Math.Round(svg.Width * LargestScale));
            html.Append($"<figure{(svg.Width > WideFrom ? " class=\"wide\"" : "")}>\n<div class=\"scroll\" tabindex=\"0\"><div style=\"min-width:{least}px;max-width:{most}px\">{svg.Markup}</div></div>\n" +
                $"<figcaption>{Markup.Escape(figure.Caption)}</figcaption>\n</figure>\n");
        }
        html.Append("</div>\n");
    }

    private static void Claim(StringBuilder html, ClaimRow claim)
    {
        html.Append($"<article class=\"claim\">\n<header><h3>{Markup.Escape(claim.Metric.Length > 0 ? claim.Metric : claim.Id)}</h3>{ReportVerdict.Chip(claim.Verdict)}</header>\n");
        if (claim.Quote.Length > 0 || claim.Reference.Length > 0)
            html.Append($"<p class=\"quote\">{(claim.Quote.Length > 0 ? $"<q>{Markup.Escape(claim.Quote)}</q> " : "")}<cite>{(claim.Quote.Length > 0 && claim.Reference.Length > 0 ? "tested after " : "")}{Markup.Escape(claim.Reference)}</cite></p>\n");
        string strip = IntervalStrip.Draw(claim);
        if (strip.Length > 0) html.Append($"<div class=\"pic\">{strip}</div>\n");
        html.Append("<dl class=\"facts\">\n")
            .Append(ReportHtml.Fact("value, interval", ReportHtml.ValueWithInterval(claim.Value, claim.CiLow, claim.CiHigh, claim.Unit)))
            .Append(ReportHtml.Fact("bar", Markup.Escape(ReportHtml.Bar(claim))))
            .Append(ReportHtml.Fact("no effect", ReportNumber.Text(claim.NoEffect)))
            .Append(ReportHtml.Fact("in the paper", Markup.Escape(Paper(claim))))
            .Append(ReportHtml.Fact("kind", Markup.Escape(claim.Kind)))
            .Append(ReportHtml.Fact("n", claim.N?.ToString(CultureInfo.InvariantCulture) ?? ""))
            .Append(ReportHtml.Fact("p", ReportNumber.Text(claim.P)))
            .Append(ReportHtml.Fact("test", Markup.Escape(claim.Test)))
            .Append(ReportHtml.Fact("seeds that would settle it", claim.SeedsNeeded is int needed ? "about " + needed.ToString(CultureInfo.InvariantCulture) : ""))
            .Append(ReportHtml.Fact("id", $"<code>{Markup.Escape(claim.Id)}</code>"))
            .Append("</dl>\n");
        if (claim.Note.Length > 0) html.Append($"<p class=\"note\">{Markup.Escape(claim.Note)}</p>\n");
        Controls(html, claim.Controls);
        if (claim.PerSeed.Count > 0)
            html.Append($"<details><summary>Value of each seed</summary><p class=\"num\">{string.Join(" · ", claim.PerSeed.Select(ReportNumber.Text))}</p></details>\n");
        html.Append("</article>\n");
    }

    private static string Paper(ClaimRow claim)
    {
        string value = ReportNumber.Text(claim.PaperValue);
        return value == ReportNumber.Missing ? claim.PaperNote : claim.PaperNote.Length > 0 ? $"{value}, {claim.PaperNote}" : value;
    }

    private static void Controls(StringBuilder html, IReadOnlyList<ControlRow> controls)
    {
        if (controls.Count == 0) return;
        html.Append("<table class=\"controls\">\n<thead><tr><th scope=\"col\">Control</th><th scope=\"col\">Bound</th><th scope=\"col\">Value and interval</th><th scope=\"col\">Outcome</th></tr></thead>\n<tbody>\n");
        foreach (var c in controls)
            html.Append($"<tr><td>{Markup.Escape(c.What)}{(c.Note.Length > 0 ? $"<small>{Markup.Escape(c.Note)}</small>" : "")}</td>" +
                $"<td data-label=\"Bound\" class=\"num\">{Markup.Escape(c.Bound)}</td><td data-label=\"Value\" class=\"num\">{ReportHtml.ValueWithInterval(c.Value, c.CiLow, c.CiHigh)}</td><td>{ReportHtml.Passed(c.Passed)}</td></tr>\n");
        html.Append("</tbody>\n</table>\n");
    }

    private static void Bullets(StringBuilder html, string heading, IReadOnlyList<string> items)
    {
        if (items.Count == 0) return;
        html.Append($"<h3>{heading}</h3>\n<ul class=\"notes\">\n");
        foreach (string item in items) html.Append($"<li>{Markup.Escape(item)}</li>\n");
        html.Append("</ul>\n");
    }

    private static void Settings(StringBuilder html, PuzzleSection puzzle)
    {
        html.Append("<details class=\"settings\"><summary>Settings and run</summary>\n<table class=\"plain\">\n<tbody>\n");
        void Row(string name, string value)
        {
            if (value.Length > 0) html.Append($"<tr><th scope=\"row\">{Markup.Escape(name)}</th><td>{Markup.Escape(value)}</td></tr>\n");
        }
        foreach (var (name, value) in puzzle.Settings) Row(name, value);
        Row("mode", puzzle.Mode);
        Row("seeds", ReportHtml.Seeds(puzzle.Seeds));
        if (puzzle.Dataset is { } data)
        {
            Row("data set", string.Create(CultureInfo.InvariantCulture, $"{data.Name}: {data.Train:#,0} train, {data.Validation:#,0} validation, {data.Test:#,0} test"));
            Row("SHA-256 of the data", data.Sha256);
        }
        Row("device", puzzle.Device);
        Row("dtype", puzzle.Dtype);
        Row("SIMD width", puzzle.Width);
        Row("threads", puzzle.Threads > 0 ? puzzle.Threads.ToString(CultureInfo.InvariantCulture) : "");
        Row("version", $"{puzzle.Version} {puzzle.Commit}".Trim());
        Row("started", puzzle.StartedUtc is { } at ? at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC" : "");
        Row("time", ReportHtml.Seconds(puzzle.Seconds));
        html.Append("</tbody>\n</table>\n</details>\n");
    }
}

using System.Globalization;
using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>The report as one HTML page that needs nothing else: figures inside, no script, nothing fetched, light and dark, for screen, phone and print.</summary>
public static class HtmlReport
{
    /// <summary>The text of <c>index.html</c>.</summary>
    public static string Write(ReportModel model)
    {
        var html = new StringBuilder();
        string title = Markup.Escape(model.Title);
        html.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <title>{title}</title>
            <style>
            {ReportStyle.Sheet}</style>
            </head>
            <body>
            <main>
            <header id="top">
            <p class="over">DeepPuzzles · report</p>
            <h1>{title}</h1>

            """);
        if (model.Introduction.Length > 0) html.Append($"<p class=\"lead\">{Markup.Escape(model.Introduction)}</p>\n");
        Summary(html, model);
        Run(html, model);
        html.Append("</header>\n");
        FrontTable(html, model);
        var anchors = Anchors(model);
        var svgs = new EmbeddedSvg();
        for (int i = 0; i < model.Puzzles.Count; i++)
            PuzzleHtml.Append(html, model.Puzzles[i], anchors[i], svgs);
        html.Append("</main>\n</body>\n</html>\n");
        return html.ToString().ReplaceLineEndings("\n");
    }

    private static List<string> Anchors(ReportModel model)
    {
        var taken = new HashSet<string>();
        var anchors = new List<string>();
        foreach (var puzzle in model.Puzzles)
        {
            string anchor = ReportHtml.Anchor(puzzle.Experiment), unique = anchor;
            for (int n = 2; !taken.Add(unique); n++) unique = anchor + "-" + n.ToString(CultureInfo.InvariantCulture);
            anchors.Add(unique);
        }
        return anchors;
    }

    private static void Summary(StringBuilder html, ReportModel model)
    {
        var verdicts = model.Puzzles.SelectMany(p => p.Claims).Select(c => c.Verdict).ToList();
        html.Append("<ul class=\"summary\">\n");
        foreach (string verdict in ReportVerdict.Names.Concat(verdicts.Except(ReportVerdict.Names).Order(StringComparer.Ordinal)))
        {
            int count = verdicts.Count(v => v == verdict);
            if (count > 0) html.Append(CultureInfo.InvariantCulture, $"<li><b>{count}</b> {ReportVerdict.Chip(verdict)}</li>\n");
        }
        html.Append("</ul>\n");
    }

    private static void Run(StringBuilder html, ReportModel model)
    {
        var puzzles = model.Puzzles;
        string All(Func<PuzzleSection, string> tell) => Markup.Escape(string.Join(" · ", puzzles.Select(tell).Where(t => t.Length > 0).Distinct()));
        var started = puzzles.Where(p => p.StartedUtc != null).Select(p => p.StartedUtc!.Value).Order().ToList();
        html.Append("<dl class=\"facts\">\n")
            .Append(ReportHtml.Fact("puzzles", puzzles.Count.ToString(CultureInfo.InvariantCulture)))
            .Append(ReportHtml.Fact("mode", All(p => p.Mode)))
            .Append(ReportHtml.Fact("seeds", All(p => ReportHtml.Seeds(p.Seeds))))
            .Append(ReportHtml.Fact("data set", All(p => p.Dataset?.Name ?? "")))
            .Append(ReportHtml.Fact("device", All(p => p.Device)))
            .Append(ReportHtml.Fact("version", All(p => $"{p.Version} {(p.Commit.Length > 12 ? p.Commit[..12] : p.Commit)}".Trim())))
            .Append(ReportHtml.Fact("started", started.Count == 0 ? "" : started[0].ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC"))
            .Append(ReportHtml.Fact("time, summed over puzzles", ReportHtml.Seconds(puzzles.Sum(p => p.Seconds))))
            .Append("</dl>\n");
    }

    private static void FrontTable(StringBuilder html, ReportModel model)
    {
        html.Append("""
            <section aria-labelledby="claims">
            <h2 id="claims">Claims</h2>
            <p class="key">In each strip the dot is the value, the stroke its interval (95 %; 90 % where the claim is that there is no difference, the range of the seeds where it is of every seed), the full tick the bar, the dotted tick “no effect”. Quotations are from the essay whose puzzles these are.</p>
            <table class="claims">
            <thead><tr><th scope="col">Metric</th><th scope="col">Value and interval</th><th scope="col"><span class="hide">Strip</span></th><th scope="col">Bar</th><th scope="col">Controls passed</th><th scope="col">Verdict</th></tr></thead>

            """);
        var anchors = Anchors(model);
        for (int i = 0; i < model.Puzzles.Count; i++)
        {
            var puzzle = model.Puzzles[i];
            html.Append($"<tbody>\n<tr class=\"puzzle\"><th colspan=\"6\" scope=\"rowgroup\"><a href=\"#{anchors[i]}\">{Markup.Escape(puzzle.Title)}</a> <code>{Markup.Escape(puzzle.Experiment)}</code></th></tr>\n");
            if (puzzle.Claims.Count == 0) html.Append("<tr><td colspan=\"6\">no claims</td></tr>\n");
            string quote = "";
            foreach (var claim in puzzle.Claims)
            {
                if (claim.Quote != quote && claim.Quote.Length > 0)
                    html.Append($"<tr class=\"quote\"><td colspan=\"6\"><q>{Markup.Escape(claim.Quote)}</q></td></tr>\n");
                quote = claim.Quote;
                html.Append($"""
                    <tr class="claim"><td class="metric">{Markup.Escape(claim.Metric.Length > 0 ? claim.Metric : claim.Id)}</td><td data-label="Value" class="num">{ReportHtml.ValueWithInterval(claim.Value, claim.CiLow, claim.CiHigh, claim.Unit)}</td><td class="pic">{IntervalStrip.Draw(claim)}</td><td data-label="Bar" class="num">{Markup.Escape(ReportHtml.Bar(claim))}</td><td data-label="Controls" class="num">{ReportHtml.Controls(claim)}</td><td class="verdict">{ReportVerdict.Chip(claim.Verdict)}</td></tr>

                    """);
            }
            html.Append("</tbody>\n");
        }
        html.Append("</table>\n</section>\n");
    }
}

using System.Text.RegularExpressions;
using System.Xml.Linq;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Tests.Report;

public partial class HtmlReportTests
{
    private static readonly string[] Verdicts = ["ControlFailed", "Inconclusive", "Reproduced", "Partial", "NotReproduced", "Demonstrated"];

    private static PuzzleSection Puzzle(string id, string label, double value) => new()
    {
        Experiment = id,
        Title = label,
        Question = label,
        Mode = label,
        Seeds = [1000, 1001, 1002, 7],
        Device = label,
        Version = label,
        Commit = label,
        Settings = [new(label, label)],
        Reduced = [label],
        Traps = [label],
        Dtype = label,
        Width = label,
        Threads = 2,
        Seconds = value,
        Dataset = new DatasetRow(label, label, 1, 2, 3),
        StartedUtc = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Figures = [.. SampleFigures.All(SampleFigures.Plain, label).Select(f => new FigureFile(f.Name + ".svg", f.Caption, f.ToSvg()))],
        Claims = [.. Verdicts.Append(label).Select(v => new ClaimRow
        {
            Id = label, Verdict = v, Quote = label, Reference = label, Metric = label, Unit = label, Kind = "lowerBound", BarAt = [value], NoEffect = value, Test = label,
            P = value, PaperValue = value, PaperNote = label, Value = value, CiLow = value, CiHigh = value, N = 6, PerSeed = [value, null], SeedsNeeded = 9, Note = label,
            Controls = [new(label, label, value, value, value, true, label), new(label, label, null, null, null, false), new(label, label, 1, 0, 2, null)],
        })],
    };

    private static string Page(string label = "label", double value = 0.5) =>
        HtmlReport.Write(new ReportModel(label, [Puzzle("a/b", label, value), Puzzle("a-b", label, value), Puzzle("", label, value)]) { Introduction = label });

    /// <summary>The page's body is written so that XML can read it, which proves that every element is closed and every label escaped.</summary>
    private static XElement Body(string page)
    {
        int start = page.IndexOf("<main>", StringComparison.Ordinal), end = page.IndexOf("</main>", StringComparison.Ordinal) + "</main>".Length;
        return XElement.Parse(page[start..end]);
    }

    [Fact]
    public void The_page_is_well_formed_whatever_its_labels_and_numbers()
    {
        foreach (string label in new[] { "label", "", SampleFigures.Hostile })
            foreach (double value in new[] { 0.5, 0, -1e200, double.NaN, double.PositiveInfinity })
            {
                string page = Page(label, value);
                Assert.DoesNotContain(Body(page).Descendants(), e => e.Name.LocalName == "script");
                Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
                Assert.DoesNotContain("Infinity", page, StringComparison.Ordinal);
            }
    }

    [Fact]
    public void Ids_are_unique_and_every_link_leads_to_one()
    {
        var elements = Body(Page()).DescendantsAndSelf().ToList();
        var ids = elements.Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var links = elements.Where(e => e.Name.LocalName == "a").Select(e => e.Attribute("href")!.Value).ToList();
        Assert.True(links.Count >= 6);
        Assert.All(links, l => Assert.Contains(l[1..], ids));
    }

    [Fact]
    public void Nothing_is_fetched()
    {
        string page = Page();
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"url\((?!#)", page);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
        foreach (var attribute in Body(page).DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is "src" or "href" or "srcset" or "action"))
            Assert.Matches("^(#|data:image/png;base64,)", attribute.Value);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes() => Assert.Equal(Page(), Page());

    [Fact]
    public void Every_verdict_says_in_words_what_its_colour_says()
    {
        var chips = Body(Page()).Descendants("span").Where(e => (e.Attribute("class")?.Value ?? "").StartsWith("chip", StringComparison.Ordinal)).ToList();
        const int puzzles = 3, places = 3;      // front table, list of the puzzle, claim; and once each in the summary
        int claims = Verdicts.Length + 1;
        Assert.Equal(puzzles * places * claims + claims, chips.Count);
        Assert.All(chips, chip => Assert.Matches(@"^\S \S.{4,}", chip.Value));
        foreach (string words in new[] { "Control failed", "Inconclusive", "Reproduced", "Partial", "Not reproduced", "Demonstrated" })
            Assert.Contains(chips, c => c.Value.EndsWith(" " + words, StringComparison.Ordinal));
        Assert.Equal(Verdicts.Length, chips.Select(c => c.Elements().Single().Value).Distinct().Count(s => s != "·"));
    }

    [Fact]
    public void Every_field_of_a_claim_is_told()
    {
        var claim = new ClaimRow
        {
            Id = "the-id",
            Verdict = "Partial",
            Quote = "the quote",
            Reference = "the reference",
            Metric = "the metric",
            Unit = "the unit",
            Kind = "upperBound",
            BarAt = [0.111],
            NoEffect = 0.222,
            Test = "the test",
            P = 0.333,
            PaperValue = 0.444,
            PaperNote = "the paper's note",
            Value = 0.555,
            CiLow = 0.501,
            CiHigh = 0.599,
            N = 17,
            PerSeed = [0.777],
            SeedsNeeded = 19,
            Note = "the note",
            Controls = [new("the control", "≤ 0.888", 0.881, 0.871, 0.899, true, "the control's note")],
        };
        string text = Regex.Replace(Body(HtmlReport.Write(new ReportModel("t", [new PuzzleSection { Experiment = "x/y", Title = "t", Claims = [claim] }]))).Value, @"\s+", " ");
        foreach (string part in new[]
        {
            "the-id", "the quote", "the reference", "the metric", "the unit", "upperBound", "≤ 0.111", "0.222", "the test", "0.333", "0.444", "the paper's note", "0.555", "[0.501, 0.599]",
            "17", "0.777", "about 19", "the note", "the control", "≤ 0.888", "0.881", "[0.871, 0.899]", "✓ passed", "the control's note", "1 of 1",
        })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_are_told_as_ranges() => Assert.Contains(">7, 1000–1002<", Page(), StringComparison.Ordinal);

    [Fact]
    public void A_broken_figure_is_named_and_the_rest_stands()
    {
        var puzzle = Puzzle("a/b", "label", 1) with { Figures = [new FigureFile("half.svg", "c", "<svg xmlns='http://www.w3.org/2000/svg'><g>"), new FigureFile("page.svg", "c", "<html/>")] };
        string text = Body(HtmlReport.Write(new ReportModel("t", [puzzle]))).Value;
        Assert.Contains("half.svg is not a whole SVG file", text, StringComparison.Ordinal);
        Assert.Contains("page.svg is not a whole SVG file", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_from_elsewhere_neither_clash_nor_run_nor_fetch()
    {
        const string foreign = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" onload="x()" aria-labelledby="t"><title id="t">T</title><script>x()</script>
            <style>@import "https://example.org/a.css";</style><style>.mine{fill:url(#g)}</style><linearGradient id="g"/><image href="https://example.org/a.png"/>
            <a href="https://example.org"><rect fill="red"/></a><rect fill="url(#g)" style="background:url(https://example.org/b.png)"/><use href="#g"/></svg>
            """;
        var puzzle = Puzzle("a/b", "label", 1) with { Figures = [new FigureFile("1.svg", "c", foreign), new FigureFile("2.svg", "c", foreign)] };
        string page = HtmlReport.Write(new ReportModel("t", [puzzle]));
        Assert.DoesNotContain("example.org", page, StringComparison.Ordinal);
        Assert.DoesNotContain("x()", page, StringComparison.Ordinal);
        var elements = Body(page).DescendantsAndSelf().ToList();
        var ids = elements.Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var used = elements.Where(e => e.Name.LocalName == "use").Select(e => e.Attribute("href")!.Value[1..]).ToList();
        Assert.Equal(2, used.Distinct().Count());
        Assert.All(used, id => Assert.Contains(id, ids));
        Assert.All(elements.Attributes("fill").Where(a => a.Value.StartsWith("url", StringComparison.Ordinal)), a => Assert.Contains(Reference().Match(a.Value).Groups[1].Value, ids));
        Assert.All(elements.Attributes("aria-labelledby").SelectMany(a => a.Value.Split(' ')), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void The_figures_style_sheet_stands_once_on_the_page() =>
        Assert.Single(Body(Page()).Descendants(), e => e.Name.LocalName == "style");

    [GeneratedRegex(@"url\(#(.+)\)")]
    private static partial Regex Reference();
}

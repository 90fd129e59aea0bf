using System.Globalization;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Small pieces of text that several parts of the report share.</summary>
internal static class ReportHtml
{
    public static string Interval(double? low, double? high) =>
        low is double a && high is double b && double.IsFinite(a) && double.IsFinite(b) ? $"[{ReportNumber.Text(a)}, {ReportNumber.Text(b)}]" : ReportNumber.Missing;

    public static string ValueWithInterval(double? value, double? low, double? high, string unit = "")
    {
        string interval = Interval(low, high);
        return Markup.Escape(ReportNumber.Text(value) + (unit.Length > 0 && value != null ? " " + unit : ""))
            + (interval == ReportNumber.Missing ? "" : $" <span class=\"ci\">{interval}</span>");
    }

    public static string Bar(ClaimRow claim)
    {
        if (claim.Bar.Length > 0) return claim.Bar;
        string numbers = string.Join(", ", claim.BarAt.Select(b => ReportNumber.Text(b)));
        return (claim.Kind, claim.BarAt.Count) switch
        {
            (_, 0) => ReportNumber.Missing,
            ("lowerBound", 1) => "≥ " + numbers,
            ("upperBound", 1) => "≤ " + numbers,
            ("equivalence", 1) => "± " + numbers,
            (_, 2) => $"[{numbers}]",
            _ => numbers,
        };
    }

    /// <summary>"1000–1005, 1007": runs of seeds as ranges.</summary>
    public static string Seeds(IEnumerable<long> seeds)
    {
        var sorted = seeds.Distinct().Order().ToList();
        var runs = new List<string>();
        for (int i = 0; i < sorted.Count;)
        {
            int j = i;
            while (j + 1 < sorted.Count && sorted[j + 1] == sorted[j] + 1) j++;
            string first = sorted[i].ToString(CultureInfo.InvariantCulture), last = sorted[j].ToString(CultureInfo.InvariantCulture);
            runs.Add(i == j ? first : j == i + 1 ? $"{first}, {last}" : $"{first}–{last}");
            i = j + 1;
        }
        return string.Join(", ", runs);
    }

    public static string Seconds(double seconds) => !double.IsFinite(seconds) ? ReportNumber.Missing
        : seconds < 120 ? seconds.ToString(seconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " s"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s");

    public static string Controls(ClaimRow claim) => claim.Controls.Count == 0 ? ReportNumber.Missing
        : string.Create(CultureInfo.InvariantCulture, $"{claim.Controls.Count(c => c.Passed == true)} of {claim.Controls.Count}");

    public static string Passed(bool? passed) => passed switch
    {
        true => "<span class=\"pass\">✓ passed</span>",
        false => "<span class=\"fail\">✕ failed</span>",
        null => "<span class=\"open\">? open</span>",
    };

    /// <summary>The name of a puzzle's part of the page; ids like forgetting/arithmetic-facts hold only what an address may.</summary>
    public static string Anchor(string experiment) => "p-" + string.Concat(experiment.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    /// <summary>A term and its description, left out where there is nothing to say.</summary>
    public static string Fact(string term, string html) => html.Length == 0 || html == ReportNumber.Missing ? "" : $"<div><dt>{term}</dt><dd>{html}</dd></div>\n";
}

using System.Globalization;
using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>
/// The look of all figures, as one style sheet that every file carries. Every rule hangs under one versioned class:
/// many figures on one page do not clash, and a figure drawn by a program with another sheet keeps its own look.
/// </summary>
internal static class FigureStyle
{
    public const string Scope = "dpf1";

    /// <summary>Distinct looks of a series before they repeat.</summary>
    public const int Looks = 7;

    public const double MarkerRadius = 3.6;

    // Okabe & Ito's palette, safe for all common colour blindness; its yellow, unreadable on white, is left out and grey added.
    private static readonly string[] Light = ["#0072b2", "#d55e00", "#009e73", "#b8649a", "#c98600", "#3f9fd8", "#6b7480"];
    private static readonly string[] Dark = ["#4aa8e0", "#ff8a4c", "#2cc295", "#e59bc5", "#f2b73d", "#a4d8f7", "#aab3bd"];
    private static readonly string[] Dashes = ["", "7 4", "2 3", "9 3 2 3", "13 4", "5 2", "2 2 6 2"];

    public static string Sheet { get; } = Build();

    public static string Stroke(int look) => "k" + (look % Looks).ToString(CultureInfo.InvariantCulture);

    public static string Fill(int look) => "f" + (look % Looks).ToString(CultureInfo.InvariantCulture);

    public static string Dash(int look) => "d" + (look % Looks).ToString(CultureInfo.InvariantCulture);

    /// <summary>The path of a marker: the shape tells the series apart where its colour does not.</summary>
    public static string Marker(int look, double x, double y, double r = MarkerRadius)
    {
        string At(double dx, double dy) => Canvas.Number(x + dx * r) + " " + Canvas.Number(y + dy * r);
        string Polygon(params ReadOnlySpan<double> xy)
        {
            string d = "M" + At(xy[0], xy[1]);
            for (int i = 2; i < xy.Length; i += 2) d += "L" + At(xy[i], xy[i + 1]);
            return d + "Z";
        }
        string n = Canvas.Number(r), twice = Canvas.Number(2 * r);
        return (look % Looks) switch
        {
            0 => $"M{At(-1, 0)}a{n} {n} 0 1 0 {twice} 0a{n} {n} 0 1 0 -{twice} 0Z",
            1 => Polygon(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9),
            2 => Polygon(0, -1.2, 1.15, 0.85, -1.15, 0.85),
            3 => Polygon(0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0),
            4 => Polygon(0, 1.2, 1.15, -0.85, -1.15, -0.85),
            5 => Polygon(-1.1, -0.4, -0.4, -0.4, -0.4, -1.1, 0.4, -1.1, 0.4, -0.4, 1.1, -0.4, 1.1, 0.4, 0.4, 0.4, 0.4, 1.1, -0.4, 1.1, -0.4, 0.4, -1.1, 0.4),
            _ => Polygon(-1.3, -0.55, 1.3, -0.55, 1.3, 0.55, -1.3, 0.55),
        };
    }

    private static string Build()
    {
        const string dark = "@media screen and (prefers-color-scheme:dark){";
        var css = new StringBuilder();
        css.Append($$"""
            .{{Scope}}{color:#1d2228;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:13px}
            .{{Scope}} text{fill:currentColor}
            .{{Scope}} .title{font-size:15px;font-weight:600}
            .{{Scope}} .head{font-size:14px;font-weight:600}
            .{{Scope}} .tick,.{{Scope}} .cell{font-size:12px;font-variant-numeric:tabular-nums}
            .{{Scope}} .soft{fill:#56606b}
            .{{Scope}} .mid{text-anchor:middle}
            .{{Scope}} .end{text-anchor:end}
            .{{Scope}} .cell{text-anchor:middle}
            .{{Scope}} .paper{fill:#fff}
            .{{Scope}} .grid{stroke:#e4e7eb;fill:none}
            .{{Scope}} .axis{stroke:#98a1ab;fill:none}
            .{{Scope}} .rule{stroke:#56606b;stroke-width:1.3;fill:none}
            .{{Scope}} .ring{stroke:currentColor;stroke-width:1.8;fill:none}
            .{{Scope}} .whisker{stroke:currentColor;stroke-width:1.4;fill:none}
            .{{Scope}} .line{stroke-width:2;fill:none;stroke-linejoin:round;stroke-linecap:round}
            .{{Scope}} .band{opacity:.18}
            .{{Scope}} .veil{opacity:.3}
            .{{Scope}} .dust{stroke-width:3;stroke-linecap:round;fill:none;opacity:.55}
            .{{Scope}} .edge{fill:none;stroke:#98a1ab;stroke-width:.75}
            .{{Scope}} .none{fill:none;stroke:#98a1ab;stroke-dasharray:2 2}
            .{{Scope}} .onlight{fill:#14181c}
            .{{Scope}} .ondark{fill:#fff}

            """);
        for (int i = 0; i < Looks; i++)
        {
            string n = i.ToString(CultureInfo.InvariantCulture);
            css.Append($".{Scope} .k{n}{{stroke:{Light[i]}}}.{Scope} .f{n}{{fill:{Light[i]}}}");
            css.Append(Dashes[i].Length == 0 ? "\n" : $".{Scope} .d{n}{{stroke-dasharray:{Dashes[i]}}}\n");
        }
        css.Append(dark).Append($$"""

            .{{Scope}}{color:#e7e9ec}
            .{{Scope}} .paper{fill:#16191e}
            .{{Scope}} .soft{fill:#a3acb6}
            .{{Scope}} .grid{stroke:#2b3038}
            .{{Scope}} .axis,.{{Scope}} .edge,.{{Scope}} .none{stroke:#6d7782}
            .{{Scope}} .rule{stroke:#a3acb6}

            """);
        for (int i = 0; i < Looks; i++)
        {
            string n = i.ToString(CultureInfo.InvariantCulture);
            css.Append($".{Scope} .k{n}{{stroke:{Dark[i]}}}.{Scope} .f{n}{{fill:{Dark[i]}}}\n");
        }
        return css.Append("}\n").ToString().ReplaceLineEndings("\n");
    }
}

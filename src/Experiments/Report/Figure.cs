using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>A picture drawn as SVG. <c>Name</c> is the stem of its file, <c>Title</c> stands above it, <c>Caption</c> tells what it shows.</summary>
public abstract record Figure(string Name, string Title, string Caption)
{
    /// <summary>Drawn this wide, a text of 13 units is still 9 px high on a phone of 360 px.</summary>
    internal const double SingleWidth = 480;

    private const double Padding = 14;
    private const double ScreenScale = 1.2;
    private const double BoldShare = 0.9;   // bold letters are wider than the estimate

    internal virtual double PreferredWidth => SingleWidth;

    internal abstract Drawing Draw(double width);

    /// <summary>The figure as a file that stands alone: light and dark, no script, nothing fetched, the same bytes for the same numbers.</summary>
    public string ToSvg()
    {
        var body = DrawTitled(PreferredWidth, "title");
        double width = PreferredWidth + 2 * Padding, height = body.Height + 2 * Padding;
        var svg = new StringBuilder()
            .Append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"").Append(FigureStyle.Scope)
            .Append("\" viewBox=\"0 0 ").Append(Canvas.Number(width)).Append(' ').Append(Canvas.Number(height))
            .Append("\" width=\"").Append(Canvas.Number(Math.Round(width * ScreenScale)))
            .Append("\" height=\"").Append(Canvas.Number(Math.Round(height * ScreenScale)))
            .Append("\" style=\"max-width:100%;height:auto\" role=\"img\" aria-label=\"").Append(Markup.Escape(Title)).Append("\">\n")
            .Append("<title>").Append(Markup.Escape(Title)).Append("</title>\n")
            .Append("<desc>").Append(Markup.Escape(Caption)).Append("</desc>\n")
            .Append("<style>").Append(FigureStyle.Sheet).Append("</style>\n")
            .Append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
        return new Canvas(svg).Place(body, Padding, Padding).Close("</svg>\n");
    }

    internal Drawing DrawTitled(double width, string titleClass)
    {
        var canvas = new Canvas();
        double top = canvas.Lines(TextFit.Wrap(Title, BoldShare * width, TextFit.TitleSize, 3), 0, 0, TextFit.TitleSize, titleClass);
        if (top > 0) top += 10;
        var body = Draw(width);
        return canvas.Place(body, 0, top).Finish(width, top + body.Height);
    }
}

/// <summary>A finished part of a figure: its markup in its own coordinates, and the room it takes.</summary>
internal readonly record struct Drawing(double Width, double Height, string Content);

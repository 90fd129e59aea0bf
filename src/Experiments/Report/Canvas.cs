using System.Globalization;
using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Writes SVG elements. Coordinates keep two decimals, which is a fiftieth of a pixel and half the bytes.</summary>
internal sealed class Canvas(StringBuilder? text = null)
{
    private readonly StringBuilder text = text ?? new StringBuilder();

    public static string Number(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException($"a coordinate of a figure is {value}; figures must leave such points out");
        string s = value.ToString("0.##", CultureInfo.InvariantCulture);
        return s == "-0" ? "0" : s;
    }

    public Canvas Line(double x1, double y1, double x2, double y2, string css) =>
        Raw($"<path class=\"{css}\" d=\"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}\"/>\n");

    public Canvas Path(string d, string css) => d.Length == 0 ? this : Raw($"<path class=\"{css}\" d=\"{d}\"/>\n");

    public Canvas Rect(double x, double y, double width, double height, string css, string? fill = null, string? title = null)
    {
        Raw($"<rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" class=\"{css}\"");
        if (fill != null) Raw($" fill=\"{fill}\"");
        return title == null ? Raw("/>\n") : Raw($"><title>{Markup.Escape(title)}</title></rect>\n");
    }

    /// <summary>One line of text with its baseline at y; <paramref name="full"/> is shown on hovering where the text was cut.</summary>
    public Canvas Text(double x, double y, string content, string css, string? full = null, string attributes = "")
    {
        if (content.Length == 0) return this;
        Raw($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" class=\"{css}\"{attributes}>");
        if (full != null && full != content) Raw($"<title>{Markup.Escape(full)}</title>");
        return Raw(Markup.Escape(content)).Raw("</text>\n");
    }

    /// <summary>Lines of text below each other from the top edge y on. Returns the height they take.</summary>
    public double Lines(TextFit.Wrapped wrapped, double x, double y, double size, string css)
    {
        double step = size * TextFit.LineHeight;
        for (int i = 0; i < wrapped.Lines.Count; i++)
            Text(x, y + i * step + size, wrapped.Lines[i], css, wrapped.Cut ? wrapped.Full : null);
        return wrapped.Lines.Count * step;
    }

    public Canvas Image(double x, double y, double width, double height, byte[] png, string label) =>
        Raw($"<image x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" preserveAspectRatio=\"none\" " +
            $"style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"><title>{Markup.Escape(label)}</title></image>\n");

    /// <summary>What follows until <see cref="EndClip"/> is cut at the rectangle: an inner svg clips without needing an id.</summary>
    public Canvas BeginClip(double x, double y, double width, double height) =>
        Raw($"<svg x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" " +
            $"viewBox=\"{Number(x)} {Number(y)} {Number(width)} {Number(height)}\">\n");

    public Canvas EndClip() => Raw("</svg>\n");

    public Canvas Place(Drawing drawing, double x, double y) =>
        Raw($"<g transform=\"translate({Number(x)} {Number(y)})\">\n").Raw(drawing.Content).Raw("</g>\n");

    public Drawing Finish(double width, double height) => new(width, height, text.ToString());

    public string Close(string end) => text.Append(end).ToString();

    private Canvas Raw(string markup)
    {
        text.Append(markup);
        return this;
    }
}

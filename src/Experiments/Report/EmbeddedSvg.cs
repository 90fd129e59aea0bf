using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>
/// Puts the SVG of a file into an HTML page: ids get the figure's prefix so that figures do not clash, a style sheet that the page already
/// has is not repeated, and whatever could run or fetch something (scripts, event attributes, foreign objects, outside addresses) is left out.
/// </summary>
internal sealed partial class EmbeddedSvg
{
    private static readonly string[] Foreign = ["script", "foreignObject", "iframe", "object", "embed", "a", "set", "animate"];
    private readonly HashSet<string> styles = [];

    /// <summary>The markup and the width of its drawing, or null where the text is no SVG.</summary>
    public (string Markup, double Width)? Embed(string svg, string prefix)
    {
        if (Parse(svg) is not { } root) return null;
        Clean(root);
        Rename(root, prefix);
        foreach (var style in root.Descendants().Where(e => e.Name.LocalName == "style" && !styles.Add(e.Value)).ToList()) style.Remove();
        double width = Number(root.Attribute("viewBox")?.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(2))
            ?? Number(root.Attribute("width")?.Value) ?? Figure.SingleWidth;
        return (root.ToString(SaveOptions.DisableFormatting), width);
    }

    private static XElement? Parse(string svg)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader, LoadOptions.PreserveWhitespace);
            return root.Name.LocalName == "svg" ? root : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static void Clean(XElement root)
    {
        foreach (var element in root.DescendantsAndSelf().ToList())
        {
            if (Foreign.Contains(element.Name.LocalName, StringComparer.OrdinalIgnoreCase) || (element.Name.LocalName == "style" && Fetches(element.Value)))
            {
                if (element.Parent != null) element.Remove();
                continue;
            }
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration).ToList())
                if (attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || Fetches(attribute.Value) || LeadsOut(attribute)) attribute.Remove();
        }
        root.DescendantNodes().Where(n => n is XComment or XProcessingInstruction).ToList().ForEach(n => n.Remove());
    }

    private static bool LeadsOut(XAttribute a) => a.Name.LocalName is "href" or "src"
        && !a.Value.StartsWith('#') && !a.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal);

    private static bool Fetches(string css) => css.Contains("@import", StringComparison.OrdinalIgnoreCase) || OutsideUrl().IsMatch(css);

    private static void Rename(XElement root, string prefix)
    {
        foreach (var attribute in root.DescendantsAndSelf().Attributes().ToList())
            attribute.Value = attribute.Name.LocalName switch
            {
                "id" => prefix + attribute.Value,
                "href" when attribute.Value.StartsWith('#') => "#" + prefix + attribute.Value[1..],
                "aria-labelledby" or "aria-describedby" => string.Join(' ', attribute.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => prefix + id)),
                _ => InnerUrl().Replace(attribute.Value, "url(#" + prefix.Replace("$", "$$", StringComparison.Ordinal)),
            };
    }

    private static double? Number(string? text) =>
        double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value) ? value : null;

    [GeneratedRegex(@"url\(\s*[""']?\s*(?!#|[""'\s])", RegexOptions.IgnoreCase)]
    private static partial Regex OutsideUrl();

    [GeneratedRegex(@"url\(\s*[""']?#", RegexOptions.IgnoreCase)]
    private static partial Regex InnerUrl();
}

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>A box of a drawing: its name in the page (n and the node's number, or c and a number for a sign) and its lines by their look.</summary>
internal sealed record DrawnBox(string Id, Rectangle Place, bool IsSign, IReadOnlyDictionary<string, string> Texts);

/// <summary>An edge of a drawing with what is written on it.</summary>
internal sealed record DrawnEdge(int From, int To, (double X, double Y)[] Points, string? Label, Rectangle? LabelPlace);

internal sealed record Rectangle(double Left, double Top, double Width, double Height)
{
    internal bool Overlaps(Rectangle other) =>
        Left < other.Left + other.Width && other.Left < Left + Width && Top < other.Top + other.Height && other.Top < Top + Height;
}

/// <summary>A page taken apart, by an XML reader that takes nothing amiss.</summary>
internal sealed partial class PageParts
{
    private readonly Dictionary<string, XElement> _labels;

    internal PageParts(string html)
    {
        Html = html;
        Svg = Parse(SvgPart().Match(html).Value);
        Steps = [.. Parse(ListPart().Match(html).Value).Elements()];
        _labels = Of(Svg, "part").ToDictionary(Attribute("id"));
        Boxes = [.. Of(Svg, "node").Select(Box)];
        Edges = [.. Of(Svg, "edge").Select(Edge)];
    }

    internal string Html { get; }

    internal XElement Svg { get; }

    /// <summary>The list items, one for each step.</summary>
    internal XElement[] Steps { get; }

    internal DrawnBox[] Boxes { get; }

    internal DrawnEdge[] Edges { get; }

    internal IEnumerable<XElement> Rules => Steps.Where(step => Looks(step).Contains("rule"));

    internal static IEnumerable<XElement> Of(XElement root, string look) => root.Descendants().Where(element => Looks(element).Contains(look));

    private static string[] Looks(XElement element) => ((string?)element.Attribute("class") ?? "").Split(' ');

    private static XElement Parse(string markup)
    {
        using var reader = XmlReader.Create(new StringReader(markup), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader).Root!;
    }

    private static Func<XElement, string> Attribute(string name) => element => (string)element.Attribute(name)!;

    private static DrawnBox Box(XElement group)
    {
        Dictionary<string, string> texts = group.Elements().Where(element => element.Name.LocalName == "text")
            .GroupBy(Attribute("class")).ToDictionary(lines => lines.Key, lines => string.Join('\n', lines.Select(line => line.Value)));
        return new(Attribute("id")(group), Place(group), Looks(group).Contains("sign"), texts);
    }

    private DrawnEdge Edge(XElement path)
    {
        double[] numbers = [.. Number().Matches(Attribute("d")(path)).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
        XElement? label = _labels.GetValueOrDefault("g" + Attribute("id")(path)[1..]);
        return new(
            int.Parse(Attribute("data-from")(path), CultureInfo.InvariantCulture),
            int.Parse(Attribute("data-to")(path), CultureInfo.InvariantCulture),
            [.. numbers.Chunk(2).Select(pair => (pair[0], pair[1]))],
            label?.Value,
            label is null ? null : Place(label));
    }

    private static Rectangle Place(XElement group)
    {
        XElement rect = group.Elements().First(element => element.Name.LocalName == "rect");
        double[] numbers = [.. new[] { "x", "y", "width", "height" }.Select(name => double.Parse(Attribute(name)(rect), CultureInfo.InvariantCulture))];
        return new(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    [GeneratedRegex("<svg.*</svg>", RegexOptions.Singleline)]
    private static partial Regex SvgPart();

    [GeneratedRegex("<ol.*</ol>", RegexOptions.Singleline)]
    private static partial Regex ListPart();

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex Number();
}

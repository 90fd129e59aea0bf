using System.Globalization;
using System.Text;

namespace DeepPuzzles.Autograd;

/// <summary>A drawing as SVG. Each box, arrow and label tells at which step it lights up.</summary>
internal static class GraphSvg
{
    private const double Around = 16, LabelHeight = 22, BaseLine = 0.35;

    internal static string Of(Drawing drawing, GraphSteps steps)
    {
        // What lies outside is not seen: curves stay between the middles of slots.
        double width = Math.Max(drawing.Boxes.Max(box => box.X + box.Width / 2), drawing.Arrows.Select(Right).DefaultIfEmpty(0).Max()) + Around;
        double height = drawing.Boxes.Max(box => box.Bottom) + Around;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" viewBox=\"0 0 {N(width)} {N(height)}\" style=\"--w:{N(width)}px;--r:{(width / height).ToString("0.###", CultureInfo.InvariantCulture)}\" role=\"img\" aria-labelledby=\"graph-title\">\n");
        svg.Append("<title id=\"graph-title\">The graph: each box a tensor, each arrow from an input to what was made of it</title>\n");
        svg.Append("<defs>");
        foreach (string look in (ReadOnlySpan<string>)["", "-now", "-back"])
            svg.Append(CultureInfo.InvariantCulture, $"<marker id=\"tip{look}\" class=\"tip{look}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\"><path d=\"M0 0.5L10 5L0 9.5Z\"/></marker>");
        svg.Append("</defs>\n");
        for (int i = 0; i < drawing.Arrows.Length; i++) Edge(svg, drawing, steps, i);
        foreach (Box box in drawing.Boxes) Node(svg, box, steps);
        for (int i = 0; i < drawing.Arrows.Length; i++) Label(svg, drawing.Arrows[i], steps, i);
        return svg.Append("</svg>\n").ToString();
    }

    private static double Right(Arrow arrow) => Math.Max(arrow.Points.Max(point => point.X), arrow.LabelAt.X + arrow.LabelWidth / 2);

    private static void Edge(StringBuilder svg, Drawing drawing, GraphSteps steps, int number)
    {
        Arrow arrow = drawing.Arrows[number];
        GraphNode to = drawing.Boxes[arrow.To].Node;
        string back = arrow.Part is null ? "" : $" data-g=\"{steps.OfRule(to.Id)}\"";
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"edge\" id=\"e{number}\" data-from=\"{drawing.Boxes[arrow.From].Node.Id}\" data-to=\"{to.Id}\" data-at=\"{steps.OfValue(to)}\"{back} d=\"{Curve(arrow.Points)}\"/>\n");
    }

    // Monotone cubic interpolation of x over y (Fritsch and Carlson 1980): the curve leaves and arrives upright, keeps straight pieces straight
    // and never swings past its points.
    private static string Curve(List<(double X, double Y)> points)
    {
        var slopes = new double[points.Count];
        for (int i = 1; i < points.Count - 1; i++)
        {
            double before = Slope(points[i - 1], points[i]), after = Slope(points[i], points[i + 1]);
            slopes[i] = before * after <= 0 ? 0 : 2 * before * after / (before + after);
        }
        var path = new StringBuilder($"M{N(points[0].X)} {N(points[0].Y)}");
        for (int i = 1; i < points.Count; i++)
        {
            ((double x, double y), (double nextX, double nextY)) = (points[i - 1], points[i]);
            double third = (nextY - y) / 3;
            path.Append(CultureInfo.InvariantCulture, $"C{N(x + slopes[i - 1] * third)} {N(y + third)} {N(nextX - slopes[i] * third)} {N(nextY - third)} {N(nextX)} {N(nextY)}");
        }
        return path.ToString();

        static double Slope((double X, double Y) from, (double X, double Y) to) => (to.X - from.X) / (to.Y - from.Y);
    }

    private static void Node(StringBuilder svg, Box box, GraphSteps steps)
    {
        GraphNode node = box.Node;
        string back = box.Gradient is null ? "" : $" data-g=\"{steps.OfGradient(node.Id)}\"", look = node.Kind switch { GraphNodeKind.Leaf => " leaf", GraphNodeKind.Constant => " constant", _ => "" };
        string gradient = box.Gradient is null ? "" : $"\ngradient: {box.Gradient.Full}";
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"node{look}{(box.IsSign ? " sign" : "")}\" id=\"{box.Id}\" data-at=\"{steps.OfValue(node)}\"{back}><title>{Characters.Markup(node.ToString())}{Characters.Markup(gradient).Replace("\\n", "\n", StringComparison.Ordinal)}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{N(box.X - box.Width / 2)}\" y=\"{N(box.Top)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\" rx=\"{(node.Kind == GraphNodeKind.Leaf ? 22 : 7)}\"/>");
        if (box.IsCut) svg.Append(CultureInfo.InvariantCulture, $"<path class=\"cut\" d=\"M{N(box.X)} {N(box.Top)}v-16\"/>");
        foreach ((string text, string lineLook, double y) in box.Lines())
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{lineLook}\" x=\"{N(box.X)}\" y=\"{N(y)}\">{Characters.Markup(text)}</text>");
        svg.Append("</g>\n");
    }

    private static void Label(StringBuilder svg, Arrow arrow, GraphSteps steps, int number)
    {
        if (arrow.Label.Length == 0) return;
        (double x, double y) = arrow.LabelAt;
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"part\" id=\"g{number}\" data-at=\"1\" data-g=\"{steps.OfPart(arrow)}\"><rect x=\"{N(x - arrow.LabelWidth / 2)}\" y=\"{N(y - LabelHeight / 2)}\" width=\"{N(arrow.LabelWidth)}\" height=\"{N(LabelHeight)}\" rx=\"5\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y + Arrow.LabelSize * BaseLine)}\">{Characters.Markup(arrow.Label)}</text></g>\n");
    }

    private static string N(double x) => Math.Round(x, 1).ToString("0.#", CultureInfo.InvariantCulture);
}

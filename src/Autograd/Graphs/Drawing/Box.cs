using System.Globalization;

namespace DeepPuzzles.Autograd;

/// <summary>A node as a box: lines of text below one another.</summary>
internal sealed class Box
{
    internal const double TitleSize = 19, DetailSize = 13, ValueSize = 17;

    private const int TitleColumns = 24, SignColumns = 16, DetailColumns = 30, ValueColumns = 32;

    private const double LineHeight = 1.32, Margin = 14;

    /// <summary>Of the font size: a column of a monospaced font, and a letter of a bold font without serifs on a generous average.</summary>
    internal const double Mono = 0.605, Sans = 0.62;

    internal Box(GraphNode node, Summary? gradient, bool isCut)
    {
        (Node, Gradient, IsCut, Id) = (node, gradient, isCut, $"n{node.Id.ToString(CultureInfo.InvariantCulture)}");
        Title = Characters.Cut(Characters.Visible(node.Name), TitleColumns);
        Parameters = Characters.Cut(node.Parameters, DetailColumns);
        Value = Characters.Cut(node.Summary.Short, ValueColumns);
        GradientText = gradient is null ? "" : Characters.Cut("∂ " + gradient.Short, ValueColumns);
        double widest = Math.Max(Characters.Columns(Title) * TitleSize * Sans, Characters.Columns(Value) * ValueSize * Mono);
        widest = Math.Max(widest, Characters.Columns(GradientText) * ValueSize * Mono);
        widest = Math.Max(widest, Math.Max(Characters.Columns(Parameters), Characters.Columns(Node.Type)) * DetailSize * Mono);
        Width = Math.Ceiling(widest) + 2 * Margin;
        Height = Math.Ceiling((TitleSize + DetailSize * (Parameters.Length > 0 ? 2 : 1) + ValueSize * (gradient is null ? 1 : 2)) * LineHeight) + Margin;
    }

    /// <summary>A sign that stands for a node that many use, beside one of the users.</summary>
    internal Box(GraphNode node, int arrow)
    {
        (Node, IsSign, Id) = (node, true, $"c{arrow.ToString(CultureInfo.InvariantCulture)}");
        Title = Characters.Cut(Characters.Visible(node.Name), SignColumns);
        Parameters = $"#{node.Id.ToString(CultureInfo.InvariantCulture)}";
        Width = Math.Ceiling(Math.Max(Characters.Columns(Title) * TitleSize * Sans, Characters.Columns(Parameters) * DetailSize * Mono)) + 2 * Margin;
        Height = Math.Ceiling((TitleSize + DetailSize) * LineHeight) + Margin;
    }

    internal GraphNode Node { get; }

    internal bool IsSign { get; }

    /// <summary>In the page.</summary>
    internal string Id { get; }

    /// <summary>The gradient at the node; null when none comes there.</summary>
    internal Summary? Gradient { get; }

    /// <summary>True when an input is not drawn.</summary>
    internal bool IsCut { get; }

    internal string Title { get; }

    internal string Parameters { get; }

    internal string Value { get; } = "";

    internal string GradientText { get; } = "";

    internal double Width { get; }

    internal double Height { get; }

    /// <summary>The middle of the box.</summary>
    internal double X { get; set; }

    internal double Top { get; set; }

    internal double Bottom => Top + Height;

    /// <summary>The lines with their look and the place of their base line.</summary>
    internal IEnumerable<(string Text, string Look, double Y)> Lines()
    {
        double y = Top + Margin / 2;
        (string Text, string Look, double Size)[] lines =
            [(Title, "name", TitleSize), (Parameters, "soft", DetailSize), (IsSign ? "" : Node.Type, "soft", DetailSize), (Value, "value", ValueSize), (GradientText, "grad", ValueSize)];
        foreach ((string text, string look, double size) in lines)
        {
            if (text.Length == 0) continue;
            y += size * LineHeight;
            yield return (text, look, y - size * (LineHeight - 1));
        }
    }
}

/// <summary>An edge from an input to what was made of it.</summary>
/// <param name="From">The place of the input's box.</param>
/// <param name="To">The place of the box of what was made of it.</param>
/// <param name="Input">Which of its inputs that is.</param>
/// <param name="Part">The gradient that comes back along the edge; null when none does.</param>
internal sealed record Arrow(int From, int To, int Input, Summary? Part)
{
    internal const double LabelSize = 15;

    private const int LabelColumns = 22;

    /// <summary>The place of the input's own box, where the edge comes from a sign.</summary>
    internal int Source { get; init; } = From;

    internal string Label { get; } = Part is null ? "" : Characters.Cut(Part.Short, LabelColumns);

    internal double LabelWidth => Label.Length == 0 ? 0 : Math.Ceiling(Characters.Columns(Label) * LabelSize * Box.Mono) + 12;

    /// <summary>The middle of the label.</summary>
    internal (double X, double Y) LabelAt { get; set; }

    /// <summary>Where the curve passes, downwards.</summary>
    internal List<(double X, double Y)> Points { get; } = [];
}

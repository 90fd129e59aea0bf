using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>All that a tensor was made of, as it was when <see cref="Inspection.Graph"/> read it: a value.</summary>
public sealed class Graph
{
    /// <summary>The nodes that <see cref="ToText"/> prints if nothing else is said.</summary>
    public const int TextNodes = 10_000;

    private readonly Tensor _root;
    private readonly GraphReading _reading;
    private readonly string _expression;

    internal Graph(Tensor root, string expression)
    {
        (_root, _expression) = (root, expression);
        _reading = new GraphReading(root);
    }

    /// <summary>Every node once, inputs before what was made of them, by number.</summary>
    public IReadOnlyList<GraphNode> Nodes => _reading.Nodes;

    /// <summary>The tensor whose graph this is.</summary>
    public GraphNode Output => _reading.Nodes[_reading.IdOf(_root)];

    /// <summary>Indented text: each node with its inputs below it. A node that several use is printed where it is met first and referred to by
    /// number elsewhere; what would be indented too far begins a paragraph of its own.</summary>
    /// <param name="most">So many nodes are printed; the last line says how many are not.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is below 1.</exception>
    public string ToText(int most = TextNodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return GraphText.Of(this, most);
    }

    /// <summary><see cref="ToText"/>.</summary>
    public override string ToString() => ToText();

    /// <summary>A description in Graphviz's language DOT, of every node.</summary>
    public string ToDot() => GraphDot.Of(this);

    /// <summary>One page with a drawing, to be stepped through with buttons, arrow keys or the address (<c>#step=5</c>): forward, each op with its
    /// value; then backward, each rule that fires in the words of its source, and the gradient that arrives at each edge. It needs no network, and
    /// without script it is a drawing with a list of all steps. The backward pass is run for it, now: from 1, or, where the output is not a single
    /// number, from ones, which gives the gradients of its sum. A graph of more than 150 nodes is drawn in part, and the page says so.</summary>
    /// <param name="title">The heading; null for the name that the tensor has in the program, and what it is.</param>
    public string ToHtml(string? title = null) => GraphPage.Of(new Drawing(this, BackwardRecord.Of(_root, _reading)), title ?? GraphTitle.Of(_root, Output.Name, _expression));

    /// <summary>Writes <see cref="ToHtml"/> to a file: whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="title">The heading; null for the name that the tensor has in the program, and what it is.</param>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void WriteHtml(string path, string? title = null) => AtomicFile.WriteText(path, ToHtml(title));
}

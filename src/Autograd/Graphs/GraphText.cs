using System.Globalization;
using System.Text;

namespace DeepPuzzles.Autograd;

/// <summary>A graph as indented text.</summary>
internal static class GraphText
{
    private const int Indent = 2;

    /// <summary>Deeper than this, a node begins a paragraph of its own: else the text of a long chain would grow as the square of its length.</summary>
    private const int DeepestLevel = 24;

    internal static string Of(Graph graph, int most)
    {
        var text = new StringBuilder();
        var printed = new bool[graph.Nodes.Count];
        var promised = new bool[graph.Nodes.Count];
        var paragraphs = new Queue<int>([graph.Output.Id]);
        var open = new Stack<(int Node, int Level)>();
        int count = 0;
        while (count < most && paragraphs.TryDequeue(out int first))
        {
            if (count > 0) text.Append('\n');
            open.Push((first, 0));
            while (count < most && open.TryPop(out (int Node, int Level) next))
            {
                GraphNode node = graph.Nodes[next.Node];
                bool isParagraph = next.Level == 0, isLater = !isParagraph && !printed[node.Id] && (next.Level > DeepestLevel || promised[node.Id]);
                text.Append(' ', Indent * next.Level);
                if (printed[node.Id] || isLater)
                {
                    text.Append(CultureInfo.InvariantCulture, $"#{node.Id} {Characters.Visible(node.Name)}, {(isLater ? "below" : "above")}\n");
                    if (isLater && !promised[node.Id]) paragraphs.Enqueue(node.Id);
                    promised[node.Id] |= isLater;
                    continue;
                }
                text.Append(node.ToString()).Append('\n');
                printed[node.Id] = true;
                count++;
                for (int input = node.Inputs.Count - 1; input >= 0; input--) open.Push((node.Inputs[input], next.Level + 1));
            }
        }
        if (count < graph.Nodes.Count) text.Append(CultureInfo.InvariantCulture, $"… and {graph.Nodes.Count - count} of {graph.Nodes.Count} nodes more; ToText({graph.Nodes.Count}) prints all\n");
        return text.ToString();
    }
}

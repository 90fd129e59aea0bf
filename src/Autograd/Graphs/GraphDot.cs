using System.Globalization;
using System.Text;

namespace DeepPuzzles.Autograd;

/// <summary>A graph in the language DOT: https://graphviz.org/doc/info/lang.html.</summary>
internal static class GraphDot
{
    internal static string Of(Graph graph)
    {
        var text = new StringBuilder("digraph {\n  ordering=in;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
        foreach (GraphNode node in graph.Nodes)
        {
            string parameters = node.Parameters.Length == 0 ? "" : $"\\n{Characters.Dot(node.Parameters)}";
            string look = node.Kind switch { GraphNodeKind.Leaf => ", shape=ellipse", GraphNodeKind.Constant => ", style=dashed", _ => "" };
            text.Append(CultureInfo.InvariantCulture, $"  n{node.Id} [label=\"{Characters.Dot(node.Name)}{parameters}\\n{node.Type}\\n{Characters.Dot(node.Summary.Short)}\"{look}];\n");
        }
        foreach (GraphNode node in graph.Nodes)
        {
            foreach (int input in node.Inputs) text.Append(CultureInfo.InvariantCulture, $"  n{input} -> n{node.Id};\n");
        }
        return text.Append("}\n").ToString();
    }
}

using System.Globalization;

namespace DeepPuzzles.Autograd;

/// <summary>A step through a drawing.</summary>
/// <param name="Look">given, forward, start, rule, stopped or end.</param>
/// <param name="Node">The node it is about; null where it is about several.</param>
/// <param name="Rule">The rule that fires; null when none does.</param>
internal sealed record GraphStep(string Look, GraphNode? Node = null, RuleFired? Rule = null);

/// <summary>The steps through a drawing, from 1: what is given; each op's value; where the gradient starts; each rule; the result.</summary>
internal sealed class GraphSteps
{
    private readonly Drawing _drawing;
    private readonly Dictionary<int, int> _values = [], _rules = [], _gradients = [], _arrivals = [];

    internal GraphSteps(Drawing drawing)
    {
        _drawing = drawing;
        var all = new List<GraphStep> { new("given") };
        foreach (Box box in drawing.Nodes.Where(box => box.Node.Kind == GraphNodeKind.Op))
        {
            all.Add(new("forward", box.Node));
            _values[box.Node.Id] = all.Count;
        }
        GraphNode output = drawing.Graph.Output;
        if (drawing.Rules.Count > 0 || drawing.Backward.AtLeaves.ContainsKey(output.Id))
        {
            all.Add(new("start", output));
            _gradients[output.Id] = all.Count;
        }
        foreach (RuleFired rule in drawing.Rules)
        {
            all.Add(new("rule", drawing.Graph.Nodes[rule.Node], rule));
            _rules[rule.Node] = all.Count;
            foreach ((int input, _) in rule.Parts)
            {
                int target = drawing.Graph.Nodes[rule.Node].Inputs[input];
                _arrivals[target] = _arrivals.GetValueOrDefault(target) + 1;
                if (_arrivals[target] == drawing.Arrivals(target)) _gradients[target] = all.Count;
            }
        }
        if (drawing.Backward.Stopped is not null) all.Add(new("stopped"));
        all.Add(new("end"));
        All = all;
    }

    internal IReadOnlyList<GraphStep> All { get; }

    /// <summary>When the node's value is there.</summary>
    internal int OfValue(GraphNode node) => _values.GetValueOrDefault(node.Id, 1);

    /// <summary>When the node's rule fires.</summary>
    internal int OfRule(int node) => _rules[node];

    /// <summary>When the last gradient comes to the node; at the end, where not all that come are drawn.</summary>
    internal int OfGradient(int node) => _gradients.GetValueOrDefault(node, All.Count);

    internal int OfPart(Arrow arrow) => OfRule(_drawing.Boxes[arrow.To].Node.Id);

    /// <summary>The elements of the drawing that a step is about.</summary>
    internal string Hot(GraphStep step)
    {
        IEnumerable<string> ids = step switch
        {
            { Look: "given" } => _drawing.Nodes.Where(box => box.Node.Kind != GraphNodeKind.Op).Select(box => box.Id),
            { Look: "end", Node: null } => _drawing.Nodes.Where(box => box.Node.Kind == GraphNodeKind.Leaf && box.Gradient is not null).Select(box => box.Id),
            { Node: { } node, Rule: null } => Into(node.Id, _ => step.Look == "forward").Prepend(Id('n', node.Id)),
            { Node: { } node, Rule: { } rule } => Into(node.Id, arrow => arrow.Part is not null)
                .Concat(rule.Parts.Select(part => Id('n', node.Inputs[part.Input]))).Prepend(Id('n', node.Id)).Distinct(),
            _ => [],
        };
        return string.Join(' ', ids);
    }

    private IEnumerable<string> Into(int node, Func<Arrow, bool> choice) =>
        _drawing.Arrows.Select((arrow, number) => (Arrow: arrow, Number: number))
            .Where(edge => _drawing.Boxes[edge.Arrow.To].Node.Id == node && choice(edge.Arrow))
            .SelectMany(edge => new[] { Id('e', edge.Number), Id('g', edge.Number), _drawing.Boxes[edge.Arrow.From] is { IsSign: true } sign ? sign.Id : "" }).Where(id => id.Length > 0);

    private static string Id(char kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);
}

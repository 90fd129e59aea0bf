using System.Globalization;
using System.Text;

namespace DeepPuzzles.Autograd;

/// <summary>What is said of each step, as HTML.</summary>
internal sealed class StepWords
{
    /// <summary>A longer sum is told by its first terms.</summary>
    private const int MostTerms = 6;

    private readonly Drawing _drawing;
    private readonly Dictionary<int, List<Summary>> _arrived = [];

    internal StepWords(Drawing drawing) => _drawing = drawing;

    private Graph Graph => _drawing.Graph;

    /// <summary>To be asked for each step once, in order: the sums grow.</summary>
    internal string Of(GraphStep step) => step.Look switch
    {
        "given" => Kicker("forward", "What is given") + List(_drawing.Nodes.Where(box => box.Node.Kind != GraphNodeKind.Op)
            .Select(box => $"{Name(box.Node)} = <b class=\"v\">{Characters.Markup(box.Node.Value)}</b> <small>{box.Node.Type}</small>")),
        "forward" => Forward(step.Node!),
        "start" => Start(step.Node!),
        "rule" => Rule(step.Node!, step.Rule!),
        "stopped" => Kicker("backward", "The backward pass stops here") + $"<p>{Characters.Markup(_drawing.Backward.Stopped!)}</p>",
        _ => End(),
    };

    private string Forward(GraphNode node)
    {
        string of = string.Join(", ", node.Inputs.Select(Name)), parameters = node.Parameters.Length == 0 ? "" : $" <small>({Characters.Markup(node.Parameters)})</small>";
        return Kicker("forward", $"{Name(node)}{parameters} of {of}") + $"<p class=\"result\"><b class=\"v\">{Characters.Markup(node.Value)}</b> <small>{node.Type}</small></p>";
    }

    private string Start(GraphNode output)
    {
        Arrive(output.Id, new Summary("1", "1"));
        return Kicker("backward", $"The gradient starts at {Name(output)}") + (output.Shape.Elements == 1
            ? "<p class=\"result\"><b class=\"g\">1</b></p><p>What moves the output moves the output as much.</p>"
            : "<p class=\"result\"><b class=\"g\">ones</b></p><p>The output is not a single number: these are the gradients of the sum of its elements.</p>");
    }

    private string Rule(GraphNode node, RuleFired fired)
    {
        var html = new StringBuilder(Kicker("backward", $"The rule of {Name(node)}"));
        if (!ReferenceEquals(fired.Given, fired.Arrived) && node.Activation is { } activation && Rules.TextOf(activation) is { } before)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>First the activation {Characters.Markup(OpParameters.NameOf(activation))}:</p>{Code(before.WordsFor(0))}");
            html.Append(Bindings(before, 0, node, fired.Arrived, Sum(node.Id)));
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"result\"><b class=\"g\">{Characters.Markup(fired.Given.Full)}</b></p><p>Then the op itself:</p>");
        }
        RuleText? text = Rules.TextOf(node.OpType!);
        if (text is null) html.Append("<p>The table of rules has no words for it: its gradient came with the function.</p>");
        if (fired.Parts.Count == 0) html.Append(CultureInfo.InvariantCulture, $"{(text is null ? "" : Code(text.WordsFor(0)))}<p>No gradient flows on.</p>");
        string said = "";
        foreach ((int input, Summary part) in fired.Parts)
        {
            string words = text?.WordsFor(input) ?? "";
            if (text is not null && words != said)
            {
                html.Append(Code(words));
                if (said.Length == 0) html.Append(Bindings(text, input, node, fired.Given, ReferenceEquals(fired.Given, fired.Arrived) ? Sum(node.Id) : ""));
            }
            said = words;
            int target = node.Inputs[input];
            Arrive(target, part);
            string index = text is { Arguments: [.., RuleArgument.Index] } ? $"<small>i = {input.ToString(CultureInfo.InvariantCulture)}</small> " : "";
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"gives\">{index}→ {Name(target)} <b class=\"g\">{Characters.Markup(part.Full)}</b>{SoFar(target)}</p>");
        }
        return html.ToString();
    }

    private string Bindings(RuleText text, int input, GraphNode node, Summary gradient, string sum)
    {
        var html = new StringBuilder("<dl>");
        IReadOnlyList<string> names = text.NamesFor(input);
        for (int i = 0; i < names.Count; i++)
        {
            switch (text.Arguments[i])
            {
                case RuleArgument.Op when node.Parameters.Length > 0: Bind(names[i], Characters.Markup(node.Parameters)); break;
                case RuleArgument.Gradient: Bind(names[i], $"{sum}<b class=\"g\">{Characters.Markup(gradient.Full)}</b>"); break;
                case RuleArgument.First: Bind(names[i], Valued(node.Inputs[0])); break;
                case RuleArgument.Second: Bind(names[i], Valued(node.Inputs[1])); break;
                case RuleArgument.Output: Bind(names[i], Valued(node.Id)); break;
                case RuleArgument.Inputs:
                    for (int each = 0; each < node.Inputs.Count; each++) Bind($"{names[i]}[{each.ToString(CultureInfo.InvariantCulture)}]", Valued(node.Inputs[each]));
                    break;
            }
        }
        return html.Append("</dl>").ToString();

        void Bind(string name, string what) => html.Append(CultureInfo.InvariantCulture, $"<div><dt>{Characters.Markup(name)}</dt><dd>{what}</dd></div>");
    }

    private string End()
    {
        if (_drawing.Backward.AtLeaves.Count == 0) return Kicker("", "All values");
        IEnumerable<string> leaves = _drawing.Nodes.Where(box => box.Node.Kind == GraphNodeKind.Leaf && box.Gradient is not null)
            .Select(box => $"{Name(box.Node)} {Sum(box.Node.Id)}<b class=\"g\">{Characters.Markup(box.Gradient!.Full)}</b>");
        return Kicker("", $"The gradients of {Name(Graph.Output)}") + List(leaves);
    }

    private void Arrive(int node, Summary part)
    {
        if (!_arrived.TryGetValue(node, out List<Summary>? parts)) _arrived[node] = parts = [];
        parts.Add(part);
    }

    // "1 + 2 = " where several have come, and all that come are drawn.
    private string Sum(int node) => _arrived.TryGetValue(node, out List<Summary>? parts) && parts.Count > 1 && parts.Count == _drawing.Arrivals(node)
        ? $"<span class=\"sum\">{Terms(parts)} =</span> " : "";

    private string SoFar(int node) => _arrived[node].Count > 1
        ? $"<small class=\"so-far\">here arrive {Terms(_arrived[node])}</small>" : "";

    private static string Terms(List<Summary> parts) => string.Join(" + ", parts.Take(MostTerms).Select(part => Term(part.Short)))
        + (parts.Count > MostTerms ? $" + … ({parts.Count.ToString(CultureInfo.InvariantCulture)} in all)" : "");

    private static string Term(string number) => Characters.Markup(number.StartsWith('-') || number.Contains(' ', StringComparison.Ordinal) ? $"({number})" : number);

    private string Valued(int id) => $"{Name(id)} = <span class=\"v\">{Characters.Markup(Graph.Nodes[id].Value)}</span>";

    private string Name(int id) => Name(Graph.Nodes[id]);

    private static string Name(GraphNode node) => $"<span class=\"who\"><b>{Characters.Markup(node.Name)}</b> <small>#{node.Id.ToString(CultureInfo.InvariantCulture)}</small></span>";

    private static string Kicker(string pass, string what) => $"<p class=\"kicker\">{pass}</p><h2>{what}</h2>";

    private static string Code(string words) => $"<pre class=\"rule\"><code>{Characters.Markup(words)}</code></pre>";

    private static string List(IEnumerable<string> items) => $"<ul>{string.Concat(items.Select(item => $"<li>{item}</li>"))}</ul>";
}

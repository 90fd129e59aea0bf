using System.Text.RegularExpressions;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>Graphs as text and as DOT.</summary>
public sealed partial class TextTests
{
    private const string Hostile = "a\"b\\c<script>&]]>\n\u0001\ud800\u202e\uffff 'é↯";

    [Fact]
    public void Text_is_indented_and_what_is_shared_is_printed_once()
    {
        (_, _, Tensor z) = Samples.Sine();
        Assert.Equal("""
            #4 add: float64 [] = 2.9093
              #3 sin: float64 [] = 0.909297
                #2 multiply: float64 [] = 2
                  #0 leaf x: float64 [] = 2
                  #1 leaf y: float64 [] = 1
              #0 x, above

            """, z.Graph().ToString());
    }

    [Fact]
    public void Parameters_constants_and_summaries_are_told()
    {
        Tensor w = Tensor.From(new double[,] { { 1, 2 }, { 3, double.NaN } }).Track("w"), x = Tensor.From(new[,] { { 0.5, 0 }, { 1, 1 }, { 2, double.PositiveInfinity }, { -1, 1 } });
        Tensor y = Tensor.Where(x.Greater(0), x.MatMul(w), x.Sum()).To(DType.Float32)[1..3, 0].Clamp(-1, 1e-7);
        Assert.Equal("""
            #9 clamp (Low -1, High 1E-07): float32 [2] = [1e-07, 1e-07]
              #8 reshape (Shape [2]): float32 [2] = [4, inf]
                #7 slice (Start [1, 0], Step [1, 1], Shape [2, 1]): float32 [2, 1] = [[4], [inf]]
                  #6 to (DType Float32): float32 [4, 2] = min 0.5, mean 2.25, max 4, 6 of 8 not finite
                    #5 where: float64 [4, 2] = min 0.5, mean 2.25, max 4, 6 of 8 not finite
                      #3 constant: bool [4, 2] = 6 of 8 true
                      #2 matmul: float64 [4, 2] = min 0.5, mean 2.16667, max 4, 5 of 8 not finite
                        #1 constant: float64 [4, 2] = min -1, mean 0.642857, max 2, 1 of 8 not finite
                        #0 leaf w: float64 [2, 2] = [[1, 2], [3, nan]]
                      #4 constant: float64 [4, 2] = 8 of 8 not finite

            """, y.Graph().ToString());
    }

    [Fact]
    public void A_gradient_prints_as_well()
    {
        (Tensor x, _, Tensor z) = Samples.Sine();
        string text = z.Backward(createGraph: true)[x].Graph().ToText();
        Assert.Contains("cos: float64 [] = -0.416147", text, StringComparison.Ordinal);
        Assert.Contains("constant: float64 [] = 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_gone_is_said_to_be_gone()
    {
        Tensor x = Tensor.Scalar(2.0).Track("x"), y;
        using (MemoryScope scope = MemoryScope.Open()) y = scope.Keep(x.Exp().Sin());
        Assert.Contains("exp: float32 [] = no longer there", y.Graph().ToText(), StringComparison.Ordinal);
        Assert.Contains("memory scope ended", new PageParts(y.Graph().ToHtml()).Steps[^2].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_is_as_it_was_when_it_was_read()
    {
        var w = new Parameter("w", Tensor.Scalar(2.0));
        Graph graph = w.Value.Exp().Graph();
        string before = graph.ToText();
        w.Update(Tensor.Scalar(3.0));
        Assert.Equal(before, graph.ToText());
    }

    [Fact]
    public void A_million_nodes_do_not_overflow_the_stack()
    {
        const int Nodes = 1_000_000;
        using MemoryScope scope = MemoryScope.Open();
        Graph graph = Chain(Nodes);
        Assert.Equal(Nodes + 1, graph.Nodes.Count);
        Assert.Equal($"#{Nodes} shift (Summand 1): float64 [] = 1e+06\n… and {Nodes} of {Nodes + 1} nodes more; ToText({Nodes + 1}) prints all\n", graph.ToText(1));
        Assert.Equal(Graph.TextNodes, Count(graph.ToText(), " = "));
        Assert.Throws<ArgumentOutOfRangeException>(() => graph.ToText(0));
    }

    /// <summary>Each node is printed once, and once only, however deep; the depth of the text is bounded, so it does not grow as the square.</summary>
    [Fact]
    public void A_long_text_is_complete_and_has_short_lines()
    {
        const int Nodes = 20_000, LongestLine = 120;
        using MemoryScope scope = MemoryScope.Open();
        Graph graph = Chain(Nodes);
        string all = graph.ToText(Nodes + 1);
        Assert.Equal(Nodes + 1, Count(all, " = "));
        Assert.All(all.Split('\n'), line => Assert.True(line.Length < LongestLine));
        Assert.Equal(Nodes, Count(graph.ToDot(), " -> "));
    }

    private static Graph Chain(int nodes)
    {
        Tensor y = Tensor.Scalar(0, DType.Float64).Track("x");
        for (int node = 0; node < nodes; node++) y = y + 1;
        return y.Graph();
    }

    private static int Count(string text, string part) => text.AsSpan().Count(part);

    [Theory]
    [InlineData(5, 1)]
    [InlineData(40, 2)]
    [InlineData(300, 3)]
    public void Every_node_is_printed_once(int ops, int seed)
    {
        Graph graph = Samples.Random(seed, ops).Y.Graph();
        string[] numbers = [.. Printed().Matches(graph.ToText()).Select(match => match.Groups[1].Value)];
        Assert.Equal(graph.Nodes.Select(node => $"{node.Id}").Order(), numbers.Order());
        Assert.All(graph.Nodes, node => Assert.All(node.Inputs, input => Assert.True(input < node.Id)));
        Assert.Equal(graph.Nodes.Count - 1, graph.Output.Id);
    }

    [Fact]
    public void Dot_of_a_small_graph()
    {
        (_, _, Tensor z) = Samples.Sine();
        Assert.Equal("""
            digraph {
              ordering=in;
              node [shape=box, style=rounded, fontname="sans-serif"];
              n0 [label="x\nfloat64 []\n2", shape=ellipse];
              n1 [label="y\nfloat64 []\n1", shape=ellipse];
              n2 [label="multiply\nfloat64 []\n2"];
              n3 [label="sin\nfloat64 []\n0.9093"];
              n4 [label="add\nfloat64 []\n2.909"];
              n0 -> n2;
              n1 -> n2;
              n2 -> n3;
              n3 -> n4;
              n0 -> n4;
            }

            """, z.Graph().ToDot());
    }

    /// <summary>Every line is a statement of the grammar, quotes are closed, and every edge names declared nodes.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData(Hostile)]
    [InlineData("ends in a backslash\\")]
    [InlineData("\"];n9->n9;[\"")]
    public void Dot_is_well_formed(string name)
    {
        Tensor x = Tensor.From(1.0, 2).Track(name), mask = x.Greater(1);
        Tensor y = Tensor.Where(mask, x.Unsqueeze(0)[0].Pow(2), -x).Sum() * new Parameter(name, Tensor.Scalar(1, DType.Float64)).Value;
        string[] lines = y.Graph().ToDot().Split('\n');
        Assert.Equal(["digraph {", "  ordering=in;"], lines[..2]);
        Assert.Equal(["}", ""], lines[^2..]);
        string[] declared = [.. lines.Select(line => Node().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];
        Match[] edges = [.. lines.Select(line => Edge().Match(line)).Where(match => match.Success)];
        Assert.Equal(lines.Length - 5, declared.Length + edges.Length);
        Assert.Equal(y.Graph().Nodes.Count, declared.Distinct().Count());
        Assert.Equal(y.Graph().Nodes.Sum(node => node.Inputs.Count), edges.Length);
        Assert.All(edges, edge => Assert.Subset(declared.ToHashSet(), new HashSet<string> { edge.Groups[1].Value, edge.Groups[2].Value }));
        Assert.All(y.Graph().ToText(), c => Assert.True(c is '\n' || (!char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u202e' or '\uffff'))));
    }

    [GeneratedRegex(@"^ *#(\d+) .*:.*=", RegexOptions.Multiline)]
    private static partial Regex Printed();

    [GeneratedRegex("""^  (n\d+) \[label="([^"\\]|\\["\\n])*"(, (shape|style)=\w+)?\];$""")]
    private static partial Regex Node();

    [GeneratedRegex(@"^  (n\d+) -> (n\d+);$", RegexOptions.Multiline)]
    private static partial Regex Edge();
}

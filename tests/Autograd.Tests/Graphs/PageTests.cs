using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>The page shows what the backward pass does: no more, no less.</summary>
public sealed partial class PageTests
{
    private const string Hostile = "a\"b'c\\d</script><img src=http://x>&]]>-->\n\u0001\ud800\u202e\uffffé";

    public static TheoryData<string> Ops => [.. RuleWordsTests.Ops.Select(op => op.Name)];

    /// <summary>One step for each rule that fires, with its words; the gradients are those of Backward.</summary>
    [Theory]
    [MemberData(nameof(Ops))]
    public void The_rule_of_every_op_is_shown(string op)
    {
        Type type = RuleWordsTests.Ops.Single(each => each.Name == op);
        GradientCase check = (StructuralCases.ByOp.GetValueOrDefault(type) ?? ArithmeticCases.Of(type)).First(each => each.Uses(type));
        Tensor[] leaves = [.. check.Inputs.Select((input, i) => input.Track($"leaf {i}"))];
        PageParts page = Expect(check.F(leaves), leaves);
        Assert.Contains(page.Rules.SelectMany(step => step.Descendants("code")), code => Rules.WordsOf(type).Contains(code.Value));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 20)]
    [InlineData(3, 60)]
    [InlineData(4, 100)]
    public void Graphs_at_random(int seed, int ops)
    {
        (Tensor[] leaves, Tensor y) = Samples.Random(seed, ops);
        PageParts page = Expect(y, leaves);
        // What comes along the edges adds up to what is at the node.
        foreach (DrawnBox box in page.Boxes.Where(box => !box.IsSign))
        {
            DrawnEdge[] from = [.. page.Edges.Where(edge => $"n{edge.From}" == box.Id)];
            if (from.Length == 0) continue;
            double[] parts = [.. from.Select(edge => Value(edge.Label!))];
            Assert.Equal(parts.Sum(), Value(box.Texts["grad"].TrimStart('∂')), 2e-3 * (1 + parts.Sum(Math.Abs)));
        }
    }

    [Fact]
    public void A_network_and_a_second_derivative()
    {
        (Mlp net, Tensor loss) = Samples.Network();
        Tensor[] leaves = [.. net.Parameters.Select(parameter => parameter.Value)];
        PageParts page = Expect(loss, leaves);
        Assert.Contains("First the activation tanh", page.Html, StringComparison.Ordinal);
        Assert.Contains("(gy, y) =&gt; (gy + gy * y) * (1 - y)", page.Html, StringComparison.Ordinal);
        Expect(loss.Backward(createGraph: true)[leaves[0]].Square().Sum(), leaves);
    }

    [Fact]
    public void The_steps_of_sin_xy_plus_x()
    {
        (_, _, Tensor z) = Samples.Sine();
        PageParts page = new(z.Graph().ToHtml());
        Assert.Equal(["given", "forward", "forward", "forward", "start", "rule", "rule", "rule", "end"], page.Steps.Select(step => ((string)step.Attribute("class")!).Split(' ')[1]));
        Assert.Equal([.. Enumerable.Range(1, 9).Select(i => $"s{i}")], page.Steps.Select(step => (string)step.Attribute("id")!));
        string[] texts = [.. page.Rules.Select(rule => Blanks().Replace(rule.Value, " "))];
        Assert.Contains("The rule of sin #3(gy, x, y) => gy * x.Cos()", texts[1], StringComparison.Ordinal);
        Assert.Contains("xmultiply #2 = 2", texts[1], StringComparison.Ordinal);
        Assert.Contains("→ multiply #2 -0.416147", texts[1], StringComparison.Ordinal);
        Assert.Contains("(gz, x, y, z) => gz * x→ y #1 -0.832294", texts[2], StringComparison.Ordinal);
        Assert.Contains("here arrive 1 + (-0.4161)", texts[2], StringComparison.Ordinal);
        Assert.Contains("x #0 1 + (-0.4161) =", page.Steps[^1].Value, StringComparison.Ordinal);
        // Each thing lights up when its step comes: x's gradient with the last rule.
        Assert.Equal(["1", "1", "2", "3", "4"], PageParts.Of(page.Svg, "node").Select(node => (string)node.Attribute("data-at")!));
        Assert.Equal(["8", "8", "7", "6", "5"], PageParts.Of(page.Svg, "node").Select(node => (string)node.Attribute("data-g")!));
    }

    [Fact]
    public void What_a_step_lights_up_is_there()
    {
        foreach (Tensor y in new[] { Samples.Sine().Z, Samples.Network().Loss, Samples.Random(5, 80).Y })
        {
            PageParts page = new(y.Graph().ToHtml());
            string[] ids = [.. Id().Matches(page.Html).Select(match => match.Groups[1].Value)];
            Assert.Equal(ids.Length, ids.Distinct().Count());
            foreach (XElement step in page.Steps)
            {
                string[] hot = ((string)step.Attribute("data-hot")!).Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.NotEmpty(hot);
                Assert.Subset(ids.Concat(hot.Where(id => id[0] == 'g')).ToHashSet(), hot.ToHashSet());
            }
        }
    }

    [Theory]
    [InlineData(Hostile)]
    [InlineData("<!-- ]]> </svg></style>")]
    [InlineData("")]
    public void Names_cannot_break_out_and_nothing_is_asked_of_a_network(string name)
    {
        Tensor x = Tensor.From(1.0, 2).Track(name), w = new Parameter(name, Tensor.Scalar(1, DType.Float64)).Value;
        string html = (x * w).Sum().Graph().ToHtml(name);
        PageParts page = new(html);
        Assert.Equal(1, Count("<script"));
        Assert.Equal(1, Count("</script>"));
        Assert.Equal(0, Count("<img") + Count("@import") + Count("<link") + Count("<iframe") + Count("fetch("));
        string[] tags = [.. Tag().Matches(html).Select(match => match.Value)];
        Assert.All(tags, tag => Assert.DoesNotMatch(@"\s(src|href|xlink:href|srcset|action|data|on\w+)\s*=", tag));
        Assert.StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"", Assert.Single(tags, tag => tag.Contains("://", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(Url().Matches(html).Select(match => match.Value), url => Assert.StartsWith("url(#", url, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);

        int Count(string part) => html.Split(part).Length - 1;
    }

    [Fact]
    public void A_large_graph_is_drawn_in_part_and_says_so()
    {
        Tensor x = Tensor.Scalar(1, DType.Float64).Track("x"), y = x;
        for (int i = 0; i < 1000; i++) y = (y * x).Tanh();
        PageParts page = new(y.Graph().ToHtml());
        Assert.Contains("The last 150 of 2,001 nodes", page.Html, StringComparison.Ordinal);
        Assert.Equal(150, page.Boxes.Count(box => !box.IsSign));
        Assert.Equal(149, page.Rules.Count());
        Assert.Contains("n2000", page.Boxes.Select(box => box.Id));
        // What comes to x from what is not drawn is counted, and no sum is shown that lacks it.
        Assert.Equal(y.Backward()[x].Graph().Output.Value, Assert.Single(page.Steps[^1].Descendants("b"), bold => (string?)bold.Attribute("class") == "g").Value);
        Assert.DoesNotContain("=", page.Steps[^1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_leaves_and_what_is_no_number_have_pages()
    {
        Assert.Single(new PageParts(Tensor.From(1.0, 2).Graph().ToHtml()).Boxes);
        PageParts leaf = new(Tensor.Scalar(1, DType.Float64).Track("x").Graph().ToHtml());
        Assert.Empty(leaf.Rules);
        Assert.Contains("x #0", leaf.Steps[^1].Value, StringComparison.Ordinal);
        Tensor x = Tensor.From(1.0, 2, 3).Track("x");
        Assert.Contains("gradients of the sum", Expect(x.Square(), [x]).Html, StringComparison.Ordinal);
        Expect(Tensor.Zeros([0], DType.Float64).Track("leaf 0").Exp(), []);
        PageParts stopped = new((x.Map(default(Ruleless)) * 2).Graph().ToHtml());
        Assert.Single(stopped.Rules);
        Assert.Contains("'ruleless' has no rule", Assert.Single(stopped.Steps, step => ((string)step.Attribute("class")!).EndsWith("stopped", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_written_whole_in_place_of_the_old_one()
    {
        string folder = Directory.CreateTempSubdirectory("deeppuzzles-graph-").FullName, path = Path.Join(folder, "graph.html");
        try
        {
            File.WriteAllText(path, "old");
            Graph graph = Samples.Sine().Z.Graph();
            graph.WriteHtml(path, "A title");
            Assert.Equal(graph.ToHtml("A title"), File.ReadAllText(path));
            Assert.Single(Directory.GetFiles(folder));
            Assert.Contains("<h1>A title</h1>", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PageParts Expect(Tensor y, Tensor[] leaves)
    {
        PageParts page = new(y.Graph().ToHtml());
        Assert.Equal(Fired(y), page.Rules.Count());
        Gradients gradients = y.Backward(Tensor.Ones(y.Shape, y.DType));
        foreach (Tensor leaf in leaves)
        {
            string[] shown = [.. page.Steps[^1].Descendants("li").Where(item => item.Descendants("b").First().Value == leaf.Origin!.OpName).Select(item => item.Elements("b").Last().Value)];
            if (Reaches(y, leaf)) Assert.Equal([gradients[leaf].Graph().Output.Value], shown);
        }
        return page;
    }

    // The results through which a gradient flows, each once.
    private static int Fired(Tensor y)
    {
        var seen = new HashSet<Origin>();
        var open = new Stack<Tensor>([y]);
        while (open.TryPop(out Tensor? node))
        {
            if (node.Origin is not { OpType: { } type } origin || !seen.Add(origin)) continue;
            for (int input = 0; input < origin.InputCount; input++) open.Push(origin.Input(input));
        }
        return seen.Count;
    }

    private static bool Reaches(Tensor y, Tensor leaf) => y.Graph().Nodes.Any(node => node.Name == leaf.Origin!.OpName);

    private static double Value(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private readonly struct Ruleless : IUnaryOp
    {
        public static string Name => "ruleless";

        public static OpRecord Record => new(-1, 1);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Id();

    [GeneratedRegex("<[a-zA-Z/!][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"url\([^)]*\)")]
    private static partial Regex Url();
}

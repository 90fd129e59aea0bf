using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>A drawing can be read: nothing lies on anything, and all arrows go down.</summary>
public sealed class LayoutTests
{
    /// <summary>What rounding to tenths may do.</summary>
    private const double Tolerance = 0.11;

    public static TheoryData<int, int> Graphs => new() { { 1, 1 }, { 2, 4 }, { 3, 10 }, { 4, 25 }, { 5, 50 }, { 6, 75 }, { 7, 110 }, { 8, 110 } };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Of_random_graphs(int seed, int ops) => Expect(Samples.Random(seed, ops).Y);

    [Fact]
    public void Of_the_graphs_to_look_at()
    {
        Expect(Samples.Sine().Z);
        (Mlp net, Tensor loss) = Samples.Network();
        Expect(loss);
        Expect(loss.Backward(createGraph: true)[net.Parameters[0]].Square().Sum());
    }

    /// <summary>A result that many use, in a row below one another.</summary>
    [Fact]
    public void Signs_stand_below_what_they_stand_for()
    {
        Tensor x = Tensor.Scalar(1, DType.Float64).Track("x"), deep = x;
        for (int i = 0; i < 5; i++) deep = deep.Tanh();
        Tensor y = deep.Sin();
        for (int i = 0; i < 10; i++) y = y + deep.Exp() * deep;
        PageParts page = Expect(y);
        DrawnBox source = page.Boxes.Single(box => box.Id == $"n{deep.Graph().Output.Id}");
        DrawnBox[] signs = [.. page.Boxes.Where(box => box.IsSign && box.Texts["name"] == "tanh")];
        Assert.Equal(21, signs.Length);
        Assert.All(signs, sign => Assert.True(sign.Place.Top + sign.Place.Height / 2 > source.Place.Top));
    }

    /// <summary>Steps that take from one tensor and give to another make a long drawing, not a wide one: a row has no more boxes than the gates of a step.</summary>
    [Fact]
    public void A_recurrence_is_drawn_step_below_step()
    {
        const int Steps = 6, MostInRow = 5;
        RandomStream stream = new(1, "recurrence");
        foreach (Module layer in new Module[] { new Lstm("lstm", 2, 2, Initialiser.GlorotUniform, stream), new Gru("gru", 2, 2, Initialiser.GlorotUniform, stream) })
        {
            PageParts page = Expect(layer.Forward(stream.Normal([1, Steps, 2])).Square().Mean());
            int most = page.Boxes.Where(box => !box.IsSign).GroupBy(box => Math.Round(box.Place.Top + box.Place.Height / 2)).Max(row => row.Count());
            Assert.True(most <= MostInRow, $"{most} boxes in a row");
        }
    }

    [Fact]
    public void The_same_graph_gives_the_same_page()
    {
        Assert.Equal(Samples.Random(9, 60).Y.Graph().ToHtml(), Samples.Random(9, 60).Y.Graph().ToHtml());
        Assert.Equal(Samples.Random(9, 60).Y.Graph().ToText(), Samples.Random(9, 60).Y.Graph().ToText());
    }

    private static PageParts Expect(Tensor y)
    {
        PageParts page = new(y.Graph().ToHtml());
        (string What, Rectangle Place)[] things =
        [
            .. page.Boxes.Select(box => (box.Id, box.Place)),
            .. page.Edges.Where(edge => edge.LabelPlace is not null).Select(edge => ($"label {edge.From} → {edge.To}", edge.LabelPlace!)),
        ];
        for (int i = 0; i < things.Length; i++)
        {
            for (int j = i + 1; j < things.Length; j++) Assert.False(Smaller(things[i].Place).Overlaps(Smaller(things[j].Place)), $"{things[i].What} and {things[j].What} overlap");
        }
        string[] box = ((string)page.Svg.Attribute("viewBox")!).Split(' ');
        var sheet = new Rectangle(0, 0, Number(box[2]), Number(box[3]));
        Assert.All(things, thing => Assert.True(Inside(sheet, thing.Place), $"{thing.What} is not on the sheet"));

        Graph graph = y.Graph();
        Assert.Equal(graph.Nodes.Sum(node => node.Inputs.Count), page.Edges.Length);
        Assert.All(page.Edges, edge => Assert.Contains(edge.From, graph.Nodes[edge.To].Inputs));
        foreach (DrawnEdge edge in page.Edges)
        {
            for (int i = 1; i < edge.Points.Length; i++) Assert.True(edge.Points[i].Y > edge.Points[i - 1].Y, $"{edge.From} → {edge.To} goes up");
            Assert.True(Touches(page, edge.From, edge.Points[0], atBottom: true), $"{edge.From} → {edge.To} does not begin at a box of {edge.From}");
            Assert.True(Touches(page, edge.To, edge.Points[^1], atBottom: false), $"{edge.From} → {edge.To} does not end at the box of {edge.To}");
        }
        return page;
    }

    // A sign of the node will do, too.
    private static bool Touches(PageParts page, int node, (double X, double Y) point, bool atBottom) => page.Boxes.Where(box => box.IsSign || box.Id == $"n{node}").Any(box =>
        Math.Abs(point.Y - (atBottom ? box.Place.Top + box.Place.Height : box.Place.Top)) < 2 * Tolerance && point.X > box.Place.Left && point.X < box.Place.Left + box.Place.Width);

    private static Rectangle Smaller(Rectangle place) => new(place.Left + Tolerance, place.Top + Tolerance, place.Width - 2 * Tolerance, place.Height - 2 * Tolerance);

    private static bool Inside(Rectangle sheet, Rectangle place) =>
        place.Left >= 0 && place.Top >= 0 && place.Left + place.Width <= sheet.Width && place.Top + place.Height <= sheet.Height;

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

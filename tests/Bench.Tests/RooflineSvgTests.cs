using System.Xml.Linq;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Roofline;

namespace DeepPuzzles.Bench.Tests;

public sealed class RooflineSvgTests
{
    private static readonly Roof[] s_roofs = [new(1, 100e9, 50e9, [200e9, 150e9, 20e9]), new(2, 200e9, 100e9, [400e9, 300e9, 30e9])];

    [Fact]
    public void The_picture_is_whole_and_asks_for_nothing_outside()
    {
        Kernel add = new("zip", "a < b", 1e9, 12e9, _ => () => { }), product = new("matmul", "NN", 1e12, 1e10, _ => () => { }), copy = new("copy", "copy", 0, 1e9, _ => () => { });
        string svg = RooflineSvg.Draw(s_roofs, [.. from kernel in new[] { add, product, copy } from roof in s_roofs select new Point(kernel, roof.Threads, 1)], "this & that");
        XElement root = XDocument.Parse(svg).Root!;
        XNamespace space = root.Name.Namespace;
        // One dot for each kernel that does arithmetic and each number of threads, and one in the legend for each family.
        Assert.Equal(2 * 2 + 2, root.Descendants(space + "circle").Count());
        Assert.Single(root.Descendants(space + "text"), text => text.Value == "a < b");
        Assert.Contains("prefers-color-scheme: dark", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("http", svg.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_keep_their_order_and_a_gap()
    {
        double[] wanted = [10, 11, 12, 60, 61, 200];
        double[] placed = RooflineSvg.Spaced(wanted);
        for (int i = 1; i < placed.Length; i++) Assert.True(placed[i] - placed[i - 1] >= 11.4);
        Assert.Equal(200, placed[^1], 9);
        Assert.Equal(11, placed[..3].Average(), 9);
    }

    [Fact]
    public void A_kernel_at_the_roof_has_the_share_1()
    {
        var point = new Point(new Kernel("zip", "add", 1, 1e10, _ => () => { }), 1, Seconds: 0.5);
        Assert.Equal(1, point.Of(s_roofs[0]), 9);
    }
}

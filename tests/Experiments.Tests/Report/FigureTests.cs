using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DeepPuzzles.Experiments.Reporting;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Experiments.Tests.Report;

public partial class FigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly double[][] Numbers =
        [SampleFigures.Plain, SampleFigures.Odd, [], [double.NaN], [0], [1, 1, 1], [-5], [1e-12, 1e12], [1e300, -1e300], [1, 1 + 1e-15]];

    /// <summary>What every figure must be, whatever it is made of.</summary>
    private static void AssertSound(Figure figure)
    {
        string text = figure.ToSvg();
        var root = XDocument.Parse(text).Root!;
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal("img", root.Attribute("role")?.Value);
        Assert.NotNull(root.Element(Svg + "title"));
        Assert.NotNull(root.Element(Svg + "desc"));
        Assert.Empty(root.Descendants(Svg + "script"));
        foreach (var attribute in root.DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is not ("aria-label" or "href" or "class" or "style" or "fill")))
            Assert.DoesNotMatch(NotFinite(), attribute.Value);
        foreach (var element in root.DescendantsAndSelf().Where(e => e.Attribute("width") is { } w && !w.Value.EndsWith('%')))
            Assert.True(double.Parse(element.Attribute("width")!.Value, CultureInfo.InvariantCulture) >= 0, $"{figure.Name}: {element}");
        foreach (var element in root.DescendantsAndSelf().Where(e => e.Attribute("height") is { } h && !h.Value.EndsWith('%')))
            Assert.True(double.Parse(element.Attribute("height")!.Value, CultureInfo.InvariantCulture) >= 0, $"{figure.Name}: {element}");
    }

    [Fact]
    public void Every_figure_is_well_formed_and_finite_whatever_its_numbers()
    {
        foreach (double[] v in Numbers)
            foreach (var figure in SampleFigures.All(v, "label")) AssertSound(figure);
    }

    [Theory]
    [InlineData(true, null, 1.0)]
    [InlineData(true, 1.0, null)]
    [InlineData(false, null, 1.0)]
    [InlineData(false, 1.0, null)]
    [InlineData(true, 1.0, 1.0)]
    public void A_given_end_may_be_the_only_value(bool log, double? min, double? max) =>
        AssertSound(new LineChart("one", "One epoch", "", new Axis("epoch") { Log = log, Min = min, Max = max }, new Axis("y") { Log = log, Min = min, Max = max }, [new("net", [1], [1])]));

    [Fact]
    public void Every_figure_is_well_formed_whatever_its_labels()
    {
        foreach (string label in new[] { SampleFigures.Hostile, "", " ", new string('m', 2000), "two words", "\ud800" })
            foreach (var figure in SampleFigures.All(SampleFigures.Plain, label)) AssertSound(figure);
    }

    [Fact]
    public void Random_numbers_give_sound_figures() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double[]>(), v =>
        {
            foreach (var figure in SampleFigures.All(v.Length > 12 ? v[..12] : v, "x")) AssertSound(figure);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void The_same_figure_gives_the_same_bytes_under_any_culture()
    {
        var here = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator, comma.NumberFormat.NegativeSign) = (",", ".", "~");
        var before = SampleFigures.All(SampleFigures.Plain, "a").Select(f => f.ToSvg()).ToList();
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(before, SampleFigures.All(SampleFigures.Plain, "a").Select(f => f.ToSvg()));
        }
        finally
        {
            CultureInfo.CurrentCulture = here;
        }
    }

    [Fact]
    public void A_figure_needs_nothing_from_outside_and_has_no_ids_to_clash()
    {
        foreach (var figure in SampleFigures.All(SampleFigures.Plain, "label"))
        {
            var root = XDocument.Parse(figure.ToSvg()).Root!;
            Assert.DoesNotContain("http", figure.ToSvg().Replace(Svg.NamespaceName, "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain(root.DescendantsAndSelf(), e => e.Attribute("id") != null);
            Assert.All(root.Descendants(Svg + "image"), i => Assert.StartsWith("data:image/png;base64,", i.Attribute("href")!.Value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_missing_point_splits_the_curve_and_its_neighbours_stay()
    {
        static int Strokes(double[] y)
        {
            var chart = new LineChart("n", "t", "c", new Axis("x"), new Axis("y"), [new Series("s", [.. Enumerable.Range(0, y.Length).Select(i => (double)i)], y)]);
            return XDocument.Parse(chart.ToSvg()).Descendants(Svg + "path").Where(p => p.Attribute("class")!.Value.StartsWith("line k0", StringComparison.Ordinal))
                .Sum(p => p.Attribute("d")!.Value.Count(c => c == 'M'));
        }
        Assert.Equal(1, Strokes([1, 2, 3, 4, 5]));
        Assert.Equal(2, Strokes([1, 2, double.NaN, 4, 5]));
        Assert.Equal(2, Strokes([1, double.PositiveInfinity, 3, 4, double.NaN]));
        Assert.Equal(0, Strokes([double.NaN, double.NaN]));
    }

    [Fact]
    public void Thinning_a_dense_curve_keeps_its_peak()
    {
        double[] x = [.. Enumerable.Range(0, 20_000).Select(i => (double)i)], flat = new double[x.Length], peak = new double[x.Length];
        peak[12_345] = 1;
        double[] Highest(double[] y)
        {
            var chart = new LineChart("n", "t", "c", new Axis("x"), new Axis("y") { Min = 0, Max = 1 }, [new Series("s", x, y)]);
            string d = XDocument.Parse(chart.ToSvg()).Descendants(Svg + "path").First(p => p.Attribute("class")!.Value.StartsWith("line", StringComparison.Ordinal)).Attribute("d")!.Value;
            Assert.True(d.Length < 40_000, $"{d.Length} characters");
            return [.. d.Split('M', 'L').Skip(1).Select(p => double.Parse(p.Split(' ')[1], CultureInfo.InvariantCulture))];
        }
        Assert.Single(Highest(flat).Distinct());
        Assert.True(Highest(peak).Min() < Highest(flat).Min() - 100);
    }

    [Fact]
    public void An_image_tile_with_the_wrong_number_of_pixels_says_what_it_needs()
    {
        var grid = new ImageGrid("g", "t", "c", [new ImageTile(new double[5], 2, 3, "shoe")], 1);
        Assert.Equal("image tile \"shoe\": 2 by 3 pixels need 6 numbers, got 5", Assert.Throws<ArgumentException>(() => grid.ToSvg()).Message);
    }

    [GeneratedRegex(@"NaN|Infinity|∞|[eE][+-]?\d")]
    private static partial Regex NotFinite();
}

using System.Text.RegularExpressions;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Graphs;

/// <summary>A page is about its output: the heading names it, and the script shows it.</summary>
public sealed partial class OutputTests
{
    /// <summary>By the name that the program gives it and what it is; by what it is alone where the program gives it none.</summary>
    [Fact]
    public void The_heading_names_the_tensor()
    {
        Tensor x = Tensor.From(new[,] { { 1.0, 2 }, { 3, 5 } }).Track("x");
        Tensor loss = x.Mean(), each = x.Square().Mean(1), kept = x.Mean([0], keepDims: true), scaled = x.Sum() * 0.5, sine = x.Sin();
        Assert.Equal("How loss came about: mean", Heading(loss.Graph()));
        Assert.Equal("How each came about: mean", Heading(each.Graph()));
        Assert.Equal("How kept came about: mean", Heading(kept.Graph()));
        Assert.Equal("How scaled came about: scale", Heading(scaled.Graph()));
        Assert.Equal("How sine came about: sin", Heading(sine.Graph()));
        Assert.Equal("How Z came about: add", Heading(Samples.Sine().Z.Graph()));
        Assert.Equal("How mean came about", Heading(x.Square().Mean().Graph()));
        Assert.Equal("How x came about", Heading(x.Graph()));
        Assert.Contains("<h1>Mine</h1>", loss.Graph().ToHtml("Mine"), StringComparison.Ordinal);

        static string Heading(Graph graph) => H1().Match(graph.ToHtml()).Groups[1].Value;
    }

    /// <summary>The page opens at its last step, where it moves the output into view.</summary>
    [Fact]
    public void The_page_knows_its_output()
    {
        foreach (Tensor y in new[] { Samples.Sine().Z, Samples.Network().Loss, Samples.Random(5, 80).Y })
        {
            Graph graph = y.Graph();
            PageParts page = new(graph.ToHtml());
            Match output = Output().Match(page.Html);
            Assert.Equal($"n{graph.Output.Id}", output.Groups[1].Value);
            DrawnBox box = page.Boxes.Single(box => box.Id == output.Groups[1].Value);
            Assert.All(page.Boxes, other => Assert.True(other.Place.Top + other.Place.Height <= box.Place.Top + box.Place.Height));
        }
    }

    [GeneratedRegex("<h1>(.*)</h1>")]
    private static partial Regex H1();

    [GeneratedRegex("data-output=\"(n\\d+)\"")]
    private static partial Regex Output();
}

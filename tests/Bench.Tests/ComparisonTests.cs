using System.Text.Json;
using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Tests;

public sealed class ComparisonTests
{
    private static readonly Product s_product = new(false, "NN", 4, 5, 6);

    [Fact]
    public void A_ratio_above_1_means_that_ours_is_faster()
    {
        var result = new Result(s_product, 2, Ours: [1e-6, 2e-6, 3e-6], new Dictionary<string, double[]> { ["numpy"] = [2e-6, 6e-6, 3e-6] }, Roof: [0.5e-6, 1e-6, 2.4e-6], Bytes: 0);
        Row row = result.RowOf("numpy");
        Assert.Equal(("sgemm", "NN 4x5x6", 2, "numpy"), (row.Work, row.Shape, row.Threads, row.Peer));
        Assert.Equal(2, row.Ours, 9);
        Assert.Equal(3, row.Theirs, 9);
        Assert.Equal(1.5, row.Ratio, 9);
        Assert.Equal((1, 3), (row.Lowest, row.Highest));
        Assert.Equal(0.5, result.OfRoof!.Value.Median, 9);
    }

    [Fact]
    public void Rows_are_written_with_the_names_that_readers_expect()
    {
        using var stream = new MemoryStream();
        RowsJson.Write(stream, [new Row("map", "exp 8", 1, "pytorch", Ours: 2, Theirs: 3, Lowest: 1.25, Highest: 1.75)]);
        JsonElement row = Assert.Single(JsonDocument.Parse(stream.ToArray()).RootElement.EnumerateArray());
        Assert.Equal(["work", "shape", "threads", "peer", "ours", "theirs", "unit", "ratio", "spread"], row.EnumerateObject().Select(property => property.Name));
        Assert.Equal("µs", row.GetProperty("unit").GetString());
        Assert.Equal(row.GetProperty("theirs").GetDouble() / row.GetProperty("ours").GetDouble(), row.GetProperty("ratio").GetDouble());
        Assert.Equal([1.25, 1.75], row.GetProperty("spread").EnumerateArray().Select(end => end.GetDouble()));
    }

    [Fact]
    public void The_better_of_two_libraries_is_chosen_for_each_shape()
    {
        var result = new Result(s_product, 1, [1.0], new Dictionary<string, double[]> { ["openblas"] = [2.0], ["blis"] = [0.5] }, null, 0);
        Assert.Equal(0.5, Summary.Ratios(result).Single(ratio => ratio.Peer == Summary.BestBlas).Ratio);
        var alone = new Result(s_product, 1, [1.0], new Dictionary<string, double[]> { ["openblas"] = [2.0] }, null, 0);
        Assert.DoesNotContain(Summary.Ratios(alone), ratio => ratio.Peer == Summary.BestBlas);
    }

    [Fact]
    public void Bars_show_the_mean_and_the_worst_shape()
    {
        Result[] results = [Of("NN", 4), Of("NT", 1)];
        string text = Summary.Bars(results).ToText();
        Assert.Matches(@"sgemm +1  numpy +2 +2\.00 +1\.00  NT 4x5x6", text);

        static Result Of(string form, double theirs) =>
            new(s_product with { Form = form, Shape = $"{form} 4x5x6" }, 1, [1.0], new Dictionary<string, double[]> { ["numpy"] = [theirs] }, null, 0);
    }

    [Fact]
    public void Every_kind_of_work_that_the_rows_promise_is_there()
    {
        string[] promised = ["sgemm", "dgemm", "map", "reduce", "scan", "gradient", "sort", "factor", "solve", "softmax", "conv", "train-mlp", "train-lenet5", "train-tiny", "graph-tiny"];
        Assert.Equal(promised.Order(), Catalogue.Names.Order());
        Assert.All(promised, name => Assert.Contains(Catalogue.All, work => work.Name == name && work.IsQuick));
    }

    [Fact]
    public void A_python_that_cannot_run_the_script_is_an_absent_peer() => Assert.Null(Python.Find("numpy", "no_such_script.py"));

    [Fact]
    public void No_work_is_there_twice() => Assert.Equal(Catalogue.All.Count, Catalogue.All.Select(work => work.ToString()).Distinct().Count());

    [Fact]
    public void Operations_of_a_training_step_are_those_of_its_products()
    {
        // 784-512-512-10, batch 128: the first layer needs no gradient of its input.
        double products = Product.OfLayer(128, 784, 512, isFirst: true).Concat(Product.OfLayer(128, 512, 512)).Concat(Product.OfLayer(128, 512, 10)).Sum(product => product.Flops);
        Assert.Equal(products, new MlpStep("train-mlp", [784, 512, 512, 10], 128, 0.9).Flops);
        double images = 64 * (Product.OfConvolution(1, 20, 5, 28, isFirst: true).Concat(Product.OfConvolution(20, 50, 5, 12)).Sum(product => product.Flops));
        double dense = Product.OfLayer(64, 800, 500).Concat(Product.OfLayer(64, 500, 10)).Sum(product => product.Flops);
        Assert.Equal(images + dense, new LeNetStep(64).Flops);
    }
}

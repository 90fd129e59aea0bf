namespace DeepPuzzles.Experiments.Tests.CommandLine;

public sealed class RunCommandTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public void ARunPrintsItsReportFirstAndWritesItsFiles()
    {
        Answer answer = _box.Run("run chance/coin --out @results");
        Assert.Equal("", answer.Error);
        Assert.Equal(0, answer.Code);
        Assert.StartsWith($"report: {_box.In("results/index.html")}\n", answer.Output, StringComparison.Ordinal);
        foreach (string file in new[] { "index.html", "chance/coin/result.json", "chance/coin/walk.svg", "chance/coin/seeds/1000.json", "chance/coin/seeds/1005.json" })
            Assert.True(File.Exists(_box.In("results/" + file)), file);
        Assert.Contains("Reproduced     more-heads\n", answer.Output, StringComparison.Ordinal);
        Assert.All(answer.Output.Split('\n').Skip(1).SkipLast(2), line => Assert.True(line.Length <= 80, line));
    }
}

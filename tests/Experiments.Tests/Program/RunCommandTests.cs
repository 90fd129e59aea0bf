using System.Runtime.InteropServices;
using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Tests.Laboratory;

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
        Assert.Contains("  Reproduced     more-heads\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("2 claims: 2 Reproduced", answer.Output, StringComparison.Ordinal);
        Assert.All(answer.Output.Split('\n').Skip(1).SkipLast(2), line => Assert.True(line.Length <= 80, line));
        string report = File.ReadAllText(_box.In("results/index.html"));
        foreach (string words in new[] { "A bent coin", "Does a bent coin show more heads", "few tosses show anything", "at least 0.15", "Share of heads" })
            Assert.Contains(words, report, StringComparison.Ordinal);
    }

    [Fact]
    public void APlaceboRunFindsNothingAndSaysWhatItIs()
    {
        Answer answer = _box.Run("run --all --placebo --out @r");
        Assert.Equal(0, answer.Code);
        Assert.Contains("PLACEBO RUN", answer.Output, StringComparison.Ordinal);
        Assert.Contains("2 claims: 2 NotReproduced", answer.Output, StringComparison.Ordinal);
        Assert.Contains("PLACEBO RUN", File.ReadAllText(_box.In("r/index.html")), StringComparison.Ordinal);
        Assert.Contains("\"placebo\": true", File.ReadAllText(_box.In("r/chance/coin/result.json")), StringComparison.Ordinal);
        _box.Run("run --all --out @s");
        Assert.DoesNotContain("PLACEBO", File.ReadAllText(_box.In("s/index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void AFailedControlIsExitCode3AfterEverythingRan()
    {
        Answer answer = (_box with { Puzzles = [new PixelPuzzle(), new CoinPuzzle()] }).Run("run --all --dataset digits --out @r");
        Assert.Equal((3, ""), (answer.Code, answer.Error));
        Assert.Contains("  ControlFailed  white\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("bound at least 1: FAILED", answer.Words, StringComparison.Ordinal);
        Assert.Contains("  Reproduced     more-heads\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("are ignored: chance/coin\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\"name\": \"digits\"", File.ReadAllText(_box.In("r/images/pixels/result.json")), StringComparison.Ordinal);
        Assert.Equal(3, (_box with { Puzzles = [] }).Run("verdict @r").Code);
    }

    [Fact]
    public void SettingsSeedsAndModeAreUsedAndNoted()
    {
        Assert.Equal(0, _box.Run("run --group chance --full --set tosses=3000 bias=0.9 --set parts=2 --seeds 7,1000-1001 --out @r").Code);
        string result = File.ReadAllText(_box.In("r/chance/coin/result.json"));
        foreach (string field in new[] { "\"mode\": \"full\"", "\"seeds\": [7, 1000, 1001]", "\"tosses\": 3000", "\"bias\": 0.9", "\"parts\": 2", "tosses per seed: 3000 instead of 10000" })
            Assert.Contains(field, result, StringComparison.Ordinal);
        Assert.Contains("a verdict takes 5 seeds, there are 3", result, StringComparison.Ordinal);
    }

    [Fact]
    public void FinishedSeedsAreReplacedWithAWord()
    {
        const string Word = "chance/coin: 2 finished seeds of an earlier run here are replaced; --resume keeps those of the same settings";
        Assert.DoesNotContain("earlier run", _box.Run("run chance/coin --seeds 1000-1001 --out @r").Words, StringComparison.Ordinal);
        Assert.DoesNotContain("earlier run", _box.Run("run chance/coin --seeds 1002-1003 --out @other").Words, StringComparison.Ordinal);
        Assert.DoesNotContain("are replaced", _box.Run("run chance/coin --seeds 1001 --resume --out @r").Words, StringComparison.Ordinal);
        Assert.Contains(Word, _box.Run("run chance/coin --seeds 1002-1003 --out @r").Words, StringComparison.Ordinal);
        Assert.False(File.Exists(_box.In("r/chance/coin/seeds/1000.json")));
        Assert.Contains("2 finished seeds", _box.Run("run chance/coin --seeds 7 --out @r").Words, StringComparison.Ordinal);
        Assert.Contains("1 finished seed of an earlier run here is replaced", _box.Run("run chance/coin --seeds 8 --out @r").Words, StringComparison.Ordinal);
    }

    [Fact]
    public void AShareWhoseIntervalPassesItsEndsIsMarked()
    {
        var spec = new ClaimSpec("kept", "quote", "reference", "share of facts kept", "share", Bar.AtLeast(0.5), noEffect: 0);
        Assert.Equal("; a t interval of few seeds can reach beyond 0 and 1", ClaimText.Beyond(spec.Judge([0.0, 0.25, 0.5])));
        Assert.Equal("; a t interval of few seeds can reach beyond 0 and 1", ClaimText.Beyond(spec.Judge([1.0, 0.75, 0.5])));
        Assert.Equal("", ClaimText.Beyond(spec.Judge([0.4, 0.5, 0.5, 0.6, 0.5, 0.5])));
        Assert.Equal("", ClaimText.Beyond(spec.Judge([-0.2, 0.25, 0.5])));
        Assert.Equal("", ClaimText.Beyond(spec.Judge([0.5])));
        Assert.Equal("", ClaimText.Beyond(new ClaimSpec("bits", "quote", "reference", "information", "bit", Bar.AtLeast(0.5), noEffect: 0).Judge([0.0, 0.25, 0.5])));
    }

    [Fact]
    public void TheReportKeepsEarlierPuzzlesAndForeignOnes()
    {
        _box.Run("run --all --out @r");
        Assert.Equal(0, (_box with { Puzzles = [new CoinPuzzle { Name = "other" }] }).Run("run --all --out @r").Code);
        string report = File.ReadAllText(_box.In("r/index.html"));
        Assert.Contains("chance/coin", report, StringComparison.Ordinal);
        Assert.Contains("chance/other", report, StringComparison.Ordinal);
        Answer merged = (_box with { Puzzles = [] }).Run("report @r --out @copy");
        Assert.Equal((0, ""), (merged.Code, merged.Error));
        Assert.Equal(File.ReadAllText(_box.In("r/chance/coin/result.json")), File.ReadAllText(_box.In("copy/chance/coin/result.json")));
        Assert.Contains("Share of heads", File.ReadAllText(_box.In("copy/index.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASignalStopsARunInOrder()
    {
        if (OperatingSystem.IsWindows()) return;   // no kill(2)
        const int terminate = 15;
        using var interruption = new Interruption();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = new CoinPuzzle
        {
            AtPart = (seed, _) =>
            {
                if (seed != 1001) return;
                begun.TrySetResult();
                Thread.Sleep(TimeSpan.FromMinutes(1));   // a puzzle that does not notice
            },
        };
        Task<Answer> run = Task.Run(() => (_box with { Puzzles = [slow] }).Run("run --all --threads 1 --out @r", interruption.Token));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, Kill(Environment.ProcessId, terminate));
        Answer answer = await run.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Equal((130, ""), (answer.Code, answer.Error));
        Assert.Contains("finished seeds are kept", answer.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_box.In("r/chance/coin/seeds/1000.json")));
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

using System.Text.RegularExpressions;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Tests.CommandLine;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

public sealed partial class RunnerTests : IDisposable
{
    private const string Result = "chance/coin/result.json";
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    /// <summary>A result without the three fields that may differ between equal runs.</summary>
    private string Of(string folder, string file = Result) => Varying().Replace(File.ReadAllText(_box.In($"{folder}/{file}")), "");

    private void AssertSame(string folder, string other)
    {
        Assert.Equal(Of(folder), Of(other));
        Assert.Equal(Of(folder, "chance/coin/walk.svg"), Of(other, "chance/coin/walk.svg"));
    }

    private void Reference() => Assert.Equal(0, _box.Run("run --all --threads 1 --out @a").Code);

    [Fact]
    public void TheNumberOfThreadsChangesNoNumber()
    {
        Reference();
        Assert.Equal(0, _box.Run("run --all --threads 2 --out @b").Code);
        AssertSame("a", "b");
        Assert.Contains("\"threads\": 2,", File.ReadAllText(_box.In($"b/{Result}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1003, 0)]   // before a unit's first number
    [InlineData(1002, 2)]   // inside a unit
    public void AnInterruptedRunGoesOnToTheSameNumbers(long seed, int part)
    {
        Reference();
        using var stop = new CancellationTokenSource();
        var interrupted = new CoinPuzzle { AtPart = (s, p) => { if ((s, p) == (seed, part)) stop.Cancel(); } };
        Answer first = Run(interrupted, "run --all --threads 1 --out @b", stop.Token);
        Assert.Equal(130, first.Code);
        Assert.Contains("--resume goes on", first.Output, StringComparison.Ordinal);
        Assert.Equal("", first.Error);
        Assert.Equal(seed - 1000, Directory.GetFiles(_box.In("b/chance/coin/seeds")).Length);
        Assert.False(File.Exists(_box.In($"b/{Result}")));

        var computed = new List<long>();
        Answer second = Run(new CoinPuzzle { AtPart = (s, _) => { lock (computed) computed.Add(s); } }, "run --all --threads 2 --out @b --resume");
        Assert.Equal(0, second.Code);
        Assert.DoesNotContain(computed, done => done < seed);
        Assert.Contains($"{seed - 1000} of 6 seeds are done already", second.Output, StringComparison.Ordinal);
        AssertSame("a", "b");
    }

    [Fact]
    public void WithoutResumeEverythingIsComputedAnewAndOldUnitsGo()
    {
        Reference();
        var computed = new HashSet<long>();
        Run(new CoinPuzzle { AtPart = (s, _) => { lock (computed) computed.Add(s); } }, "run --all --out @a --seeds 1001-1002");
        Assert.Equal([1001, 1002], computed.Order());
        Assert.Equal(["1001.json", "1002.json"], Directory.GetFiles(_box.In("a/chance/coin/seeds")).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("--set tosses=1000", "the settings")]
    [InlineData("--full", "the mode")]
    [InlineData("--placebo", "the settings")]
    public void UnitsOfAnotherRunAreNotUsedAgain(string change, string why)
    {
        Reference();
        Answer answer = _box.Run($"run --all --out @a --resume {change}");
        Assert.Equal("", answer.Error);
        Assert.Contains($"6 finished seeds are of another run and computed anew ({why}", answer.Words, StringComparison.Ordinal);
        Assert.Equal(0, _box.Run($"run --all --out @b {change}").Code);
        AssertSame("a", "b");
    }

    [Fact]
    public void ABrokenUnitFileIsComputedAnew()
    {
        Reference();
        string unit = _box.In("a/chance/coin/seeds/1003.json");
        string text = File.ReadAllText(unit);
        foreach (string broken in new[] { "", text[..(text.Length / 2)], text.Replace("0.", "1.", StringComparison.Ordinal), "{}", "[1]" })
        {
            File.WriteAllText(unit, broken);
            Answer resumed = _box.Run("run --all --threads 1 --out @a --resume");
            Assert.Contains("5 of 6 seeds are done already", resumed.Output, StringComparison.Ordinal);
            Assert.Equal(Varying().Replace(text, ""), Varying().Replace(File.ReadAllText(unit), ""));
        }
    }

    [Fact]
    public void MergedShardsAreAnUnshardedRun()
    {
        Reference();
        Assert.Equal("", _box.Run("run --all --shard 1/2 --out @s1").Error);
        Assert.Equal(0, _box.Run("run --all --shard 2/2 --out @s2 --threads 2").Code);
        Assert.Contains("\"seeds\": [1001, 1003, 1005]", Of("s2"), StringComparison.Ordinal);
        Assert.Contains("\"verdict\": \"Inconclusive\"", Of("s2"), StringComparison.Ordinal);
        Assert.Equal(0, _box.Run("report @s1 @s2 --out @merged").Code);
        AssertSame("a", "merged");
        Assert.True(File.Exists(_box.In("merged/index.html")));
        Assert.Equal(0, _box.Run("report @merged").Code);   // what is merged stays merged
        AssertSame("a", "merged");
        Assert.Equal(0, _box.Run("report @s2 @s1").Code);
        AssertSame("a", "s2");
    }

    [Fact]
    public void ShardsMayShareAFolderAndSomeMayBeEmpty()
    {
        Reference();
        for (int k = 1; k <= 4; k++) Assert.Equal(0, _box.Run($"run --all --seeds 1000-1002 --shard {k}/4 --out @s").Code);
        Assert.Equal(0, _box.Run("report @s").Code);
        Assert.Equal(0, _box.Run("run --all --seeds 1000-1002 --out @b").Code);
        AssertSame("b", "s");
    }

    [Fact]
    public void OnlyShardsOfOneRunAreMerged()
    {
        _box.Run("run --all --shard 1/2 --out @s1");
        _box.Run("run --all --shard 2/2 --out @s2 --set bias=0.8");
        Answer answer = _box.Run("report @s1 @s2 --out @merged");
        Assert.Equal(4, answer.Code);
        Assert.Contains("not of one run (the settings: tosses=2000 bias=0.75 parts=4, tosses=2000 bias=0.8 parts=4)", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_box.In("merged")));
    }

    [Fact]
    public void AShardOfOtherSettingsDeletesNothingOfTheOthersAndTheReportSaysSo()
    {
        _box.Run("run --all --shard 1/2 --out @s");
        _box.Run("run --all --shard 2/2 --out @s --set bias=0.8");
        Assert.Equal(6, Directory.GetFiles(_box.In("s/chance/coin/seeds")).Length);
        Answer answer = _box.Run("report @s");
        Assert.Equal(4, answer.Code);
        Assert.Contains("not of one run (the settings: ", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData("0123abc", 0)]
    public void SeedsOfTwoBuildsAreOneRunOnlyIfTheirCommitIsKnown(string commit, int code)
    {
        foreach (int k in (int[])[1, 2])
        {
            _box.Run($"run --all --shard {k}/2 --out @s{k}");
            foreach (string file in Directory.GetFiles(_box.In($"s{k}/chance/coin/seeds")))
            {
                string unit = CommitLine().Replace(File.ReadAllText(file), $"\"commit\": \"{commit}\"");
                File.WriteAllText(file, BuildLine().Replace(unit, $"\"build\": \"{k}\""));
            }
        }
        Answer answer = _box.Run("report @s1 @s2 --out @merged");
        Assert.Equal(code, answer.Code);
        Assert.Equal(code != 0, answer.Error.Contains("not of one run (builds of other code", StringComparison.Ordinal));
    }

    [Fact]
    public void APuzzleThatBreaksLeavesTheOthers()
    {
        var broken = new CoinPuzzle { Name = "broken", AtPart = (seed, _) => { if (seed == 1001) throw new InvalidOperationException("two\nlines"); } };
        using var box = new Sandbox { Puzzles = [broken, new CoinPuzzle()] };
        Answer answer = box.Run("run --all --out @r");
        Assert.Equal(1, answer.Code);
        Assert.Equal("deeppuzzles: chance/broken, seed 1001: unexpected InvalidOperationException: two lines (set DEEPPUZZLES_TRACE=1 for the stack trace)", Assert.Single(answer.ErrorLines));
        Assert.True(File.Exists(box.In("r/chance/coin/result.json")));
        Assert.False(File.Exists(box.In("r/chance/broken/result.json")));
    }

    private Answer Run(Puzzle puzzle, string commandLine, CancellationToken stop = default) => (_box with { Puzzles = [puzzle] }).Run(commandLine, stop);

    [GeneratedRegex("\"commit\": \"[^\"]*\"")]
    private static partial Regex CommitLine();

    [GeneratedRegex("\"build\": \"[^\"]*\"")]
    private static partial Regex BuildLine();

    [GeneratedRegex("^  \"(startedUtc|seconds|threads)\": .*\n", RegexOptions.Multiline)]
    private static partial Regex Varying();
}

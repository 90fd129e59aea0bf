using System.Text.Json;
using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Tests.Laboratory;

namespace DeepPuzzles.Experiments.Tests.CommandLine;

public sealed class CommandTests : IDisposable
{
    private readonly Sandbox _box = new() { Puzzles = [new CoinPuzzle(), new PixelPuzzle()] };

    public void Dispose() => _box.Dispose();

    private string Output(string commandLine, int code = 0)
    {
        Answer answer = _box.Run(commandLine);
        Assert.Equal((code, ""), (answer.Code, answer.Error));
        Assert.All(answer.Output.Split('\n'), line => Assert.True(line.Length <= 80 || line.Contains(_box.Folder, StringComparison.Ordinal), line));
        return answer.Output;
    }

    [Fact]
    public void ListShowsEveryPuzzle()
    {
        string table = Output("list");
        Assert.Contains("chance/coin ", table, StringComparison.Ordinal);
        Assert.Contains("Bernoulli 1713", table, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Output("list --json"));
        JsonElement coin = json.RootElement[0];
        Assert.Equal(("chance/coin", "chance", 6, false), (coin.GetProperty("id").GetString(), coin.GetProperty("part").GetString(), coin.GetProperty("seeds").GetInt32(), coin.GetProperty("images").GetBoolean()));
        Assert.Equal(2, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void ExplainTellsClaimControlsProtocolAndParameters()
    {
        string text = Output("explain chance/coin");
        foreach (string words in new[]
        {
            "A bent coin", "Does a bent coin", "Bernoulli 1713", "toss a fair and a bent coin", "Claim more-heads", "\"A bent coin favours a side.\"", "share of heads, bent minus fair",
            "at least 0.15", "no effect  0", "no data", "the fair coin is fair: within [0.45, 0.55]", "few tosses show anything", "tosses=2000  (--full: 20000)", "tosses per seed, from 1 to 1000000", "bias=0.75", "1000-1005",
        })
            Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public void VerdictShowsEveryClaimAndItsJsonIsWhatListReads()
    {
        _box.Run("run chance/coin --out @r");
        string table = Output("verdict @r");
        Assert.Contains("  Reproduced     more-heads\n", table, StringComparison.Ordinal);
        Assert.Contains("controls 1 of 1 passed", _box.Run("verdict @r").Words, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(_box.Run("verdict @r --json").Output);
        JsonElement entry = json.RootElement[0], claim = entry.GetProperty("claims")[0];
        Assert.Equal(["experiment", "mode", "seconds", "seeds", "claims"], entry.EnumerateObject().Select(field => field.Name));
        Assert.Equal(["id", "verdict", "value", "ci"], claim.EnumerateObject().Select(field => field.Name));
        RunResult result = new ResultFolder(_box.In("r")).ResultOf("chance/coin")!;
        Assert.Equal(result.Claims[0].Value, claim.GetProperty("value").GetDouble());
        Assert.Equal(Math.Round(result.Seconds, 1), CommittedVerdicts.QuickSeconds(json.RootElement)["chance/coin"]);
    }

    [Fact]
    public void CompareTellsWhatIsTheSameAndWhatIsNot()
    {
        _box.Run("run chance/coin --out @a");
        _box.Run("run chance/coin --out @b --set bias=0.6");
        _box.Run("run images/pixels --out @b");
        string same = Output("compare @a @a");
        Assert.Contains("the same verdict, the same numbers", same, StringComparison.Ordinal);
        Assert.Contains("verdicts: 2 the same, 0 not", same, StringComparison.Ordinal);
        string other = Output("compare @a @b");
        Assert.Contains("ANOTHER VERDICT, the intervals are apart", other, StringComparison.Ordinal);
        Assert.Contains("not the same run: the settings", other, StringComparison.Ordinal);
        Assert.Contains("images/pixels: only in ", other, StringComparison.Ordinal);
    }

    [Fact]
    public void DevicesSaysPlainlyWhatIsNotThere()
    {
        string text = Output("devices");
        Assert.Contains("cpu      ", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^cuda(           not in this build|:0 +.*CUDA|           none: )", text);
        // Where a driver is: what it offers. Elsewhere: that there is none, and what to do.
        Assert.Matches(@"(?ms)^opencl(:0 +.*compute\s+units| +none: .*install)", text);
        Assert.Equal(!text.Contains("not in this build", StringComparison.Ordinal), Output("run --help").Contains("cuda", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--version", "0.")]
    [InlineData("--help", "Exit codes: 0 done")]
    [InlineData("run --help", "--resume")]
    [InlineData("report -h", "deeppuzzles report <DIR>")]
    [InlineData("data list", "fashion-mnist")]
    [InlineData("data check", "embedded digits-images: verified")]
    public void TheRestAnswers(string commandLine, string words)
    {
        Answer answer = _box.Run(commandLine);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.Contains(words, answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1000-1005", 6)]
    [InlineData("7", 1)]
    [InlineData("1000,1003", 2)]
    [InlineData("3,1-2,9", 4)]
    [InlineData("0-0", 1)]
    public void SeedsAreReadSortedAndWrittenBack(string text, int count)
    {
        IReadOnlyList<long> seeds = SeedList.Parse(text);
        Assert.Equal(count, seeds.Count);
        Assert.Equal(seeds.Order(), seeds);
        Assert.Equal(seeds, SeedList.Parse(SeedList.Text(seeds)));
    }

    [Fact]
    public void ATerminalGetsBarsAndColoursUnlessTheyAreUnwanted()
    {
        foreach (bool colour in new[] { true, false })
        {
            using var output = new StringWriter();
            int code = Application.Run(["run", "chance/coin", "--out", _box.In("r")], new Surroundings { Puzzles = _box.Puzzles, Output = output, Error = TextWriter.Null, IsTerminal = true, Colour = colour });
            Assert.Equal(0, code);
            Assert.Contains("more-heads", output.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("seed 1000,", output.ToString(), StringComparison.Ordinal);
            Assert.Equal(colour, output.ToString().Contains("\u001b[1;32m", StringComparison.Ordinal));   // bold green
        }
    }

    [Fact]
    public void AgainstCommittedVerdictsOnlyAValueOutsideTheIntervalFails()
    {
        _box.Run("run chance/coin --out @r");
        string committed = _box.Run("verdict @r --json").Output;
        File.WriteAllText(_box.In("same.json"), committed);
        Assert.Equal((0, ""), (_box.Run("verdict @r --against @same.json").Code, _box.Run("verdict @r --against @same.json").Error));

        double value = new ResultFolder(_box.In("r")).ResultOf("chance/coin")!.Claims[0].Value;
        File.WriteAllText(_box.In("other.json"), committed.Replace(JsonSerializer.Serialize(value), "-1", StringComparison.Ordinal));
        Answer drifted = _box.Run("verdict @r --against @other.json");
        Assert.Equal(3, drifted.Code);
        Assert.Contains("no longer holds: chance/coin more-heads: the interval", drifted.Error, StringComparison.Ordinal);
        Assert.Equal(4, _box.Run("verdict @r --against @missing.json").Code);

        File.WriteAllText(_box.In("others.json"), committed.Replace("chance/coin", "chance/cards", StringComparison.Ordinal));
        Answer nothing = _box.Run("verdict @r --against @others.json");   // a comparison of nothing is no success
        Assert.Equal(4, nothing.Code);
        Assert.Contains("has no verdict on any puzzle of these results", Assert.Single(nothing.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void PublishWritesPagesVerdictsAndTheTableOfTheReadme()
    {
        _box.Run("run chance/coin --out @r");
        Assert.Equal(4, _box.Run("report @r --publish @checkout").Code);
        Directory.CreateDirectory(_box.In("checkout"));
        const string Before = "# Name\n\n<!-- verdicts: written by `deeppuzzles report DIR --publish .` -->\nold\n<!-- /verdicts -->\nrest\n";
        File.WriteAllText(_box.In("checkout/README.md"), Before);
        Assert.Equal(0, _box.Run("report @r --publish @checkout").Code);
        string readme = File.ReadAllText(_box.In("checkout/README.md")), page = File.ReadAllText(_box.In("checkout/docs/puzzles/chance/coin.md"));
        Assert.Contains("| [`chance/coin`](docs/puzzles/chance/coin.md) |", readme, StringComparison.Ordinal);
        Assert.DoesNotContain("old", readme, StringComparison.Ordinal);
        Assert.EndsWith("\nrest\n", readme, StringComparison.Ordinal);
        Assert.Contains("**more-heads**", page, StringComparison.Ordinal);
        Assert.Matches("(?m)^- \\*\\*more-heads\\*\\*: \\*“.+”\\* \\(.+\\)\\. \\w+, since .+\\.$", page);
        Puzzle coin = _box.Puzzles.Single(puzzle => puzzle.Id == "chance/coin");
        Assert.All(Setting.Of(coin.SettingsType), setting =>
            Assert.Contains($"| `{setting.Name}` | {setting.What} | {setting.Text(coin.Defaults(full: false))} | {setting.Text(coin.Defaults(full: true))} |", page, StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(_box.In("r/chance/coin"), "*.svg"), figure => Assert.True(File.Exists(Path.Join(_box.In("checkout/docs/puzzles/chance/coin"), Path.GetFileName(figure)))));
        using JsonDocument verdicts = JsonDocument.Parse(File.ReadAllText(_box.In("checkout/docs/puzzles/verdicts.json")));
        Assert.Contains(Publication.Block(verdicts.RootElement, _box.Puzzles), readme, StringComparison.Ordinal);
        foreach (string other in (string[])["--placebo", "--seeds 1000-1004", "--set tosses=999", "--full", "--shard 1/2"])
        {
            string folder = $"@p{other.Length}";
            _box.Run($"run chance/coin --out {folder} {other}");
            Answer refused = _box.Run($"report {folder} --publish @checkout");
            Assert.Equal(4, refused.Code);
            Assert.Contains("is not of a plain quick run", refused.Error, StringComparison.Ordinal);
        }
        Assert.Equal(readme, File.ReadAllText(_box.In("checkout/README.md")));
    }

    [Fact]
    public void PublishKeepsWhatItHasNoResultOf()
    {
        Directory.CreateDirectory(_box.In("checkout"));
        File.WriteAllText(_box.In("checkout/README.md"), "<!-- verdicts: written by `deeppuzzles report DIR --publish .` --><!-- /verdicts -->");
        foreach (string id in (string[])["chance/coin", "images/pixels"])
        {
            _box.Run($"run {id} --out @{id.Replace('/', '-')}");
            Answer published = _box.Run($"report @{id.Replace('/', '-')} --publish @checkout");
            Assert.Equal("", published.Error);
        }
        string readme = File.ReadAllText(_box.In("checkout/README.md"));
        Assert.All(_box.Puzzles, puzzle => Assert.Contains($"[`{puzzle.Id}`]", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void APublishedControlMayBeUndecided()
    {
        using var box = new Sandbox { Puzzles = [new CoinPuzzle { Seeds = 1 }] };   // one seed: the control's interval is everything
        Directory.CreateDirectory(box.In("checkout"));
        File.WriteAllText(box.In("checkout/README.md"), "<!-- verdicts: written by `deeppuzzles report DIR --publish .` --><!-- /verdicts -->");
        box.Run("run chance/coin --out @few");
        Assert.Equal((0, ""), (box.Run("report @few --publish @checkout").Code, ""));
        Assert.Contains("| undecided |", File.ReadAllText(box.In("checkout/docs/puzzles/chance/coin.md")), StringComparison.Ordinal);
    }
}

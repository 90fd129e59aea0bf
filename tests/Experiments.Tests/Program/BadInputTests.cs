using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Experiments.Tests.Laboratory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.CommandLine;

/// <summary>Whatever is wrong: the right exit code, exactly one line on stderr, no stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Sandbox _box = new() { Puzzles = [new CoinPuzzle(), new PixelPuzzle()] };

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("", 2, "no command given")]
    [InlineData("rnu", 2, "rnu")]
    [InlineData("run", 2, "nothing to run: name puzzles")]
    [InlineData("run chance/coni", 2, "unknown puzzle 'chance/coni'; did you mean chance/coin?")]
    [InlineData("run coin", 2, "did you mean chance/coin?")]
    [InlineData("run wholly/unlike", 2, "unknown puzzle 'wholly/unlike'; 'deeppuzzles list' shows all")]
    [InlineData("run --group chanec", 2, "unknown group 'chanec'; did you mean chance? known are chance, images")]
    [InlineData("run --all chance/coin", 2, "--all runs every puzzle")]
    [InlineData("run --all --group chance", 2, "--all runs every puzzle")]
    [InlineData("run --all --quick --full", 2, "--quick and --full exclude each other")]
    [InlineData("run --all --resum", 2, "unknown option '--resum'; did you mean --resume?")]
    [InlineData("run --all --seeds", 2, "--seeds")]
    [InlineData("run --all --seeds x", 2, "--seeds x: 'x' is no seed; write whole numbers")]
    [InlineData("run --all --seeds 5-3", 2, "the range '5-3' runs backwards")]
    [InlineData("run --all --seeds 1-2-3", 2, "neither a seed nor a range")]
    [InlineData("run --all --seeds 1,,2", 2, "a seed is missing")]
    [InlineData("run --all --seeds -5", 2, "a seed is missing")]
    [InlineData("run --all --seeds 1,1-3", 2, "seed 1 is there twice")]
    [InlineData("run --all --seeds 0-9999999999999", 2, "more than 100000 seeds")]
    [InlineData("run --all --seeds 99999999999999999999", 2, "is no seed")]
    [InlineData("run --all --set tosses", 2, "--set tosses: write NAME=VALUE")]
    [InlineData("run --all --set =3", 2, "write NAME=VALUE")]
    [InlineData("run --all --set tosses=abc", 2, "--set tosses=abc: 'abc' is not a whole number; the default is tosses=2000")]
    [InlineData("run --all --set tosses=0", 2, "tosses per seed must be from 1 to 1000000")]
    [InlineData("run --all --set parts=0", 2, "how many parts the tosses come in must be at least 1")]
    [InlineData("run --all --set bias=NaN", 2, "'NaN' is not a number")]
    [InlineData("run --all --set bias=0,5", 2, "'0,5' is not a number")]
    [InlineData("run --all --set tosses=10,bias=0.5", 2, "each setting has a --set of its own")]
    [InlineData("run --all --set tosses=1,000", 2, "'1,000' is not a whole number")]
    [InlineData("run --all --set bias=0.5 bias=0.6", 2, "bias is set twice")]
    [InlineData("run --all --set toses=5", 2, "no selected puzzle has the parameter 'toses'; did you mean tosses? known are bias, parts, pixels, tosses")]
    [InlineData("run --all --set tosses=5 chance/coin", 2, "ids of puzzles stand before --set")]
    [InlineData("run --all --threads 0", 2, "--threads 0: write a whole number from 1 up")]
    [InlineData("run --all --threads two", 2, "--threads two: write a whole number")]
    [InlineData("run --all --device cuda:99", 2, "--device cuda:99: ")]
    [InlineData("run --all --device opencl:99", 2, "--device opencl:99: ")]
    [InlineData("run --all --device opencl:one", 2, "write opencl, or opencl:1 for the second device")]
    [InlineData("run --all --device gpu", 2, "unknown device 'gpu'; did you mean opencl? known are cpu, opencl")]
    [InlineData("run --all --device GPU", 2, "unknown device 'gpu'; did you mean opencl? known are cpu, opencl")]
    [InlineData("run --all --device opncl", 2, "did you mean opencl?")]
    [InlineData("run --all --device OpenCL:99", 2, "--device opencl:99: ")]
    [InlineData("run --all --dataset fashion", 2, "unknown data set 'fashion'; did you mean fashion-mnist? known are")]
    [InlineData("run --all --dataset mnist", 4, "mnist: not found")]
    [InlineData("run --all --full", 4, "fashion-mnist: the whole set is not")]
    [InlineData("run --all --data @nowhere --full", 4, "no such folder")]
    [InlineData("run --all --shard 0/2", 2, "--shard 0/2: write K/N with K from 1 to N")]
    [InlineData("run --all --shard 3/2", 2, "--shard 3/2")]
    [InlineData("run --all --shard half", 2, "--shard half")]
    [InlineData("run --all --out @file", 4, "cannot write")]
    [InlineData("run --all --out @file/below", 4, "cannot write")]
    [InlineData("verdict", 2, "deeppuzzles verdict --help")]
    [InlineData("verdict @nowhere", 4, "no such folder")]
    [InlineData("verdict @file", 4, "cannot read the results in")]
    [InlineData("verdict @empty", 4, "there are no results in")]
    [InlineData("verdict @broken", 4, "result.json is not a result of this program")]
    [InlineData("report @empty", 4, "there are no results in")]
    [InlineData("report @broken", 4, "is not a result of this program")]
    [InlineData("report", 2, "deeppuzzles report --help")]
    [InlineData("compare @empty", 2, "deeppuzzles compare --help")]
    [InlineData("compare @empty @empty", 4, "there are no results in")]
    [InlineData("explain", 2, "deeppuzzles explain --help")]
    [InlineData("explain coin", 2, "did you mean chance/coin?")]
    [InlineData("data", 2, "deeppuzzles data --help")]
    [InlineData("data get", 2, "deeppuzzles data get --help")]
    [InlineData("data get mnits", 2, "cannot get 'mnits'")]
    [InlineData("list --jsn", 2, "--jsn")]
    [InlineData("devices gpu", 2, "gpu")]
    public void IsOneLine(string commandLine, int code, string words)
    {
        File.WriteAllText(_box.In("file"), "");
        Directory.CreateDirectory(_box.In("empty"));
        Directory.CreateDirectory(_box.In("broken/chance/broken"));
        File.WriteAllText(_box.In("broken/chance/broken/result.json"), "{");
        Answer answer = _box.Run(commandLine.Contains("--out", StringComparison.Ordinal) ? commandLine : commandLine.Replace("run ", "run --out @out ", StringComparison.Ordinal));
        Assert.Equal(code, answer.Code);
        string line = Assert.Single(answer.ErrorLines);
        Assert.StartsWith("deeppuzzles: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_box.In("out")));
    }

    [Theory]
    [InlineData("run", "--all", "--out", "")]
    [InlineData("verdict", "")]
    [InlineData("report", "")]
    public void AnEmptyNameIsNotTheWorkingFolder(params string[] arguments)
    {
        using var error = new StringWriter();
        Assert.Equal(2, Application.Run(arguments, new Surroundings { Puzzles = _box.Puzzles, Output = TextWriter.Null, Error = error }));
        Assert.Equal("deeppuzzles: the name of a folder is empty; give one, or . for the working folder", error.ToString().TrimEnd());
    }

    [Fact]
    public void ADeviceThatFailsOnTheWayIsOneLineAndKeepsWhatIsFinished()
    {
        const string why = "opencl: no memory for 4 GiB more";
        var puzzle = new CoinPuzzle
        {
            AtPart = (seed, part) =>
            {
                if (seed == 1002) throw new DeviceException(why);
            },
        };
        Answer answer = (_box with { Puzzles = [puzzle] }).Run("run --all --threads 1 --out @r");
        Assert.Equal(2, answer.Code);
        Assert.Equal($"deeppuzzles: {why}", Assert.Single(answer.ErrorLines));
        Assert.True(File.Exists(_box.In("r/chance/coin/seeds/1001.json")));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenAnyMoreKeepsWhatIsFinished()
    {
        string seeds = _box.In("r/chance/coin/seeds");
        var puzzle = new CoinPuzzle
        {
            AtPart = (seed, part) =>
            {
                if (seed == 1002 && part == 0) Directory.CreateDirectory(Path.Join(seeds, "1002.json"));   // a folder stands where the file should go
            },
        };
        Answer answer = (_box with { Puzzles = [puzzle] }).Run("run --all --threads 1 --out @r");
        Assert.Equal(4, answer.Code);
        Assert.StartsWith("deeppuzzles: cannot write ", Assert.Single(answer.ErrorLines), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Join(seeds, "1001.json")));
        Directory.Delete(Path.Join(seeds, "1002.json"));
        Answer resumed = (_box with { Puzzles = [new CoinPuzzle()] }).Run("run --all --out @r --resume");
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.Contains("2 of 6 seeds are done already", resumed.Output, StringComparison.Ordinal);
    }
}

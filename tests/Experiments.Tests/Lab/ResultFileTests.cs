using System.Text.Json;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

public sealed class ResultFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("results").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ClaimSpec Spec(string id, Bar bar, double? noEffect = null) =>
        new(id, "\"quoted\" ± é\n", "Someone 2000", "a metric", "%", bar, noEffect) { Paper = new(0.1 + 0.2, "same data") };

    /// <summary>Claims of every kind and verdict, with numbers that are hard to write.</summary>
    internal static RunResult Sample()
    {
        double[] values = [0.1 + 0.2, 1.0 / 3, double.Epsilon, -0.0, 1e300, 0.5], small = [0.01, 0.02, 0.015, 0.01, 0.02, 0.012];
        Claim[] claims =
        [
            Spec("lower", Bar.AtLeast(0.001), 0).Judge(small),
            Spec("upper", Bar.AtMost(0.001), 0.5).Judge(small),
            Spec("interval", Bar.Within(0.1, 0.2)).Judge([.. values.Take(4)]),
            Spec("equivalence", Bar.Equivalent(0.1, 0.3)).Judge(values),
            Spec("order", Bar.Order(), 0).Judge([double.NaN, 1, 2, 3, 4, 5]),
            Spec("monotone", Bar.Monotone(0.9), 0).Judge([1, 1, 1, 1, 1, 1]),
            Spec("every", Bar.AtLeast(0.95).InEverySeed()).Judge([1, 1, 0.97, 1, 1, 1]),
            Spec("shown", Bar.Illustration).Judge([7]),
            (Spec("controlled", Bar.AtLeast(0)) with { Controls = [new("kept", Bar.AtMost(1)), new("straddles", Bar.AtLeast(0.015)), new("same", Bar.Equivalent(0.5, 0.25))] }).Judge(small, [small, small, small]),
            (Spec("uncontrolled", Bar.AtLeast(0)) with { Controls = [new("failed", Bar.AtLeast(1).InEverySeed())] }).Judge(small, [small]),
        ];
        return new RunResult
        {
            Run = new Fingerprint
            {
                Experiment = "part/name",
                Mode = "quick",
                Commit = "abc",
                Version = "1.2.3",
                Device = "cpu",
                Dtype = "float32",
                Width = 256,
                Settings = [new("epochs", "10"), new("rate", "1E-05"), new("sizes", "1,2.5"), new("flag", "true"), new("odd", "007")],
                Reduced = ["epochs: 10 instead of 20"],
                Dataset = new("digits", new string('0', 64), 3, 2, 1),
            },
            Title = "Title",
            Seeds = [7, 1000],
            Threads = 2,
            StartedUtc = new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc),
            Seconds = 1.25,
            Claims = claims,
            Series = new Dictionary<string, double[][]> { ["z"] = [values, []], ["a"] = [[double.NaN], [1]] },
            Figures = [new FigureFile("figure.svg", "a caption", "<svg/>")],
        };
    }

    [Fact]
    public void WhatIsReadIsWrittenAsTheSameBytes()
    {
        RunResult sample = Sample();
        new ResultFolder(_folder).Write(sample);
        string file = Path.Join(_folder, "part/name/result.json");
        RunResult read = ResultFile.Read(file);
        Assert.Equal(File.ReadAllBytes(file), ResultFile.Write(read));
        Assert.Equal(File.ReadAllBytes(file), ResultFile.Write(sample));
        Assert.Null(read.Run.DifferenceTo(sample.Run));
        Assert.Equal(sample.Claims.Select(claim => (claim.Verdict, claim.Bar.ToString(), claim.Note)), read.Claims.Select(claim => (claim.Verdict, claim.Bar.ToString(), claim.Note)));
        Assert.Equal(sample.Claims.SelectMany(claim => claim.Controls).Select(c => (c.Bound.ToString(), c.Outcome)), read.Claims.SelectMany(claim => claim.Controls).Select(c => (c.Bound.ToString(), c.Outcome)));
        Assert.Equal("<svg/>", Assert.Single(read.Figures).Svg);
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(read.Series["z"][0][3]));
    }

    [Fact]
    public void TheFieldsAreThoseOfTheDesignInTheirOrder()
    {
        using JsonDocument file = JsonDocument.Parse(ResultFile.Write(Sample()));
        Assert.Equal("schema experiment title mode seeds settings reduced dataset device dtype width threads version commit startedUtc seconds claims series figures", Names(file.RootElement));
        Assert.Equal("name sha256 train validation test", Names(file.RootElement.GetProperty("dataset")));
        foreach (JsonElement claim in file.RootElement.GetProperty("claims").EnumerateArray())
        {
            Assert.Equal("id quote reference metric unit kind bar noEffect test p paper value ci n perSeed seedsNeeded controls verdict note", Names(claim));
            Assert.Equal("value note", Names(claim.GetProperty("paper")));
            Assert.Equal(2, claim.GetProperty("ci").GetArrayLength());
            Assert.All(claim.GetProperty("controls").EnumerateArray(), control => Assert.Equal("what bound value ci passed", Names(control)));
        }
        Assert.Equal("file caption", Names(file.RootElement.GetProperty("figures")[0]));
        JsonElement settings = file.RootElement.GetProperty("settings");
        Assert.Equal((10, 1e-5, true, "007"), (settings.GetProperty("epochs").GetInt32(), settings.GetProperty("rate").GetDouble(), settings.GetProperty("flag").GetBoolean(), settings.GetProperty("odd").GetString()));
        Assert.Equal(JsonValueKind.Null, file.RootElement.GetProperty("series").GetProperty("a")[0][0].ValueKind);
    }

    /// <summary>Where no result depends on the width of registers, none is written or shown.</summary>
    [Fact]
    public void ADeviceWithoutRegistersOfItsOwnHasNoWidth()
    {
        RunResult sample = Sample(), card = sample with { Run = sample.Run with { Device = "opencl: a card; driver 1", Width = 0 } };
        using JsonDocument file = JsonDocument.Parse(ResultFile.Write(card));
        Assert.False(file.RootElement.TryGetProperty("width", out _));
        string path = Path.Join(_folder, "card.json");
        File.WriteAllBytes(path, ResultFile.Write(card));
        Assert.Null(ResultFile.Read(path).Run.DifferenceTo(card.Run));
        Assert.Equal("the device: opencl: a card; driver 1, opencl: a card; driver 2", card.Run.DifferenceTo(card.Run with { Device = "opencl: a card; driver 2" }));
        Assert.DoesNotContain("SIMD width", HtmlReport.Write(ResultReport.Of([card], [])), StringComparison.Ordinal);
        Assert.Contains("SIMD width", HtmlReport.Write(ResultReport.Of([sample], [])), StringComparison.Ordinal);
    }

    [Fact]
    public void AFingerprintNamesTheDriver()
    {
        Assert.SkipWhen(OpenClDevice.WhyAbsent is not null, OpenClDevice.WhyAbsent ?? "");
        using var device = new OpenClDevice();
        var puzzle = new CoinPuzzle();
        var of = Fingerprint.Of(puzzle, puzzle.Defaults(full: false), full: false, placebo: false, null, device);
        Assert.Equal($"opencl: {device.Description}; {device.Driver}", of.Device);
        Assert.Contains("driver ", of.Device, StringComparison.Ordinal);
        Assert.Equal(0, of.Width);
    }

    [Fact]
    public void AFileThatIsNoResultIsOneLine()
    {
        string file = Path.Join(_folder, "result.json"), whole = System.Text.Encoding.UTF8.GetString(ResultFile.Write(Sample()));
        foreach (string broken in new[] { "", "null", "[]", "{}", whole[..200], whole.Replace("\"schema\": 1", "\"schema\": 2", StringComparison.Ordinal), whole.Replace("Reproduced", "Proven", StringComparison.Ordinal), whole.Replace("\"n\": 6", "\"n\": \"six\"", StringComparison.Ordinal) })
        {
            File.WriteAllText(file, broken);
            ResultException error = Assert.Throws<ResultException>(() => ResultFile.Read(file));
            Assert.Equal(4, error.ExitCode);
            Assert.StartsWith($"{file} is not a result of this program", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A file from elsewhere may hold anything.</summary>
    [Fact]
    public void WhatABrokenFileSaysNeitherFillsNorTurnsTheLine()
    {
        const int Most = 300;
        string hostile = "\u202e" + new string('7', 100_000) + "\u001b[2J", file = Path.Join(_folder, "result.json");
        string inJson = JsonSerializer.Serialize(hostile), whole = System.Text.Encoding.UTF8.GetString(ResultFile.Write(Sample()));
        foreach ((string was, string now) in new[] { ("\"Reproduced\"", inJson), ("\"n\": 6", $"\"n\": {inJson}"), ("\"n\": 6", $"\"n\": {hostile}"), ("\"series\": {", $"\"series\": {{ {inJson}: [], {inJson}: [],") })
        {
            Assert.Contains(was, whole, StringComparison.Ordinal);
            File.WriteAllText(file, whole.Replace(was, now, StringComparison.Ordinal));
            string message = Assert.Throws<ResultException>(() => ResultFile.Read(file)).Message;
            Assert.True(message.Length - file.Length < Most, $"{message.Length} characters");
            Assert.DoesNotContain(message, sign => char.IsControl(sign) || char.GetUnicodeCategory(sign) == System.Globalization.UnicodeCategory.Format);
        }
    }

    [Fact]
    public void AUnitComesBackWithTheSameBits()
    {
        var found = new Measurements();
        found.Add("values", [0.1 + 0.2, -0.0, double.Epsilon, double.MaxValue, 1.0 / 3]);
        found.Add("undefined", [double.NaN, double.PositiveInfinity, double.NegativeInfinity]);
        found.Add("empty", []);
        var unit = new UnitResult(Sample().Run, 42, found) { Build = "b", Threads = 3, StartedUtc = DateTime.UnixEpoch, Seconds = 0.5 };
        string file = Path.Join(_folder, "42.json");
        UnitFile.Write(file, unit);
        UnitResult read = UnitFile.Read(file);
        Assert.Equal(found.Series["values"].Select(BitConverter.DoubleToInt64Bits), read.Found.Series["values"].Select(BitConverter.DoubleToInt64Bits));
        Assert.All(read.Found.Series["undefined"], value => Assert.True(double.IsNaN(value)));
        Assert.Empty(read.Found.Series["empty"]);
        Assert.True(read.Agrees(unit with { Found = UnitFile.AsRead(found) }));
        Assert.Equal((42, "b", 3, DateTime.UnixEpoch, 0.5), (read.Seed, read.Build, read.Threads, read.StartedUtc, read.Seconds));
        Assert.Null(read.Run.DifferenceTo(unit.Run));
    }

    private static string Names(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(field => field.Name));
}

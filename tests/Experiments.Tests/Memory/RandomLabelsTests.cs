using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Memory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.Memory;

public sealed class RandomLabelsTests
{
    private static readonly long[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));
    private static readonly RandomLabels s_puzzle = new();
    private static readonly RandomLabels.Settings s_tiny = new() { Examples = 100, TestImages = 200, Hidden = 64, Corrupted = [0.5], Batch = 20, Epochs = 60, Narrow = 2, Coarse = 2 };

    private static Measurements Measure(long seed, bool placebo = false, DataSet? data = null, Action<double>? progress = null, int threads = 1) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), data ?? s_digits, placebo, progress), s_tiny);

    private static Findings Run(bool placebo) =>
        s_puzzle.Conclude(new Evidence(s_seeds, [.. s_seeds.Select(seed => Measure(seed, placebo))]), s_tiny);

    [Fact]
    public void EveryClaimGetsAVerdictAndAPicture()
    {
        Findings findings = Run(placebo: false);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
        Assert.All(findings.Claims, claim => Assert.NotEmpty(claim.Controls));
        Assert.All(findings.Claims, claim => Assert.Equal(s_seeds.Length, claim.N));
        Assert.Equal(Verdict.Reproduced, findings.Claims.Single(claim => claim.Id == "dose").Verdict);
        Assert.Equal(1, findings.Claims.Single(claim => claim.Id == "fits").Value);
        Assert.Equal(4, findings.Figures.Count);
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void NothingIsReproducedByAPlacebo() =>
        Assert.All(Run(placebo: true).Claims, claim => Assert.NotEqual(Verdict.Reproduced, claim.Verdict));

    [Fact]
    public void TheSameSeedMeasuresTheSameBitsAtAnyNumberOfThreads()
    {
        Measurements once = Measure(1), again = Measure(1, threads: 2), other = Measure(2);
        Assert.Equal(once.Series.Keys, again.Series.Keys);
        Assert.All(once.Series, series => Assert.Equal(series.Value, again.Series[series.Key]));
        Assert.NotEqual(once.Series["test error by p"], other.Series["test error by p"]);
    }

    [Fact]
    public void AnArmEndsWhenItKnowsAllExamplesAndNotBefore()
    {
        Measurements found = Measure(1);
        foreach (string setting in new[] { "true labels", "p = 0.5", "random labels", "shuffled pixels", "random pixels", "Gaussian noise" })
        {
            double[] curve = found.Series["training accuracy, " + setting];
            Assert.Equal(1, curve[^1]);
            Assert.All(curve[..^1], accuracy => Assert.True(accuracy < 1));
        }
        Assert.Equal(found.Series["training accuracy, random labels"].Length, found.Series["training accuracy, labels drawn anew"].Length);
    }

    [Fact]
    public void ProgressRisesToOneAndNoFurther()
    {
        foreach (bool placebo in new[] { false, true })
        {
            var reports = new List<double>();
            _ = Measure(1, placebo, progress: reports.Add);
            Assert.Equal(reports.Order(), reports);
            Assert.InRange(reports[^1], 0.8, 1);
        }
    }

    [Fact]
    public void TwinsWithDifferentLabelsForbidAClaim()
    {
        ImageSet train = s_digits.Train.Slice(0, 100);
        byte[] pixels = train.Bytes.ToArray(), labels = train.Labels.ToArray();
        train.Image(0).CopyTo(pixels.AsSpan(train.PixelsPerImage));
        (labels[0], labels[1]) = (3, 4);
        DataSet twins = s_digits with { Train = new ImageSet(pixels, labels, train.PixelsPerImage, train.White) };
        Measurements[] found = [.. s_seeds.Select(seed => Measure(seed, data: twins))];
        Findings findings = s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny);
        Assert.Equal(2, found[0].Series["equal images with different labels"][0]);
        Assert.All(findings.Claims, claim => Assert.Equal(Verdict.ControlFailed, claim.Verdict));
    }

    [Fact]
    public void ColourOtherShapesAndFewImagesWillDo()
    {
        const int Width = 10, Height = 7, Channels = 3, Classes = 3, Train = 60, Test = 15;
        var random = new Tensors.RandomStream(1, "pictures");
        DataSet colours = new("idx", Width, Height, Channels, Classes, Images(Train), Images(Test), Images(Test), null, "made up");
        Measurements found = Measure(1, data: colours);
        Assert.Equal(1.0 / Classes, found.Series["chance"][0]);
        Assert.Equal(2 * Width * Height, found.Series["sample, true labels"].Length);      // one channel of each of two images
        Assert.All(found.Series["training accuracy, true labels"], accuracy => Assert.Equal(Math.Round(accuracy * Train), accuracy * Train, 9));

        ImageSet Images(int count) => new(
            Bytes(count * Width * Height * Channels, 256), Bytes(count, Classes), Width * Height * Channels, 255);
        byte[] Bytes(int count, int bound) => [.. random.HostUniform(count).Select(u => (byte)(u * bound))];
    }

    [Fact]
    public void ASecondSeedLeavesNoMoreMemoryInUseThanTheFirst()
    {
        var device = new CpuDevice(1);
        _ = s_puzzle.Measure(new Lab(1, device, s_digits), s_tiny);
        long after = InUse();
        _ = s_puzzle.Measure(new Lab(1, device, s_digits), s_tiny);
        Assert.Equal(after, InUse());

        long InUse()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return device.Memory.Live;
        }
    }

    [Fact]
    public void TheClaimsAreDeclaredWithoutARunAndTheFullRunReducesNothing()
    {
        Assert.All(s_puzzle.Claims, claim => Assert.NotEmpty(claim.Controls));
        Assert.All(Setting.Of(typeof(RandomLabels.Settings)), setting => Assert.Null(setting.Reduced(s_puzzle.Full)));
        Assert.Equal(7, ((RandomLabels.Settings)Setting.Of(typeof(RandomLabels.Settings)).Single(s => s.Name == "examples").With(s_tiny, "7")).Examples);
    }
}

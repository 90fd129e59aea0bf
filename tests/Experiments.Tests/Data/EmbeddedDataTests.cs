using DeepPuzzles.Experiments.Data;

namespace DeepPuzzles.Experiments.Tests.Data;

public sealed class EmbeddedDataTests
{
    private static readonly DataPlaces Nowhere = new(null, null, null, null);

    public static TheoryData<string> Files => [.. DataCatalog.EmbeddedFiles.Select(file => file.Name)];

    [Theory, MemberData(nameof(Files))]
    public void TheDecodedBytesAreTheseBytes(string name)
    {
        var known = DataCatalog.EmbeddedFiles.Single(file => file.Name == name);
        var array = DataSource.EmbeddedFile(name);
        Assert.Equal(known.Length, array.FileLength);
        Assert.Equal(known.Sha256, array.Sha256());
    }

    [Fact]
    public void TogetherTheyStaySmall()
    {
        var assembly = typeof(DataSource).Assembly;
        var bytes = DataCatalog.EmbeddedFiles.Sum(file => assembly.GetManifestResourceStream(file.Name + ".gz")!.Length);
        Assert.InRange(bytes, 6_000_000, 7_000_000);
    }

    [Fact]
    public void QuickFashionMnistIsSplitAsTheRunsAssume()
    {
        var data = DataSource.Load(new DataRequest(), Nowhere);
        Assert.Equal((28, 28, 1, 10), (data.Width, data.Height, data.Channels, data.Classes));
        Assert.Equal((10_000, 2_000, 3_000), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Null(data.Reduced);
        Assert.Equal("embedded", data.Place);
        Assert.Equal("dced4370c2beb870fb3683069393dd2c6e921cf98e466241ee045ce76e8b4e13", data.Sha256);
        Assert.Equal("ankle boot, T-shirt, T-shirt, dress, T-shirt", Names(data.Train.Labels[..5])); // the first row of Xiao et al. 2017
        var (first, second) = data.Train.Halves();
        Assert.Equal((5_000, 5_000), (first.Count, second.Count));
        Assert.True(data.Train.Image(4_999).SequenceEqual(first.Image(4_999)));
        Assert.True(data.Train.Image(5_000).SequenceEqual(second.Image(0)));
        Assert.Equal(10, data.Test.Labels.ToArray().Distinct().Count());
    }

    private static string Names(ReadOnlySpan<byte> labels) =>
        string.Join(", ", labels.ToArray().Select(label => label switch { 0 => "T-shirt", 3 => "dress", 9 => "ankle boot", _ => "other" }));

    [Fact]
    public void TheDigitsAreTheSameInEveryRunAndSaySo()
    {
        var data = DataSource.Load(new DataRequest("digits"), Nowhere);
        var full = DataSource.Load(new DataRequest("digits", Folder: "/nowhere", Full: true), Nowhere);
        Assert.Equal((1_000, 200, 597), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal("7190f6894b70de8ea9c1bac1f452ed3a728356bfc3f8599ff96d1adb5e2a35ee", data.Sha256);
        Assert.Equal(data.Sha256, full.Sha256);
        Assert.Equal("digits: 1,000 + 200 + 597 images of 8 × 8 pixels instead of 10,000 + 2,000 + 3,000 of 28 × 28", data.Reduced);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], data.Train.Labels[..10].ToArray());
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], data.Train.Image(0)[..8].ToArray());
        Assert.Equal(1f, data.Train.Pixels().Max());
    }

    [Fact]
    public void PixelsAreScaledToOneAndGathered()
    {
        var set = new ImageSet(new byte[] { 0, 255, 51, 102, 204, 153 }, new byte[] { 0, 1, 2 }, 2, 255);
        Assert.Equal([0f, 1f, 0.2f, 0.4f, 0.8f, 0.6f], set.Pixels());
        var two = new float[4];
        set.Pixels([2, 0], two);
        Assert.Equal([0.8f, 0.6f, 0f, 1f], two);
        Assert.Throws<ArgumentException>(() => new ImageSet(new byte[5], new byte[3], 2, 255));
    }

    // With Debian's package installed this reads 55 MB; without it, it shows the line that says how to get them.
    [Fact]
    public void TheWholeSetIsFoundOrTheWaysToGetItAreSaid()
    {
        var machine = Nowhere with { Debian = "/usr/share/datasets", Cache = "/nonexistent/cache" };
        if (!Directory.Exists("/usr/share/datasets/fashion-mnist"))
        {
            var error = Assert.Throws<DataMissingException>(() => DataSource.Load(new DataRequest(Full: true), machine));
            Assert.Equal("fashion-mnist: the whole set is not in /nonexistent/cache/fashion-mnist, /usr/share/datasets/fashion-mnist; run 'deeppuzzles data get fashion-mnist', install Debian's package dataset-fashion-mnist, or give its folder with --data DIR".Replace('/', Path.DirectorySeparatorChar), error.Message.Replace('/', Path.DirectorySeparatorChar));
            return;
        }
        var full = DataSource.Load(new DataRequest(Full: true), machine);
        Assert.Equal((50_000, 10_000, 10_000), (full.Train.Count, full.Validation.Count, full.Test.Count));
        Assert.Null(full.Reduced);
        var quick = DataSource.Load(new DataRequest(Folder: "/usr/share/datasets"), machine);
        Assert.Equal(DataSource.Load(new DataRequest(), Nowhere).Sha256, quick.Sha256);
        Assert.NotEqual(full.Sha256, quick.Sha256);
    }
}

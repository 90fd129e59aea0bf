using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Data;

public sealed class DataSourceTests : IDisposable
{
    private static readonly DataPlaces Nowhere = new(null, null, null, null);
    private readonly IdxFolderMaker _maker = new();

    public void Dispose() => _maker.Dispose();

    private DataSet Load(string name = "idx", bool full = false) => DataSource.Load(new DataRequest(name, _maker.Folder, full), Nowhere);

    private string Line<T>(string name = "idx") where T : Exception
    {
        var error = Assert.Throws<T>(() => Load(name));
        Assert.Equal(4, UserErrors.ExitCode(error));
        return error.Message.Replace(_maker.Folder, "DIR", StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void ASmallSetMakesASmallRunInTheSameProportions(bool full)
    {
        _maker.Fill(train: 60, test: 15, side: 5, classes: 4, gzip: full);
        var data = Load(full: full);
        Assert.Equal((5, 5, 1, 4), (data.Width, data.Height, data.Channels, data.Classes));
        Assert.Equal((50, 10, 15), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(50, data.Validation.Image(0)[0]);
        Assert.Equal($"idx: 50 + 10 + 15 images of 5 × 5 pixels instead of {(full ? "50,000 + 10,000 + 10,000" : "10,000 + 2,000 + 3,000")} of 28 × 28", data.Reduced);
    }

    [Fact]
    public void QuickTakesTheFirst12000AndTheLast3000AndFullTakesAll()
    {
        _maker.Fill(train: 12_600, test: 3_001, side: 1);
        var quick = Load();
        Assert.Equal((10_000, 2_000, 3_000), (quick.Train.Count, quick.Validation.Count, quick.Test.Count));
        Assert.Equal((byte)1, quick.Test.Image(0)[0]);
        Assert.Equal((byte)(12_000 - 1 & 255), quick.Validation.Image(1_999)[0]);
        var full = Load(full: true);
        Assert.Equal((10_500, 2_100, 3_001), (full.Train.Count, full.Validation.Count, full.Test.Count));
    }

    [Fact]
    public void DottedNamesOwnNamesAndNestedFoldersAreFound()
    {
        _maker.Fill(6, 1, 28, within: "mnist/", gzip: true);
        File.Move(_maker.In("mnist/train-images-idx3-ubyte.gz"), _maker.In("mnist/train-images.idx3-ubyte.gz"));
        Assert.Equal(5, Load("mnist").Train.Count);
        File.Move(_maker.In("mnist/train-images.idx3-ubyte.gz"), _maker.In("mnist/emnist-train-images-idx3-ubyte.gz"));
        File.Move(_maker.In("mnist/t10k-labels-idx1-ubyte.gz"), _maker.In("mnist/test-labels.idx.gz"));
        Assert.Equal(5, DataSource.Load(new DataRequest("idx", _maker.In("mnist")), Nowhere).Train.Count);
        File.Copy(_maker.In("mnist/test-labels.idx.gz"), _maker.In("mnist/my-test-labels.idx.gz"));
        var error = Assert.Throws<DataMissingException>(() => DataSource.Load(new DataRequest("idx", _maker.In("mnist")), Nowhere));
        Assert.Contains("more than one file of t10k labels (my-test-labels.idx.gz, test-labels.idx.gz)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsMissingIsNamed()
    {
        Assert.Equal("--data: DIR holds no train-images-idx3-ubyte, plain or in gzip", Line<DataMissingException>());
        Assert.Equal("--data: DIR holds no data_batch_1.bin", Line<DataMissingException>("cifar-10"));
        _maker.Fill(6, 1, 2);
        File.Delete(_maker.In("t10k-labels-idx1-ubyte"));
        Assert.Equal("--data: DIR holds no t10k-labels-idx1-ubyte, plain or in gzip", Line<DataMissingException>());
        Directory.CreateDirectory(_maker.In("t10k-labels-idx1-ubyte"));
        Assert.Equal($"DIR{Path.DirectorySeparatorChar}t10k-labels-idx1-ubyte is a folder, a file is expected", Line<DataMissingException>().Replace('/', Path.DirectorySeparatorChar));

        Assert.Contains("no such folder", Refusal("idx", _maker.In("none")), StringComparison.Ordinal);
        Assert.Contains("is a file; give the folder", Refusal("mnist", _maker.In("train-images-idx3-ubyte")), StringComparison.Ordinal);
        Assert.Equal("mnist: not found; run 'deeppuzzles data get mnist' or give its folder with --data DIR", Refusal("mnist", null));
        Assert.Equal("idx: no folder with four IDX files; give one with --data DIR", Refusal("idx", null));
        Assert.Equal(2, Assert.Throws<UsageException>(() => Load("imagenet")).ExitCode);

        static string Refusal(string name, string? folder) =>
            Assert.Throws<DataMissingException>(() => DataSource.Load(new DataRequest(name, folder), Nowhere)).Message;
    }

    [Fact]
    public void FilesThatDoNotBelongTogetherAreRefused()
    {
        _maker.Fill(6, 2, 4, classes: 3);
        _maker.Put("train-labels-idx1-ubyte", IdxFolderMaker.Labels(7, 3));
        Assert.EndsWith("train-labels-idx1-ubyte, byte 4: 7 labels for 6 images; the two files do not belong together", Line<DataFormatException>(), StringComparison.Ordinal);

        _maker.Fill(6, 2, 4, classes: 3);
        _maker.Put("t10k-labels-idx1-ubyte", IdxFolderMaker.Idx([2, 3], 2));
        Assert.EndsWith("t10k-labels-idx1-ubyte, byte 9: label 3, but the training set has the classes 0 to 2", Line<DataFormatException>(), StringComparison.Ordinal);

        _maker.Fill(6, 2, 4, classes: 3);
        _maker.Put("t10k-images-idx3-ubyte", IdxFolderMaker.Images(2, 5));
        Assert.EndsWith("byte 8: test images of 5 × 5 pixels, but training images of 4 × 4", Line<DataFormatException>(), StringComparison.Ordinal);

        _maker.Fill(6, 2, 4, classes: 1);
        Assert.EndsWith("all labels are 0; at least two classes are needed", Line<DataFormatException>(), StringComparison.Ordinal);

        _maker.Fill(5, 2, 4, classes: 3);
        Assert.Equal("idx in DIR has 5 training images; at least 6 are needed", Line<DataMissingException>());
    }

    [Fact]
    public void KnownNamesWantTheirOwnImages()
    {
        _maker.Fill(6, 2, 4);
        Assert.EndsWith("images of 4 × 4 pixels, but mnist has 28 × 28; for other images use --dataset idx", Line<DataFormatException>("mnist"), StringComparison.Ordinal);
        _maker.Fill(6, 2, 28, classes: 11);
        _maker.Put("train-labels-idx1-ubyte", IdxFolderMaker.Idx([0, 1, 2, 3, 4, 10], 6));
        Assert.EndsWith("byte 13: label 10, but the training set has the classes 0 to 9", Line<DataFormatException>("mnist"), StringComparison.Ordinal);
        _maker.Fill(60_000, 2, 28);
        Assert.Contains("is not that of fashion-mnist; get it again, or use --dataset idx", Line<DataFormatException>("fashion-mnist"), StringComparison.Ordinal);
    }

    [Fact]
    public void PlacesAreSearchedInOrder()
    {
        var places = new DataPlaces(_maker.In("variable"), _maker.In("cache"), _maker.In("debian"), null);
        var request = new DataRequest("mnist");
        Assert.Contains($"not found in {_maker.In("variable")}", Assert.Throws<DataMissingException>(() => DataSource.Load(request, places)).Message, StringComparison.Ordinal);
        foreach (var place in new[] { "debian/mnist/", "cache/mnist/", "variable/", "variable/mnist/" })
        {
            _maker.Fill(6, 1, 28, within: place);
            Assert.Equal(Path.TrimEndingDirectorySeparator(_maker.In(place)), DataSource.Load(request, places).Place.Replace('\\', '/'));
        }
    }

    [Fact]
    public void Cifar10HasPlanesAndSixFiles()
    {
        for (var file = 1; file <= 6; file++)
        {
            var records = new byte[4 * 3073];
            for (var i = 0; i < 4; i++)
            {
                records[i * 3073] = (byte)(file + i - 1);
                records.AsSpan(i * 3073 + 1 + 2048, 1024).Fill((byte)(10 * file + i)); // blue
            }
            _maker.Put($"cifar-10-batches-bin/{(file == 6 ? "test_batch" : $"data_batch_{file}")}.bin", records);
        }
        var data = Load("cifar-10");
        Assert.Equal((32, 32, 3, 10), (data.Width, data.Height, data.Channels, data.Classes));
        Assert.Equal((17, 3, 4), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal((byte)2, data.Train.Labels[5]); // the second record of the second file
        Assert.Equal((0, 21), (data.Train.Image(5)[2047], data.Train.Image(5)[2048]));

        _maker.Put("cifar-10-batches-bin/data_batch_3.bin", new byte[3072]);
        Assert.Contains("3072 bytes are not 1 to 10000 records of 3073", Line<DataFormatException>("cifar-10"), StringComparison.Ordinal);
        _maker.Put("cifar-10-batches-bin/data_batch_3.bin", [10, .. new byte[3072]]);
        Assert.EndsWith("byte 0: label 10, but the classes are 0 to 9", Line<DataFormatException>("cifar-10"), StringComparison.Ordinal);
    }
}

using System.Globalization;

namespace DeepPuzzles.Experiments.Data;

/// <summary>Images and labels of one part of a data set, as the files have them.</summary>
internal readonly record struct RawPart(byte[] Pixels, byte[] Labels);

/// <summary>A data set before it is split.</summary>
internal sealed record RawSet(string Name, int Width, int Height, int Channels, int Classes, RawPart Train, RawPart Test, string Place, int White = 255)
{
    /// <summary>
    /// The first <paramref name="mostTrain"/> training images, the last sixth of them for validation, and the last
    /// <paramref name="mostTest"/> test images: 10,000 + 2,000 + 3,000 in a quick run, 50,000 + 10,000 + 10,000 of a whole set.
    /// </summary>
    public DataSet Split(int mostTrain, int mostTest, DataSize wanted)
    {
        const int OneValidatesOf = 6;
        var pixels = Width * Height * Channels;
        var train = Math.Min(mostTrain, Train.Labels.Length);
        var validation = train / OneValidatesOf;
        var test = Math.Min(mostTest, Test.Labels.Length);
        if (validation == 0)
            throw new DataMissingException($"{Name} in {Place} has {train} training images; at least {OneValidatesOf} are needed");

        var first = new ImageSet(Train.Pixels, Train.Labels, pixels, White).Slice(0, train);
        var last = new ImageSet(Test.Pixels, Test.Labels, pixels, White).Slice(Test.Labels.Length - test, test);
        return new DataSet(Name, Width, Height, Channels, Classes,
            first.Slice(0, train - validation), first.Slice(train - validation, validation), last,
            Note(train, validation, test, wanted), Place);
    }

    private string? Note(int train, int validation, int test, DataSize wanted)
    {
        var fewer = train < wanted.Train || test < wanted.Test;
        var smaller = Width * Height < DataSize.Side * DataSize.Side;
        if (!fewer && !smaller) return null;
        var note = string.Create(CultureInfo.InvariantCulture, $"{Name}: {train - validation:N0} + {validation:N0} + {test:N0} images");
        if (smaller) note += $" of {Width} × {Height} pixels";
        return note + " instead of " + wanted.Describe(smaller);
    }
}

/// <summary>How many training (validation included) and test images a kind of run wants.</summary>
internal sealed record DataSize(int Train, int Test)
{
    public const int Side = 28;

    public static DataSize Quick { get; } = new(12_000, 3_000);

    public static DataSize Full { get; } = new(60_000, 10_000);

    public string Describe(bool withSide) =>
        string.Create(CultureInfo.InvariantCulture, $"{Train / 6 * 5:N0} + {Train / 6:N0} + {Test:N0}") + (withSide ? $" of {Side} × {Side}" : "");
}

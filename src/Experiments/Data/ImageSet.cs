using System.Security.Cryptography;

namespace DeepPuzzles.Experiments.Data;

/// <summary>Images with their labels. Pixels are bytes, row by row (colour: the red plane, then green, then blue).</summary>
public sealed class ImageSet
{
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly ReadOnlyMemory<byte> _labels;

    /// <summary>Wraps the bytes; nothing is copied.</summary>
    public ImageSet(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, int pixelsPerImage, int white)
    {
        if (pixels.Length != (long)labels.Length * pixelsPerImage)
            throw new ArgumentException($"{labels.Length} labels need {(long)labels.Length * pixelsPerImage} pixels, not {pixels.Length}", nameof(pixels));
        (_pixels, _labels, PixelsPerImage, White) = (pixels, labels, pixelsPerImage, white);
    }

    /// <summary>How many images.</summary>
    public int Count => _labels.Length;

    /// <summary>Width × height × channels.</summary>
    public int PixelsPerImage { get; }

    /// <summary>The byte that means 1: 255, or 16 for the digits.</summary>
    public int White { get; }

    /// <summary>The raw pixels of all images, one image after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _pixels.Span;

    /// <summary>The labels, 0 to classes - 1.</summary>
    public ReadOnlySpan<byte> Labels => _labels.Span;

    /// <summary>The raw pixels of one image.</summary>
    public ReadOnlySpan<byte> Image(int index) => Bytes.Slice(index * PixelsPerImage, PixelsPerImage);

    /// <summary>Some images in a row, without a copy.</summary>
    public ImageSet Slice(int start, int count) =>
        new(_pixels.Slice(start * PixelsPerImage, count * PixelsPerImage), _labels.Slice(start, count), PixelsPerImage, White);

    /// <summary>Two disjoint halves of equal size; of an odd count the last image is in neither.</summary>
    public (ImageSet First, ImageSet Second) Halves() => (Slice(0, Count / 2), Slice(Count / 2, Count / 2));

    /// <summary>All pixels in [0, 1].</summary>
    public float[] Pixels()
    {
        var scaled = new float[_pixels.Length];
        Scale(Bytes, scaled);
        return scaled;
    }

    /// <summary>The pixels of the images with these indices, in [0, 1], one after the other into <paramref name="destination"/>.</summary>
    public void Pixels(ReadOnlySpan<int> images, Span<float> destination)
    {
        for (var i = 0; i < images.Length; i++)
            Scale(Image(images[i]), destination.Slice(i * PixelsPerImage, PixelsPerImage));
    }

    private void Scale(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        float white = White;
        for (var i = 0; i < bytes.Length; i++) destination[i] = bytes[i] / white;
    }
}

/// <summary>A data set as one run uses it.</summary>
/// <param name="Name">fashion-mnist, mnist, digits, cifar-10 or idx.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Classes">Labels are 0 to classes - 1.</param>
/// <param name="Train">What networks learn from.</param>
/// <param name="Validation">What hyper-parameters are chosen on.</param>
/// <param name="Test">What is reported; never used to choose anything.</param>
/// <param name="Reduced">What is smaller than this kind of run wants, or null.</param>
/// <param name="Place">Where the bytes came from: "embedded" or a folder. It differs between machines: not for results.</param>
public sealed record DataSet(
    string Name, int Width, int Height, int Channels, int Classes,
    ImageSet Train, ImageSet Validation, ImageSet Test, string? Reduced, string Place)
{
    /// <summary>SHA-256 of the bytes used: pixels, then labels, of train, validation and test; lower-case hexadecimal.</summary>
    public string Sha256 { get; } = Hash(Train, Validation, Test);

    private static string Hash(params ReadOnlySpan<ImageSet> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(part.Bytes);
            hash.AppendData(part.Labels);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

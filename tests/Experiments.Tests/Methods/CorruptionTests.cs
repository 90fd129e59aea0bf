using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public sealed class CorruptionTests
{
    private const int Images = 300, Pixels = 64, Classes = 10;
    private const double Confidence = 0.9999;       // ten thousand other streams would fail one such test

    private static RandomStream Stream(string name = "corruption") => new(7, name);

    private static Tensor Pictures() => new RandomStream(3, "pictures").Uniform([Images, 8, 8]);

    private static Tensor Truth(int count) => new RandomStream(5, "truth").Integers([count], Classes);

    private static int Changed(Tensor labels, Tensor corrupted) =>
        labels.ToArray<int>().Zip(corrupted.ToArray<int>()).Count(pair => pair.First != pair.Second);

    [Theory]
    [InlineData(0.2, 10)]
    [InlineData(0.5, 10)]
    [InlineData(1, 10)]
    [InlineData(0.5, 2)]
    public void OfTheLabelsDrawnAgainTheShareThatMeetsItselfStays(double p, int classes)
    {
        const int Count = 20_000;
        Tensor truth = new RandomStream(5, "truth").Integers([Count], classes);
        int changed = Changed(truth, Corruption.Labels(truth, p, classes, Stream()));
        Assert.True(Proportion.Wilson(changed, Count, Confidence).Ci.Contains(p * (1 - 1.0 / classes)), $"{changed} of {Count}");
    }

    [Fact]
    public void NoProbabilityChangesNothingAndOneIsRandomLabels()
    {
        const int Count = 20_000;
        Tensor truth = Tensor.Full([Count], 3, DType.Int32);
        Assert.Equal(0, Changed(truth, Corruption.Labels(truth, 0, Classes, Stream())));
        foreach (Tensor labels in new[] { Corruption.Labels(truth, 1, Classes, Stream()), Corruption.RandomLabels(Count, Classes, Stream()) })
        {
            int[] drawn = labels.ToArray<int>();
            for (int label = 0; label < Classes; label++)
                Assert.True(Proportion.Wilson(drawn.Count(l => l == label), Count, Confidence).Ci.Contains(1.0 / Classes), $"label {label}");
        }
    }

    [Fact]
    public void WhatASmallProbabilityReplacesALargeOneReplacesByTheSame()
    {
        int[] truth = Truth(2000).ToArray<int>(), some = Corrupted(0.3), more = Corrupted(0.7);
        Assert.All(Enumerable.Range(0, truth.Length).Where(i => some[i] != truth[i]), i => Assert.Equal(some[i], more[i]));

        int[] Corrupted(double p) => Corruption.Labels(Truth(2000), p, Classes, Stream()).ToArray<int>();
    }

    [Fact]
    public void ShuffledPixelsIsOnePermutation()
    {
        // Pixel j of image i is 64·i + j: after the shuffle what remains of a division by 64 tells where a pixel came from.
        Tensor images = Tensor.Arange(Images * Pixels).To(DType.Float32).Reshape(Images, 8, 8);
        int[][] origins = Origins(Corruption.ShuffledPixels(images, Stream()));
        Assert.Equal(Enumerable.Range(0, Pixels), origins[0].Order());
        Assert.NotEqual(Enumerable.Range(0, Pixels), origins[0]);
        Assert.All(origins, origin => Assert.Equal(origins[0], origin));
        Assert.Equal(origins[0], Origins(Corruption.ShuffledPixels(images[..3], Stream()))[0]);     // another set, the same stream
    }

    [Fact]
    public void RandomPixelsIsAPermutationOfItsOwnForEachImage()
    {
        Tensor images = Tensor.Arange(Images * Pixels).To(DType.Float32).Reshape(Images, 8, 8);
        int[][] origins = Origins(Corruption.RandomPixels(images, Stream()));
        Assert.All(origins, origin => Assert.Equal(Enumerable.Range(0, Pixels), origin.Order()));
        Assert.Equal(Images, origins.Select(origin => string.Join(' ', origin)).Distinct().Count());
    }

    [Fact]
    public void NoPixelPrefersAPlace()
    {
        // Where the first pixel of each of many images goes: uniform over the places.
        Tensor images = Tensor.Arange(20_000 * 4).To(DType.Float32).Reshape(20_000, 4);
        int[] places = [.. Origins(Corruption.RandomPixels(images, Stream()), 4).Select(origin => Array.IndexOf(origin, 0))];
        for (int place = 0; place < 4; place++)
            Assert.True(Proportion.Wilson(places.Count(p => p == place), places.Length, Confidence).Ci.Contains(0.25), $"place {place}");
    }

    [Fact]
    public void GaussianNoiseHasTheMomentsOfTheImagesAndNothingElseOfThem()
    {
        Tensor images = Pictures();
        float[] before = images.ToArray<float>(), noise = Corruption.Gaussian(images, Stream()).ToArray<float>();
        Assert.Equal(before.Length, noise.Length);
        var (had, has) = (Moments(before), Moments(noise));
        double error = Math.Sqrt(had.Variance / noise.Length);
        Assert.InRange(has.Mean, had.Mean - 4 * error, had.Mean + 4 * error);
        Assert.InRange(has.Variance / had.Variance, 1 - 4 * Math.Sqrt(2.0 / noise.Length), 1 + 4 * Math.Sqrt(2.0 / noise.Length));
        double together = before.Zip(noise).Average(pair => (pair.First - had.Mean) * (pair.Second - has.Mean));
        Assert.InRange(together / had.Variance, -4 / Math.Sqrt(noise.Length), 4 / Math.Sqrt(noise.Length));

        static (double Mean, double Variance) Moments(float[] x) => (x.Average(v => (double)v), x.Average(v => (double)v * v) - Math.Pow(x.Average(v => (double)v), 2));
    }

    [Fact]
    public void TheInputStaysAndTheSameStreamRepeats()
    {
        Tensor images = Pictures(), labels = Truth(Images);
        float[] pixels = images.ToArray<float>();
        int[] truth = labels.ToArray<int>();
        foreach (var corrupt in new Func<Tensor, RandomStream, Tensor>[] { Corruption.ShuffledPixels, Corruption.RandomPixels, Corruption.Gaussian })
        {
            Tensor once = corrupt(images, Stream()), again = corrupt(images, Stream()), other = corrupt(images, Stream("other"));
            Assert.Equal(images.Shape, once.Shape);
            Assert.Equal(once.ToArray<float>(), again.ToArray<float>());
            Assert.NotEqual(once.ToArray<float>(), other.ToArray<float>());
        }
        _ = Corruption.Labels(labels, 1, Classes, Stream());
        Assert.Equal(pixels, images.ToArray<float>());
        Assert.Equal(truth, labels.ToArray<int>());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void AProbabilityLiesBetweenNoneAndOne(double p) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Corruption.Labels(Truth(5), p, Classes, Stream()));

    private static int[][] Origins(Tensor images, int pixels = Pixels) =>
        [.. images.ToArray<float>().Chunk(pixels).Select(image => image.Select(v => (int)v % pixels).ToArray())];
}

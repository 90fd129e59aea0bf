using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The best of each window and its place are the reference's, to the bit.</summary>
public sealed class WindowsTests
{
    [Fact]
    public void The_best_of_windows_agrees_with_the_reference_for_any_strides()
    {
        foreach (ConvolutionTests.Case sizes in ConvolutionTests.Cases().Where(IsFull))
        {
            foreach (Walk walk in Accelerator.Walks)
            {
                using var sample = new Sample();
                int[] pooled = [sizes.Images, sizes.Inputs, sizes.Places.Height, sizes.Places.Width];
                View<int> x = sample.Numbers<int>(walk, sizes.Images, sizes.Inputs, sizes.Image.Height, sizes.Image.Width);     // eleven values: many ties
                Best(default(ArgMax), sample, sizes, x, pooled);
                Best(default(ArgMin), sample, sizes, x, pooled);
                Best(default(ArgMax), sample, sizes, sample.Numbers<float>(walk, [.. x.Layout.Sizes]), pooled);
            }
        }
    }

    [Fact]
    public void NaN_is_the_best_of_its_windows_and_the_first_of_equals_stays()
    {
        using var sample = new Sample();
        View<float> x = sample.Dense([1f, float.NaN, 3, 3, 0, float.NaN, 3, float.NegativeInfinity], 1, 1, 2, 4), kept = sample.Full(-1f, Walk.Dense, 1, 1, 1, 3);
        View<int> place = sample.Full(-1, Walk.Dense, 1, 1, 1, 3);
        Accelerator.Ferry.ArgReduceWindows(default(ArgMax), Sliding.Of(), 2, x, kept, place);
        Assert.Equal([1, 1, 2], Sample.Values(place));
        Assert.Equal([float.NaN, float.NaN, 3], Sample.Values(kept));
    }

    private static void Best<TOp, T>(TOp op, Sample sample, ConvolutionTests.Case sizes, View<T> x, int[] pooled)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        View<T> kept = sample.Full(T.Zero, Walk.Dense, pooled), expected = sample.Full(T.One, Walk.Dense, pooled);
        View<int> place = sample.Full(-1, Walk.Dense, pooled), expectedPlace = sample.Full(-2, Walk.Dense, pooled);
        Sample.Reference.ArgReduceWindows(op, sizes.Sliding, sizes.Kernel, x, expected, expectedPlace);
        Accelerator.Ferry.ArgReduceWindows(op, sizes.Sliding, sizes.Kernel, x, kept, place);
        Sample.Same(Sample.Values(expectedPlace), Sample.Values(place));
        Sample.Same(Sample.Values(expected), Sample.Values(kept));
    }

    /// <summary>Does every window cover an element?</summary>
    private static bool IsFull(ConvolutionTests.Case sizes)
    {
        Sliding s = sizes.Sliding;
        return Touches(sizes.Places.Height, sizes.Kernel.Height, s.Stride.Height, s.Padding.Height, s.Dilation.Height, sizes.Image.Height)
            && Touches(sizes.Places.Width, sizes.Kernel.Width, s.Stride.Width, s.Padding.Width, s.Dilation.Width, sizes.Image.Width);

        static bool Touches(int places, int window, int stride, int padding, int dilation, int size) => Enumerable.Range(0, places)
            .All(place => Enumerable.Range(0, window).Any(tap => place * stride - padding + tap * dilation is int at && at >= 0 && at < size));
    }
}

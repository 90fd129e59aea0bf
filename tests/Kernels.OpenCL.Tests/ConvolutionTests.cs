using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>A convolution and its two adjoints are the sums over the pairs that the reference walks, for any stride, padding, dilation, groups and
/// strides of the operands.</summary>
public sealed class ConvolutionTests
{
    /// <summary>Sizes of a convolution.</summary>
    internal sealed record Case(int Images, int Groups, int Inputs, int Outputs, Extent Image, Extent Kernel, Sliding Sliding)
    {
        internal Extent Places => Sliding.Places(Image, Kernel);

        internal int[] X => [Images, Groups * Inputs, Image.Height, Image.Width];

        internal int[] W => [Groups * Outputs, Inputs, Kernel.Height, Kernel.Width];

        internal int[] Y => [Images, Groups * Outputs, Places.Height, Places.Width];
    }

    // Around the edges of tiles; depthwise; one channel; strides with and without a common divisor with the dilation, beyond kernel and image.
    private static readonly Case[] s_edges =
    [
        new(1, 1, 1, 1, (1, 1), (1, 1), Sliding.Of()),
        new(1, 1, 1, 1, (1, 9), (1, 3), Sliding.Of()),
        new(3, 1, 1, 20, (12, 12), (5, 5), Sliding.Of()),
        new(2, 1, 5, 13, (28, 28), (3, 3), Sliding.Of(padding: 1)),
        new(1, 1, 34, 40, (9, 8), (3, 3), Sliding.Of(padding: 1)),
        new(3, 2, 2, 4, (9, 30), (3, 3), Sliding.Of(padding: (0, 2), dilation: (3, 2))),
        new(1, 1, 3, 70, (4, 4), (3, 3), Sliding.Of()),
        new(2, 16, 1, 1, (15, 33), (3, 3), Sliding.Of(padding: 1)),
        new(2, 5, 1, 2, (9, 11), (3, 3), Sliding.Of(stride: 2, padding: 1)),
        new(2, 3, 2, 3, (10, 9), (2, 4), Sliding.Of((2, 3), (1, 2), (3, 2))),
        new(1, 1, 2, 3, (14, 17), (3, 3), Sliding.Of((4, 6), 2, (2, 4))),
        new(2, 1, 2, 3, (5, 5), (3, 3), Sliding.Of(padding: 4)),
        new(2, 1, 2, 3, (3, 2), (2, 2), Sliding.Of(stride: 5, padding: 3)),
        new(2, 1, 4, 5, (9, 9), (1, 1), Sliding.Of(stride: 2)),
        new(1, 1, 2, 3, (7, 90), (7, 1), Sliding.Of()),
        new(3, 1, 3, 50, (16, 16), (8, 8), Sliding.Of(stride: 8)),
    ];

    internal static IEnumerable<Case> Cases()
    {
        foreach (Case edge in s_edges) yield return edge;
        var random = new Random(1);
        for (int draw = 0; draw < Accelerator.Draws; draw++)
        {
            var sliding = new Sliding(Two(1, 4), Two(0, 3), Two(1, 3));
            var drawn = new Case(random.Next(1, 4), random.Next(1, 4), random.Next(1, 6), random.Next(1, 9), Two(1, 20), Two(1, 5), sliding);
            if (drawn.Places is { Height: > 0, Width: > 0 }) yield return drawn;
        }

        Extent Two(int from, int below) => new(random.Next(from, below), random.Next(from, below));
    }

    [Fact]
    public void Float_agrees_with_the_reference()
    {
        foreach (Case sizes in Cases()) AllThree<float>(sizes, Walk.Dense, Walk.Dense);
    }

    [Fact]
    public void Double_agrees_with_the_reference()
    {
        Assert.SkipUnless(Accelerator.HasDouble, "the device has no float64");
        AllThree<double>(s_edges[5], Walk.Dense, Walk.Dense);
    }

    [Fact]
    public void Strides_of_the_operands_change_nothing()
    {
        Case sizes = new(2, 2, 3, 4, (7, 8), (3, 2), Sliding.Of(padding: 1));
        foreach (Walk first in Sample.Walks)
        {
            foreach (Walk second in Sample.Walks) AllThree<float>(sizes, first, second);
        }
    }

    [Fact]
    public void Nothing_to_add_gives_zeros_and_sizes_of_nothing_give_nothing()
    {
        AllThree<float>(new(0, 1, 2, 3, (4, 4), (2, 2), Sliding.Of()), Walk.Dense, Walk.Dense);
        AllThree<float>(new(2, 1, 0, 3, (4, 4), (2, 2), Sliding.Of()), Walk.Dense, Walk.Dense);
        AllThree<float>(new(2, 1, 2, 0, (4, 4), (2, 2), Sliding.Of()), Walk.Dense, Walk.Dense);
    }

    [Fact]
    public void Nothing_outside_a_result_is_written()
    {
        foreach (Case sizes in s_edges)
        {
            using var sample = new Sample();
            View<float> x = sample.Numbers<float>(Walk.Dense, sizes.X), w = sample.Numbers<float>(Walk.Dense, sizes.W), y = sample.Numbers<float>(Walk.Dense, sizes.Y);
            Sums.StayWithin(sizes.Y, target => Accelerator.Ferry.Convolve(sizes.Sliding, x, w, target));
            Sums.StayWithin(sizes.X, target => Accelerator.Ferry.ConvolveTransposed(sizes.Sliding, y, w, target));
            Sums.StayWithin(sizes.W, target => Accelerator.Ferry.ConvolveToWeights(sizes.Sliding, x, y, target));
        }
    }

    [Fact]
    public void Bias_and_activation_in_one_pass_give_the_bits_of_three_passes()
    {
        // Few rows, some, one; and a depth in parts.
        foreach (Case sizes in new Case[] { s_edges[2], s_edges[5], s_edges[7], new(1, 2, 40, 3, (5, 5), (3, 3), Sliding.Of()) })
        {
            using var sample = new Sample();
            View<float> x = sample.Numbers<float>(Walk.Dense, sizes.X), w = sample.Numbers<float>(Walk.Dense, sizes.W), bias = sample.Numbers<float>(Walk.Dense, sizes.Y[1]);
            View<float> plain = sample.Full(float.NaN, Walk.Dense, sizes.Y), fused = sample.Full(float.NaN, Walk.Dense, sizes.Y);
            float[] shifts = Sample.Values(bias);
            Accelerator.Ferry.Convolve(sizes.Sliding, x, w, plain);
            Accelerator.Ferry.Convolve(default(Relu), sizes.Sliding, x, w, bias, fused);
            Sample.Same([.. Sample.Values(plain).Select((sum, i) => default(Relu).Apply(sum + shifts[i / sizes.Places.Area % shifts.Length]))], Sample.Values(fused));
        }
    }

    internal static void AllThree<T>(Case sizes, Walk first, Walk second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var sample = new Sample();
        View<T> x = sample.Numbers<T>(first, sizes.X), w = sample.Numbers<T>(second, sizes.W), y = sample.Numbers<T>(first, sizes.Y);
        Device device = Accelerator.Ferry;
        Sums.Agree(device, $"{sizes} forward", x, w, sizes.Inputs * sizes.Kernel.Area, sizes.Y, (on, a, b, c) => on.Convolve(sizes.Sliding, a, b, c));
        Sums.Agree(device, $"{sizes} transposed", y, w, sizes.Outputs * sizes.Kernel.Area, sizes.X, (on, a, b, c) => on.ConvolveTransposed(sizes.Sliding, a, b, c));
        Sums.Agree(device, $"{sizes} to weights", x, sample.Numbers<T>(second, sizes.Y), sizes.Images * sizes.Places.Area, sizes.W, (on, a, b, c) => on.ConvolveToWeights(sizes.Sliding, a, b, c));
    }
}

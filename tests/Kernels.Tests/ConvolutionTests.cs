using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

public sealed class ConvolutionTests
{
    private const int Draws = 60;

    /// <summary>Sizes of a convolution.</summary>
    private sealed record Case(int Images, int Groups, int Inputs, int Outputs, Extent Image, Extent Kernel, Sliding Sliding)
    {
        internal Extent Places => Sliding.Places(Image, Kernel);

        internal int[] X => [Images, Groups * Inputs, Image.Height, Image.Width];

        internal int[] W => [Groups * Outputs, Inputs, Kernel.Height, Kernel.Width];

        internal int[] Y => [Images, Groups * Outputs, Places.Height, Places.Width];
    }

    // Around the edges of tiles, chunks, strips, blocks of taps and parts; depthwise; one channel; strides, paddings beyond the kernel, dilations.
    private static readonly Case[] s_edges =
    [
        new(1, 1, 1, 1, (1, 1), (1, 1), Sliding.Of()),
        new(1, 1, 1, 1, (1, 9), (1, 3), Sliding.Of()),
        new(3, 1, 1, 20, (12, 12), (5, 5), Sliding.Of()),
        new(2, 1, 20, 50, (12, 12), (5, 5), Sliding.Of()),
        new(2, 1, 5, 13, (28, 28), (3, 3), Sliding.Of(padding: 1)),
        new(17, 1, 3, 4, (6, 7), (3, 3), Sliding.Of(padding: 1)),
        new(2, 1, 34, 13, (20, 15), (3, 3), Sliding.Of(padding: 1)),
        new(1, 2, 3, 5, (70, 40), (3, 3), Sliding.Of(padding: 1)),
        new(3, 2, 2, 4, (9, 30), (3, 3), Sliding.Of(padding: (0, 2), dilation: (3, 2))),
        new(1, 1, 130, 35, (5, 6), (3, 3), Sliding.Of(padding: 1)),
        new(1, 1, 3, 600, (4, 4), (3, 3), Sliding.Of()),
        new(2, 16, 1, 1, (15, 33), (3, 3), Sliding.Of(padding: 1)),
        new(2, 5, 1, 2, (9, 11), (3, 3), Sliding.Of(stride: 2, padding: 1)),
        new(2, 3, 2, 3, (10, 9), (2, 4), Sliding.Of((2, 3), (1, 2), (3, 2))),
        new(2, 1, 2, 3, (5, 5), (3, 3), Sliding.Of(padding: 4)),
        new(2, 1, 2, 3, (3, 2), (2, 2), Sliding.Of(stride: 5, padding: 3)),
        new(2, 1, 4, 5, (9, 9), (1, 1), Sliding.Of(stride: 2)),
        new(1, 1, 2, 2, (2, 100), (2, 70), Sliding.Of()),
        new(1, 1, 2, 3, (7, 300), (7, 1), Sliding.Of()),
        new(11, 1, 3, 768, (16, 16), (16, 16), Sliding.Of(stride: 16)),
    ];

    private static IEnumerable<Case> Cases()
    {
        foreach (Case edge in s_edges) yield return edge;
        var random = new Random(1);
        for (int draw = 0; draw < Draws; draw++)
        {
            var sliding = new Sliding(Two(1, 4), Two(0, 3), Two(1, 3));
            var drawn = new Case(random.Next(1, 4), random.Next(1, 4), random.Next(1, 6), random.Next(1, 9), Two(1, 20), Two(1, 5), sliding);
            if (drawn.Places is { Height: > 0, Width: > 0 }) yield return drawn;
        }

        Extent Two(int from, int below) => new(random.Next(from, below), random.Next(from, below));
    }

    [Fact]
    public void Float_agrees_with_the_reference() => Agrees<float>(Sample.FloatUnit);

    [Fact]
    public void Double_agrees_with_the_reference() => Agrees<double>(Sample.DoubleUnit);

    private static void Agrees<T>(double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Case sizes in Cases())
        {
            using var sample = new Sample();
            AllThree(sample, sizes, unit, sample.Numbers<T>(Walk.Dense, sizes.X), sample.Numbers<T>(Walk.Dense, sizes.W), sample.Numbers<T>(Walk.Dense, sizes.Y));
        }
    }

    [Fact]
    public void Strides_of_the_operands_change_nothing()
    {
        Case sizes = new(2, 2, 3, 4, (7, 8), (3, 2), Sliding.Of(padding: 1));
        foreach (Walk first in Sample.Walks)
        {
            foreach (Walk second in Sample.Walks)
            {
                using var sample = new Sample();
                AllThree(sample, sizes, Sample.FloatUnit, sample.Numbers<float>(first, sizes.X), sample.Numbers<float>(second, sizes.W), sample.Numbers<float>(first, sizes.Y));
                AllThree(sample, sizes, Sample.FloatUnit, sample.Numbers<float>(first, sizes.X), sample.Numbers<float>(first, sizes.W), sample.Numbers<float>(second, sizes.Y));
            }
        }
    }

    [Fact]
    public void Nothing_to_add_gives_zeros_and_sizes_of_nothing_give_nothing()
    {
        foreach (Case sizes in new Case[] { new(0, 1, 2, 3, (4, 4), (2, 2), Sliding.Of()), new(2, 1, 0, 3, (4, 4), (2, 2), Sliding.Of()), new(2, 1, 2, 0, (4, 4), (2, 2), Sliding.Of()) })
        {
            using var sample = new Sample();
            AllThree(sample, sizes, 0, sample.Numbers<float>(Walk.Dense, sizes.X), sample.Numbers<float>(Walk.Dense, sizes.W), sample.Numbers<float>(Walk.Dense, sizes.Y));
        }
    }

    [Fact]
    public void Same_bits_for_any_number_of_threads()
    {
        foreach (Case sizes in Cases().Append(new(9, 1, 16, 40, (28, 28), (3, 3), Sliding.Of(padding: 1))).Append(new(1, 2, 40, 40, (14, 14), (3, 3), Sliding.Of())))
        {
            using var sample = new Sample();
            var (x, w, y) = (sample.Numbers<float>(Walk.Dense, sizes.X), sample.Numbers<float>(Walk.Dense, sizes.W), sample.Numbers<float>(Walk.Dense, sizes.Y));
            float[][] first = Results(Sample.Devices[0]);
            foreach (Device device in Sample.Devices[1..])
            {
                float[][] others = Results(device);
                for (int i = 0; i < first.Length; i++) Sample.Same(first[i], others[i]);
            }

            float[][] Results(Device device)
            {
                var (atY, atX, atW) = (sample.Full(float.NaN, Walk.Dense, sizes.Y), sample.Full(float.NaN, Walk.Dense, sizes.X), sample.Full(float.NaN, Walk.Dense, sizes.W));
                device.Convolve(sizes.Sliding, x, w, atY);
                device.ConvolveTransposed(sizes.Sliding, y, w, atX);
                device.ConvolveToWeights(sizes.Sliding, x, y, atW);
                return [Sample.Values(atY), Sample.Values(atX), Sample.Values(atW)];
            }
        }
    }

    [Fact]
    public void Nothing_outside_a_result_is_written()
    {
        foreach (Case sizes in Cases())
        {
            using var sample = new Sample();
            var (x, w, y) = (sample.Numbers<float>(Walk.Dense, sizes.X), sample.Numbers<float>(Walk.Dense, sizes.W), sample.Numbers<float>(Walk.Dense, sizes.Y));
            Guarded(sizes.Y, target => Sample.Devices[1].Convolve(sizes.Sliding, x, w, target));
            Guarded(sizes.X, target => Sample.Devices[1].ConvolveTransposed(sizes.Sliding, y, w, target));
            Guarded(sizes.W, target => Sample.Devices[1].ConvolveToWeights(sizes.Sliding, x, y, target));

            void Guarded(int[] shape, Action<View<float>> write)
            {
                const int fence = 64;
                int count = shape.Aggregate(1, (a, b) => a * b);
                var memory = sample.Full(42f, Walk.Dense, count + 2 * fence);
                Layout dense = Layout.Contiguous(shape);
                write(new View<float>(memory.Buffer, new Layout(dense.Sizes, dense.Strides, fence)));
                float[] all = Sample.Values(memory);
                Assert.All(all[..fence].Concat(all[^fence..]), number => Assert.Equal(42f, number));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_convolution_allocates_nothing_and_gives_its_scratch_back(int threads)
    {
        using var sample = new Sample();
        var device = new CpuDevice(threads);
        Case sizes = new(8, 1, 8, 16, (14, 14), (3, 3), Sliding.Of(padding: 1));
        var (x, w, y) = (sample.Numbers<float>(Walk.Transposed, sizes.X), sample.Numbers<float>(Walk.Dense, sizes.W), sample.Numbers<float>(Walk.Dense, sizes.Y));
        var (atX, kept, place) = (sample.Full(0f, Walk.Dense, sizes.X), sample.Full(0f, Walk.Dense, 8, 8, 7, 7), sample.Full(0, Walk.Dense, 8, 8, 7, 7));
        long allocated = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            // The first time that two threads need scratch at once, the pool grows; a cost per call would show in every round.
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
            {
                device.Convolve(sizes.Sliding, x, w, y);
                device.ConvolveTransposed(sizes.Sliding, y, w, atX);
                device.ConvolveToWeights(sizes.Sliding, x, y, w);
                device.ArgReduceWindows(default(ArgMax), Sliding.Of(stride: 2), 2, x, kept, place);
            }
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, allocated);
        Assert.Equal(0, device.Memory.Live);
    }

    [Fact]
    public void The_best_of_windows_agrees_with_the_reference_for_any_strides()
    {
        foreach (Case sizes in Cases().Where(sizes => Touches(sizes.Places.Height, sizes.Kernel.Height, sizes.Sliding.Stride.Height, sizes.Sliding.Padding.Height, sizes.Sliding.Dilation.Height, sizes.Image.Height)
            && Touches(sizes.Places.Width, sizes.Kernel.Width, sizes.Sliding.Stride.Width, sizes.Sliding.Padding.Width, sizes.Sliding.Dilation.Width, sizes.Image.Width)))
        {
            foreach (Walk walk in Sample.Walks)
            {
                using var sample = new Sample();
                int[] pooled = [sizes.Images, sizes.Inputs, sizes.Places.Height, sizes.Places.Width];
                var x = sample.Numbers<int>(walk, sizes.Images, sizes.Inputs, sizes.Image.Height, sizes.Image.Width);       // eleven values: many ties
                Best(default(ArgMax), sample, sizes, x, pooled);
                Best(default(ArgMin), sample, sizes, x, pooled);
                Best(default(ArgMax), sample, sizes, sample.Numbers<double>(walk, [.. x.Layout.Sizes]), pooled);
            }
        }

        static void Best<TOp, T>(TOp op, Sample sample, Case sizes, View<T> x, int[] pooled)
            where TOp : struct, IArgReduction
            where T : unmanaged, INumber<T>
        {
            var (kept, expected) = (sample.Full(T.Zero, Walk.Dense, pooled), sample.Full(T.One, Walk.Dense, pooled));
            var (place, expectedPlace) = (sample.Full(-1, Walk.Dense, pooled), sample.Full(-2, Walk.Dense, pooled));
            Sample.Reference.ArgReduceWindows(op, sizes.Sliding, sizes.Kernel, x, expected, expectedPlace);
            foreach (Device device in Sample.Devices)
            {
                device.ArgReduceWindows(op, sizes.Sliding, sizes.Kernel, x, kept, place);
                Sample.Same(Sample.Values(expectedPlace), Sample.Values(place));
                Sample.Same(Sample.Values(expected), Sample.Values(kept));
            }
        }

        static bool Touches(int places, int window, int stride, int padding, int dilation, int size) => Enumerable.Range(0, places)
            .All(place => Enumerable.Range(0, window).Any(tap => place * stride - padding + tap * dilation is int at && at >= 0 && at < size));
    }

    [Fact]
    public void NaN_is_the_best_of_its_windows_and_the_first_of_equals_stays()
    {
        using var sample = new Sample();
        var x = sample.Dense([1f, float.NaN, 3, 3, 0, float.NaN, 3, float.NegativeInfinity], 1, 1, 2, 4);
        var (kept, place) = (sample.Full(-1f, Walk.Dense, 1, 1, 1, 3), sample.Full(-1, Walk.Dense, 1, 1, 1, 3));
        Sample.Devices[0].ArgReduceWindows(default(ArgMax), Sliding.Of(), 2, x, kept, place);
        Assert.Equal([1, 1, 2], Sample.Values(place));
        Assert.Equal([float.NaN, float.NaN, 3], Sample.Values(kept));
    }

    private static void AllThree<T>(Sample sample, Case sizes, double unit, View<T> x, View<T> w, View<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int taps = sizes.Inputs * sizes.Kernel.Area;
        Within(sample, sizes, "forward", sizes.Y, x, w, unit * taps, (device, a, b, c) => device.Convolve(sizes.Sliding, a, b, c));
        Within(sample, sizes, "transposed", sizes.X, y, w, unit * sizes.Outputs * sizes.Kernel.Area, (device, a, b, c) => device.ConvolveTransposed(sizes.Sliding, a, b, c));
        Within(sample, sizes, "weights", sizes.W, x, y, unit * sizes.Images * sizes.Places.Area, (device, a, b, c) => device.ConvolveToWeights(sizes.Sliding, a, b, c));
    }

    // |c - exact| ≤ n·u·Σ|a||b| for n products added in any order; the float64 reference adds an error of its own, and rounds once more.
    private static void Within<T>(Sample sample, Case sizes, string what, int[] shape, View<T> a, View<T> b, double bound, Action<Device, View<T>, View<T>, View<T>> verb)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (actual, expected, scale) = (sample.Full(T.NaN, Walk.Dense, shape), sample.Full(T.NaN, Walk.Dense, shape), sample.Full(T.NaN, Walk.Dense, shape));
        verb(Sample.Devices[1], a, b, actual);
        verb(Sample.Reference, a, b, expected);
        verb(Sample.Reference, Absolute(sample, a), Absolute(sample, b), scale);
        T[] x = Sample.Values(actual), y = Sample.Values(expected), s = Sample.Values(scale);
        for (int i = 0; i < x.Length; i++)
        {
            double error = Math.Abs(double.CreateTruncating(x[i]) - double.CreateTruncating(y[i]));
            Assert.True(error <= 4 * bound * double.CreateTruncating(s[i]), $"{sizes} {what}, element {i}: {x[i]} instead of {y[i]}, Σ|a||b| {s[i]}");
        }
    }

    [Fact]
    public void Bias_and_activation_in_one_pass_give_the_bits_of_three_passes()
    {
        foreach (Case sizes in Cases())
        {
            using var sample = new Sample();
            InOnePass(default(Relu), sample, sizes, sample.Numbers<float>(Walk.Dense, sizes.X), sample.Numbers<float>(Walk.Dense, sizes.W));
            InOnePass(default(Identity), sample, sizes, sample.Numbers<double>(Walk.Dense, sizes.X), sample.Numbers<double>(Walk.Dense, sizes.W));
        }

        static void InOnePass<TOp, T>(TOp op, Sample sample, Case sizes, View<T> x, View<T> w)
            where TOp : struct, IUnaryOp
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            View<T> bias = sample.Numbers<T>(Walk.Dense, sizes.Y[1]), plain = sample.Full(T.NaN, Walk.Dense, sizes.Y), fused = sample.Full(T.NaN, Walk.Dense, sizes.Y);
            T[] shifts = Sample.Values(bias);
            foreach (Device device in Sample.Devices.Append(Sample.Reference))
            {
                device.Convolve(sizes.Sliding, x, w, plain);
                device.Convolve(op, sizes.Sliding, x, w, bias, fused);
                Sample.Same([.. Sample.Values(plain).Select((sum, i) => op.Apply(sum + shifts[i / sizes.Places.Area % shifts.Length]))], Sample.Values(fused));
            }
        }
    }

    private static View<T> Absolute<T>(Sample sample, in View<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sample.Dense([.. Sample.Values(x).Select(T.Abs)], [.. x.Layout.Sizes]);
}

using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>What a convolution is, said in other ops; and what it is told when it cannot be done.</summary>
public sealed class ConvolutionLaws
{
    // float64 sums of some hundred products of normal numbers.
    private const double Tolerance = 1e-12;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    private static Tensor Normal(int seed, string name, params int[] sizes) => new RandomStream((ulong)seed, name).Normal(sizes, dtype: DType.Float64);

    /// <summary>Odd sizes and a geometry that has a place on them.</summary>
    private static (Tensor X, Tensor W, Sliding Sliding, int Groups) Draw(int seed)
    {
        var random = new Random(seed);
        int groups = random.Next(1, 4);
        var sliding = new Sliding((random.Next(1, 3), random.Next(1, 4)), (random.Next(0, 3), random.Next(0, 3)), (random.Next(1, 3), random.Next(1, 3)));
        Tensor x = Normal(seed, "x", random.Next(1, 4), groups * random.Next(1, 4), random.Next(7, 16), random.Next(7, 30));
        return (x, Normal(seed, "w", groups * random.Next(1, 5), x.Shape[1] / groups, random.Next(1, 4), random.Next(1, 4)), sliding, groups);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void It_is_a_sum_of_shifted_images(int seed)
    {
        (Tensor x, Tensor w, Sliding sliding, int groups) = Draw(seed);
        (Extent s, Extent p, Extent d) = sliding;
        Tensor y = x.Convolve(w, sliding, groups), sum = Tensor.Zeros(y.Shape, DType.Float64), framed = Pad(x, p);
        for (int o = 0; o < w.Shape[0]; o++)
        {
            for (int tap = 0; tap < w.Shape[1] * w.Shape[2] * w.Shape[3]; tap++)
            {
                int kx = tap % w.Shape[3], ky = tap / w.Shape[3] % w.Shape[2], c = tap / w.Shape[3] / w.Shape[2];
                Tensor seen = framed.Take(new Section([0, o / (w.Shape[0] / groups) * w.Shape[1] + c, ky * d.Height, kx * d.Width], [1, 1, s.Height, s.Width], [x.Shape[0], 1, y.Shape[2], y.Shape[3]]));
                sum += (seen * w[o, c, ky, kx]).EmbedIn(y.Shape, new Section([0, o, 0, 0], [1, 1, 1, 1], seen.Shape));
            }
        }
        Near(sum, y);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Transposed_and_to_weights_are_its_adjoints(int seed)
    {
        (Tensor x, Tensor w, Sliding sliding, int groups) = Draw(seed);
        Tensor y = x.Convolve(w, sliding, groups), v = Normal(seed, "v", [.. y.Shape.Sizes]);
        double product = (y * v).Sum().Item();
        Assert.Equal(product, (x * v.ConvolveTransposed(w, sliding, (x.Shape[2], x.Shape[3]), groups)).Sum().Item(), 1e-10 * (1 + Math.Abs(product)));
        Assert.Equal(product, (w * x.ConvolveToWeights(v, sliding, (w.Shape[2], w.Shape[3]), groups)).Sum().Item(), 1e-10 * (1 + Math.Abs(product)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Groups_are_convolutions_side_by_side(int seed)
    {
        (Tensor x, Tensor w, Sliding sliding, int groups) = Draw(seed);
        int inputs = w.Shape[1], outputs = w.Shape[0] / groups;
        var parts = new Tensor[groups];
        for (int g = 0; g < groups; g++) parts[g] = x[.., (g * inputs)..((g + 1) * inputs)].Convolve(w[(g * outputs)..((g + 1) * outputs)], sliding);
        Near(Tensor.Concat(parts, 1), x.Convolve(w, sliding, groups));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_dilated_kernel_is_one_with_zeros_between_its_taps(int seed)
    {
        (Tensor x, Tensor w, Sliding sliding, int groups) = Draw(seed);
        Extent d = sliding.Dilation;
        Tensor spread = w.EmbedIn(
            [w.Shape[0], w.Shape[1], (w.Shape[2] - 1) * d.Height + 1, (w.Shape[3] - 1) * d.Width + 1],
            new Section([0, 0, 0, 0], [1, 1, d.Height, d.Width], w.Shape));
        Near(x.Convolve(spread, sliding with { Dilation = 1 }, groups), x.Convolve(w, sliding, groups));
    }

    [Fact]
    public void A_kernel_of_one_tap_is_a_matrix_for_each_pixel()
    {
        Tensor x = Normal(1, "x", 3, 5, 4, 7), w = Normal(1, "w", 6, 5, 1, 1);
        Near(w.Reshape(6, 5).MatMul(x.Reshape(3, 5, 28)).Reshape(3, 6, 4, 7), x.Convolve(w));
    }

    [Fact]
    public void A_one_in_the_middle_changes_nothing_and_elsewhere_it_shifts()
    {
        Tensor x = Normal(1, "x", 2, 1, 5, 6), one = Tensor.Ones([1, 1, 1, 1], DType.Float64);
        Tensor middle = one.EmbedIn([1, 1, 3, 3], new Section([0, 0, 1, 1], [1, 1, 1, 1], one.Shape)), corner = one.EmbedIn([1, 1, 3, 3], new Section([0, 0, 0, 0], [1, 1, 1, 1], one.Shape));
        Assert.Equal(x.ToArray<double>(), x.Convolve(middle, padding: 1).ToArray<double>());
        Assert.Equal(Pad(x, 1)[.., .., ..5, ..6].ToArray<double>(), x.Convolve(corner, padding: 1).ToArray<double>());
    }

    [Fact]
    public void Convolutions_with_one_channel_commute()
    {
        Tensor x = Normal(1, "x", 1, 1, 9, 8), v = Normal(1, "v", 1, 1, 3, 2), w = Normal(1, "w", 1, 1, 2, 4);
        Near(x.Convolve(v).Convolve(w), x.Convolve(w).Convolve(v));
    }

    [Fact]
    public void A_bias_is_added_to_its_channel()
    {
        Tensor x = Normal(1, "x", 2, 3, 5, 5), w = Normal(1, "w", 4, 3, 3, 3), b = Normal(1, "b", 4), c = Normal(1, "c", 3);
        Near(x.Convolve(w, padding: 1) + b.Reshape(4, 1, 1), x.Convolve(w, b, padding: 1));
        Near(x.ConvolveTransposed(Normal(1, "u", 3, 3, 2, 2)) + c.Reshape(3, 1, 1), x.ConvolveTransposed(Normal(1, "u", 3, 3, 2, 2), c));
    }

    [Fact]
    public void A_transposed_convolution_goes_back_to_every_size_that_has_such_outputs()
    {
        Tensor y = Normal(1, "y", 1, 2, 3, 3), w = Normal(1, "w", 2, 1, 2, 2);
        Assert.Equal([1, 1, 8, 8], y.ConvolveTransposed(w, stride: 3).Shape);
        Tensor larger = y.ConvolveTransposed(w, stride: 3, size: (9, 10));
        Near(y.ConvolveTransposed(w, stride: 3), larger[.., .., ..8, ..8]);
        Assert.Equal(0, larger[.., .., 8..].Abs().Sum().Item());
        Assert.Throws<TensorException>(() => y.ConvolveTransposed(w, stride: 3, size: (11, 9)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pools_are_the_largest_and_the_mean_of_windows(int seed)
    {
        var random = new Random(seed);
        Tensor x = Normal(seed, "x", 2, 3, random.Next(5, 10), random.Next(5, 20));
        Extent window = (random.Next(1, 4), random.Next(1, 4)), stride = (random.Next(1, 4), random.Next(1, 4)), padding = (random.Next(0, window.Height), random.Next(0, window.Width));
        Tensor framed = Pad(x, padding, double.NegativeInfinity), zeros = Pad(x, padding), largest = x.MaxPool(window, stride, padding), mean = x.AveragePool(window, stride, padding);
        Tensor[] seen = [.. Windows(framed)], counted = [.. Windows(zeros)];
        Assert.Equal(seen.Aggregate(Tensor.Maximum).ToArray<double>(), largest.ToArray<double>());
        Near(counted.Aggregate((a, b) => a + b) / window.Area, mean);

        IEnumerable<Tensor> Windows(Tensor image) =>
            from ky in Enumerable.Range(0, window.Height)
            from kx in Enumerable.Range(0, window.Width)
            select image.Take(new Section([0, 0, ky, kx], [1, 1, stride.Height, stride.Width], largest.Shape));
    }

    [Fact]
    public void Pools_over_whole_images_are_reductions()
    {
        Tensor x = Normal(1, "x", 2, 3, 5, 7);
        Assert.Equal(x.Max([2, 3], keepDims: true).ToArray<double>(), x.MaxPool((5, 7)).ToArray<double>());
        Near(x.Mean([2, 3], keepDims: true), x.AveragePool((5, 7)));
    }

    [Fact]
    public void A_max_pool_of_a_window_with_NaN_is_NaN()
    {
        Tensor x = Tensor.From([1, double.NaN, 2, 3], [1, 1, 1, 4]);
        Assert.Equal([double.NaN, double.NaN, 3], x.MaxPool((1, 2), stride: 1).ToArray<double>());
    }

    private static readonly Tensor s_images = Tensor.Zeros([2, 3, 5, 6]), s_weights = Tensor.Zeros([4, 3, 3, 3]);

    private static readonly Dictionary<string, Func<Tensor>> s_misuse = new()
    {
        ["convolve: [3, 5, 6] is not [images, channels, height, width]; add the missing axes with Unsqueeze"] = () => s_images[0].Convolve(s_weights),
        ["convolve: weights [4, 27] are not [outputs, inputs / groups, height, width]"] = () => s_images.Convolve(s_weights.Reshape(4, 27)),
        ["convolve: images [2, 3, 5, 6] have 3 channels; weights [4, 3, 3, 3] in 2 groups take 6"] = () => s_images.Convolve(s_weights, groups: 2),
        ["convolve: 3 groups do not divide the 4 outputs of weights [4, 3, 3, 3]"] = () => s_images.Convolve(s_weights, groups: 3),
        ["convolve: no place for a kernel 3x3 in images [2, 3, 5, 6] with stride 1x1, padding 0x0, dilation 3x1; pad more, or take a smaller kernel or dilation"] = () => s_images.Convolve(s_weights, dilation: (3, 1)),
        ["convolve: images [2, 3, 5, 6] have 3 channels; weights [4, 2, 3, 3] take 2"] = () => s_images.Convolve(Tensor.Zeros([4, 2, 3, 3])),
        ["convolve: 0 groups; there must be at least 1"] = () => s_images.Convolve(s_weights, groups: 0),
        ["convolve: padding 0x-1 must be at least 0x0"] = () => s_images.Convolve(s_weights, padding: (0, -1)),
        ["convolve: dilation 0x1 must be at least 1x1"] = () => s_images.Convolve(s_weights, dilation: (0, 1)),
        ["convolve: kernel 0x3 must be at least 1x1"] = () => s_images.Convolve(Tensor.Zeros([4, 3, 0, 3])),
        ["max-pool: window 0x0 must be at least 1x1"] = () => s_images.MaxPool(0),
        ["average-pool: stride 1x0 must be at least 1x1"] = () => s_images.AveragePool(2, stride: (1, 0)),
        ["convolve: stride 0x0 must be at least 1x1"] = () => s_images.Convolve(s_weights, stride: 0),
        ["convolve: images 5x6 of 3 channels would be 2000000005x2000000006 with their padding of 1000000000x1000000000, more than 1073741824 numbers; pad less"] = () => s_images.Convolve(s_weights, padding: 1_000_000_000),
        ["convolve: float32 [2, 3, 5, 6] and float64 [4, 3, 3, 3] differ in dtype; convert one with .To(DType.Float64)"] = () => s_images.Convolve(s_weights.To(DType.Float64)),
        ["convolve: int32 [2, 3, 5, 6] and float32 [4, 3, 3, 3] differ in dtype; convert one with .To(DType.Float32)"] = () => s_images.To(DType.Int32).Convolve(s_weights),
        ["convolve: works on float32 and float64, not on int32 [2, 3, 5, 6]; convert with .To(DType.Float32)"] = () => s_images.To(DType.Int32).Convolve(s_weights.To(DType.Int32)),
        ["convolve: bias [3] must be [4], one number for each channel of [2, 4, 3, 4]"] = () => s_images.Convolve(s_weights, Tensor.Zeros([3])),
        ["convolve-transposed: images 2147483647x2147483647 of 3 channels would be 2147483647x2147483647 with their padding of 0x0, more than 1073741824 numbers; pad less"] = () => Tensor.Zeros([2, 4, 5, 6]).ConvolveTransposed(s_weights, stride: int.MaxValue),
        ["convolve-transposed: [2, 3, 5, 6] has 3 channels; weights [4, 3, 3, 3] take 4"] = () => s_images.ConvolveTransposed(s_weights),
        ["convolve-transposed: a kernel 3x3 with stride 2x2, padding 0x0, dilation 1x1 has 4x5 places on images 9x11, not 5x6"] = () => Tensor.Zeros([2, 4, 5, 6]).ConvolveTransposed(s_weights, stride: 2, size: (9, 11)),
        ["convolve-to-weights: images [2, 3, 5, 6] and outputs [1, 4, 3, 4] must have as many images"] = () => s_images.ConvolveToWeights(Tensor.Zeros([1, 4, 3, 4]), Sliding.Of(), 3),
        ["convolve-to-weights: images [2, 3, 5, 6] and outputs [2, 4, 3, 4] must have as many images, and channels that 2 groups divide"] = () => s_images.ConvolveToWeights(Tensor.Zeros([2, 4, 3, 4]), Sliding.Of(), 3, groups: 2),
        ["max-pool: no place for a window 6x6 in images [2, 3, 5, 6] with stride 6x6, padding 0x0, dilation 1x1; pad more, or take a smaller window"] = () => s_images.MaxPool(6),
        ["max-pool: the first window along the height of [2, 3, 5, 6] lies wholly in the padding: window 2, stride 2, padding 2; pad less"] = () => s_images.MaxPool(2, padding: 2),
        ["max-pool: the first window along the height of [1, 1, 1, 1] lies wholly in the padding: window 2, stride 1, padding 1, dilation 2; pad less"] = () => Tensor.Zeros([1, 1, 1, 1]).MaxPool(2, stride: 1, padding: 1, dilation: 2),
    };

    public static TheoryData<string> Messages => [.. s_misuse.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Misuse_is_told(string message) => Assert.Equal(message, Assert.Throws<TensorException>(s_misuse[message]).Message);

    private static Tensor Pad(Tensor x, Extent padding, double value = 0)
    {
        Tensor frame = Tensor.Full([x.Shape[0], x.Shape[1], x.Shape[2] + 2 * padding.Height, x.Shape[3] + 2 * padding.Width], value, DType.Float64);
        var inside = new Section([0, 0, padding.Height, padding.Width], [1, 1, 1, 1], x.Shape);
        Tensor mask = Tensor.Ones(x.Shape, DType.Float64).EmbedIn(frame.Shape, inside);
        return Tensor.Where(mask.Equal(1), x.EmbedIn(frame.Shape, inside), frame);
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange((expected - actual).Abs().Max().Item(), 0, Tolerance * (1 + expected.Abs().Max().Item()));
    }
}

using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public sealed class ActivationMaximisationTests
{
    private const int Height = 3, Width = 4, Classes = 3;
    private static readonly Shape s_picture = [1, Height, Width];
    private static readonly Tensor s_weights = new RandomStream(1, "weights").Normal([Height * Width, Classes]);

    private static RandomStream Random() => new(2, "dreams");

    private static Tensor Linear(Tensor x) => x.Reshape(-1, Height * Width).MatMul(s_weights);

    private static double Variation(Tensor x) => new ActivationMaximisation { L2 = 0, TotalVariation = 1 }.Penalty(x).Item();

    [Fact]
    public void OfALinearClassifierItIsTheWeightsOverTwiceThePenalty()
    {
        const double Penalty = 0.5;
        int[] classes = [2, 0];
        Tensor found = new ActivationMaximisation { Steps = 600, LearningRate = 0.02, L2 = Penalty, TotalVariation = 0, Jitter = 0 }.Run(Linear, classes, s_picture, Random());
        Tensor expected = s_weights.Transpose().Rows(Tensor.From(classes)) * (1 / (2 * Penalty));
        Assert.Equal(0, (found.Reshape(2, -1) - expected).Abs().Max().Item(), 0.01);
    }

    [Fact]
    public void TheTotalVariationIsTheSumOfSteps()
    {
        Tensor ramp = Tensor.Arange(Height * Width, DType.Float64).Reshape(1, 1, Height, Width);
        Assert.Equal(Height * (Width - 1) * 1 + (Height - 1) * Width * Width, Variation(ramp));
        Assert.Equal(0, Variation(Tensor.Ones([2, 1, Height, Width])));
        Tensor rough = new ActivationMaximisation { TotalVariation = 0, Jitter = 0, Steps = 50 }.Run(Linear, [0, 1], s_picture, Random());
        Tensor smooth = new ActivationMaximisation { TotalVariation = 0.5, Jitter = 0, Steps = 50 }.Run(Linear, [0, 1], s_picture, Random());
        Assert.True(Variation(smooth) < 0.7 * Variation(rough), $"{Variation(smooth)} of {Variation(rough)}");
    }

    [Fact]
    public void ShiftsMakeItIndifferentToPlaces()
    {
        // One pixel's logit: without shifts it alone grows, with shifts its neighbours do too.
        var steady = new ActivationMaximisation { Jitter = 0, Start = 0, TotalVariation = 0, Steps = 40 };
        var shifting = new ActivationMaximisation { Jitter = 1, Start = 0, TotalVariation = 0, Steps = 40 };
        static Tensor Pixel(Tensor x) => x[.., 0, 1, 1].Reshape(-1, 1);
        Assert.Equal(1, steady.Run(Pixel, [0], s_picture, Random()).NotEqual(0).To(DType.Int32).Sum().Item());
        Assert.Equal(9, shifting.Run(Pixel, [0], s_picture, Random()).NotEqual(0).To(DType.Int32).Sum().Item());
    }

    [Fact]
    public void PixelsStayInTheirRangeAndDrawsRepeat()
    {
        var maximisation = new ActivationMaximisation { Range = (0, 1), Steps = 30 };
        float[] once = maximisation.Run(Linear, [0, 1, 2], s_picture, Random()).ToArray<float>();
        Assert.All(once, pixel => Assert.InRange(pixel, 0, 1));
        Assert.All(new ActivationMaximisation { Range = (0, 1), Steps = 0 }.Run(Linear, [0, 1, 2], s_picture, Random()).ToArray<float>(), pixel => Assert.InRange(pixel, 0, 1));
        using Tracking.Scope pause = Tracking.Pause();
        Assert.Equal(once, maximisation.Run(Linear, [0, 1, 2], s_picture, Random()).ToArray<float>());
    }

    [Fact]
    public void BadSettingsAreRefused()
    {
        foreach (ActivationMaximisation bad in new ActivationMaximisation[] { new() { Steps = -1 }, new() { LearningRate = 0 }, new() { L2 = double.NaN }, new() { Jitter = -1 }, new() { Range = (1, 0) } })
            Assert.Throws<TensorException>(() => bad.Run(Linear, [0], s_picture, Random()));
        Assert.Throws<TensorException>(() => new ActivationMaximisation().Run(Linear, [0], [Height, Width], Random()));
    }
}

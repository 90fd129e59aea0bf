using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Works;

/// <summary>A convolution of square images with square kernels at stride 1, forward, and backward to images and weights.</summary>
/// <param name="Batch">Images.</param>
/// <param name="Inputs">Channels that come in.</param>
/// <param name="Size">Height and width of an image.</param>
/// <param name="Outputs">Channels that go out.</param>
/// <param name="Side">Height and width of the kernels.</param>
/// <param name="Padding">Zeros around an image.</param>
/// <param name="IsQuick">Whether a quick run measures it.</param>
internal sealed record ImageConvolution(int Batch, int Inputs, int Size, int Outputs, int Side, int Padding, bool IsQuick = false)
    : Work("conv", $"{Batch}x{Inputs}x{Size}x{Size} -> {Outputs} {Side}x{Side} p{Padding}", IsQuick)
{
    private int Places => Size + 2 * Padding - Side + 1;

    /// <summary>Multiplications and additions of one direction.</summary>
    public double Direction => 2.0 * Batch * Outputs * Inputs * Side * Side * Places * Places;

    public override double Flops => 3 * Direction;

    // Forward reads x and w and writes y; backward reads gy, w, x and writes gx, gw.
    public override double Bytes => sizeof(float) * (3 * Images + 2 * Results + 3 * Weights);

    public double Images => (double)Batch * Inputs * Size * Size;

    public double Results => (double)Batch * Outputs * Places * Places;

    public double Weights => (double)Outputs * Inputs * Side * Side;

    public override Local Ours(Device device)
    {
        Operands o = On(device);
        return new Local(
            "ours",
            () =>
            {
                device.Convolve(o.Sliding, o.X, o.W, o.Y);
                device.ConvolveTransposed(o.Sliding, o.GradientY, o.W, o.GradientX);
                device.ConvolveToWeights(o.Sliding, o.X, o.GradientY, o.GradientW);
            },
            () => (Values.MeanAbsolute(device, o.GradientX) + Values.MeanAbsolute(device, o.GradientW)) / 2);
    }

    /// <summary>Arrays for all three directions.</summary>
    public Operands On(Device device)
    {
        int[] images = [Batch, Inputs, Size, Size], weights = [Outputs, Inputs, Side, Side], results = [Batch, Outputs, Places, Places];
        return new Operands(
            Sliding.Of(padding: Padding), Values.On<float>(device, images, 1), Values.On<float>(device, weights, 2), Values.Empty<float>(device, results),
            Values.Empty<float>(device, images), Values.Empty<float>(device, weights), Values.On<float>(device, results, 3));
    }

    /// <summary>Images, weights, results and their gradients.</summary>
    internal sealed record Operands(Sliding Sliding, View<float> X, View<float> W, View<float> Y, View<float> GradientX, View<float> GradientW, View<float> GradientY);
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>The direct encoding of Nguyen et al. 2015: a genome is the image itself, each pixel a number in [0, 1] of its own.</summary>
public sealed class PixelEncoding : IEncoding<float[]>
{
    // Mutations vary in number; with so many draws to spare a second block is hardly ever needed.
    private const int Spare = 32;

    private readonly int _pixels;

    /// <param name="pixels">How many numbers an image has, channels among them.</param>
    /// <exception cref="TensorException">There is none.</exception>
    public PixelEncoding(int pixels) => _pixels = pixels >= 1 ? pixels : throw new TensorException($"pixel encoding: {pixels} pixels; there is at least 1");

    /// <summary>The chance of each pixel to mutate.</summary>
    public double MutationRate { get; init => field = Variation.Rate("pixel encoding", value); } = 0.1;

    /// <summary>The chance of a pair of parents to be crossed; the others are copied.</summary>
    public double CrossRate { get; init => field = Variation.Rate("pixel encoding", value); } = 0.5;

    /// <summary>The chance of each pixel of a pair that is crossed to take part; which child gets the larger number is even.</summary>
    public double PixelCrossRate { get; init => field = Variation.Rate("pixel encoding", value); } = 0.5;

    /// <summary>Every pixel evenly from [0, 1).</summary>
    /// <param name="random">Where the draws come from.</param>
    public float[] Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return [.. random.HostUniform(_pixels).Select(u => (float)u)];
    }

    /// <summary>Simulated binary crossover of pixels, see <see cref="Variation.SimulatedBinary"/>, or copies.</summary>
    /// <param name="first">One parent.</param>
    /// <param name="second">The other.</param>
    /// <param name="random">Where the draws come from.</param>
    public (float[] First, float[] Second) Cross(float[] first, float[] second, RandomStream random)
    {
        Check(first);
        Check(second);
        ArgumentNullException.ThrowIfNull(random);
        if (random.NextDouble() >= CrossRate) return (first, second);
        float[] one = [.. first], other = [.. second];
        double[] chance = random.HostUniform(_pixels);
        for (int i = 0; i < _pixels; i++)
        {
            // What is left of a draw below a rate is even again, and stands for the next one.
            if (chance[i] >= PixelCrossRate) continue;
            double rest = chance[i] / PixelCrossRate, spread = 2 * rest % 1;
            (double low, double high) = Variation.SimulatedBinary(Math.Min(first[i], second[i]), Math.Max(first[i], second[i]), spread);
            (one[i], other[i]) = rest < 0.5 ? ((float)high, (float)low) : ((float)low, (float)high);
        }
        return (one, other);
    }

    /// <summary>Polynomial mutation of some pixels, see <see cref="Variation.PolynomialStep"/>, cut at 0 and 1.</summary>
    /// <param name="genome">The image.</param>
    /// <param name="random">Where the draws come from.</param>
    public float[] Mutate(float[] genome, RandomStream random)
    {
        Check(genome);
        ArgumentNullException.ThrowIfNull(random);
        float[] changed = [.. genome];
        // The gaps between pixels that mutate are geometric: drawing them takes a draw for each of those, not for all pixels.
        double rate = Math.Log(1 / (1 - MutationRate));
        int block = (int)(MutationRate * _pixels) + Spare;
        for (double at = -1; ;)
        {
            double[] gap = random.HostUniform(block), step = random.HostUniform(block);
            for (int i = 0; i < block; i++)
            {
                at += 1 + Math.Floor(-Math.Log(1 - gap[i]) / rate);
                if (!(at < _pixels)) return changed;
                changed[(int)at] = (float)Math.Clamp(genome[(int)at] + Variation.PolynomialStep(step[i]), 0, 1);
            }
        }
    }

    private void Check(float[] image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Length != _pixels) throw new TensorException($"pixel encoding: an image of {image.Length} pixels; the encoding is of {_pixels}");
    }
}

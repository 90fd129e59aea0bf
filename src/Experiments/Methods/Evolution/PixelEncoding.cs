using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>The direct encoding of Nguyen et al. 2015: a genome is the image itself, each pixel a number in [0, 1] of its own.</summary>
public sealed class PixelEncoding : IEncoding<float[]>
{
    private readonly int _pixels;

    /// <param name="pixels">How many numbers an image has, channels among them.</param>
    /// <exception cref="TensorException">There is none.</exception>
    public PixelEncoding(int pixels) => _pixels = pixels >= 1 ? pixels : throw new TensorException($"pixel encoding: {pixels} pixels; there is at least 1");

    /// <summary>The chance of each pixel to mutate.</summary>
    public double MutationRate { get; init; } = 0.1;

    /// <summary>The chance of a pair of parents to be crossed; the others are copied.</summary>
    public double CrossRate { get; init; } = 0.5;

    /// <summary>The chance of each pixel of a pair that is crossed to take part; which child gets the larger number is even.</summary>
    public double PixelCrossRate { get; init; } = 0.5;

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
        double[] chance = random.HostUniform(_pixels);
        for (int i = 0; i < _pixels; i++)
        {
            // As above.
            if (chance[i] < MutationRate) changed[i] = (float)Math.Clamp(genome[i] + Variation.PolynomialStep(chance[i] / MutationRate), 0, 1);
        }
        return changed;
    }

    private void Check(float[] image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Length != _pixels) throw new TensorException($"pixel encoding: an image of {image.Length} pixels; the encoding is of {_pixels}");
    }
}

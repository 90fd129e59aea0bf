namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Perturbations of a wanted length that keep every pixel in [0, 1].</summary>
public static class Perturbations
{
    // Halvings of the interval of scales: as fine as float32.
    private const int Halvings = 25;
    private const double LargestScale = 1e6;

    // Two lengths that differ by less than float32 pixels can show are the same length.
    private const double SameLength = 1e-6;

    /// <summary>x + s·direction, cut to [0, 1], with the scale s ≥ 0 for which what is left of the perturbation is <paramref name="length"/>
    /// long. Noise that is cut at the box without being scaled up again would be shorter than the perturbation that it is compared with.</summary>
    /// <param name="image">Pixels in [0, 1].</param>
    /// <param name="direction">As many numbers.</param>
    /// <param name="length">The Euclidean length wanted, at least 0; where the box allows less, the longest that it allows.</param>
    public static double[] Apply(IReadOnlyList<double> image, IReadOnlyList<double> direction, double length)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(direction);
        if (image.Count != direction.Count) throw new ArgumentException($"perturbation: {direction.Count} numbers for {image.Count} pixels");
        if (!(length >= 0)) throw new ArgumentOutOfRangeException(nameof(length), length, "perturbation: the length must not be negative");
        var moved = new double[image.Count];
        if (length == 0)
        {
            Move(0);
            return moved;
        }
        if (Math.Abs(Move(1) - length) <= SameLength * length) return moved;

        double low = 0, high = 1;
        while (high < LargestScale && Move(high) < length) (low, high) = (high, 2 * high);
        for (int halving = 0; halving < Halvings; halving++)
        {
            double middle = (low + high) / 2;
            if (Move(middle) < length) low = middle;
            else high = middle;
        }
        Move(high);
        return moved;

        double Move(double scale)
        {
            double squares = 0;
            for (int i = 0; i < moved.Length; i++)
            {
                moved[i] = Math.Clamp(image[i] + scale * direction[i], 0, 1);
                squares += (moved[i] - image[i]) * (moved[i] - image[i]);
            }
            return Math.Sqrt(squares);
        }
    }
}

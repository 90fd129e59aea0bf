using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Evolution;

/// <summary>Deb's operators on real numbers in [0, 1]: each takes a number u, drawn evenly from [0, 1).</summary>
public static class Variation
{
    /// <summary>As in the code of Nguyen et al.: the greater, the nearer children stay to what they come from.</summary>
    public const double UsualMutationIndex = 15, UsualCrossIndex = 10;

    // Parents nearer than this are equal; their children too.
    private const double Nearest = 1e-12;

    /// <summary>A chance, if it is one.</summary>
    internal static double Rate(string who, double rate) =>
        rate is >= 0 and <= 1 ? rate : throw new TensorException(FormattableString.Invariant($"{who}: a rate of {rate}; a chance is from 0 to 1"));

    /// <summary>Polynomial mutation (Deb and Goyal 1996): the step, in (-1, 1), symmetric around 0; δ = (2u)^(1/(η+1)) - 1 for u below ½, else
    /// 1 - (2(1-u))^(1/(η+1)).</summary>
    /// <param name="u">In [0, 1).</param>
    /// <param name="index">η, at least 0.</param>
    public static double PolynomialStep(double u, double index = UsualMutationIndex) =>
        u < 0.5 ? Math.Pow(2 * u, 1 / (index + 1)) - 1 : 1 - Math.Pow(2 * (1 - u), 1 / (index + 1));

    /// <summary>Simulated binary crossover (Deb and Agrawal 1995), in the form for bounded variables: two children around the parents, the spread of
    /// each side cut off so that no child leaves [0, 1].</summary>
    /// <param name="low">The smaller parent, in [0, 1].</param>
    /// <param name="high">The larger parent, in [0, 1].</param>
    /// <param name="u">In [0, 1).</param>
    /// <param name="index">η, at least 0.</param>
    /// <returns>The smaller child and the larger child.</returns>
    public static (double Low, double High) SimulatedBinary(double low, double high, double u, double index = UsualCrossIndex)
    {
        double distance = high - low, middle = (low + high) / 2;
        if (!(distance > Nearest)) return (low, high);
        return (
            Math.Clamp(middle - Spread(2 * low / distance) * distance / 2, 0, 1),
            Math.Clamp(middle + Spread(2 * (1 - high) / distance) * distance / 2, 0, 1));

        // β, whose density is (η+1)/2·β^η up to 1 and (η+1)/2·β^-(η+2) beyond, cut where the child would leave: at 1 + room.
        double Spread(double room)
        {
            double within = 2 - Math.Pow(1 + room, -(index + 1)), share = u * within;
            return Math.Pow(share <= 1 ? share : 1 / (2 - share), 1 / (index + 1));
        }
    }
}

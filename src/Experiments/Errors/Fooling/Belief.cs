using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>How sure a classifier is, as log-odds ln(p/(1-p)) in double precision from the logits: a probability is 1 in single precision long before the
/// search ends.</summary>
internal static class Belief
{
    /// <summary>For each image the log-odds of each class against all other outputs.</summary>
    /// <param name="logits">From [n, pixels] to [n, outputs].</param>
    /// <param name="images">[n, pixels].</param>
    /// <param name="classes">How many of the outputs are classes; the others count only against them.</param>
    public static double[][] LogOdds(Func<Tensor, Tensor> logits, Tensor images, int classes) =>
        Evaluation.Each(images, some =>
        {
            Tensor z = logits(some);
            return z.To(DType.Float64).ToArray<double>().Chunk(z.Shape[1]).Select(row => Of(row, classes));
        });

    /// <summary>The probability.</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>-log10(1 - p): 3 is 99.9 %, 4 is 99.99 %.</summary>
    public static double Nines(double logOdds) => (logOdds > 0 ? logOdds + Math.Log(1 + Math.Exp(-logOdds)) : Math.Log(1 + Math.Exp(logOdds))) / Math.Log(10);

    /// <summary>The log-odds of a probability.</summary>
    public static double OddsOf(double probability) => Math.Log(probability / (1 - probability));

    // z_k less the logarithm of the sum of exp over the others.
    private static double[] Of(double[] z, int classes)
    {
        var odds = new double[classes];
        for (int k = 0; k < classes; k++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (int j = 0; j < z.Length; j++) largest = j == k ? largest : Math.Max(largest, z[j]);
            for (int j = 0; j < z.Length; j++) sum += j == k ? 0 : Math.Exp(z[j] - largest);
            odds[k] = z[k] - largest - Math.Log(sum);
        }
        return odds;
    }
}

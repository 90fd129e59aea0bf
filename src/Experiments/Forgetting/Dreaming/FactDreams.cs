using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Inputs that the adding net "dreams" of while it learns the twos: made up without a look at any fact.</summary>
internal static class FactDreams
{
    // Of 28 units 8 are on in an addition: about as many.
    private const double NoiseOn = 0.3;

    private const int Digits = 10;

    /// <summary>Each unit on or off by itself: inputs that mostly mean nothing.</summary>
    public static double[][] Noise(RandomStream random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Array.ConvertAll(random.HostUniform(AdditionFacts.Inputs), u => u < NoiseOn ? 1.0 : 0.0))];

    /// <summary>Two digits from 0 to 9, but those left out, with "plus" between them: the form of the facts, and not only those. No two are alike; all there are where there are no more.</summary>
    public static Func<RandomStream, int, double[][]> Sums(params int[] without)
    {
        int[] digits = [.. Enumerable.Range(0, Digits).Except(without)];
        return (random, count) => [.. random.Permutation(digits.Length * digits.Length).Take(count).Select(pair => AdditionFacts.Question(digits[pair / digits.Length], digits[pair % digits.Length]))];
    }

    /// <summary>How many units differ from the input that differs least.</summary>
    public static int Distance(double[] dream, IEnumerable<double[]> inputs) => inputs.Min(input => input.Where((unit, i) => unit != dream[i]).Count());
}

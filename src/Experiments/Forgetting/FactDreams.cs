using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Inputs for the adding net that no training set holds: what it "dreams" of while it learns the twos.</summary>
internal static class FactDreams
{
    /// <summary>Of 28 units 8 are on in an addition: about as many.</summary>
    private const double NoiseOn = 0.3;

    private const int SmallestAddend = 1, LargestAddend = 9;

    /// <summary>Each unit on or off by itself: inputs that mostly mean nothing.</summary>
    public static double[] Noise(RandomStream random) => Array.ConvertAll(random.HostUniform(AdditionFacts.Inputs), u => u < NoiseOn ? 1.0 : 0.0);

    /// <summary>Any two digits from 1 to 9 but those left out, with "plus" between them: the form of the facts, and not only those.</summary>
    public static Func<RandomStream, double[]> Sums(params int[] without)
    {
        int[] addends = [.. Enumerable.Range(SmallestAddend, LargestAddend).Except(without)];
        return random => AdditionFacts.Question(addends[random.Next(addends.Length)], addends[random.Next(addends.Length)]);
    }

    /// <summary>How many units differ from the input that differs least.</summary>
    public static int Distance(double[] dream, IEnumerable<double[]> inputs) => inputs.Min(input => input.Where((unit, i) => unit != dream[i]).Count());
}

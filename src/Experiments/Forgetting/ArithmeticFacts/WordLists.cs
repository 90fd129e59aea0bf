using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Paired associates: a list of words A with answers B, then the same words with answers C, each list in a context of its own. Words
/// and contexts are random patterns of bits, no two alike.</summary>
public sealed class WordLists
{
    public const int Pairs = 8, Bits = 10, ContextBits = 10;

    public WordLists(Lab lab, RandomStream words)
    {
        double[][] a = Draw(words, Pairs), answers = Draw(words, 2 * Pairs), contexts = Draw(words, 2);
        double[][] ab = InContext(contexts[0]), ac = InContext(contexts[1]);
        First = new Associations(lab, ab, answers, [.. Enumerable.Range(0, Pairs)]);
        Second = new Associations(lab, ac, answers, [.. Enumerable.Range(Pairs, Pairs)]);
        Both = new Associations(lab, [.. ab, .. ac], answers, [.. Enumerable.Range(0, 2 * Pairs)]);

        double[][] InContext(double[] context) => [.. a.Select(word => (double[])[.. word, .. context])];
    }

    /// <summary>A-B.</summary>
    public Associations First { get; }

    /// <summary>A-C.</summary>
    public Associations Second { get; }

    /// <summary>Both lists.</summary>
    public Associations Both { get; }

    private static double[][] Draw(RandomStream stream, int count)
    {
        var words = new List<double[]>();
        while (words.Count < count)
        {
            double[] word = Array.ConvertAll(stream.HostUniform(Bits), u => u < 0.5 ? 0.0 : 1.0);
            if (!words.Exists(other => other.AsSpan().SequenceEqual(word))) words.Add(word);
        }
        return [.. words];
    }
}

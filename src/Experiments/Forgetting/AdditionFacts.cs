namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>One-digit additions in a coarse code after McCloskey and Cohen (1989): a digit n switches on the three neighbouring units n, n + 1
/// and n + 2 of twelve. A question is 12 units for each addend and 4 for the operator; an answer is 12 units for its tens and 12 for its
/// ones. Which two of the four operator units mean "plus" is our choice.</summary>
public sealed class AdditionFacts
{
    private const int DigitUnits = 12, OperatorUnits = 4, CoarseWidth = 3;
    private const int SmallestSum = 2, LargestSum = 18;     // of two digits from 1 to 9: what an answer can be taken for

    private readonly (int A, int B)[] _facts;

    private AdditionFacts(IEnumerable<(int A, int B)> facts) => _facts = [.. facts.Distinct()];

    public const int Inputs = DigitUnits + OperatorUnits + DigitUnits;

    public const int Outputs = 2 * DigitUnits;

    /// <summary>1 + 1 … 9 + 1 and 1 + 2 … 1 + 9: 17 facts.</summary>
    public static AdditionFacts Ones { get; } = Of(1);

    /// <summary>1 + 2 … 9 + 2 and 2 + 1 … 2 + 9: 17 facts, of which 1 + 2 and 2 + 1 are ones facts as well.</summary>
    public static AdditionFacts Twos { get; } = Of(2);

    /// <summary>Every answer that the net could give.</summary>
    public static IReadOnlyList<double[]> Answers { get; } = [.. Enumerable.Range(SmallestSum, LargestSum - SmallestSum + 1).Select(Answer)];

    public int Count => _facts.Length;

    /// <summary>As people write them: 3 + 1.</summary>
    public string[] Names => [.. _facts.Select(fact => $"{fact.A} + {fact.B}")];

    /// <summary>The input patterns of 0 and 1.</summary>
    public double[][] Questions => [.. _facts.Select(fact => Question(fact.A, fact.B))];

    /// <summary>The right answers, as places in <see cref="Answers"/>.</summary>
    public int[] Right => [.. _facts.Select(fact => fact.A + fact.B - SmallestSum)];

    /// <summary>For each ones fact the answer to the same question with 2 in the place of 1; -1 for the facts that are in both sets.</summary>
    public int[] AsIfTwos => [.. _facts.Select(fact => Twos._facts.Contains(fact) ? -1 : fact.A + fact.B + 1 - SmallestSum)];

    /// <summary>The input pattern of a + b, for any two digits.</summary>
    public static double[] Question(int a, int b) => [.. Digit(a), 1, 1, 0, 0, .. Digit(b)];

    /// <summary>Both sets, each fact once.</summary>
    public static AdditionFacts Union(AdditionFacts first, AdditionFacts second) => new(first._facts.Concat(second._facts));

    private static AdditionFacts Of(int addend) => new(Enumerable.Range(1, 9).SelectMany(n => new[] { (n, addend), (addend, n) }));

    private static double[] Answer(int sum) => [.. Digit(sum / 10), .. Digit(sum % 10)];

    private static double[] Digit(int digit)
    {
        var units = new double[DigitUnits];
        Array.Fill(units, 1, digit, CoarseWidth);
        return units;
    }
}

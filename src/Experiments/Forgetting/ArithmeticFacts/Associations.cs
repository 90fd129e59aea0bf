using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Pairs of a question and the answer to it, among all the answers that could be given. Questions and answers are patterns of 0 and 1;
/// the net is asked for 0.1 and 0.9.</summary>
public sealed class Associations
{
    private const double Off = 0.1, On = 0.9;

    private readonly double[][] _questions;
    private readonly double[][] _answers;
    private readonly int[] _right;
    private readonly Tensor _x;
    private readonly Tensor _t;

    public Associations(Lab lab, double[][] questions, IReadOnlyList<double[]> answers, int[] right)
    {
        (_questions, _answers, _right) = (questions, [.. answers], right);
        _x = Rows(questions);
        _t = Rows([.. right.Select(place => Array.ConvertAll(_answers[place], bit => bit > 0 ? On : Off))]);

        Tensor Rows(double[][] rows) => Tensor.From([.. rows.SelectMany(row => row)], [rows.Length, rows[0].Length], lab.Device);
    }

    private Associations(Associations own, Tensor questions, Tensor answers)
    {
        (_questions, _answers, _right) = (own._questions, own._answers, own._right);
        (_x, _t) = (Tensor.Concat([own._x, questions]), Tensor.Concat([own._t, answers]));
    }

    /// <summary>How many pairs are asked for.</summary>
    public int Count => _questions.Length;

    /// <summary>The inputs, [pairs, inputs].</summary>
    public Tensor Questions => _x;

    /// <summary>What the net is asked for, [pairs, outputs].</summary>
    public Tensor Targets => _t;

    /// <summary>These pairs with others beside them, which are practised and never asked.</summary>
    /// <param name="questions">[n, inputs].</param>
    /// <param name="answers">[n, outputs], of any numbers.</param>
    public Associations With(Tensor questions, Tensor answers) => new(this, questions, answers);

    /// <summary>One pass in random order, the weights changed after every pair: E = ½ Σ (t - y)².</summary>
    public void Practise(Module net, Optimiser optimiser, RandomStream order)
    {
        foreach (int pair in order.Permutation(_x.Shape[0]))
        {
            using var step = MemoryScope.Open();
            // By hand, for nobody asks for the loss: a device need not be waited for.
            optimiser.Step(((net.Forward(_x[pair..(pair + 1)]) - _t[pair..(pair + 1)]).Square().Sum() * 0.5).Backward());
        }
    }

    /// <summary>What the net answers now.</summary>
    public Recall Ask(Module net)
    {
        using var scope = MemoryScope.Open();
        double[] y = net.Predict(_x[..Count]).ToArray<double>();
        double[] t = _t.ToArray<double>();
        int width = y.Length / Count;
        double worst = 0;
        var given = new int[Count];
        var exact = new bool[Count];
        for (int pair = 0; pair < Count; pair++)
        {
            double[] answer = y[(pair * width)..((pair + 1) * width)];
            given[pair] = Nearest(answer);
            exact[pair] = true;
            for (int unit = 0; unit < width; unit++)
            {
                worst = Math.Max(worst, Math.Abs(answer[unit] - t[pair * width + unit]));
                exact[pair] &= answer[unit] > 0.5 == _answers[_right[pair]][unit] > 0.5;
            }
        }
        return new Recall(_right, given, exact, worst);
    }

    private int Nearest(double[] answer)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int candidate = 0; candidate < _answers.Length; candidate++)
        {
            double distance = 0;
            for (int unit = 0; unit < answer.Length; unit++)
            {
                double difference = answer[unit] - (_answers[candidate][unit] > 0 ? On : Off);
                distance += difference * difference;
            }
            if (distance < least) (least, best) = (distance, candidate);
        }
        return best;
    }
}

/// <summary>Answers to a set of questions.</summary>
/// <param name="Right">The right answers.</param>
/// <param name="Given">The possible answer nearest to each output ("best match").</param>
/// <param name="Exact">Whether every unit is on the right side of one half.</param>
/// <param name="WorstError">The largest |target - output| of all units.</param>
public sealed record Recall(int[] Right, int[] Given, bool[] Exact, double WorstError)
{
    /// <summary>The share of questions answered right by best match, of those chosen.</summary>
    public double BestMatch(Func<int, bool>? counts = null) => Share(pair => Given[pair] == Right[pair], counts);

    /// <summary>The share answered right in every unit, of those chosen.</summary>
    public double AllUnits(Func<int, bool>? counts = null) => Share(pair => Exact[pair], counts);

    private double Share(Func<int, bool> right, Func<int, bool>? counts) =>
        Enumerable.Range(0, Right.Length).Where(counts ?? (_ => true)).Average(pair => right(pair) ? 1.0 : 0.0);
}

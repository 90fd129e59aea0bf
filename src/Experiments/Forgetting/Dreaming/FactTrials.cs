using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>The adding nets of one seed. One net learns the ones; copies of it learn the twos, each with other dreams.</summary>
/// <param name="lab">Streams and device.</param>
/// <param name="s">Sizes and rates.</param>
/// <param name="found">Where answers go.</param>
internal sealed class FactTrials(Lab lab, Dreaming.Settings s, Measurements found)
{
    /// <summary>The ones that are no twos: what forgetting is measured on.</summary>
    public const int Only = 15;

    private readonly AdditionFacts _ones = AdditionFacts.Ones;
    private readonly Associations _first = Taught(lab, AdditionFacts.Ones), _second = Taught(lab, AdditionFacts.Twos);
    private readonly Dictionary<string, Module?> _taught = [];

    private readonly int[] _only = [.. AdditionFacts.Ones.AsIfTwos.Select((answer, fact) => (answer, fact)).Where(pair => pair.answer >= 0).Select(pair => pair.fact)];

    /// <summary>Learns the twos with dreams beside them, each answered by the net as it was before, and notes what becomes of ones and twos.</summary>
    /// <param name="name">Under which it is noted.</param>
    /// <param name="arm">Whose streams. A placebo's treatment dreams of nothing.</param>
    /// <param name="count">How many dreams.</param>
    /// <param name="dream">Draws them.</param>
    /// <param name="shuffled">True where each dream gets the answer to another.</param>
    /// <returns>The numbers of the ones that are no twos which are among the dreams, and how many dreams there are beside these.</returns>
    public (int[] Met, int Others) Dream(string name, Arm arm, int count, Func<RandomStream, int, double[][]> dream, bool shuffled = false)
    {
        RandomStream random = lab.Random("dreams", arm, name);
        double[][] dreams = lab.IsPlacebo && arm == Arm.Treatment ? [] : dream(random, count);
        double[][] old = [.. _only.Select(fact => _ones.Questions[fact])];
        found.Add($"distance/{name}", dreams.Select(one => (double)FactDreams.Distance(one, old)));
        int[] met = [.. _only.Where(fact => dreams.Any(one => one.AsSpan().SequenceEqual(_ones.Questions[fact])))];
        found.Add($"met/{name}", met.Length);
        Learn(name, arm, net => Beside(_second, net, dreams, shuffled ? lab.Random("shuffled answers", arm, name) : null));
        return (met, dreams.Length - met.Length);
    }

    /// <summary>Learns the twos with some of the ones that are no twos beside them, with their right answers.</summary>
    /// <param name="name">Under which it is noted.</param>
    /// <param name="facts">The numbers of those ones.</param>
    /// <param name="noise">So many random inputs as well, with the net's own answers.</param>
    public void Rehearse(string name, int[] facts, int noise = 0) => Learn(name, Arm.Control, net =>
        Beside(facts.Length == 0 ? _second : _second.With(_first.Questions.Rows(facts), _first.Targets.Rows(facts)), net, FactDreams.Noise(lab.Random("dreams"), noise), null));

    /// <summary>So many of the ones that are no twos, at random.</summary>
    public int[] Some(int count) => [.. lab.Random("rehearsed").Permutation(_only.Length)[..Math.Min(count, _only.Length)].Select(i => _only[i])];

    // Dreams with the net's own answers, each with its own or with another's.
    private Associations Beside(Associations learned, Module net, double[][] dreams, RandomStream? shuffled)
    {
        if (dreams.Length == 0) return learned;
        Tensor questions = Tensor.From([.. dreams.SelectMany(one => one)], [dreams.Length, AdditionFacts.Inputs], lab.Device), answers = net.Predict(questions);
        return learned.With(questions, shuffled is null ? answers : answers.Rows(shuffled.Permutation(dreams.Length)));
    }

    private void Learn(string name, Arm arm, Func<Module, Associations> practised)
    {
        // A net that did not learn the ones gives no numbers: NaN, which counts against the claim.
        if (Ones(name, arm) is not { } taught)
        {
            found.Add($"kept/{name}", double.NaN);
            found.Add($"twos/{name}", double.NaN);
            return;
        }
        Module net = taught.Clone();
        TwoTasks trial = TwoTasks.Practise((net, net), practised(taught), (_first, _second), s.LearningRate, s.Momentum, s.Trials, lab.Random("order of the second task", arm, name));
        found.Add($"kept/{name}", trial.First.Select(recall => recall.BestMatch(_only.Contains)));
        found.Add($"twos/{name}", trial.Second.Select(recall => recall.BestMatch()));
    }

    // Every arm begins with the same net, in a placebo every treatment with one of its own.
    private Module? Ones(string name, Arm arm)
    {
        bool fresh = lab.IsPlacebo && arm == Arm.Treatment;
        string key = fresh ? name : "";
        if (_taught.TryGetValue(key, out Module? known)) return known;
        Module net = ArithmeticFacts.SigmoidNet(lab.Random("weights of the adding net", arm, name), AdditionFacts.Inputs, s.Hidden, AdditionFacts.Outputs);
        return _taught[key] = TwoTasks.Learn(net, _first, s.LearningRate, s.Momentum, lab.Random("order of the first task", arm, name)) ? net : null;
    }

    private static Associations Taught(Lab lab, AdditionFacts facts) => new(lab, facts.Questions, AdditionFacts.Answers, facts.Right);
}

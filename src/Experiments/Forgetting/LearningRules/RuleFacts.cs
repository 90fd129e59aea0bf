using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.LearningRules;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>The ones and the twos of McCloskey and Cohen, taught by back-propagation or by feedback alignment. With one hidden layer direct feedback is the
/// same rule, and target propagation is back-propagation.</summary>
internal static class RuleFacts
{
    // As in the paper; see ArithmeticFacts.
    private const double Range = 0.3, Momentum = 0.9;

    /// <summary>Best match of the twos and of the ones that are not among them, before the first trial of the twos and after each.</summary>
    /// <param name="lab">Streams and device.</param>
    /// <param name="arm">Whose streams.</param>
    /// <param name="name">Of its own streams in a placebo run.</param>
    /// <param name="aligned">True for feedback alignment.</param>
    /// <param name="together">True where the ones are practised along with the twos.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    /// <param name="trials">Passes through the twos.</param>
    /// <param name="number">Of the net, for weights of its own.</param>
    /// <returns>Not a number at each trial where the ones were not learned.</returns>
    public static Relearning Learn(Lab lab, Arm arm, string name, bool aligned, bool together, double rate, int hidden, int trials, int number)
    {
        AdditionFacts ones = AdditionFacts.Ones, twos = AdditionFacts.Twos;
        int[] asIfTwos = ones.AsIfTwos;
        Initialiser initialiser = Initialiser.Uniform(-Range, Range);
        var net = new Mlp([AdditionFacts.Inputs, hidden, AdditionFacts.Outputs], Activation.Sigmoid, initialiser, Stream("weights"), dtype: DType.Float64);
        Module taught = new Sequential(aligned ? new FeedbackAlignment(net, Feedback.Fixed(net, initialiser, Stream("feedback"))) : net, Activation.Sigmoid);
        Associations first = Taught(ones), second = Taught(twos);
        TwoTasks? tasks = TwoTasks.Run(lab, (taught, taught), first, together ? Taught(AdditionFacts.Union(ones, twos)) : second, (first, second), (rate, rate), Momentum, trials, arm);
        double[] unknown = [.. Enumerable.Repeat(double.NaN, trials + 1)];
        return tasks is null
            ? new Relearning(unknown, unknown, [], [], [])
            : new Relearning([.. tasks.Second.Select(recall => recall.BestMatch())], [.. tasks.First.Select(recall => recall.BestMatch(fact => asIfTwos[fact] >= 0))], [], [], []);

        RandomStream Stream(string of) => lab.Random(FormattableString.Invariant($"{of} of adding net {number}"), arm, name);

        Associations Taught(AdditionFacts facts) => new(lab, facts.Questions, AdditionFacts.Answers, facts.Right);
    }
}

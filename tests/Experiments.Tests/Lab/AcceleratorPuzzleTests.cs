using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Errors;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Memory;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

/// <summary>A puzzle measures on an accelerator what it measures on the processor, at sizes so small that no step of training has yet blown up the
/// last bits.</summary>
public abstract class AcceleratorPuzzleTests
{
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    // With how far each number may be off, of its size or of 1: float64 in the first; float32 in the others, whose shares change by steps of an image.
    // On a slow device imperceptible goes without the auto-encoder and the convolutional net, which learn too little from so few images that any image
    // would be right for all models; their kernels have laws of their own.
    private static readonly Dictionary<string, (Func<Lab, bool, Measurements> Measure, double Tolerance)> s_puzzles = new()
    {
        ["arithmetic facts"] = ((lab, isSlow) => isSlow ? AFewFacts(lab) : Measure(new ArithmeticFacts(), lab, settings => settings with { Trials = 10 }), 1e-9),
        ["random labels"] = ((lab, isSlow) => Measure(new RandomLabels(), lab, settings => settings with { Examples = 60, TestImages = 100, Hidden = 32, Corrupted = [0.5], Batch = 20, Epochs = isSlow ? 2 : 4, Narrow = 2, Coarse = 2 }), 1e-4),
        ["imperceptible"] = ((lab, isSlow) => Measure(new Imperceptible(), lab, settings => settings with { TrainPerHalf = isSlow ? 50 : 200, Hidden = [16], OtherHidden = [12], Epochs = isSlow ? 8 : 12, BatchSize = 25, LearningRate = 0.01, Images = isSlow ? 2 : 4, Bisections = 1, Iterations = isSlow ? 2 : 5, Constants = isSlow ? [0.1, 1] : [0.01, 0.1, 1, 10, 100], Levels = [0, 0.1], Confidences = [0, 1], SweptImages = 2, Decays = [0.01, 1], Code = isSlow ? 0 : 8, CodeEpochs = 2, Channels = isSlow ? 0 : 2, ModelImages = 2, Stages = [2, 4], PlacedImages = 2, Fewer = [] }), 1e-3),
    };

    private const int FewFacts = 3;
    private const double FewRate = 0.25;

    public static TheoryData<string> Puzzles => [.. s_puzzles.Keys];

    /// <summary>The device; skips where there is none.</summary>
    private protected abstract AcceleratorDevice New();

    /// <summary>Is every kernel of the device a matter of milliseconds? Then less is measured.</summary>
    private protected virtual bool IsSlow => false;

    [Theory]
    [MemberData(nameof(Puzzles))]
    public void A_puzzle_measures_what_it_measures_on_the_processor(string name)
    {
        using AcceleratorDevice device = New();
        (Func<Lab, bool, Measurements> measure, double tolerance) = s_puzzles[name];
        Measurements expected = measure(new Lab(1, new CpuDevice(1), s_digits), IsSlow), actual = measure(new Lab(1, device, s_digits), IsSlow);
        Assert.Equal(expected.Series.Keys, actual.Series.Keys);
        string[] off =
        [
            .. from series in expected.Series
               let most = series.Value.Zip(actual.Series[series.Key], Off).Append(series.Value.Length == actual.Series[series.Key].Length ? 0 : double.PositiveInfinity).Max()
               where !(most <= tolerance)
               select FormattableString.Invariant($"{series.Key}: off by {most:0.##E0}"),
        ];
        Assert.Empty(off);
    }

    private static Measurements Measure<T>(Puzzle<T> puzzle, Lab lab, Func<T, T> tiny)
        where T : class, new() => puzzle.Measure(lab, tiny(puzzle.Quick));

    // The puzzle ends its lessons by what was learned, not by a setting; its own lessons with less to learn.
    private static Measurements AFewFacts(Lab lab)
    {
        Associations ones = Few(AdditionFacts.Ones), twos = Few(AdditionFacts.Twos);
        var net = new Mlp([AdditionFacts.Inputs, 20, AdditionFacts.Outputs], Activation.Sigmoid, Initialiser.Uniform(-0.3, 0.3), lab.Random("weights"), dtype: DType.Float64);
        TwoTasks tasks = TwoTasks.Run(lab, (net, net), ones, twos, (ones, twos), (FewRate, FewRate), 0.9, passes: 5, Arm.Treatment) ?? throw new InvalidOperationException("nothing was learned");
        var found = new Measurements();
        found.Add("ones", tasks.First.Select(recall => recall.WorstError));
        found.Add("twos", tasks.Second.Select(recall => recall.WorstError));
        return found;

        Associations Few(AdditionFacts facts) => new(lab, facts.Questions[..FewFacts], AdditionFacts.Answers, facts.Right[..FewFacts]);
    }

    private static double Off(double one, double other) => one.Equals(other) ? 0 : Math.Abs(one - other) / Math.Max(1, Math.Abs(one));
}

using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Errors;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Memory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

/// <summary>A puzzle measures on an accelerator what it measures on the processor, at sizes so small that no step of training has yet blown up the
/// last bits.</summary>
public abstract class AcceleratorPuzzleTests
{
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    // With how far each number may be off, of its size or of 1: float64 in the first; float32 in the others, whose shares change by steps of an image.
    private static readonly Dictionary<string, (Func<Lab, Measurements> Measure, double Tolerance)> s_puzzles = new()
    {
        ["arithmetic facts"] = (lab => Measure(new ArithmeticFacts(), lab, settings => settings with { Trials = 10 }), 1e-9),
        ["random labels"] = (lab => Measure(new RandomLabels(), lab, settings => settings with { Examples = 60, TestImages = 100, Hidden = 32, Corrupted = [0.5], Batch = 20, Epochs = 4, Narrow = 2, Coarse = 2 }), 1e-4),
        ["imperceptible"] = (lab => Measure(new Imperceptible(), lab, settings => settings with { TrainPerHalf = 200, Hidden = [16], OtherHidden = [12], Epochs = 12, BatchSize = 25, LearningRate = 0.01, Images = 4, Bisections = 1, Iterations = 5, Levels = [0, 0.1] }), 1e-3),
    };

    public static TheoryData<string> Puzzles => [.. s_puzzles.Keys];

    /// <summary>The device; skips where there is none.</summary>
    private protected abstract AcceleratorDevice New();

    [Theory]
    [MemberData(nameof(Puzzles))]
    public void A_puzzle_measures_what_it_measures_on_the_processor(string name)
    {
        using AcceleratorDevice device = New();
        (Func<Lab, Measurements> measure, double tolerance) = s_puzzles[name];
        Measurements expected = measure(new Lab(1, new CpuDevice(1), s_digits)), actual = measure(new Lab(1, device, s_digits));
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

    private static double Off(double one, double other) => one.Equals(other) ? 0 : Math.Abs(one - other) / Math.Max(1, Math.Abs(one));
}

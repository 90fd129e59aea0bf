using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;

namespace DeepPuzzles.Experiments.Forgetting;

// From the seeds' numbers to verdicts.
public sealed partial class HardAttention
{
    private const ulong BootstrapKey = 0x4A7;

    private static readonly string[] s_others = [WithEwc, RandomMask, Packed, Paths];

    protected override Findings Conclude(Evidence evidence, Settings settings)
    {
        int last = settings.Tasks - 1;
        string alone = evidence.Names.Contains($"accuracy/{OneByOne}/{TaskRuns.Split}") ? OneByOne : Plain;
        string widest = settings.Mixture ? TaskRuns.Mixture : TaskRuns.Split;
        double[] forwardOnly = Each(evidence, ForwardOnly, TaskRuns.Permuted, matrix => matrix.ForgettingFromBestBefore);
        double[] forgotten = [.. Each(evidence, WithHat, TaskRuns.Split, matrix => matrix.ForgettingFromBestBefore)
            .Zip(Each(evidence, WithHat, TaskRuns.Permuted, matrix => matrix.ForgettingFromBestBefore), Math.Max)];
        double[] plain = AtEnd(Plain, TaskRuns.Split), ewc = AtEnd(WithEwc, TaskRuns.Split), hat = AtEnd(WithHat, TaskRuns.Split), ofHat = AtEnd(WithHat, widest);
        double[] toEwc = Sample.Differences(ewc, plain), toHat = Sample.Differences(hat, ewc);
        double[][] others = [.. s_others.Select(name => AtEnd(name, widest))];
        Claim[] claims =
        [
            Claims[0].Judge(forgotten, [forwardOnly, evidence.PerSeed("wrong task"), Learned(WithHat, TaskRuns.Split), Sample.Differences(Behind(evidence, FewHat, FewPlain, last), Behind(evidence, FewHat, FewPlain, 0))]),
            Claims[1].Judge(Forgotten(alone), [Forgotten(Together), Sample.Differences(Forgotten(Falling), Forgotten(alone))]),
            Claims[2].Judge(Gain(WithHat), [Gain(RandomMask), Gain(ForwardOnly), Gain(Slower)]),
            Claims[3].Judge(Smaller(toEwc, toHat), [Sample.Differences(AtEnd(PermutedEwc, TaskRuns.Split), ewc)]),
            Claims[4].Judge(Saved(WithHat), [Saved(Longer), LearnedMore(WithHat), LearnedMore(Longer)]),
            Claims[5].Judge(new Measured([.. ofHat.Select((rho, seed) => 1 - rho / others.Max(one => one[seed]))], Bootstrap.Percentile([.. ofHat.Select((_, seed) => (double)seed)], BootstrapKey, Reduction))),
        ];
        claims[3] = claims[3] with { Note = FormattableString.Invariant($"{claims[3].Note}; from plain training to EWC {Step(toEwc)}, from EWC to HAT {Step(toHat)}") };
        if (claims[5].Ci.Contains(0) && claims[5].Ci.Contains(1)) claims[5] = claims[5] with { Note = $"{claims[5].Note}; from all to nothing, for both ρ are near 0, and a ratio of such numbers says nothing" };
        return new Findings(claims, Figures(evidence, settings));

        // Of mean ρ over the seeds drawn: that of one seed may be near 0, which is no number to divide by.
        double Reduction(ReadOnlySpan<double> seeds)
        {
            int[] drawn = [.. Array.ConvertAll(seeds.ToArray(), seed => (int)seed)];
            return 1 - drawn.Average(seed => ofHat[seed]) / others.Max(one => drawn.Average(seed => one[seed]));
        }

        double[] Forgotten(string name) => Each(evidence, name, TaskRuns.Split, matrix => matrix.ForgettingFromBestBefore);

        double[] Gain(string name) => Sample.Differences(Each(evidence, name, TaskRuns.Split, matrix => matrix.Average), Each(evidence, Plain, TaskRuns.Split, matrix => matrix.Average));

        double[] Saved(string name) => Sample.Differences(Used(evidence, Uncompensated), Used(evidence, name));

        double[] Learned(string name, string benchmark) => Each(evidence, name, benchmark, matrix => matrix.LearningAccuracy);

        double[] LearnedMore(string name) => Sample.Differences(Learned(name, TaskRuns.Permuted), Learned(Uncompensated, TaskRuns.Permuted));

        static string Step(double[] step) => FormattableString.Invariant($"{Sample.MeanOf(step):0.000} {TTest.OneSample(step).Ci}");

        double[] AtEnd(string name, string benchmark) => Rho(evidence, name, benchmark, evidence.Series($"guessing/{benchmark}")[0].Length - 1);
    }

    /// <summary>The smaller of two mean steps; the mean of each seed's smaller step would lie below both. The interval begins at the lower of the two steps' lower ends and ends at the
    /// lower of their upper ends: it lies above a bar only where both steps' intervals do, and below it where one does.</summary>
    internal static Measured Smaller(double[] first, double[] second)
    {
        double[] smaller = Sample.MeanOf(second) < Sample.MeanOf(first) ? second : first;
        (Interval one, Interval other) = (TTest.OneSample(first).Ci, TTest.OneSample(second).Ci);
        return new(smaller, new(Sample.MeanOf(smaller), new(Math.Min(one.Low, other.Low), Math.Min(one.High, other.High)), smaller.Length, "smaller of two mean steps, from their t intervals over seeds"));
    }

    // By how much accuracy on a permuted task, when just learned, lies below another's.
    private static double[] Behind(Evidence evidence, string name, string other, int task) =>
        Sample.Differences(Each(evidence, other, TaskRuns.Permuted, matrix => matrix[task, task]), Each(evidence, name, TaskRuns.Permuted, matrix => matrix[task, task]));

    private static double[] Each(Evidence evidence, string name, string benchmark, Func<AccuracyMatrix, double> of) =>
        [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed => of(TaskRuns.Matrix(evidence, seed, name, benchmark)))];

    // The random reference is guessing: an untrained net calls most images of two classes by one name, and is right in anything from a tenth to nine tenths.
    private static double[] Rho(Evidence evidence, string name, string benchmark, int after) => [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed =>
        TaskRuns.Matrix(evidence, seed, name, benchmark).Against(evidence.Series($"guessing/{benchmark}")[seed]).Rho(TaskRuns.Matrix(evidence, seed, Together, benchmark), after))];

    private static double[] Used(Evidence evidence, string name) => [.. evidence.Series($"capacity/{name}/{TaskRuns.Permuted}").Select(tasks => tasks[^1])];
}

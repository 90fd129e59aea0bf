using DeepPuzzles.Experiments.Laboratory;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Verdicts from what all seeds measured.
public sealed partial class Imperceptible
{
    protected override Findings Conclude(Evidence evidence, Settings s)
    {
        s = InOrder(s);
        SanityCheck[] sanity =
        [
            new("r = 0 changes no answer", evidence.PerSeed("errors at r = 0").All(errors => errors == 0)),
            new("every pixel lies in [0, 1]", s_nets.All(net => evidence.PerSeed($"outside [0, 1]/{net}").All(count => count == 0))),
        ];
        Measured ownNoise = Pooled(evidence, Own("noise")), untrained = Pooled(evidence, Own("untrained"));
        double[][] success = PerImage(evidence, Own("attack"));
        Claim[] claims =
        [
            Claims[0].Judge(
                new Measured([.. success.Select(images => images.Average())], Bootstrap.Hierarchical(success, BootstrapKey)),
                [ownNoise, Pooled(evidence, Own("another")), Pooled(evidence, Own("shuffled")), untrained], sanity),
            Claims[1].Judge(Medians(evidence, "rms"), [ownNoise], sanity),
            Claims[2].Judge(Medians(evidence, "ratio"), [ownNoise], sanity),
            Claims[3].Judge(Worst(evidence, "attack", "noise"), [Pooled(evidence, Keys("noise")), Pooled(evidence, Keys("untrained"))], sanity),
            Claims[4].Judge(Worst(evidence, "attack amplified", "attack"), [RiseBetween(evidence, "noise", "noise amplified")], sanity),
        ];
        claims[1] = claims[1] with { Note = $"{claims[1].Note}; {Perception(evidence)}" };
        if (claims[1].Value >= s.AmplifiedRms)
        {
            string way = 2 * claims[1].Value <= 1 ? Invariant($": use --set amplified-rms={2 * claims[1].Value:0.00}") : "";     // a pixel has no room for more
            claims[4] = claims[4] with { Note = Invariant($"{claims[4].Note}; an RMS of {s.AmplifiedRms} is no amplification of these perturbations{way}") };
        }
        return new Findings([.. claims, .. Further(evidence, s, sanity)], [.. Figures(evidence, s), .. FurtherFigures(evidence, s)]);
    }

    private static string[] Own(string kind) => [.. s_nets.Select(net => $"error/{kind}/{net}/{net}")];

    private static string[] Keys(string kind) => [.. s_disjoint.Select(pair => $"error/{kind}/{pair.Source}/{pair.Target}")];

    // For each seed and image the mean over those series. Of an untrained net's perturbations only those count that were found: a seed without
    // any has no value.
    private static double[][] PerImage(Evidence evidence, string[] names)
    {
        double[][][] series = [.. names.Select(name => Scored(evidence, name))];
        return [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed =>
            Enumerable.Range(0, series[0][seed].Length).Select(image => series.Average(one => one[seed][image])).ToArray())];
    }

    private static double[][] Scored(Evidence evidence, string name)
    {
        if (!name.StartsWith($"error/{Untrained}/", StringComparison.Ordinal)) return evidence.Series(name);
        return [.. evidence.Series(name).Zip(evidence.Series($"found/{Untrained}"), (errors, found) =>
            found.Any(one => one > 0) ? errors.Where((_, image) => found[image] > 0).ToArray() : [double.NaN])];
    }

    // Every image of every seed and net is a trial.
    private static Measured Pooled(Evidence evidence, string[] names)
    {
        double[] trials = [.. names.SelectMany(name => Scored(evidence, name).SelectMany(images => images)).Where(double.IsFinite)];
        return new Measured([.. PerImage(evidence, names).Select(images => images.Average())], Proportion.Wilson((int)trials.Sum(), trials.Length));
    }

    // The median over nets and images; where the net was not misled the length counts as that of a failed attack.
    private static double[] Medians(Evidence evidence, string what)
    {
        double[][] values = [.. s_nets.Select(net => Lengths(evidence, what, net)).Aggregate((a, b) => [.. a.Zip(b, (x, y) => (double[])[.. x, .. y])])];
        return [.. values.Select(values => Sample.MedianOf(values))];
    }

    private static double[][] Lengths(Evidence evidence, string what, string net)
    {
        double[][] values = evidence.Series($"{what}/{net}"), rms = evidence.Series($"rms/{net}"), misled = evidence.Series($"error/attack/{net}/{net}");
        return [.. values.Select((seed, k) => seed.Select((value, i) => misled[k][i] > 0 ? value : value * AttackStudy.RmsOfFailure / rms[k][i]).ToArray())];
    }

    // Two of the same would be one, and a later smaller one would turn a rise into a fall.
    private static Settings InOrder(Settings s) => s with
    {
        Confidences = [.. s.Confidences.Distinct().Order()],
        Decays = [.. s.Decays.Distinct().Order()],
        Stages = [.. s.Stages.Distinct().Order()],
        Fewer = [.. s.Fewer.Distinct().Order()],
        Levels = [.. s.Levels.Distinct().Order()],
    };

    // "In every pair": the pair whose interval reaches lowest speaks for all; its p is the largest after Holm's correction.
    private static Measured Worst(Evidence evidence, string treatment, string control)
    {
        double[][][] differences = [.. s_disjoint.Select(pair => Differences(pair, treatment, control))];
        Estimate[] estimates = [.. differences.Select(one => Bootstrap.Hierarchical(one, BootstrapKey))];
        double[] p = Holm.Adjust([.. differences.Select(one => McNemar.Exact(one.Sum(seed => seed.Count(d => d > 0)), one.Sum(seed => seed.Count(d => d < 0))))]);
        int worst = Array.IndexOf(estimates, estimates.MinBy(estimate => estimate.Ci.Low)!);
        return new Measured(
            [.. differences[worst].Select(seed => seed.Average())],
            estimates[worst] with { P = p.Max(), Test = $"{estimates[worst].Test}, worst of {p.Length} pairs; exact McNemar p after Holm" });

        double[][] Differences((string Source, string Target) pair, string first, string second) =>
            [.. evidence.Series($"error/{first}/{pair.Source}/{pair.Target}").Zip(evidence.Series($"error/{second}/{pair.Source}/{pair.Target}"), (a, b) => a.Zip(b, (x, y) => x - y).ToArray())];
    }

    private static string Perception(Evidence evidence)
    {
        double attack = Middle("ssim/attack"), noise = Middle("ssim/noise"), confused = Sample.MedianOf([.. evidence.Series("ssim/confused").SelectMany(seed => seed)]);
        return Invariant(
            $"median SSIM to the original: {attack:0.00} (noise of the same length {noise:0.00}, nearest test image of the class aimed at {confused:0.00}), largest change of a pixel {Middle("largest change"):0.00}");

        double Middle(string what) => Sample.MedianOf([.. s_nets.SelectMany(net => evidence.Series($"{what}/{net}").SelectMany(seed => seed))]);
    }
}

using DeepPuzzles.Experiments.Laboratory;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Verdicts about other models, surer perturbations and better nets.
public sealed partial class Imperceptible
{
    private Claim[] Further(Evidence evidence, Settings s, SanityCheck[] sanity)
    {
        string[] models = ModelNames(s), softmax = [.. s.Decays.Select(Softmax)], stages = [.. Stages(s).Select(StageName)];
        SanityCheck[] checks = [.. sanity, .. models.SelectMany(model => evidence.Flags($"flags of {model}"))];
        Measured least = models.Select(model => Shares(evidence, $"error/model attack/{model}/{model}")).MinBy(measured => measured.Estimate!.Ci.Low)!;
        double first = s.Confidences[0], last = s.Confidences[^1];
        double[] errors = [.. stages.Select(stage => evidence.Mean($"test error/{stage}")[0])], all = [.. stages.Select(stage => evidence.Series($"distance/{stage}").Average(seed => seed.Average()))];
        double[][] right = [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed => OverRight([.. stages.Select(stage => evidence.Series($"distance/{stage}")[seed])]))];
        Claim[] claims =
        [
            Claims[5].Judge(least, [Pooled(evidence, Noise(models))], checks),
            Claims[6].Judge(SmallestRise(evidence, softmax), [Pooled(evidence, Noise(softmax)), MeanRise(evidence, [softmax[0], .. s_again])], checks),
            Claims[7].Judge(Worst(evidence, Ahead("attack", last), Ahead("scaled", last)),
                [RiseBetween(evidence, Ahead("noise", first), Ahead("noise", last)), Pooled(evidence, [.. s_nets.Select(net => $"{Ahead("found", last)}/{net}")])], sanity),
            Claims[8].Judge([.. right.Select((distances, seed) => Relation([.. stages.Select(stage => -evidence.PerSeed($"test error/{stage}")[seed])], distances))],
                [Trials(evidence, [.. stages.Select(stage => $"placed noise/{stage}")]), Trials(evidence, [.. stages.Select(stage => $"nearer/{stage}")])], sanity),
        ];
        claims[3] = claims[3] with
        {
            Note = Invariant($"{claims[3].Note}; along one training run, from the first moment to the last the test error goes from {errors[0]:0.00} to {errors[^1]:0.00}, the distance from {right.Average(one => one[0]):0.00} to {right.Average(one => one[^1]):0.00} (from {all[0]:0.00} to {all[^1]:0.00} where a wrong answer counts as 0){Alike(evidence, s)}"),
        };
        claims[1] = claims[1] with
        {
            Note = Invariant($"{claims[1].Note}; from the smallest weight decay to the largest these nets err on {string.Join(", ", softmax.Select(model => Invariant($"{100 * evidence.Mean($"test error/{model}")[0]:0.0}")))} % of the test images"),
        };
        double surer = RiseBetween(evidence, Ahead("attack", first), Ahead("attack", last)).Average(), longer = RiseBetween(evidence, Ahead("scaled", first), Ahead("scaled", last)).Average();
        claims[2] = claims[2] with
        {
            Note = Invariant($"{claims[2].Note}; from the smallest lead to the largest the error rises by {surer:0.00} in the mean of the four pairs, and by {longer:0.00} where the perturbation of the smallest lead is only scaled to the same lengths"),
        };
        return claims;
    }

    private static double[] MeanRise(Evidence evidence, string[] models) =>
        [.. Misled(evidence, models[^1]).Zip(Misled(evidence, models[0]), (last, first) => (last - first) / (models.Length - 1))];

    // From one model to the next.
    private static double[] SmallestRise(Evidence evidence, string[] models)
    {
        double[][] each = [.. models.Select(model => Misled(evidence, model))];
        return [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed => Trend.OrderMargin([.. each.Select(one => one[seed])]))];
    }

    // Nets that took as many steps as the first one at its end, on fewer images, and that one: their test errors, and their nearest errors over the images
    // that all of them get right.
    private static string Alike(Evidence evidence, Settings s)
    {
        string[] nets = [.. s.Fewer.Select(OnImages).Where(name => evidence.Names.Contains($"distance/{name}")), StageName(Stages(s)[^1])];
        if (nets.Length == 1) return "";
        double[][] right = [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed => OverRight([.. nets.Select(net => evidence.Series($"distance/{net}")[seed])]))];
        string errors = string.Join(", ", nets.Select(net => Invariant($"{100 * evidence.Mean($"test error/{net}")[0]:0}"))), distances = string.Join(", ", nets.Select((_, k) => Invariant($"{right.Average(one => one[k]):0.00}")));
        return $"; nets like it that took as many steps, on {string.Join(", ", s.Fewer)} and all of its training images, err on {errors} % of the test images, and their nearest errors are at {distances}";
    }

    // For each moment the mean over the images that are right at all of them: a wrong one has distance 0.
    private static double[] OverRight(double[][] moments)
    {
        int[] images = [.. Enumerable.Range(0, moments[0].Length).Where(image => moments.All(distances => distances[image] > 0))];
        return [.. moments.Select(distances => images.Select(image => distances[image]).DefaultIfEmpty(double.NaN).Average())];
    }

    // Where all distances are the same there is none.
    private static double Relation(double[] accuracy, double[] distances) =>
        distances.All(distance => distance == distances[0]) ? 0 : Spearman.Rho(accuracy, distances);

    private static int[] Stages(Settings s) => [.. s.Stages.Where(epoch => epoch <= s.Epochs).Distinct().Order()];

    private static string[] Noise(string[] models) => [.. models.Select(model => $"error/model noise/{model}/{model}")];

    private static Measured Shares(Evidence evidence, string name)
    {
        double[][] images = evidence.Series(name);
        return new([.. images.Select(seed => seed.Average())], Bootstrap.Hierarchical(images, BootstrapKey));
    }

    // The mean RMS on a model; where it was not misled the length counts as that of a failed attack.
    private static double[] Misled(Evidence evidence, string model) =>
        [.. evidence.Series($"model rms/{model}").Zip(evidence.Series($"misled/{model}"), (rms, wrong) =>
            rms.Zip(wrong, (length, one) => one > 0 ? length : AttackStudy.RmsOfFailure).Average())];

    // Series of different lengths: each of their numbers is a trial.
    private static Measured Trials(Evidence evidence, string[] names)
    {
        double[][] perSeed = [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed => names.SelectMany(name => evidence.Series(name)[seed]).ToArray())];
        return new Measured([.. perSeed.Select(trials => trials.DefaultIfEmpty(double.NaN).Average())], Proportion.Wilson((int)perSeed.Sum(trials => trials.Sum()), perSeed.Sum(trials => trials.Length)));
    }

    private static double[] RiseBetween(Evidence evidence, string low, string high) =>
        [.. PerImage(evidence, Keys(high)).Zip(PerImage(evidence, Keys(low)), (to, from) => to.Average() - from.Average())];
}

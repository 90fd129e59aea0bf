using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Errors;

// Verdicts from what all seeds measured.
public sealed partial class Fooling
{
    private const ulong BootstrapKey = 2015;

    protected override Findings Conclude(Evidence evidence, Settings s)
    {
        SanityCheck[] sanity = [new("every pixel lies in [0, 1]", s_methods.All(method => evidence.PerSeed($"outside [0, 1]/{method}").All(count => count == 0)))];
        Measured noise = evidence.PerSeed("noise/certain"), shuffled = evidence.PerSeed("shuffled/certain"), recognised = evidence.PerSeed("real/recognised");
        // Whatever is bred by chance is as far away as noise: only what fooling images are beyond that is a property of theirs.
        double[] byChance = TimesAsFar(evidence, $"random {Pixels}");
        Claim[] claims =
        [
            .. s_methods.Select((method, i) => Claims[i].Judge(MedianNines(method), [noise, shuffled, Random(method)], sanity)),
            Claims[3].Judge(FooledShare(evidence, Pixels, ""), [recognised, FooledShare(evidence, Pixels, "random ")], sanity),
            Claims[4].Judge(FooledShare(evidence, Patterns, ""), [recognised, FooledShare(evidence, Patterns, "random ")], sanity),
            Claims[5].Judge([.. Ratios(evidence, Pixels).Zip(byChance, (ratio, chance) => ratio - chance)], [recognised], sanity),
            Claims[6].Judge(
                [.. evidence.Series("retraining/median odds").Select(odds => Belief.Nines(odds[^1]))],
                [Above("retraining/odds of random fitness", "retraining/highest usual odds of noise"), [.. evidence.Series("retraining/fooling images known").Select(known => known.Min())], [.. evidence.Series("retraining/test error").Select(error => error.Max() - error[0])]],
                sanity),
            Claims[7].Judge(SurestMisnamed(evidence, AgainstAware), [evidence.PerSeed("aware/real certain"), [.. evidence.Series($"odds/{Ascent}").Select(odds => odds.Average(o => o >= Believed ? 1.0 : 0))], SurestMisnamed(evidence, "")], sanity),
        ];
        double noiseRatio = evidence.Series("noise/rms").Zip(evidence.Series("real/rms"), (far, near) => Sample.MedianOf(far) / Sample.MedianOf(near)).Average();
        claims[5] = claims[5] with { Note = FormattableString.Invariant($"{claims[5].Note}; evolved images have a ratio of {TimesAsFar(evidence, Pixels).Average():0.00}, those bred for random numbers {byChance.Average():0.00}, plain noise {noiseRatio:0.00}: what images without structure have as well is no sign of fooling") };
        claims[7] = claims[7] with { Note = $"{claims[7].Note}; {OfAware(evidence)}" };
        if (s.PatternGenerations > Quick.PatternGenerations)
            claims[1] = claims[1] with { Note = FormattableString.Invariant($"{claims[1].Note}; the specification asks {LeastNines} nines of so many generations, and the interval {(claims[1].Ci.Low >= LeastNines ? "keeps" : "does not keep")} to that") };
        for (int i = 0; i < s_methods.Length; i++)
        {
            double[] lowest = [.. evidence.Series($"odds/{s_methods[i]}").Select(odds => Belief.Nines(odds.Min()))];
            claims[i] = claims[i] with { Note = FormattableString.Invariant($"{claims[i].Note}; the class believed least has {lowest.Min():0.0} to {lowest.Max():0.0} nines") };
        }
        foreach ((int i, string method) in new[] { (3, Pixels), (4, Patterns) })
        {
            claims[i] = claims[i] with { Note = FormattableString.Invariant($"{claims[i].Note}; {100 * evidence.PerSeed($"recognised/{method}").Average():0} % of the images are accepted under the name that the net believes") };
        }
        return new Findings(claims, Figures(evidence, s));

        Measured MedianNines(string method) => [.. evidence.Series($"odds/{method}").Select(odds => Belief.Nines(Sample.MedianOf(odds)))];

        Measured Random(string method) => Above($"odds/random {method}", "noise/highest usual odds");

        // Both are medians over the classes.
        Measured Above(string odds, string usual) => [.. evidence.Series(odds).Zip(evidence.Series(usual), (each, highest) => Sample.MedianOf(each) - Sample.MedianOf(highest))];
    }

    // Judged by what knows no distances and can say no: an image in which the committee's net sees the class that is believed fools nobody.
    private static double[] SurestMisnamed(Evidence evidence, string against) => [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed =>
        s_methods.SelectMany(method => Made(evidence, $"{against}{method}", seed)).Where(one => one.Answer != one.Wanted).Select(one => Belief.Probability(one.Odds)).DefaultIfEmpty(0).Max())];

    // Of the images of one seed: the class that is to be believed, how sure of it the classifier is, and what the committee's net answers, and how
    // far the nearest training image is, with its class.
    private static IEnumerable<(double Wanted, double Odds, double Answer, double Rms, double Nearest)> Made(Evidence evidence, string of, int seed)
    {
        double[][] all = [.. ((string[])["wanted", "odds", "answered by the committee's net", "rms", "class of the nearest"]).Select(what => evidence.Series($"{what}/{of}")[seed])];
        return all[0].Select((wanted, i) => (wanted, all[1][i], all[2][i], all[3][i], all[4][i]));
    }

    // What the classifier that knows distances believes, and what the committee's net says to that; how much it gets right.
    private static string OfAware(Evidence evidence)
    {
        var believed = s_methods.SelectMany(method => Enumerable.Range(0, evidence.Seeds.Count).SelectMany(seed => Made(evidence, $"{AgainstAware}{method}", seed))).Where(one => one.Odds >= Believed).ToArray();
        var otherwise = believed.Where(one => one.Answer != one.Wanted).ToArray();
        string fooling = otherwise.Length == 0 ? "" : FormattableString.Invariant($"; the training image nearest to the other {otherwise.Length} is of the class believed in {otherwise.Count(one => one.Nearest == one.Wanted)} cases, {Sample.MedianOf([.. otherwise.Select(one => one.Rms)]):0.00} away in the median (real test images {Sample.MedianOf([.. evidence.Series("real/rms").SelectMany(seed => seed)]):0.00})");
        return FormattableString.Invariant($"it is made to believe {believed.Length} images with 99 %, and in {believed.Count(one => one.Answer == one.Wanted)} of them the committee's net sees the same class{fooling}; it errs on {100 * evidence.PerSeed("aware/error").Average():0} % of real images (the net on {100 * evidence.PerSeed("test error").Average():0} %) and believes {100 * evidence.PerSeed("aware/real certain").Average():0} % of them with 99 % (the net {100 * evidence.PerSeed("real/certain").Average():0} %)");
    }

    // Believed and rejected: 1 for each image that fools, else 0.
    private static double[][] Shares(Evidence evidence, string method, string against) =>
        [.. evidence.Series($"odds/{against}{method}").Zip(evidence.Series($"rejected/{against}{method}"),
            (odds, rejected) => odds.Zip(rejected, (o, r) => o >= Believed ? r : 0).ToArray())];

    private static Measured FooledShare(Evidence evidence, string method, string against)
    {
        double[][] images = Shares(evidence, method, against);
        return new Measured([.. images.Select(seed => seed.Average())], Bootstrap.Hierarchical(images, BootstrapKey));
    }

    private static double[] Ratios(Evidence evidence, string method)
    {
        double[][] rms = evidence.Series($"rms/{method}"), odds = evidence.Series($"odds/{method}");
        double[] real = [.. evidence.Series("real/rms").Select(values => Sample.MedianOf(values))];
        return [.. rms.Select((seed, k) => Sample.MedianOf([.. seed.Select((distance, i) => odds[k][i] >= Believed ? distance / real[k] : 1)]))];
    }

    // The same of all images, believed or not.
    private static double[] TimesAsFar(Evidence evidence, string method) =>
        [.. evidence.Series($"rms/{method}").Zip(evidence.Series("real/rms"), (images, real) => Sample.MedianOf(images) / Sample.MedianOf(real))];
}

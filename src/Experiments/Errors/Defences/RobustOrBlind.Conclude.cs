using DeepPuzzles.Experiments.Laboratory;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Verdicts from what all seeds measured.
public sealed partial class RobustOrBlind
{
    protected override Findings Conclude(Evidence evidence, Settings s)
    {
        SanityCheck[] sanity =
        [
            new("after one epoch training with ε = 0 gives the weights that training on the images as they are gives, bit for bit", evidence.PerSeed("weights changed by ε = 0").All(count => count == 0)),
            .. evidence.Flags($"flags of {Undefended}"),
            .. evidence.Flags($"flags of {Adversarial}"),
        ];
        double[] alarm = [.. evidence.PerSeed("queries break/alarm").Zip(evidence.PerSeed("gradients break/alarm"), (queries, gradients) => queries - gradients)];
        double[][] looks = [.. s_masks.Select(mask => Gain(evidence, DefenceTrial.Plain, mask))], lost = [.. s_masks.Select(mask => Lost(evidence, mask, ifNone: double.PositiveInfinity))];
        Claim[] claims =
        [
            Claims[0].Judge(Gain(evidence, DefenceTrial.Worst, Adversarial), [Gain(evidence, DefenceTrial.Worst, Noise)], sanity),
            Claims[1].Judge(Smallest(looks), [Gain(evidence, DefenceTrial.Plain, Noise)], sanity),
            Claims[2].Judge([.. Smallest(lost).Select(share => double.IsFinite(share) ? share : 0)], [Lost(evidence, Adversarial, ifNone: 0), alarm], sanity),
            Claims[3].Judge(Price(evidence, Adversarial), [Price(evidence, Noise)], sanity),
        ];
        double fall = 100 * evidence.Mean("fall on validation images")[0];
        claims[0] = claims[0] with { Note = Invariant($"{claims[0].Note}; ε = {s.Epsilon}, which costs {fall:0.0} points of accuracy on validation images; trained on single steps (FGSM-trained) the gain is {Gain(evidence, DefenceTrial.Worst, Fast).Average():0.00}") };
        claims[1] = claims[1] with { Note = $"{claims[1].Note}; {Each(looks)}" };
        claims[2] = claims[2] with { Note = $"{claims[2].Note}; {Each(lost)}; {Seen(evidence)}the check marks as masked: {Marked(evidence)}" };
        claims[3] = claims[3] with { Note = $"{claims[3].Note}; ε was chosen so that the price on validation images is at most 5 points, so the upper end of the bar can hardly be missed" };
        return new Findings(claims, Figures(evidence, s));
    }

    // Accuracy under attack minus that of the undefended net.
    private static double[] Gain(Evidence evidence, string attack, string arm) =>
        [.. evidence.PerSeed($"{attack}/{arm}").Zip(evidence.PerSeed($"{attack}/{Undefended}"), (defended, undefended) => defended - undefended)];

    // What looked no better than the undefended net has nothing to lose.
    private static double[] Lost(Evidence evidence, string arm, double ifNone) =>
        [.. Gain(evidence, DefenceTrial.Plain, arm).Zip(Gain(evidence, DefenceTrial.Worst, arm), (looked, kept) => looked < LeastThatCounts ? ifNone : 1 - kept / looked)];

    // What an attacker who knows the mask takes away beside: no part of the claim, whose ensemble knows of none.
    private static string Seen(Evidence evidence)
    {
        string[] seen = [.. s_masks.Where(mask => evidence.Names.Contains($"{DefenceTrial.Through}/{mask}"))];
        return seen.Length == 0 ? "" : $"with one more attack, through the mask, which is not counted: {string.Join(", ", seen.Select(mask =>
            Invariant($"{mask} {1 - Kept(mask) / Gain(evidence, DefenceTrial.Plain, mask).Average():0.00}")))}; ";

        double Kept(string mask) => evidence.PerSeed($"{DefenceTrial.Through}/{mask}").Average() - evidence.PerSeed($"{DefenceTrial.Worst}/{Undefended}").Average();
    }

    private static double[] Price(Evidence evidence, string arm) =>
        [.. evidence.PerSeed($"natural/{Undefended}").Zip(evidence.PerSeed($"natural/{arm}"), (undefended, defended) => undefended - defended)];

    private static double[] Smallest(double[][] arms) => [.. Enumerable.Range(0, arms[0].Length).Select(seed => arms.Min(arm => arm[seed]))];

    private static string Each(double[][] arms) => string.Join(", ", s_masks.Zip(arms, (mask, values) => Invariant($"{mask} {values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average():0.00}")));

    private static string Marked(Evidence evidence) => string.Join(", ", s_arms.Select(arm =>
        (Arm: arm, Seeds: evidence.PerSeed($"queries break/{arm}").Zip(evidence.PerSeed($"gradients break/{arm}")).Count(pair => pair.First > pair.Second + LeastAlarm)))
        .Where(one => one.Seeds > 0).Select(one => Invariant($"{one.Arm} in {one.Seeds} of {evidence.Seeds.Count} seeds")).DefaultIfEmpty("none"));
}

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Pictures of what all seeds measured.
public sealed partial class RobustOrBlind
{
    // About the largest change of a pixel in the pictures.
    private const double LargestShown = 0.3;
    private const string AccuracyAxis = "share of images right";

    private static readonly Dictionary<string, string> s_names = new()
    {
        [Undefended] = "undefended",
        [Adversarial] = "PGD-trained",
        [Fast] = "FGSM-trained",
        [Distilled] = "distilled",
        [Saturated] = "saturated",
        [Quantised] = "quantised",
        [Noise] = "noise-trained",
        [DefenceTrial.Plain] = "plain gradient",
        [DefenceTrial.Worst] = "the worst of all",
        ["cross-entropy"] = "random start",
        ["margin"] = "on the margin",
        ["transfer"] = "carried over",
        ["carlini-wagner"] = "Carlini-Wagner",
        ["square"] = "queries only",
    };

    private static List<Figure> Figures(Evidence evidence, Settings s)
    {
        string radius = Invariant($"a radius of ε = {s.Epsilon}");
        return [Pairs(evidence, radius), Curves(evidence, s), Attacks(evidence, s, radius), Alarm(evidence), Perturbations(evidence)];
    }

    private static BarChart Pairs(Evidence evidence, string radius)
    {
        return new("looks-is", "How robust each net looks, and how robust it is",
            Invariant($"{Answer(evidence)} Share of test images that are right as they are, that stay right under a plain gradient attack, and under the worst of six attacks, with {radius}; mean of the seeds with its 95 % interval. PGD-trained is the net that learned from attacked images, FGSM-trained from images attacked by a single step, noise-trained the control. Where the last two bars are alike, the net is as robust as it looks. Where the last one falls back to that of the undefended net, the defence has only blinded the plain attack. Distilled, saturated and quantised are masks, meant to hide the gradient and to change little else."),
            new Axis("defence"), [.. s_arms.Select(arm => s_names[arm])], new Axis(AccuracyAxis) { Min = 0, Max = 1 },
            [Bars("as they are", "natural"), Bars("plain gradient attack: looks", DefenceTrial.Plain), Bars("worst of the ensemble: is", DefenceTrial.Worst)]);

        BarSeries Bars(string label, string what) => new(label, [.. s_arms.Select(arm => evidence.Mean($"{what}/{arm}")[0])])
        {
            Low = [.. s_arms.Select(arm => evidence.Low($"{what}/{arm}")[0])],
            High = [.. s_arms.Select(arm => evidence.High($"{what}/{arm}")[0])],
        };
    }

    // What came out, in the numbers of the run.
    private static string Answer(Evidence evidence) => Invariant(
        $"Without defence {Right(evidence, DefenceTrial.Worst, Undefended):0} % of the images stay right under the worst attack, after training on attacks {Right(evidence, DefenceTrial.Worst, Adversarial):0} %; the masks look like {string.Join(", ", s_masks.Select(mask => Invariant($"{Right(evidence, DefenceTrial.Plain, mask):0}")))} % and are {string.Join(", ", s_masks.Select(mask => Invariant($"{Right(evidence, DefenceTrial.Worst, mask):0}")))} % (distilled, saturated, quantised).");

    private static double Right(Evidence evidence, string attack, string arm) => 100 * evidence.Mean($"{attack}/{arm}")[0];

    private static Panels Curves(Evidence evidence, Settings s)
    {
        double[] x = [0, .. s.Radii.Select(multiple => multiple * s.Epsilon)];
        string[] attacks = [.. DefenceTrial.Attacks, DefenceTrial.Worst];
        return new("curves", "Each attack on each net, from no radius to a large one",
            Invariant($"Share of images right under each attack against its radius (ε = {s.Epsilon}), on {s.CurveImages} images of each seed; mean of the seeds. Behind a mask some attacks stay as high as if nothing were attacked while others fall: that they disagree is the sign of a mask. Where lines lie on each other the attacks agree: no mask is seen. The dashed line marks the ε that the nets were trained with."),
            [.. s_arms.Select(arm => new LineChart($"curves-{arm}", s_names[arm], "", new Axis("radius, in pixels of [0, 1]") { Min = 0 }, new Axis(AccuracyAxis) { Min = 0, Max = 1 },
                [.. attacks.Select(attack => new Series(s_names[attack], x, evidence.Mean($"curve/{attack}/{arm}")))])
            {
                Lines = [ReferenceLine.Vertical("ε", s.Epsilon)],
            })], 2);
    }

    private static HeatMap Attacks(Evidence evidence, Settings s, string radius)
    {
        string[] attacks = [.. DefenceTrial.Attacks, DefenceTrial.Worst];
        int at = 1 + Array.IndexOf(s.Radii, 1);
        double[] values = [.. s_arms.SelectMany(arm => attacks.Select(attack => 100 * evidence.Mean($"curve/{attack}/{arm}")[at]))];
        return new("attacks", "Which attack sees through which defence",
            $"Percent of images right under each attack with {radius}, on {s.CurveImages} images of each seed, mean of the seeds. Only the last column counts: for each image the worst of all attacks. The mean of a row would call a masked net robust.",
            [.. s_arms.Select(arm => s_names[arm])], [.. attacks.Select(attack => s_names[attack])], values)
        {
            Min = 0,
            Max = 100,
            ValueTitle = "images right (%)",
            RowTitle = "net",
            ColumnTitle = "attack",
            CellText = [.. values.Select(value => Invariant($"{value:0}"))],
        };
    }

    private static BarChart Alarm(Evidence evidence) => new("alarm", "An attacker without gradients must not be stronger than one with them",
        "Share of images, right as they are, that break: by the gradient of the cross-entropy, and by queries alone, which know less. Where queries break more by five points, the gradient was hidden, and accuracy under it says nothing. A mask that hides a part of the gradients only, as distillation may at this temperature, can stay below that and go unseen. Mean of the seeds with its 95 % interval.",
        new Axis("defence"), [.. s_arms.Select(arm => s_names[arm])], new Axis("share of images broken") { Min = 0, Max = 1 },
        [.. new[] { ("by the plain gradient", "gradients break"), ("by queries alone", "queries break") }.Select(one => new BarSeries(one.Item1, [.. s_arms.Select(arm => evidence.Mean($"{one.Item2}/{arm}")[0])])
        {
            Low = [.. s_arms.Select(arm => evidence.Low($"{one.Item2}/{arm}")[0])],
            High = [.. s_arms.Select(arm => evidence.High($"{one.Item2}/{arm}")[0])],
        })]);

    private static ImageGrid Perturbations(Evidence evidence)
    {
        var tiles = new List<ImageTile>();
        int[] seeds = [.. Enumerable.Range(0, evidence.Seeds.Count)];
        int longer = seeds.Count(seed => Facts(Adversarial, seed)[4] > Facts(Undefended, seed)[4]);
        double[] means = [.. new[] { Undefended, Adversarial }.Select(arm => seeds.Average(seed => Facts(arm, seed)[4]))];
        foreach (int seed in seeds.DistinctBy(seed => Facts(Undefended, seed)[2]).OrderBy(seed => Facts(Undefended, seed)[2]))
        {
            double[] original = evidence.Series("picture/original")[seed], facts = Facts(Undefended, seed);
            tiles.Add(new(original, (int)facts[0], (int)facts[1], evidence.ClassName(facts[2])));
            foreach (string arm in new[] { Undefended, Adversarial })
            {
                double[] attacked = evidence.Series($"picture/{arm}")[seed], of = Facts(arm, seed);
                tiles.Add(new([.. attacked.Zip(original, (to, from) => to - from)], (int)of[0], (int)of[1], Invariant($"length {of[4]:0.00}")) { Map = ColourMap.Diverging, Min = -LargestShown, Max = LargestShown });
                tiles.Add(new(attacked, (int)of[0], (int)of[1], evidence.ClassName(of[3])));
            }
        }
        return new("perturbations", "What it takes to fool each net",
            Invariant($"Of each seed an image that both nets get right, and the shortest perturbation that Carlini and Wagner's attack found for each net, with its length in pixels of [0, 1] (‖r‖₂). The PGD-trained net needs a longer one in {longer} of {seeds.Length}, on average {means[1] / means[0]:0.0} times as long."),
            tiles, 5)
        {
            ColumnHeads = ["image", "undefended: added", "taken for", "PGD-trained: added", "taken for"],
            ValueTitle = "change of a pixel; pixels lie in [0, 1]",
        };

        double[] Facts(string arm, int seed) => evidence.Series($"picture facts/{arm}")[seed];
    }
}

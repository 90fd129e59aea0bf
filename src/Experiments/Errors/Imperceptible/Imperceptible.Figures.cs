using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Pictures of what all seeds measured.
public sealed partial class Imperceptible
{
    // About the largest change of a pixel in the median image.
    private const double LargestShown = 0.25;
    private const string RmsAxis = "RMS of the pixels' changes";

    private static List<Figure> Figures(Evidence evidence, Settings s) =>
        [Triptychs(evidence, s), Matrix(evidence, s), Curves(evidence, s), ControlBars(evidence), Distortions(evidence, s)];

    private static ImageGrid Triptychs(Evidence evidence, Settings s)
    {
        var rows = Enumerable.Range(0, PicturesPerSeed)
            .SelectMany(k => evidence.Series($"picture {k}/facts").Zip(evidence.Series($"picture {k}/original"), evidence.Series($"picture {k}/attacked")))
            .DistinctBy(row => row.First[2]).OrderBy(row => row.First[2]);
        var tiles = new List<ImageTile>();
        foreach ((double[] facts, double[] original, double[] attacked) in rows)
        {
            (int width, int height) = ((int)facts[0], original.Length / (int)facts[0]);
            double[] change = [.. attacked.Zip(original, (to, from) => to - from)];
            tiles.Add(new(original, width, height, Invariant($"{evidence.ClassName(facts[2])}, {facts[4]:0.00}")));
            tiles.Add(new(change, width, height, Invariant($"RMS {facts[6]:0.000}")) { Map = ColourMap.Diverging, Min = -LargestShown, Max = LargestShown });
            tiles.Add(new(attacked, width, height, Invariant($"{evidence.ClassName(facts[3])}, {facts[5]:0.00}")));
        }
        return new("triptych", "The image, what was added, and what the net is shown then",
            $"{Answer(evidence, s)} Shown is of each class the image whose perturbation has the median length. Below the images: the class that the net believes, with its confidence; between them the RMS of the change. On a black ground the speckle is plain to see when one looks for it: 'hardly perceptible' is the paper's word, and tested is the size only.",
            tiles, 6)
        {
            ColumnHeads = ["image", "what was added", "attacked", "image", "what was added", "attacked"],
            ValueTitle = "change of a pixel; pixels lie in [0, 1], stronger changes have the end's colour",
        };
    }

    private static HeatMap Matrix(Evidence evidence, Settings s)
    {
        string[] kinds = ["attack", "noise", "attack amplified", "noise amplified"];
        var rows = new List<string>();
        var estimates = new List<Estimate>();
        foreach (string kind in kinds)
        {
            string size = kind.EndsWith("amplified", StringComparison.Ordinal) ? Invariant($" at {s.AmplifiedRms}") : "";
            bool noise = kind.StartsWith("noise", StringComparison.Ordinal);
            foreach (string[] sources in noise ? [s_nets] : s_nets.Select(net => (string[])[net]))
            {
                rows.Add(noise ? $"noise{size}" : $"{Widths(sources[0], s)}{size}");
                estimates.AddRange(s_nets.Select(target => Bootstrap.Hierarchical(PerImage(evidence, [.. sources.Select(source => $"error/{kind}/{source}/{target}")]), BootstrapKey)));
            }
        }
        return new("transfer", "Perturbations made for one net, shown to all",
            $"Percent of images that the net of the column gets wrong when they are perturbed for the net of the row, of images that every net gets right without; 95 % intervals by bootstrap over seeds, then images. {Nets(s)} Noise has the same length as the perturbations, averaged over the rows above it.",
            rows, [.. s_nets.Select(net => Name(net, s))], [.. estimates.Select(estimate => 100 * estimate.Value)])
        {
            Min = 0,
            Max = 100,
            ValueTitle = "images misclassified (%)",
            RowTitle = Invariant($"made for; at their own length, and scaled to RMS {s.AmplifiedRms}"),
            ColumnTitle = "shown to",
            CellText = [.. estimates.Select(Percent)],
        };
    }

    private static LineChart Curves(Evidence evidence, Settings s)
    {
        (string, string)[] all = [.. s_nets.SelectMany(source => s_nets.Select(target => (source, target)))];
        return new("amplification", "Perturbations and noise, scaled",
            "Share of images misclassified when perturbations are scaled to one size (RMS: the root of the mean square of the pixels' changes; 0.1 is a tenth of the way from black to white) inside the box of possible images, averaged over pairs of nets; bands are 95 % t intervals over seeds.",
            new Axis(RmsAxis), new Axis("share misclassified") { Min = 0, Max = 1 },
            [
                Curve("the net attacked", "attack", [.. s_nets.Select(net => (net, net))]),
                Curve("other net, same images", "attack", [(First, Second), (Second, First)]),
                Curve("net of disjoint images", "attack", s_disjoint),
                Curve("Gaussian noise, every net", "noise", all),
            ])
        {
            Lines = [ReferenceLine.Vertical("amplified RMS of the claim", s.AmplifiedRms)],
        };

        Series Curve(string label, string kind, (string Source, string Target)[] pairs)
        {
            double[][][] rates = [.. pairs.Select(pair => evidence.Series($"curve/{kind}/{pair.Source}/{pair.Target}"))];
            return Estimates.Points(label, [.. s.Levels], s.Levels.Select((_, level) => evidence.Seeds.Select((_, seed) => rates.Average(one => one[seed][level])).ToArray()));
        }
    }

    private static BarChart ControlBars(Evidence evidence)
    {
        (string Kind, string Label)[] kinds = [("attack", "its own"), ("another", "another image's"), ("shuffled", "shuffled"), ("untrained", "untrained net's"), ("noise", "Gaussian")];
        return new("controls", "Perturbations of one length",
            "Share of images misclassified under perturbations of the same length; 95 % intervals by bootstrap over seeds, then images. An untrained net's perturbations are scored where the attack found one.",
            new Axis("perturbation"), [.. kinds.Select(kind => kind.Label)], new Axis("share misclassified") { Min = 0, Max = 1 },
            [Bars("the net attacked", Own), Bars("net of disjoint images", Keys)]);

        BarSeries Bars(string label, Func<string, string[]> keys) => Estimates.Bars(label, kinds.Select(kind => Bootstrap.Hierarchical(PerImage(evidence, keys(kind.Kind)), BootstrapKey)));
    }

    private static Panels Distortions(Evidence evidence, Settings s)
    {
        return new("distortion", "How much it takes",
            $"Left: the size of the perturbations found. Right: their length as a share of the distance to the nearest test image of the class aimed at. A failed attack counts as an RMS of {AttackStudy.RmsOfFailure}.",
            [Part("rms", "Size", RmsAxis, LargestMedianRms), Part("ratio", "Against natural confusion", "share of the distance to the wrong class", LargestRatio)], 2);

        Histogram Part(string what, string title, string axis, double bar) => new($"distortion-{what}", title, "", new Axis(axis) { Min = 0 },
            [.. s_nets.Select(net => new HistogramSeries(Name(net, s), [.. Lengths(evidence, what, net).SelectMany(seed => seed)]))])
        {
            Lines = [ReferenceLine.Vertical("bar for the median", bar)],
        };
    }

    private static string Nets(Settings s) => $"{Widths(First, s)} is a fully connected net with hidden layers of {string.Join(" and ", s.Hidden)} units. The nets of P1 learned from one half of the training images; the one of P2, with a prime ('), from the other half, so that it never saw an image that the others learned from.";

    // What came out, in the numbers of the run.
    private static string Answer(Evidence evidence, Settings s)
    {
        double rms = Medians(evidence, "rms").Average();
        return Invariant($"In the median an image changes by an RMS of {rms:0.00} (as if every pixel changed by {100 * rms:0} % of the way from black to white) until its net takes it for a wrong class that was drawn beforehand, in {Share(Own("attack")):0} % of the cases; noise of that length misleads in {Share(Own("noise")):0} %. A net that learned from other images is misled by the same perturbations in {Share(Keys("attack")):0} % of the cases, by noise in {Share(Keys("noise")):0} %, and by perturbations amplified to an RMS of {s.AmplifiedRms} in {Share(Keys("attack amplified")):0} %, by noise in {Share(Keys("noise amplified")):0} %.");

        double Share(string[] names) => 100 * PerImage(evidence, names).Average(images => images.Average());
    }

    private static string Name(string net, Settings s) => $"{Widths(net, s)}, {(net == Other ? "P2" : "P1")}";

    // The paper's names: fully connected, widths of the hidden layers, a prime for the net of the other half.
    private static string Widths(string net, Settings s) => $"FC{string.Join('-', net == Second ? s.OtherHidden : s.Hidden)}{(net == Other ? "'" : "")}";
}

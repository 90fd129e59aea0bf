using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// Pictures about other models, surer perturbations and better nets.
public sealed partial class Imperceptible
{
    private const string DistanceAxis = "mean distance to the nearest error, ‖r‖₂";

    private static List<Figure> FurtherFigures(Evidence evidence, Settings s) =>
        [WalkChart(evidence), ModelMatrix(evidence, s), Leads(evidence, s), Places(evidence, s), Flips(evidence, s)];

    private static LineChart WalkChart(Evidence evidence)
    {
        return new("walk", "Along the perturbation and along noise",
            "Mean logits (the net's outputs, of which the largest gives the answer) of the net attacked on the straight way from the image (0) through the perturbed image (1) and as far again: of the right class and of the class aimed at, along the perturbation and along noise of the same lengths. Bands are 95 % t intervals over seeds.",
            new Axis("way gone, in lengths of the perturbation"), new Axis("logit"),
            [Way("right class", "attack/own"), Way("class aimed at", "attack/aimed"), Way("right class, noise", "noise/own"), Way("class aimed at, noise", "noise/aimed")])
        {
            Lines = [ReferenceLine.Vertical("the perturbation found", 1)],
        };

        Series Way(string label, string name) =>
            new(label, s_walk, evidence.Mean($"walk/{name}")) { Low = evidence.Low($"walk/{name}"), High = evidence.High($"walk/{name}") };
    }

    private static HeatMap ModelMatrix(Evidence evidence, Settings s)
    {
        string[] models = ModelNames(s);
        List<(string Row, Func<string, string[]> Keys)> rows = [.. models.Select(source => (Label(source, s), (Func<string, string[]>)(target => [$"error/model attack/{source}/{target}"])))];
        rows.AddRange(s_noiseRms.Select(rms => (Invariant($"noise at {rms}"), (Func<string, string[]>)(target => [.. models.Select(source => $"error/model noise {rms}/{source}/{target}")]))));
        Estimate[] cells = [.. rows.SelectMany(row => models.Select(target => Bootstrap.Hierarchical(PerImage(evidence, row.Keys(target)), BootstrapKey)))];
        return new("models", "Perturbations made for one kind of model, shown to others",
            $"Percent of images that the model of the column gets wrong when they are perturbed for the model of the row: colours are means, numbers 95 % intervals by bootstrap over seeds, then images. All learned from the same images as the first net: softmax classifiers, which have no hidden units (λ: weight decay, a price on large weights), one on the code of a sparse auto-encoder (AE), a convolutional net, one with hidden layers (FC). Last rows: Gaussian noise of these RMS. Rows differ in length; mean RMS: {string.Join(", ", models.Select(model => Invariant($"{Label(model, s)}: {evidence.Series($"model rms/{model}").Average(seed => seed.Average()):0.000}")))}.",
            [.. rows.Select(row => row.Row)],
            [.. models.Select(model => Label(model, s))], [.. cells.Select(cell => 100 * cell.Value)])
        {
            Min = 0,
            Max = 100,
            ValueTitle = "images misclassified (%)",
            RowTitle = "made for",
            ColumnTitle = "shown to",
            CellText = [.. cells.Select(cell => cell.Ci.Low == cell.Ci.High ? Invariant($"{100 * cell.Value:0}") : Invariant($"{100 * cell.Ci.Low:0}–{100 * cell.Ci.High:0}"))],
        };
    }

    private static LineChart Leads(Evidence evidence, Settings s)
    {
        (string, string)[] own = [.. s_nets.Select(net => (net, net))], all = [.. s_nets.SelectMany(source => s_nets.Select(target => (source, target)))];
        double[] rms = [.. s.Confidences.Select(lead => s_nets.Average(net => evidence.Series($"{Ahead("rms", lead)}/{net}").Average(seed => seed.DefaultIfEmpty(0).Average())))];
        return new("lead", "Surer of the wrong class, or only longer?",
            Invariant($"An attack that goes on until the class aimed at leads by so many logits (the net's outputs, of which the largest gives the answer) makes longer perturbations: the mean RMS goes from {rms[0]:0.000} to {rms[^1]:0.000}. The line 'no surer, as long' shows the perturbations of the smallest lead, scaled to the same lengths, to nets of disjoint images: where it lies as high as the line of that net, length alone explains the rise. Share of images misclassified, averaged over pairs of nets; bands are 95 % t intervals over seeds."),
            new Axis("lead of the wrong class in the net attacked (logits)"), new Axis("share misclassified") { Min = 0, Max = 1 },
            [
                Curve("the net attacked", "attack", own), Curve("other net, same images", "attack", [(First, Second), (Second, First)]),
                Curve("net of disjoint images", "attack", s_disjoint), Curve("no surer, as long", "scaled", s_disjoint), Curve("Gaussian noise, every net", "noise", all),
            ]);

        Series Curve(string label, string kind, (string Source, string Target)[] pairs)
        {
            return Estimates.Points(label, [.. s.Confidences], s.Confidences.Select(lead =>
                PerImage(evidence, [.. pairs.Select(pair => $"error/{Ahead(kind, lead)}/{pair.Source}/{pair.Target}")]).Select(images => images.Average()).ToArray()));
        }
    }

    private static Panels Places(Evidence evidence, Settings s)
    {
        string[] stages = [.. Stages(s).Select(StageName)], fewer = [.. s.Fewer.Select(OnImages).Where(name => evidence.Names.Contains($"distance/{name}"))];
        string[] others = [.. ModelNames(s).Where(model => model != First)];
        return new("accuracy-distance", "How often a model errs, and how near its errors are",
            Invariant($"{Course(evidence, s)}Each mark is a model of one seed (λ: softmax classifiers by weight decay): how often it errs on the test images and how far the nearest error that was found is from random ones of them. {Label(First, s)} is shown after {string.Join(", ", Stages(s))} epochs, from right to left. Left: over all these images, 0 where the answer is wrong as it is. Right: over those only that {Label(First, s)} classifies correctly at each of these moments. {Label(First, s)} on fewer images took as many steps: if rare errors were far errors, its marks would lie the lower the more they lie to the right. On spheres (errors/spheres) marks farther to the left lie higher."),
            [Part("all", "All images", _ => true), Part("right", "Images that it always got right", lengths => lengths.All(length => length > 0))], 2);

        Figure Part(string name, string title, Func<double[], bool> counts)
        {
            bool[][] chosen = [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed =>
                Enumerable.Range(0, s.PlacedImages).Select(image => counts([.. stages.Select(stage => evidence.Series($"distance/{stage}")[seed].ElementAtOrDefault(image))])).ToArray())];
            List<Series> series = [Marks(Label(First, s), stages)];
            if (fewer.Length > 0) series.Add(Marks($"{Label(First, s)}, fewer images", fewer));
            series.AddRange(others.Select(model => Marks(Label(model, s), [model])));
            return new ScatterChart($"accuracy-distance-{name}", title, "", new Axis("test error"), new Axis(DistanceAxis) { Min = 0 }, series);

            Series Marks(string label, string[] nets) => new(label,
                [.. nets.SelectMany(net => evidence.PerSeed($"test error/{net}"))],
                [.. nets.SelectMany(net => evidence.Series($"distance/{net}").Select((lengths, seed) => lengths.Where((_, image) => chosen[seed][image]).DefaultIfEmpty(double.NaN).Average()))]);
        }
    }

    // What is seen, before how it is drawn.
    private static string Course(Evidence evidence, Settings s)
    {
        string[] ends = [StageName(Stages(s)[0]), StageName(Stages(s)[^1])];
        double[] errors = [.. ends.Select(end => 100 * evidence.Mean($"test error/{end}")[0])];
        double[][] moments = [.. Enumerable.Range(0, evidence.Seeds.Count).Select(seed => OverRight([.. Stages(s).Select(stage => evidence.Series($"distance/{StageName(stage)}")[seed])]))];
        return Invariant($"As {Label(First, s)} learns it errs on {errors[0]:0} and at last on {errors[1]:0} % of the test images, and its nearest errors are at a distance of {moments.Average(one => one[0]):0.00} and at last {moments.Average(one => one[^1]):0.00} (right){Alike(evidence, s)}. ");
    }

    private static HeatMap Flips(Evidence evidence, Settings s)
    {
        string last = StageName(Stages(s)[^1]);
        (double Was, double Became)[] all = [.. evidence.Series("placed/labels").Zip(evidence.Series($"became/{last}"), (was, became) => was.Zip(became)).SelectMany(seed => seed)];
        double[] classes = [.. all.SelectMany(one => new[] { one.Was, one.Became }).Distinct().Order()];
        return new("flips", "Which class turns into which",
            "What the first net says of random test images when it is attacked to say anything but the right class, in percent of the images of each class, all seeds.",
            [.. classes.Select(was => evidence.ClassName(was))], [.. classes.Select(became => evidence.ClassName(became))],
            [.. classes.SelectMany(was => classes.Select(became => 100.0 * all.Count(one => one == (was, became)) / all.Count(one => one.Was == was)))])
        {
            Min = 0,
            Max = 100,
            ValueTitle = "images of the class (%)",
            RowTitle = "right class",
            ColumnTitle = "class under attack",
        };
    }

    private static string Label(string model, Settings s) => model switch
    {
        First => Widths(First, s),
        Wider => Invariant($"FC{s.Wide}-{s.Wide}"),
        AutoEncoder => Invariant($"AE{s.Code}"),
        Convolutional => Invariant($"conv {s.Channels}-{2 * s.Channels}"),
        _ => model.Replace("softmax", "λ", StringComparison.Ordinal),
    };

    private static string Percent(Estimate share) => share.Ci.Low == share.Ci.High
        ? Invariant($"{100 * share.Value:0}")
        : Invariant($"{100 * share.Value:0} [{100 * share.Ci.Low:0}, {100 * share.Ci.High:0}]");
}

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Memory;

/// <summary>What the pictures of <see cref="RandomLabels"/> need from each seed, and the pictures.</summary>
internal static class RandomLabelsFigures
{
    private const int SampleCount = 2;
    private const double Percent = 100;
    private const string Curve = "training accuracy, ", Sample = "sample, ", SampleWidth = "width of a sample, ";
    private const string Errors = "test error by p", Times = "epochs by p", Chance = "chance";

    /// <summary>The curves, what stands over p, and the first images of some trials.</summary>
    public static void Note(Measurements found, IEnumerable<(Trial Trial, Fit Fit)> curves, IEnumerable<Fit> dosed, IEnumerable<Trial> shown, Memorising nets, double chance)
    {
        foreach ((Trial trial, Fit fit) in curves) found.Add(Curve + trial.Name, fit.Curve);
        foreach (Trial trial in shown)
        {
            (double[] pixels, int width) = nets.Samples(trial, SampleCount);
            found.Add(Sample + trial.Name, pixels);
            found.Add(SampleWidth + trial.Name, width);
        }
        found.Add(Errors, dosed.Select(fit => 1 - fit.Test));
        found.Add(Times, dosed.Select(fit => fit.Epochs));
        found.Add(Chance, chance);
    }

    /// <summary>All pictures.</summary>
    /// <param name="evidence">What <see cref="Note"/> noted.</param>
    /// <param name="trials">What was tried.</param>
    public static IReadOnlyList<Figure> Draw(Evidence evidence, Trials trials)
    {
        double[] p = [.. trials.Doses.Select(trial => trial.Corrupted)];
        Trial[] pixels = [trials.Shuffled, .. trials.Noises];
        Trial[] curves = [trials.Truth, trials.Random, .. pixels, trials.Redrawn(0), trials.TooSmall[0]];      // as many as there are looks
        double Length(Trial trial) => evidence.Series(Curve + trial.Name).Average(curve => curve.Length);
        double chance = evidence.PerSeed(Chance)[0];
        var probability = new Axis("probability of a corrupted label, p") { Min = 0, Max = 1 };
        return
        [
            new LineChart("curves", "Training accuracy", "Mean over seeds of the accuracy on all training images after each epoch; a net that has learned all stays at 100 %. The controls should not learn random labels by heart: labels drawn anew in each epoch, and nets with fewer weights than there are labels.",
                new Axis("epoch") { Log = true, Max = curves.Max(Length) }, new Axis("training accuracy") { Unit = "%", Min = 0, Max = Percent }, [.. curves.Select(trial => MeanCurve(evidence, trial.Name))])
            {
                Lines = [ReferenceLine.Horizontal("chance", Percent * chance), ReferenceLine.Horizontal("softmax regression, at the end", MeanCurve(evidence, trials.TooSmall[1].Name).Y[^1])],
            },
            new LineChart("test-error", "Test error", "Test images have their true labels. Beside the nets' error: the share of their training labels that are wrong.",
                probability, new Axis("test error") { Unit = "%", Min = 0, Max = Percent },
                [Over(p, evidence, Errors, "test error", Percent), new Series("share of wrong training labels", p, [.. p.Select(each => Percent * (1 - chance) * each)])])
            {
                Lines = [ReferenceLine.Horizontal("chance", Percent * (1 - chance))],
            },
            new LineChart("time-to-fit", "Time to fit", "Epochs to 100 % training accuracy. The dashed lines are images with other pixels and true labels.",
                probability, new Axis("epochs") { Min = 0 }, [Over(p, evidence, Times, "images as they are", 1)])
            {
                Lines = [.. pixels.Select(trial => ReferenceLine.Horizontal(trial.Name, Length(trial)))],
            },
            new ImageGrid("samples", "What there was to learn", "The same images of the first seed under each treatment of the pixels, before whitening.",
                [.. Enumerable.Range(0, SampleCount).SelectMany(_ => pixels.Prepend(trials.Truth), (image, trial) => Tile(evidence, trial.Name, image))], 1 + pixels.Length)
            {
                ColumnHeads = ["as they are", .. pixels.Select(trial => trial.Name)],
            },
        ];
    }

    private static Series Over(double[] p, Evidence evidence, string name, string label, double unit)
    {
        return new(label, p, Scaled(evidence.Mean(name))) { Low = Scaled(evidence.Low(name)), High = Scaled(evidence.High(name)) };

        double[] Scaled(double[] values) => Array.ConvertAll(values, value => unit * value);
    }

    private static Series MeanCurve(Evidence evidence, string name)
    {
        double[][] seeds = evidence.Series(Curve + name);
        int[] epochs = [.. Enumerable.Range(0, seeds.Max(curve => curve.Length))];
        return new Series(name, [.. epochs.Select(epoch => epoch + 1.0)], [.. epochs.Select(epoch => Percent * seeds.Average(curve => curve[Math.Min(epoch, curve.Length - 1)]))]);
    }

    private static ImageTile Tile(Evidence evidence, string name, int image)
    {
        double[] pixels = evidence.Series(Sample + name)[0].Chunk(evidence.Series(Sample + name)[0].Length / SampleCount).ElementAt(image);
        int width = (int)evidence.PerSeed(SampleWidth + name)[0];
        return new ImageTile(pixels, width, pixels.Length / width);
    }
}

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// What one seed measures.
public sealed partial class Fooling
{
    private const string Pixels = "pixels", Patterns = "patterns", Ascent = "ascent";

    // Shares of a seed's work that are done, for the progress display.
    private const double LearningShare = 0.2, SearchShare = 0.7;

    // Smaller images than two layers can shrink get a margin.
    private const int LeastSide = 13;

    private static readonly string[] s_methods = [Pixels, Patterns, Ascent];

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        using var scope = MemoryScope.Open();
        Tensor images = lab.Images(lab.Data.Train), labels = lab.Labels(lab.Data.Train);
        PixelNet[] nets = [.. Enumerable.Range(0, 1 + s.OtherNets).Select(i => Net(lab, s, $"net {i}", images, labels, lab.Data.Classes))];
        PixelNet net = nets[0];
        var committee = new Committee(lab, images, labels, s);
        var kernel = new KernelClassifier(lab, s.KnownPerClass);
        var search = new FoolingSearch(lab, s);
        var chosen = new Baselines(lab, s, search, net);
        found.Add("classes", lab.Data.Classes);
        chosen.Note(found, committee, kernel);
        lab.Report(LearningShare);

        Func<Arm, string, Func<Tensor, Tensor>, Fooled>[] searches = [(arm, against, logits) => search.OnPixels(arm, against, logits), search.OnPatterns, search.Ascent];
        foreach ((string method, Func<Arm, string, Func<Tensor, Tensor>, Fooled> look) in s_methods.Zip(searches))
        {
            Fooled fooled = look(Arm.Treatment, "the net", net.Forward), control = look(Arm.Control, "the net", net.Forward);
            Fooled aware = look(Arm.Treatment, "the kernel classifier", kernel.Logits);
            Note(method, fooled, net.Forward);
            Note($"random {method}", control, net.Forward);
            Note($"aware {method}", aware, kernel.Logits);
            found.Add($"believed by other nets/{method}", nets[1..].Select(other => BelievedBy(other.Forward, fooled)).DefaultIfEmpty(double.NaN).Average());
            found.Add($"believed by the committee's net/{method}", BelievedBy(committee.Logits, fooled));
            found.Add($"believed by the kernel classifier/{method}", BelievedBy(kernel.Logits, fooled));
            chosen.Picture(found, method, fooled, search.LogOdds(net.Forward, fooled));
            chosen.Line(found, method, fooled);
            chosen.Picture(found, $"aware {method}", aware, search.LogOdds(kernel.Logits, aware));
            if (method == Pixels) Retraining(lab, s, search, chosen, fooled, net, images, labels, found);
            lab.Report(LearningShare + SearchShare * (1 + Array.IndexOf(s_methods, method)) / s_methods.Length);
        }

        void Note(string of, Fooled one, Func<Tensor, Tensor> logits)
        {
            found.Add($"odds/{of}", search.LogOdds(logits, one));
            found.Add($"checkpoints/{of}", one.Checkpoints);
            found.Add($"curve/{of}", one.Medians);
            found.Add($"rms/{of}", committee.Rms(search.Images(one.Images)));
            found.Add($"outside [0, 1]/{of}", one.Images.Sum(image => image.Count(pixel => !(pixel is >= 0 and <= 1))));
            found.Add($"wanted/{of}", one.Classes.Select(wanted => (double)wanted));
            found.Add($"answered by the committee's net/{of}", committee.Answers(search.Images(one.Images)).Select(answer => (double)answer));
            found.Add($"class of the nearest/{of}", committee.NearestClasses(search.Images(one.Images)).Select(label => (double)label));
            found.Add($"recognised/{of}", committee.Recognises(search.Images(one.Images), one.Classes));
            found.Add($"rejected/{of}", committee.Rejects(search.Images(one.Images)).Select(rejected => rejected ? 1.0 : 0));
        }

        double BelievedBy(Func<Tensor, Tensor> logits, Fooled fooled) => search.LogOdds(logits, fooled).Average(odds => odds >= Believed ? 1.0 : 0);
    }

    private static PixelNet Net(Lab lab, Settings s, string name, Tensor images, Tensor labels, int outputs)
    {
        int margin = Math.Min(lab.Data.Width, lab.Data.Height) < LeastSide ? StridedNet.Margin : 0;
        var net = new PixelNet(new StridedNet(lab.Data, outputs, lab.Random($"weights of {name}"), margin), images, name);
        net.Learn(images, labels, s.Epochs, s.LearningRate, s.BatchSize, lab.Random($"order of {name}"));
        return net;
    }

    private static double Error(PixelNet net, Tensor images, Tensor labels) => 1 - Evaluation.Accuracy(net.Forward, images, labels);

    // The images found become one more class, "none of these"; a net from fresh weights learns it with the others, and the search begins anew.
    private static void Retraining(Lab lab, Settings s, FoolingSearch search, Baselines chosen, Fooled fooled, PixelNet before, Tensor images, Tensor labels, Measurements found)
    {
        int classes = lab.Data.Classes;
        Tensor test = lab.Images(lab.Data.Test), testLabels = lab.Labels(lab.Data.Test);
        // Before and after are compared at the same generation.
        double[] until = [.. fooled.Checkpoints.Where(generation => generation <= s.RoundGenerations)];
        List<double> medians = [fooled.Medians[until.Length - 1]], errors = [Error(before, test, testLabels)], known = [];
        var fooling = new List<float[]>();
        for (int round = 1; round <= s.Rounds; round++)
        {
            int keptBack = Math.Min(s.Population, fooled.Crowd.Length / 2);
            fooling.AddRange(fooled.Crowd[..^keptBack]);
            using var scope = MemoryScope.Open();
            Tensor more = search.Images(fooling), back = search.Images(fooled.Crowd[^keptBack..]);
            PixelNet net = Net(lab, s, $"the net after round {round}", Tensor.Concat([images, more]), Tensor.Concat([labels, Full(fooling.Count)]), classes + 1);
            known.Add(1 - Error(net, back, Full(keptBack)));
            errors.Add(Error(net, test, testLabels));
            fooled = search.OnPixels(Arm.Treatment, $"the net after round {round}", net.Forward, s.RoundGenerations);
            medians.Add(Sample.MedianOf(search.LogOdds(net.Forward, fooled)));
            if (round < s.Rounds) continue;
            Fooled control = search.OnPixels(Arm.Control, $"the net after round {round}", net.Forward, s.RoundGenerations);
            found.Add("retraining/odds of random fitness", search.LogOdds(net.Forward, control));
            found.Add("retraining/highest usual odds of noise", chosen.UsualOfNoise(net.Forward));
        }
        found.Add("retraining/median odds", medians);
        found.Add("retraining/test error", errors);
        found.Add("retraining/fooling images known", known);

        Tensor Full(int count) => Tensor.Full([count], classes, DType.Int32, lab.Device);
    }
}

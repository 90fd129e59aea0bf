using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;

namespace DeepPuzzles.Experiments.Errors;

// What one seed measures.
public sealed partial class Imperceptible
{
    private const string First = "first", Second = "second", Other = "disjoint", Untrained = "untrained";

    // Of a seed's work, by the clock.
    private const double LearningShare = 0.3, AttackShare = 0.25, SweepFrom = LearningShare + AttackShare, PlaceFrom = 0.9;

    // t of the way along x + t·r.
    private static readonly double[] s_walk = [.. Enumerable.Range(0, 17).Select(i => i / 8.0)];

    // The logits of an untrained net hardly depend on the image, so the length of r must weigh less there.
    private const double Weaker = 1e-3;

    // Thousandths of the grey scale are finer than a picture shows.
    private const int PictureDigits = 3;

    // Five seeds in a row, each with other classes, show ten classes.
    private const int PicturesPerSeed = 2;

    private static readonly string[] s_nets = [First, Second, Other];

    // Pairs of a net that was attacked and a net that never saw an image of its training set.
    private static readonly (string Source, string Target)[] s_disjoint = [(First, Other), (Second, Other), (Other, First), (Other, Second)];

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        s = InOrder(s);
        if (Stages(s).Length < 2) throw new UsageException($"errors/imperceptible: of the stages {string.Join(", ", s.Stages)} fewer than two lie within {s.Epochs} epochs; --set stages or epochs");
        if (s.Decays.Count < 2) throw new UsageException("errors/imperceptible: one weight decay has no larger one to be compared with; --set decays to two or more different numbers");
        if (s.Confidences.Count < 2) throw new UsageException("errors/imperceptible: one confidence has no larger one to be compared with; --set confidences to two or more different numbers");
        (ImageSet p1, ImageSet p2) = lab.Data.Train.Halves();
        p1 = p1.Slice(0, Math.Min(s.TrainPerHalf, p1.Count));
        p2 = p2.Slice(0, Math.Min(s.TrainPerHalf, p2.Count));
        PixelNet[] nets = [Net(lab, First, p1, s.Hidden), Net(lab, Second, p1, s.OtherHidden), Net(lab, Other, p2, s.Hidden)];
        PixelNet untrained = Net(lab, Untrained, p1, s.Hidden);
        untrained.Freeze();
        var stages = new List<PixelNet>();
        for (int i = 0; i < nets.Length; i++)
        {
            PixelNet net = nets[i];
            Learned(lab, s, net, i < 2 ? p1 : p2, s.Epochs, after: epoch =>
            {
                if (net.Name == First && s.Stages.Contains(epoch)) stages.Add(net.Stage(StageName(epoch)));
            });
            lab.Report(LearningShare * (i + 1) / nets.Length);
        }
        // What the treatment varies is how long the net has learned: in a placebo run all moments are ends, each of a net of its own.
        PixelNet[] moments = lab.Choose<Func<PixelNet[]>>(
            Arm.Treatment,
            control: () => [.. Stages(s).Select(epoch => Learned(lab, s, Net(lab, StageName(epoch), p1, s.Hidden), p1, s.Epochs))],
            treatment: () => [.. stages])();
        int[] chosen = Chosen(lab, nets, s.Images, "images");
        var study = new AttackStudy(lab, nets, chosen);
        AttackResult[] ofUntrained = Attack(untrained, nets.Length, Weaker);
        int errorsAtZero = 0;
        for (int i = 0; i < nets.Length; i++)
        {
            AttackResult[] results = Attack(nets[i], i, 1);
            Compare(lab, s, study, nets, nets[i], results, study.Perturbation(ofUntrained), found);
            errorsAtZero += (int)study.Errors(nets[i], study.Perturbed(study.Perturbation(results), new double[results.Length])).Sum();
        }
        found.Add("errors at r = 0", errorsAtZero);
        Sweep(lab, s, nets, chosen, found);
        PixelNet[] models = Models(lab, s, p1, nets[0]), others = [.. models.Where(model => model != nets[0]), .. moments, .. OnFewer(lab, s, p1)];
        Compare(lab, s, models, [.. s_again.Select(name => Decayed(lab, s, p1, name, s.Decays[0], isAlone: true))], found);
        Place(lab, s, others, found);
        NoteTestErrors(lab, [.. nets, .. others], found);

        AttackResult[] Attack(PixelNet net, int place, double weight)
        {
            double share = AttackShare / (nets.Length + 1), from = LearningShare + place % (nets.Length + 1) * share;
            AttackResult[] results = study.Attack(net, Search(s, weight: weight), from, from + share);
            found.Add($"found/{net.Name}", results.Select(result => result.Success ? 1.0 : 0));
            found.Add($"evaluations/{net.Name}", results.Average(result => result.Gradients));
            return results;
        }
    }

    private static void Compare(Lab lab, Settings s, AttackStudy study, PixelNet[] nets, PixelNet source, AttackResult[] results, double[][] ofUntrained, Measurements found)
    {
        double pixels = lab.Data.Test.PixelsPerImage;
        double[] rms = [.. results.Select(result => result.Success ? result.Rms : AttackStudy.RmsOfFailure)];
        double[] lengths = [.. results.Select(result => result.Success ? result.L2 : 0)];
        double[] amplified = [.. results.Select(result => result.Success ? s.AmplifiedRms * Math.Sqrt(pixels) : 0)];
        double[][] attack = study.Directions(Arm.Treatment, source, results), noise = study.Directions(Arm.Control, source, results);
        double[][] own = study.Perturbation(results);
        study.Note(found, "attack", source, attack, lengths);
        study.Note(found, "noise", source, noise, lengths);
        study.Note(found, "another", source, AttackStudy.OfAnother(own), lengths);
        study.Note(found, "shuffled", source, study.Shuffled(own, source), lengths);
        study.Note(found, "untrained", source, ofUntrained, lengths);
        study.Note(found, "attack amplified", source, attack, amplified);
        study.Note(found, "noise amplified", source, noise, amplified);
        foreach ((string kind, double[][] directions) in new[] { ("attack", attack), ("noise", noise) })
        {
            double[][][] doses = [.. s.Levels.Select(level => study.Perturbed(directions, [.. rms.Select(_ => level * Math.Sqrt(pixels))]))];
            foreach (PixelNet target in nets)
                found.Add($"curve/{kind}/{source.Name}/{target.Name}", doses.Select(images => study.Errors(target, images).Average()));
        }

        double[][] seen = study.Perturbed(attack, lengths), noisy = study.Perturbed(noise, lengths);
        double[][] nearest = study.Nearest();
        double[] distances = [.. study.Images.Select((image, i) => Math.Sqrt(image.Zip(nearest[i], (a, b) => (a - b) * (a - b)).Sum()))];
        found.Add($"rms/{source.Name}", rms);
        found.Add($"largest change/{source.Name}", results.Select(result => result.Success ? result.LInf : 1));
        found.Add($"ratio/{source.Name}", rms.Zip(distances, (r, distance) => r * Math.Sqrt(pixels) / distance));
        found.Add($"ssim/attack/{source.Name}", Likeness(seen));
        found.Add($"ssim/noise/{source.Name}", Likeness(noisy));
        found.Add($"outside [0, 1]/{source.Name}", seen.Concat(noisy).Sum(image => image.Count(pixel => !(pixel is >= 0 and <= 1))));
        if (source.Name == First)
        {
            Walk(study, source, seen, noisy, found);
            found.Add("ssim/confused", Likeness(nearest));
            Pictures(lab, study, source, seen, rms, found);
        }

        double[] Likeness(double[][] images) =>
            [.. images.Select((image, i) => StructuralSimilarity.Between(study.Images[i], image, lab.Data.Width, lab.Data.Height))];
    }

    // Of each class whose turn it is in this seed, the image that it takes a median perturbation to change; any image where there is none.
    private static void Pictures(Lab lab, AttackStudy study, PixelNet net, double[][] seen, double[] rms, Measurements found)
    {
        double[][] before = study.Confidence(net, study.Images), after = study.Confidence(net, seen);
        for (int k = 0; k < PicturesPerSeed; k++)
        {
            int wanted = (int)((ulong)(lab.Seed * PicturesPerSeed + k) % (ulong)lab.Data.Classes);
            int[] ofClass = [.. Enumerable.Range(0, rms.Length).Where(image => study.Labels[image] == wanted).OrderBy(image => rms[image])];
            int i = ofClass.Length > 0 ? ofClass[ofClass.Length / 2] : 0, label = study.Labels[i], answer = Array.IndexOf(after[i], after[i].Max());
            found.Add($"picture {k}/original", study.Images[i].Select(Shown));
            found.Add($"picture {k}/attacked", seen[i].Select(Shown));
            found.Add($"picture {k}/facts", [lab.Data.Width, lab.Data.Height, label, answer, before[i][label], after[i][answer], rms[i]]);
        }

        static double Shown(double pixel) => Math.Round(pixel, PictureDigits);
    }
}

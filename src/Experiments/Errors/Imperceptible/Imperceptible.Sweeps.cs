using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;
using static System.FormattableString;

namespace DeepPuzzles.Experiments.Errors;

// How sure of the wrong class an attack makes its net, and how good the net is that is attacked.
public sealed partial class Imperceptible
{
    // To lead by several logits is worth a longer r.
    private const double LeadWeight = 0.1;

    // An error that another attack finds is nearer when its distance is at most this share.
    private const double NearerBy = 0.9;

    // A perturbation of the least length ends at the boundary of its own net. One that goes on until the wrong class leads by κ logits is longer: does
    // it carry over better than noise of its length?
    private static void Sweep(Lab lab, Settings s, PixelNet[] nets, int[] chosen, Measurements found)
    {
        var study = new AttackStudy(lab, nets, [.. chosen.Take(s.SweptImages)], " in the sweep");
        var shortest = new Dictionary<PixelNet, double[][]>();
        foreach (double confidence in s.Confidences)
        {
            foreach (PixelNet net in nets)
            {
                AttackResult[] results = study.Attack(net, Search(s, confidence, LeadWeight), SweepFrom, SweepFrom);
                double[] lengths = [.. results.Select(result => result.Success ? result.L2 : 0)];
                double[][] attack = study.Directions(Arm.Treatment, net, results);
                study.Note(found, Ahead("attack", confidence), net, attack, lengths);
                shortest.TryAdd(net, attack);
                study.Note(found, Ahead("scaled", confidence), net, shortest[net], lengths);        // as long, and no surer: is length all?
                study.Note(found, Ahead("noise", confidence), net, study.Directions(Arm.Control, net, results), lengths);
                found.Add($"{Ahead("found", confidence)}/{net.Name}", results.Select(result => result.Success ? 1.0 : 0));
                found.Add($"{Ahead("rms", confidence)}/{net.Name}", results.Where(result => result.Success).Select(result => result.Rms));
                found.Add($"{Ahead("probability", confidence)}/{net.Name}", study.Confidence(net, study.Perturbed(attack, lengths)).Select((p, i) => p[study.Targets[i]]));
            }
        }
    }

    private static string Ahead(string what, double confidence) => Invariant($"{what} ahead by {confidence}");

    // Nets like the first one that see fewer images, in as many steps.
    private static IEnumerable<PixelNet> OnFewer(Lab lab, Settings s, ImageSet images)
    {
        foreach (int count in s.Fewer.Where(count => count < images.Count))
        {
            ImageSet few = images.Slice(0, count);
            yield return Learned(lab, s, Net(lab, OnImages(count), few, s.Hidden), few, s.Epochs * images.Count / count, after: _ => lab.Report(SweepFrom));
        }
    }

    private static string StageName(int epoch) => Invariant($"first after {epoch}");

    private static string OnImages(int count) => Invariant($"on {count} images");

    // The nearest error of random test images, by whichever of two attacks comes nearer; a wrong answer is an error at no distance.
    private static void Place(Lab lab, Settings s, PixelNet[] nets, Measurements found)
    {
        int[] placed = [.. lab.Random("placed images").Permutation(lab.Data.Test.Count).Take(s.PlacedImages)];
        var study = new AttackStudy(lab, nets, placed, " of placed images");
        double longest = AttackStudy.RmsOfFailure * Math.Sqrt(lab.Data.Test.PixelsPerImage);
        found.Add("placed/labels", study.Labels.Select(label => (double)label));
        var both = new WorstCase(Search(s), new DeepFool()) { Norm = AttackNorm.L2 };
        for (int k = 0; k < nets.Length; k++)
        {
            PixelNet net = nets[k];
            using var scope = MemoryScope.Open();
            IReadOnlyList<AttackResults> each = both.Each(net.Forward, study.Pixels(study.Images), study.Away);
            AttackResult[] results = [.. WorstCase.Of(both.Norm, each)];
            double[] lengths = [.. results.Select(result => result.Success ? result.L2 : 0)];
            double[][] seen = study.Perturbed(study.Perturbation(results), lengths);
            double[] misled = study.Errors(net, seen), noise = study.Errors(net, study.Perturbed(study.Directions(Arm.Control, net, results), lengths));
            int[] right = [.. Enumerable.Range(0, lengths.Length).Where(i => !(results[i].L2 == 0))];
            found.Add($"distance/{net.Name}", lengths.Zip(misled, (length, wrong) => wrong > 0 ? length : longest));
            found.Add($"placed noise/{net.Name}", right.Select(i => noise[i]));
            found.Add($"nearer/{net.Name}", right.Select(i => each[1][i].L2 <= NearerBy * each[0][i].L2 ? 1.0 : 0));
            found.Add($"became/{net.Name}", Evaluation.Answers(net.Forward, study.Pixels(seen)).Select(answer => (double)answer));
            lab.Report(PlaceFrom + (1 - PlaceFrom) * (k + 1) / nets.Length);
        }
    }

    // Logits of the first net along x + t·r, cut at the walls of the box.
    private static void Walk(AttackStudy study, PixelNet net, double[][] attacked, double[][] noisy, Measurements found)
    {
        foreach ((string kind, double[][] ends) in new[] { ("attack", attacked), ("noise", noisy) })
        {
            double[][][] logits = [.. s_walk.Select(t => study.Logits(net,
                [.. study.Images.Zip(ends, (from, to) => from.Zip(to, (x, y) => Math.Clamp(x + t * (y - x), 0, 1)).ToArray())]))];
            found.Add($"walk/{kind}/own", logits.Select(each => each.Zip(study.Labels, (z, label) => z[label]).Average()));
            found.Add($"walk/{kind}/aimed", logits.Select(each => each.Zip(study.Targets, (z, target) => z[target]).Average()));
        }
    }
}

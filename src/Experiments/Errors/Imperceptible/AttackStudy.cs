using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>Perturbations that nets were attacked with, and their controls, shown to all of them.</summary>
internal sealed class AttackStudy
{
    /// <summary>Counts for an image on which the attack failed: no perturbation can have a larger RMS.</summary>
    public const double RmsOfFailure = 1;

    private readonly Lab _lab;
    private readonly PixelNet[] _nets;
    private readonly double[][] _images;
    private readonly int[] _labels;
    private readonly string _of;

    /// <param name="lab">Streams, device, data.</param>
    /// <param name="nets">Those that perturbed images are shown to.</param>
    /// <param name="chosen">Indices of test images.</param>
    /// <param name="of">Ends the names of the random streams, so that each study has its own.</param>
    public AttackStudy(Lab lab, PixelNet[] nets, int[] chosen, string of = "")
    {
        (_lab, _nets, _of) = (lab, nets, of);
        float white = lab.Data.Test.White;
        _images = [.. chosen.Select(i => lab.Data.Test.Image(i).ToArray().Select(b => (double)(b / white)).ToArray())];
        _labels = [.. chosen.Select(i => (int)lab.Data.Test.Labels[i])];
        RandomStream stream = lab.Random($"targets{of}");
        int[] classes = [.. lab.Data.Test.Labels.ToArray().Select(label => (int)label).Distinct().Order()];
        if (classes.Length < 2) throw new UsageException("errors/imperceptible: the test images are all of one class; no wrong one is left to aim at");
        Targets = [.. _labels.Select(label => classes[(Array.IndexOf(classes, label) + 1 + stream.Next(classes.Length - 1)) % classes.Length])];
    }

    /// <summary>A random wrong class for each image, the same for every net.</summary>
    public int[] Targets { get; }

    public double[][] Images => _images;

    public int[] Labels => _labels;

    /// <summary>To be taken for any class but the right one.</summary>
    public AttackGoal[] Away => AttackGoal.LeaveAll(_labels);

    /// <summary>Attacks every image on one net, to be taken for its random wrong class.</summary>
    public AttackResult[] Attack(PixelNet net, LbfgsAttack attack, double from, double to)
    {
        var results = new AttackResult[_images.Length];
        for (int i = 0; i < results.Length; i++)
        {
            using var scope = MemoryScope.Open();
            results[i] = attack.Run(net.Forward, Pixels([_images[i]]).Squeeze(0), AttackGoal.Become(Targets[i]));
            _lab.Report(from + (to - from) * (i + 1) / results.Length);
        }
        return results;
    }

    /// <summary>What is added to the images, up to its length: Gaussian noise for the control, what the attack found for the treatment.</summary>
    public double[][] Directions(Arm arm, PixelNet source, AttackResult[] found)
    {
        using var scope = MemoryScope.Open();
        double[] noise = _lab.Random($"noise for {source.Name}{_of}", arm).Normal([_images.Length, _images[0].Length], dtype: DType.Float64).ToArray<double>();
        return _lab.Choose(arm, control: [.. noise.Chunk(_images[0].Length)], treatment: Perturbation(found));
    }

    /// <summary>The perturbations themselves; nothing where none was found.</summary>
    public double[][] Perturbation(AttackResult[] found) => [.. found.Select(result => result.Success ? result.Perturbation.ToArray() : new double[_images[0].Length])];

    /// <summary>Each image gets the perturbation of the next one.</summary>
    public static double[][] OfAnother(double[][] directions) => [.. directions.Skip(1), directions[0]];

    /// <summary>The same numbers in other places, drawn for each image.</summary>
    public double[][] Shuffled(double[][] directions, PixelNet source)
    {
        RandomStream stream = _lab.Random($"shuffled pixels for {source.Name}{_of}");
        return [.. directions.Select(direction => stream.Permutation(direction.Length).Select(place => direction[place]).ToArray())];
    }

    /// <summary>The images with the perturbations scaled to these lengths, inside [0, 1].</summary>
    public double[][] Perturbed(double[][] directions, double[] lengths) =>
        [.. _images.Select((image, i) => Perturbations.Apply(image, directions[i], lengths[i]))];

    /// <summary>For each image 1 if the net takes it for any other class than its own, else 0.</summary>
    public double[] Errors(PixelNet net, double[][] images)
    {
        using var scope = MemoryScope.Open();
        return [.. Evaluation.Answers(net.Forward, Pixels(images)).Zip(_labels, (answer, label) => answer == label ? 0.0 : 1.0)];
    }

    /// <summary>Errors of every net on perturbations made for one of them, noted as error/kind/source/target.</summary>
    public void Note(Measurements found, string kind, PixelNet source, double[][] directions, double[] lengths)
    {
        double[][] images = Perturbed(directions, lengths);
        foreach (PixelNet target in _nets) found.Add($"error/{kind}/{source.Name}/{target.Name}", Errors(target, images));
    }

    /// <summary>Probabilities [images, classes].</summary>
    public double[][] Confidence(PixelNet net, double[][] images) => Rows(net, images, logits => logits.SoftMax());

    /// <summary>[images, classes].</summary>
    public double[][] Logits(PixelNet net, double[][] images) => Rows(net, images, logits => logits);

    /// <summary>For each image the most similar test image of the class aimed at: what it could naturally be confused with.</summary>
    public double[][] Nearest()
    {
        ImageSet test = _lab.Data.Test;
        float white = test.White;
        var byClass = Enumerable.Range(0, test.Count).ToLookup(i => (int)test.Labels[i], i => test.Image(i).ToArray());
        return [.. _images.Select((image, i) =>
        {
            double[] nearest = image;
            double least = double.PositiveInfinity;
            foreach (byte[] bytes in byClass[Targets[i]])
            {
                double squares = 0;
                for (int p = 0; p < bytes.Length && squares < least; p++) squares += (bytes[p] / white - image[p]) * (bytes[p] / white - image[p]);
                if (squares < least) (least, nearest) = (squares, [.. bytes.Select(b => (double)(b / white))]);
            }
            return nearest;
        })];
    }

    private double[][] Rows(PixelNet net, double[][] images, Func<Tensor, Tensor> of)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return [.. of(net.Forward(Pixels(images))).To(DType.Float64).ToArray<double>().Chunk(_lab.Data.Classes)];
    }

    /// <summary>float32 [images, pixels] on the device.</summary>
    public Tensor Pixels(double[][] images) =>
        Tensor.From([.. images.SelectMany(image => image.Select(pixel => (float)pixel))], [images.Length, images[0].Length], _lab.Device);
}

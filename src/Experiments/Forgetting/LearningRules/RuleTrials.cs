using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>The image nets of one seed: the same examples, first weights and order under each rule.</summary>
/// <param name="lab">Streams, data and the word to stop.</param>
/// <param name="s">Sizes.</param>
/// <param name="count">How many nets there will be, to tell the progress.</param>
/// <param name="share">Of the seed's work that they are.</param>
internal sealed partial class RuleTrials(Lab lab, LearningRules.Settings s, int count = 1, double share = 1)
{
    private const int Probe = 500, ScatterPoints = 300;

    /// <summary>The rules that learn all classes at once, in the order of their learning rates among the settings.</summary>
    internal static readonly Rule[] Lessons = [Rule.BackPropagation, Rule.FeedbackAlignment, Rule.DirectFeedback, Rule.TargetPropagation, Rule.LastLayer, Rule.Redrawn, Rule.Opposite];

    private readonly int _classes = lab.Data.Classes;
    private int _done;
    private readonly ImageSet _asked = s.Validate ? lab.Data.Validation : lab.Data.Test;

    /// <summary>Learns all classes under one rule; angles are measured where it is probed.</summary>
    public Lesson Learn(Arm arm, string name, Rule rule, bool probed = false, bool randomLabels = false)
    {
        using var scope = MemoryScope.Open();
        RandomStream Draws(string of) => lab.Random(of, arm, name);
        (Tensor x, Tensor t) = Examples(lab.Data.Train, s.Examples, _ => true);
        (Tensor unseen, Tensor truth) = Examples(_asked, s.TestImages, _ => true);
        if (randomLabels) t = Draws("random labels").Integers(t.Shape, _classes);
        var net = new RuleNet(s, rule, s.LessonRates[Array.IndexOf(Lessons, rule)], x.Shape[1], _classes, Draws);
        net.Warm(x);
        int probe = Math.Min(Probe, x.Shape[0]);
        List<double> angles = [], firstAngles = [];
        Note();
        double[] before = Weights(net);
        RandomStream order = Draws("order");
        for (int epoch = 0; epoch < s.Epochs; epoch++)
        {
            // At a constant rate the last steps decide by some points of accuracy.
            net.Scale = (s.Epochs - epoch) / (double)s.Epochs;
            foreach (int[] batch in Batches.Shuffled(x.Shape[0], s.Batch, order)) Step(net, x, t, batch);
            Note();
            Report((epoch + 1.0) / s.Epochs);
        }
        _done++;
        double[] feedback = [.. net.TopFeedback().Transpose().Reshape(-1).To(DType.Float64).ToArray<double>().Take(ScatterPoints)];
        return new Lesson(Loss.Accuracy(net.Net.Predict(unseen), truth), [.. angles], [.. firstAngles], feedback, before, Weights(net));

        void Note()
        {
            if (!probed) return;
            angles.Add(net.SignalAngle(x[..probe], t[..probe]));
            firstAngles.Add(net.WeightAngles(x[..probe], t[..probe])[0]);
        }
    }

    private static void Step(RuleNet net, Tensor x, Tensor t, int[] batch)
    {
        using var step = MemoryScope.Open();
        net.Step(x.Rows(batch), t.Rows(batch));
    }

    private void Report(double part) => lab.Report(share * (_done + part) / count);

    private static double[] Weights(RuleNet net)
    {
        using var scope = MemoryScope.Open();
        return [.. net.Net.Layers[^1].Weight.Value.StopGradient().Reshape(-1).To(DType.Float64).ToArray<double>().Take(ScatterPoints)];
    }

    // Pooled, [n, pixels].
    private (Tensor X, Tensor T) Examples(ImageSet images, int count, Func<int, bool> wanted)
    {
        int[] rows = [.. lab.Random("examples").Permutation(images.Count).Where(row => wanted(images.Labels[row])).Take(count)];
        return (lab.Data.Pooled(lab.Images(images).Rows(rows), s.Side), lab.Labels(images).Rows(rows));
    }
}

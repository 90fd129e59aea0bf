using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>The image nets of one seed: the same examples, first weights and order under each rule.</summary>
internal sealed class RuleTrials(Lab lab, LearningRules.Settings s)
{
    private const int Probe = 500, ScatterPoints = 300;

    /// <summary>The rules that learn all classes at once, in the order of their learning rates among the settings.</summary>
    internal static readonly Rule[] Lessons = [Rule.BackPropagation, Rule.FeedbackAlignment, Rule.DirectFeedback, Rule.TargetPropagation, Rule.LastLayer, Rule.Redrawn, Rule.Opposite];

    /// <summary>The rules that learn two tasks, in that order.</summary>
    internal static readonly Rule[] Tasks = [Rule.BackPropagation, Rule.FeedbackAlignment, Rule.DirectFeedback, Rule.TargetPropagation, Rule.Evolution, Rule.Winners];

    private readonly int _classes = lab.Data.Classes;
    private readonly ImageSet _asked = s.Validate ? lab.Data.Validation : lab.Data.Test;

    /// <summary>Learns all classes under one rule.</summary>
    public Lesson Learn(Arm arm, Rule rule, bool randomLabels = false)
    {
        using var scope = MemoryScope.Open();
        Func<string, RandomStream> random = Streams(arm, rule, "");
        (Tensor x, Tensor t) = Examples(lab.Data.Train, s.Examples, _ => true);
        (Tensor unseen, Tensor truth) = Examples(_asked, s.TestImages, _ => true);
        if (randomLabels) t = random("random labels").Integers(t.Shape, _classes);
        var net = new RuleNet(s, rule, s.LessonRates[Array.IndexOf(Lessons, rule)], x.Shape[1], _classes, random);
        net.Warm(x);
        int probe = Math.Min(Probe, x.Shape[0]);
        List<double> angles = [], firstAngles = [];
        Note();
        double[] before = Weights(net);
        RandomStream order = random("order");
        double rate = net.Rate;
        for (int epoch = 0; epoch < s.Epochs; epoch++)
        {
            // At a constant rate the last steps decide by some points of accuracy.
            net.Rate = rate * (s.Epochs - epoch) / s.Epochs;
            foreach (int[] batch in Batches.Shuffled(x.Shape[0], s.Batch, order)) Step(net, x, t, batch);
            Note();
        }
        lab.Report(0.5);
        double[] feedback = [.. net.TopFeedback().Transpose().Reshape(-1).To(DType.Float64).ToArray<double>().Take(ScatterPoints)];
        return new Lesson(Loss.Accuracy(net.Net.Predict(unseen), truth), [.. angles], [.. firstAngles], feedback, before, Weights(net));

        void Note()
        {
            angles.Add(net.SignalAngle(x[..probe], t[..probe]));
            firstAngles.Add(net.WeightAngles(x[..probe], t[..probe])[0]);
        }
    }

    /// <summary>Learns half of the classes and then the other half, with one head for all and without being told which half an image is of; for each of some splits of the classes.</summary>
    /// <param name="arm">Whose streams.</param>
    /// <param name="rule">Of both halves.</param>
    /// <param name="rate">Relative to the rule's own learning rate in the second half.</param>
    /// <param name="rehearsal">True where half of each batch of the second are images of the first.</param>
    public Relearning[] Relearn(Arm arm, Rule rule, double rate = 1, bool rehearsal = false) =>
        [.. Enumerable.Range(1, rule == Rule.Evolution ? s.EvolutionSplits : s.Splits).Select(number => Relearn(arm, rule, rate, rehearsal, $" of split {number}"))];

    private Relearning Relearn(Arm arm, Rule rule, double rate, bool rehearsal, string split)
    {
        using var scope = MemoryScope.Open();
        Func<string, RandomStream> random = Streams(arm, rule, split);
        int[] first = lab.Random("classes" + split).Permutation(_classes)[..(_classes / 2)];
        (Tensor x, Tensor t) a = Examples(lab.Data.Train, s.PerTask, first.Contains), b = Examples(lab.Data.Train, s.PerTask, label => !first.Contains(label));
        (Tensor x, Tensor t) askedA = Examples(_asked, s.TaskTests, first.Contains), askedB = Examples(_asked, s.TaskTests, label => !first.Contains(label));
        (int steps, int every) = rule == Rule.Evolution ? (s.EvolutionFirst, s.EvolutionEvery) : (s.FirstSteps, s.Every);
        var net = new RuleNet(s, rule, s.TaskRates[Array.IndexOf(Tasks, rule)], a.x.Shape[1], _classes, random);
        net.Warm(a.x);
        Steps(a.x.Shape[0], steps, random("order of the first task"), batch =>
        {
            Step(net, a.x, a.t, batch);
            return true;
        });
        int probe = Math.Min(Probe, a.x.Shape[0]), done = 0;
        double[] angles = net.WeightAngles(a.x[..probe], a.t[..probe]);
        List<double> fresh = [Accuracy(net, askedB)], old = [Accuracy(net, askedA)];
        net.Rate *= s.SecondRate * rate;
        RandomStream again = random("rehearsed");
        Steps(b.x.Shape[0], s.SecondSteps, random("order of the second task"), batch =>
        {
            if (rehearsal) Rehearse(batch);
            else Step(net, b.x, b.t, batch);
            if (++done % every != 0) return true;
            fresh.Add(Accuracy(net, askedB));
            old.Add(Accuracy(net, askedA));
            return fresh[^1] < s.End;
        });
        lab.Report(0.9);
        return new Relearning([.. fresh], [.. old], angles);

        void Rehearse(int[] batch)
        {
            using var step = MemoryScope.Open();
            int[] half = batch[..(batch.Length / 2)], kept = [.. half.Select(_ => again.Next(a.x.Shape[0]))];
            net.Step(Tensor.Concat([b.x.Rows(half), a.x.Rows(kept)]), Tensor.Concat([b.t.Rows(half), a.t.Rows(kept)]));
        }
    }

    // Until the step says that it was the last.
    private void Steps(int count, int steps, RandomStream order, Func<int[], bool> step)
    {
        for (int done = 0; done < steps;)
        {
            foreach (int[] batch in Batches.Shuffled(count, s.Batch, order).Take(steps - done))
            {
                if (!step(batch)) return;
                done++;
            }
        }
    }

    private static void Step(RuleNet net, Tensor x, Tensor t, int[] batch)
    {
        using var step = MemoryScope.Open();
        net.Step(x.Rows(batch), t.Rows(batch));
    }

    private static double Accuracy(RuleNet net, (Tensor X, Tensor T) asked)
    {
        using var scope = MemoryScope.Open();
        return Loss.Accuracy(net.Net.Predict(asked.X), asked.T);
    }

    private static double[] Weights(RuleNet net)
    {
        using var scope = MemoryScope.Open();
        return [.. net.Net.Layers[^1].Weight.Value.StopGradient().Reshape(-1).To(DType.Float64).ToArray<double>().Take(ScatterPoints)];
    }

    // Shared by all rules; a placebo's treatments would else be one and the same net.
    private Func<string, RandomStream> Streams(Arm arm, Rule rule, string split) => name =>
        lab.IsPlacebo && arm == Arm.Treatment ? lab.Random(name + split, arm).Child($"{rule}") : lab.Random(name + split, arm);

    // Pooled, [n, pixels].
    private (Tensor X, Tensor T) Examples(ImageSet images, int count, Func<int, bool> wanted)
    {
        int[] rows = [.. lab.Random("examples").Permutation(images.Count).Where(row => wanted(images.Labels[row])).Take(count)];
        return (lab.Data.Pooled(lab.Images(images).Rows(rows), s.Side), lab.Labels(images).Rows(rows));
    }
}

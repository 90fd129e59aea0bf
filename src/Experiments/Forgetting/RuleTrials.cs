using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>The image nets of one seed: the same examples, first weights and order under each rule.</summary>
internal sealed class RuleTrials(Lab lab, LearningRules.Settings s)
{
    private const int Probe = 500, ScatterPoints = 300;

    private readonly int _classes = lab.Data.Classes;

    /// <summary>Learns all classes under one rule.</summary>
    public Lesson Learn(Arm arm, Rule rule, bool randomLabels = false)
    {
        using var scope = MemoryScope.Open();
        Func<string, RandomStream> random = Streams(arm, rule);
        (Tensor x, Tensor t) = Examples(lab.Data.Train, s.Examples, _ => true);
        (Tensor unseen, Tensor truth) = Examples(lab.Data.Test, s.TestImages, _ => true);
        if (randomLabels) t = random("random labels").Integers(t.Shape, _classes);
        var net = new RuleNet(s, rule, s.Rate, x.Shape[1], _classes, random);
        net.Warm(x);
        int probe = Math.Min(Probe, x.Shape[0]);
        List<double> angles = [net.SignalAngle(x[..probe], t[..probe])];
        double[] before = Weights(net);
        RandomStream order = random("order");
        for (int epoch = 0; epoch < s.Epochs; epoch++)
        {
            foreach (int[] batch in Batches.Shuffled(x.Shape[0], s.Batch, order)) Step(net, x, t, batch);
            angles.Add(net.SignalAngle(x[..probe], t[..probe]));
        }
        lab.Report(0.5);
        double[] feedback = [.. net.TopFeedback().Transpose().Reshape(-1).To(DType.Float64).ToArray<double>().Take(ScatterPoints)];
        return new Lesson(Loss.Accuracy(net.Net.Predict(unseen), truth), [.. angles], net.WeightAngles(x[..probe], t[..probe]), feedback, before, Weights(net));
    }

    /// <summary>Learns half of the classes and then the other half, with one head for all and without being told which half an image is of.</summary>
    /// <param name="arm">Whose streams.</param>
    /// <param name="rule">Of both halves.</param>
    /// <param name="rate">Relative to the rule's own learning rate in the second half.</param>
    /// <param name="rehearsal">True where half of each batch of the second are images of the first.</param>
    public Relearning Relearn(Arm arm, Rule rule, double rate = 1, bool rehearsal = false)
    {
        using var scope = MemoryScope.Open();
        Func<string, RandomStream> random = Streams(arm, rule);
        int[] first = lab.Random("classes").Permutation(_classes)[..(_classes / 2)];
        (Tensor x, Tensor t) a = Examples(lab.Data.Train, s.PerTask, first.Contains), b = Examples(lab.Data.Train, s.PerTask, label => !first.Contains(label));
        (Tensor x, Tensor t) askedA = Examples(lab.Data.Test, s.TaskTests, first.Contains), askedB = Examples(lab.Data.Test, s.TaskTests, label => !first.Contains(label));
        (double own, int steps, int every) = rule switch
        {
            Rule.Evolution => (s.EvolutionRate, s.EvolutionFirst, s.EvolutionEvery),
            Rule.Winners => (s.WinnersRate, s.FirstSteps, s.Every),
            _ => (s.Rate, s.FirstSteps, s.Every),
        };
        var net = new RuleNet(s, rule, own, a.x.Shape[1], _classes, random);
        net.Warm(a.x);
        Steps(a.x.Shape[0], steps, random("order of the first task"), batch =>
        {
            Step(net, a.x, a.t, batch);
            return true;
        });
        int probe = Math.Min(Probe, a.x.Shape[0]), done = 0;
        double[] angles = net.WeightAngles(a.x[..probe], a.t[..probe]);
        List<double> fresh = [Accuracy(net, askedB)], old = [Accuracy(net, askedA)];
        net.Rate = own * s.SecondRate * rate;
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
    private Func<string, RandomStream> Streams(Arm arm, Rule rule) => name =>
        lab.IsPlacebo && arm == Arm.Treatment ? lab.Random(name, arm).Child($"{rule}") : lab.Random(name, arm);

    // Pooled, [n, pixels].
    private (Tensor X, Tensor T) Examples(ImageSet images, int count, Func<int, bool> wanted)
    {
        int[] rows = [.. lab.Random("examples").Permutation(images.Count).Where(row => wanted(images.Labels[row])).Take(count)];
        int k = Math.Max(1, Math.Min(lab.Data.Height, lab.Data.Width) / s.Side), height = lab.Data.Height / k, width = lab.Data.Width / k;
        Tensor pooled = lab.Images(images).Rows(rows).Reshape(-1, lab.Data.Channels, lab.Data.Height, lab.Data.Width)[.., .., ..(height * k), ..(width * k)]
            .Reshape(-1, lab.Data.Channels, height, k, width, k).Mean([3, 5]);
        return (pooled.Reshape(rows.Length, -1), lab.Labels(images).Rows(rows));
    }
}

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

// One half of the classes after the other.
internal sealed partial class RuleTrials
{
    /// <summary>The rules that learn two tasks, in the order of their learning rates among the settings.</summary>
    internal static readonly Rule[] Tasks = [Rule.BackPropagation, Rule.FeedbackAlignment, Rule.DirectFeedback, Rule.TargetPropagation, Rule.Evolution];

    /// <summary>Learns half of the classes and then the other half, with one head for all and without being told which half an image is of; for each of some splits of the classes.</summary>
    public Relearning[] Relearn(Retraining way) =>
        [.. Enumerable.Range(1, way.Rule == Rule.Evolution ? s.EvolutionSplits : way.Share > 0 ? s.ShownSplits : s.Splits).Select(number => Relearn(way, $" of split {number}"))];

    private Relearning Relearn(Retraining way, string split)
    {
        using var scope = MemoryScope.Open();
        Rule rule = way.Rule;
        RandomStream Draws(string of) => lab.Random(of + split, way.Arm, way.Name);
        int[] first = lab.Random("classes" + split).Permutation(_classes)[..(_classes / 2)];
        (Tensor x, Tensor t) a = Examples(lab.Data.Train, s.PerTask, first.Contains), b = Examples(lab.Data.Train, s.PerTask, label => !first.Contains(label));
        (Tensor x, Tensor t) askedA = Examples(_asked, s.TaskTests, first.Contains), askedB = Examples(_asked, s.TaskTests, label => !first.Contains(label));
        int[] second = [.. Enumerable.Range(0, _classes).Except(first)];
        (int steps, int every) = rule == Rule.Evolution ? (s.EvolutionFirst, s.EvolutionEvery) : (s.FirstSteps, s.Every);
        double rate = rule == Rule.Winners ? s.WinnerRates[way.Share] : s.TaskRates[Array.IndexOf(Tasks, rule)];
        var net = new RuleNet(s, rule, rate, a.x.Shape[1], _classes, Draws, s.WinnerShares[way.Share]);
        net.Warm(a.x);
        Steps(a.x.Shape[0], steps, Draws("order of the first task"), 0, batch =>
        {
            Step(net, a.x, a.t, batch);
            return true;
        });
        int probe = Math.Min(Probe, a.x.Shape[0]), done = 0;
        double[] angles = net.WeightAngles(a.x[..probe], a.t[..probe]);
        List<double> fresh = [], old = [], freshAmong = [], oldAmong = [];
        Ask();
        if (way.HoldsHidden) net.HoldHidden();
        net.Scale = s.SecondRate * way.Rate;
        RandomStream again = Draws("rehearsed");
        Steps(b.x.Shape[0], s.SecondSteps, Draws("order of the second task"), 0.5, batch =>
        {
            if (way.Rehearses) Rehearse(batch);
            else Step(net, b.x, b.t, batch);
            if (++done % every != 0) return true;
            Ask();
            return fresh[^1] < s.End;
        });
        _done++;
        return new Relearning([.. fresh], [.. old], [.. freshAmong], [.. oldAmong], angles);

        void Ask()
        {
            using var scope = MemoryScope.Open();
            foreach (((Tensor x, Tensor t) asked, int[] own, List<double> all, List<double> among) in new[] { (askedB, second, fresh, freshAmong), (askedA, first, old, oldAmong) })
            {
                Tensor said = net.Net.Predict(asked.x);
                all.Add(Loss.Accuracy(said, asked.t));
                among.Add(Loss.Accuracy(said.Transpose().Rows(own).Transpose(), Tensor.From<int>([.. asked.t.ToArray<int>().Select(label => Array.IndexOf(own, label))], asked.t.Shape, lab.Device)));
            }
        }

        void Rehearse(int[] batch)
        {
            using var step = MemoryScope.Open();
            int[] half = batch[..(batch.Length / 2)], kept = [.. half.Select(_ => again.Next(a.x.Shape[0]))];
            net.Step(Tensor.Concat([b.x.Rows(half), a.x.Rows(kept)]), Tensor.Concat([b.t.Rows(half), a.t.Rows(kept)]));
        }
    }

    // Until the step says that it was the last.
    private void Steps(int images, int steps, RandomStream order, double from, Func<int[], bool> step)
    {
        for (int done = 0; done < steps;)
        {
            Report(from + 0.5 * done / steps);
            foreach (int[] batch in Batches.Shuffled(images, s.Batch, order).Take(steps - done))
            {
                if (!step(batch)) return;
                done++;
            }
        }
    }
}

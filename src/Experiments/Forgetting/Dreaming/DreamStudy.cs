using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>What dreams of images are like: shown class by class, judged by a net that had no part in them, and held against real images.</summary>
/// <param name="lab">Streams, data and device.</param>
/// <param name="s">Sizes.</param>
/// <param name="found">Where all that goes.</param>
internal sealed class DreamStudy(Lab lab, Dreaming.Settings s, Measurements found)
{
    /// <summary>Of the judge: enough to learn 2,000 images.</summary>
    private const int JudgeEpochs = 15, JudgeUnits = 200, JudgeBatch = 50;

    private const double JudgeRate = 1e-3;

    // Numbers behind pictures; finer than they show.
    private const int PixelDigits = 2, PlaceDigits = 3;

    private const int PlacedImages = 300, ShownPlaces = 100;

    private readonly Dictionary<string, List<double>> _quality = [], _chance = [], _shares = [];
    private Mlp? _judge;

    /// <summary>Looks at dreams after a task.</summary>
    public void Look(string name, Learner learner, DreamReplay dreamer)
    {
        using var scope = MemoryScope.Open();
        int[] classes = [.. learner.Stream.Tasks.SelectMany(task => task.Classes)];
        Tensor dreams = dreamer.Dreams(learner, s.Studied, lab.Random($"studied dreams, {name}"));
        // The judge chooses among the classes that the net has met.
        int[] met = [.. learner.Task.TrainOutputs.Select(unit => classes[unit])];
        int[] units = learner.Answers(dreams, null, learner.Task.TrainOutputs), judged = Learner.Only(Judge().Predict(dreams), met).ArgMax(-1).ToArray<int>();
        List<double> quality = Of(_quality), chance = Of(_chance), shares = Of(_shares);
        (double same, double byChance) = Agreement([.. units.Select(unit => classes[unit])], judged);
        quality.Add(same);
        chance.Add(byChance);
        shares.AddRange(classes.Select((_, unit) => units.Count(other => other == unit) / (double)units.Length));
        found.Add($"sheet/{name}/{learner.Number}", learner.Task.TrainOutputs.SelectMany(unit => Pixels(dreams, Array.IndexOf(units, unit))));
        if (learner.Number < learner.Stream.Tasks.Count - 1) return;
        found.Add($"quality/{name}", quality);
        found.Add($"chance/{name}", chance);
        found.Add($"shares/{name}", shares);
        Place(name, learner, dreams);

        List<double> Of(Dictionary<string, List<double>> all) => all.TryGetValue(name, out List<double>? known) ? known : all[name] = [];
    }

    /// <summary>How often two nets give the same answer, and how often they would if each gave its answers as often as it does, but to inputs at random: Σ p·q over the answers, 1 where both always
    /// give the same one.</summary>
    internal static (double Same, double ByChance) Agreement(int[] first, int[] second)
    {
        double n = first.Length;
        return (first.Zip(second).Count(pair => pair.First == pair.Second) / n, first.Distinct().Sum(answer => first.Count(one => one == answer) / n * (second.Count(one => one == answer) / n)));
    }

    // The judge learns all classes at once, from images that no other net sees.
    private Mlp Judge()
    {
        if (_judge is not null) return _judge;
        (Tensor images, Tensor labels) = TaskRuns.Drawn(lab, lab.Data.Validation, lab.Data.Validation.Count, s.Side, lab.Random("the judge's images"));
        var judge = new Mlp([images.Shape[1], JudgeUnits, lab.Data.Classes], Activation.Relu, Initialiser.He, lab.Random("the judge's weights"));
        judge.Learn(images, labels, JudgeEpochs, JudgeRate, JudgeBatch, lab.Random("the judge's order"));
        (Tensor unseen, Tensor right) = TaskRuns.Drawn(lab, lab.Data.Test, s.TestImages, s.Side, lab.Random("the judge's test images"));
        found.Add("judge", Loss.Accuracy(judge.Predict(unseen), right));
        return _judge = judge;
    }

    // NaN where none is of that class.
    private static IEnumerable<double> Pixels(Tensor dreams, int row) => row < 0
        ? Enumerable.Repeat(double.NaN, dreams.Shape[1])
        : dreams[row].To(DType.Float64).ToArray<double>().Select(pixel => Math.Round(pixel, PixelDigits));

    // Distances to the nearest training image, and places on the first two principal components of real ones.
    private void Place(string name, Learner learner, Tensor dreams)
    {
        Examples old = Examples.Concat([.. learner.Stream.Tasks.Select(task => task.Train)]);
        Tensor unseen = Examples.Concat([.. learner.Stream.Tasks.Select(task => task.Test)]).Images;
        Tensor real = unseen.Rows(lab.Random("placed images").Permutation(unseen.Shape[0])[..Math.Min(PlacedImages, unseen.Shape[0])]);
        var neighbours = new NearestNeighbours(old.Images, old.Labels.ToArray<int>(), learner.Stream.Outputs, neighbours: 1);
        found.Add($"distance/{name}", Distances(dreams));
        found.Add($"distance/real, {name}", Distances(real));
        Tensor mean = real.Mean(0);
        (Tensor values, Tensor vectors) = (real - mean).MatMul((real - mean).Transpose()).To(DType.Float64).Eigh();
        double[] all = values.ToArray<double>();
        int n = all.Length;
        found.Add($"variance/{name}", [all[n - 1] / all.Sum(), all[n - 2] / all.Sum()]);
        for (int k = 0; k < 2; k++)
        {
            Tensor axis = (real - mean).Transpose().MatMul(vectors[.., (n - 1 - k)..(n - k)].To(real.DType)) * (1 / Math.Sqrt(Math.Max(all[n - 1 - k], double.Epsilon)));
            found.Add($"place {k}/{name}", Places(dreams, axis));
            found.Add($"place {k}/real, {name}", Places(real, axis));
        }

        IEnumerable<double> Distances(Tensor x) => Rounded((x - old.Images.Rows([.. neighbours.Nearest(x).Select(nearest => nearest[0])])).Square().Mean(1).Sqrt());

        IEnumerable<double> Places(Tensor x, Tensor axis) => Rounded((x - mean).MatMul(axis).Reshape(-1)[..Math.Min(ShownPlaces, x.Shape[0])]);

        static IEnumerable<double> Rounded(Tensor x) => x.To(DType.Float64).ToArray<double>().Select(one => Math.Round(one, PlaceDigits));
    }
}

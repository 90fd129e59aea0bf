using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// What one seed measures.
public sealed partial class BlackBox
{
    private const string Cnn = "convolutional net", Neighbours = "nearest neighbours", Tree = "decision tree";
    private const string Formula = "formula", Against = "against", AtRandom = "random", AtRandomAgain = "random again", Fresh = "fresh", Shuffled = "shuffled", Untrained = "untrained", Noise = "noise", WhiteBox = "white box";

    // Of a seed's work, by the clock; the rest are attackers.
    internal const double OracleShare = 0.3;

    // Thousandths of the grey scale are finer than a picture shows. Five seeds in a row, each with other classes, show ten classes.
    private const int PictureDigits = 3, PicturesPerSeed = 2;

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        using var scope = MemoryScope.Open();
        (ImageSet learned, Tensor pool) = Split(lab, s);
        Tensor first = pool[..s.FirstImages];
        var net = new StridedNet(lab.Data, lab.Data.Classes, lab.Random("weights of the oracle"));
        net.Learn(lab.Images(learned), lab.Labels(learned), s.OracleEpochs, s.LearningRate, s.BatchSize, lab.Random("order of the oracle"), after: done => lab.Report(OracleShare * done / s.OracleEpochs));
        var cnn = new Victim(lab, Cnn, images => Evaluation.Answers(net.Forward, images), s.Images);

        (string Name, Tensor Signs)[] attacks =
        [
            (Formula, Taken(lab, s, Formula, cnn, first, found)),
            (Against, Attack(lab, AgainstTheLabel(s), cnn, Against, Arm.Treatment, first, found)),
            (AtRandom, Attack(lab, s, cnn, AtRandom, Arm.Control, first, found)),
            (Shuffled, TaughtNonsense(lab, s, cnn, first, found)),
            (Fresh, new SubstituteStudy(lab, s, cnn, $"{Fresh}/{Cnn}", Arm.Control).AskOf(cnn.Oracle(), pool, s.FirstImages).Note(found)),
            (WhiteBox, cnn.Signs(net)),
            (Noise, Unasked(lab, Noise, cnn, Arm.Control)),
        ];
        foreach ((string name, Tensor signs) in attacks) found.Add($"sweep/{name}", s.Epsilons.Select(epsilon => cnn.Misled(signs, epsilon)));
        new SubstituteStudy(lab, s, cnn, $"{AtRandomAgain}/{Cnn}", Arm.Control) { Signs = "augmentation, again", WatchesEveryRound = false }.Augment(cnn.Oracle(), first, movesAtRandom: true, s.Additions).Note(found);
        Pictures(lab, s, cnn, attacks[0].Signs, attacks[^1].Signs, found);

        ImageSet remembered = learned.Slice(0, Math.Min(s.Remembered, learned.Count));
        var neighbours = new NearestNeighbours(lab.Images(remembered), Classes(remembered), lab.Data.Classes, s.Neighbours);
        DecisionTree tree = DecisionTree.Fit(lab.Images(learned), Classes(learned), lab.Data.Classes, s.TreeDepth);
        Victim[] others = [new(lab, Neighbours, neighbours.Predict, s.Images), new(lab, Tree, tree.Predict, s.Images)];
        foreach (Victim victim in others)
        {
            Taken(lab, AgainstTheLabel(s), Against, victim, first, found);
            TaughtNonsense(lab, AgainstTheLabel(s), victim, first, found);
        }
        Moons(lab, s, found);
        if (s.Grid) Grid(lab, s, learned, first, [cnn, .. others], found);
        lab.Report(1);
    }

    // In a placebo run the treatment moves at random as well, with random numbers of its own.
    private static bool MovesAtRandom(Lab lab, Arm arm) => lab.Choose(arm, control: true, treatment: false);

    // -λ throughout, towards the substitute's boundary.
    private static Settings AgainstTheLabel(Settings s) => s with { Step = -s.Step, Period = 0 };

    // One attacker with as many labels as all of them.
    private static Tensor Attack(Lab lab, Settings s, Victim victim, string name, Arm arm, Tensor first, Measurements found) =>
        new SubstituteStudy(lab, s, victim, $"{name}/{victim.Name}", arm) { WatchesEveryRound = victim.Name == Cnn }
            .Augment(victim.Oracle(), first, MovesAtRandom(lab, arm), s.Additions).Note(found);

    // What a substitute trained on an oracle's labels, by the schedule of that name, does to that oracle, with the controls that need no training.
    internal static Tensor Taken(Lab lab, Settings s, string schedule, Victim victim, Tensor first, Measurements found)
    {
        Tensor signs = Attack(lab, s, victim, schedule, Arm.Treatment, first, found);
        new SubstituteStudy(lab, s, victim, $"{Untrained}/{victim.Name}", Arm.Control).NoteUntrained(found);
        found.Add($"error/{victim.Name}", victim.Error);
        string best = NoteUnasked(lab, s, victim, found);
        found.Add($"taken/{victim.Name}", victim.Misled(lab.Choose(Arm.Treatment, Unasked(lab, best, victim, Arm.Treatment), signs), s.Epsilon));
        found.Add($"misled at 0/{victim.Name}", victim.Misled(signs, 0));
        return signs;
    }

    // A substitute that learned from an oracle's labels that its answers are no answers to its questions.
    private static Tensor TaughtNonsense(Lab lab, Settings s, Victim victim, Tensor first, Measurements found) =>
        new SubstituteStudy(lab, s, victim, $"{Shuffled}/{victim.Name}", Arm.Control) { WatchesEveryRound = victim.Name == Cnn }
            .Augment(victim.Shuffled(lab.Random("shuffled labels")), first, movesAtRandom: false, s.Additions).Note(found);

    // The oracle's images, and the attacker's in random order: the oracle never saw those.
    private static (ImageSet Learned, Tensor Pool) Split(Lab lab, Settings s)
    {
        ImageSet train = lab.Data.Train;
        int pool = Math.Min(s.AttackerImages, train.Count / 2);
        if (pool < s.FirstImages || train.Count - pool < s.Neighbours || s.Remembered < s.Neighbours)
            throw new UsageException($"errors/black-box: of {train.Count} training images {pool} are the attacker's, who begins with {s.FirstImages}, and {s.Neighbours} neighbours vote; lower --set first-images or --set neighbours");
        ImageSet others = train.Slice(train.Count - pool, pool);
        return (train.Slice(0, train.Count - pool), lab.Images(others).Rows(Tensor.From(lab.Random("attacker's images").Permutation(pool), [pool], lab.Device)));
    }

    // Of each class whose turn it is in this seed the first image that is misled; where none is, none.
    private static void Pictures(Lab lab, Settings s, Victim victim, Tensor attack, Tensor noise, Measurements found)
    {
        int[] attacked = victim.Answers(attack, s.Epsilon), noisy = victim.Answers(noise, s.Epsilon);
        for (int k = 0; k < PicturesPerSeed; k++)
        {
            int wanted = (int)((ulong)(lab.Seed * PicturesPerSeed + k) % (ulong)lab.Data.Classes);
            int i = Enumerable.Range(0, attacked.Length).FirstOrDefault(j => victim.Labels[j] == wanted && attacked[j] != wanted, -1);
            found.Add($"picture {k}/facts", i < 0 ? [] : [lab.Data.Width, lab.Data.Height, wanted, attacked[i], noisy[i]]);
            foreach ((string name, Tensor signs, double epsilon) in new[] { ("original", noise, 0), ("attacked", attack, s.Epsilon), ("noisy", noise, s.Epsilon) })
                found.Add($"picture {k}/{name}", i < 0 ? [] : (victim.Images[i] + signs[i] * epsilon).Clamp(0, 1).To(DType.Float64).ToArray<double>().Select(pixel => Math.Round(pixel, PictureDigits)));
        }
    }

    private static int[] Classes(ImageSet images) => [.. images.Labels.ToArray().Select(label => (int)label)];
}

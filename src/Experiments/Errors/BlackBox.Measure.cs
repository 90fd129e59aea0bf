using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// What one seed measures.
public sealed partial class BlackBox
{
    private const string Cnn = "convolutional net", Neighbours = "nearest neighbours", Tree = "decision tree";
    private const string Jacobian = "jacobian", AtRandom = "random", Fresh = "fresh", Shuffled = "shuffled", Untrained = "untrained", Noise = "noise", WhiteBox = "white box";

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        using var scope = MemoryScope.Open();
        (ImageSet learned, Tensor pool) = Split(lab, s);
        Tensor first = pool[..s.FirstImages];
        var net = new OracleNet(lab.Data, lab.Random("weights of the oracle"));
        net.Learn(lab.Images(learned), lab.Labels(learned), s.OracleEpochs, s.LearningRate, s.BatchSize, lab.Random("order of the oracle"), done => lab.Report(done / 10));
        var cnn = new Victim(lab, Cnn, net.Answers, s.Images);

        Tensor jacobian = Taken(lab, s, cnn, first, found);
        SubstituteStudy random = Study(cnn, AtRandom).Augment(cnn.Oracle(), first, movesAtRandom: true, s.Additions);
        SubstituteStudy fresh = Study(cnn, Fresh).AskOf(cnn.Oracle(), pool, s.FirstImages);
        SubstituteStudy shuffled = Study(cnn, Shuffled).Augment(cnn.Shuffled(lab.Random("shuffled labels")), first, movesAtRandom: false, s.Additions);
        foreach (SubstituteStudy study in (SubstituteStudy[])[random, fresh, shuffled]) study.Note(found);
        foreach ((string name, Tensor signs) in new[] { (Jacobian, jacobian), (AtRandom, random.Signs), (Shuffled, shuffled.Signs), (WhiteBox, cnn.Signs(net)), (Noise, NoiseFor(lab, cnn, Arm.Control)) })
            found.Add($"sweep/{name}", s.Epsilons.Select(epsilon => cnn.Misled(signs, epsilon)));

        ImageSet remembered = learned.Slice(0, Math.Min(s.Remembered, learned.Count));
        var neighbours = new NearestNeighbours(lab.Images(remembered), Classes(remembered), lab.Data.Classes, s.Neighbours);
        DecisionTree tree = DecisionTree.Fit(lab.Images(learned), Classes(learned), lab.Data.Classes, s.TreeDepth);
        foreach (Victim victim in (Victim[])[new(lab, Neighbours, neighbours.Predict, s.Images), new(lab, Tree, tree.Predict, s.Images)])
            Taken(lab, s, victim, first, found);

        SubstituteStudy Study(Victim victim, string name) => new(lab, s, victim, $"{name}/{victim.Name}", Arm.Control);
    }

    // The treatment, with its controls that need no training: what a substitute trained on an oracle's labels does to that oracle.
    private static Tensor Taken(Lab lab, Settings s, Victim victim, Tensor first, Measurements found)
    {
        var study = new SubstituteStudy(lab, s, victim, $"{Jacobian}/{victim.Name}", Arm.Treatment);
        study.Augment(victim.Oracle(), first, lab.Choose(Arm.Treatment, control: true, treatment: false), s.Additions).Note(found);
        new SubstituteStudy(lab, s, victim, $"{Untrained}/{victim.Name}", Arm.Control).Untrained().Note(found);
        found.Add($"error/{victim.Name}", victim.Error);
        found.Add($"noise/{victim.Name}", victim.Misled(NoiseFor(lab, victim, Arm.Control), s.Epsilon));
        found.Add($"taken/{victim.Name}", victim.Misled(lab.Choose(Arm.Treatment, NoiseFor(lab, victim, Arm.Treatment), study.Signs), s.Epsilon));
        found.Add($"misled at 0/{victim.Name}", victim.Misled(study.Signs, 0));
        return study.Signs;
    }

    // As large as an attack, with random signs.
    private static Tensor NoiseFor(Lab lab, Victim victim, Arm arm) => lab.Random($"noise for {victim.Name}", arm).Uniform(victim.Images.Shape, -1, 1).Sign();

    // The oracle's images, and the attacker's: the oracle never saw those.
    private static (ImageSet Learned, Tensor Pool) Split(Lab lab, Settings s)
    {
        ImageSet train = lab.Data.Train;
        int pool = Math.Min(s.AttackerImages, train.Count / 2);
        if (pool < s.FirstImages) throw new UsageException($"errors/black-box: of {train.Count} training images {pool} are the attacker's, who begins with {s.FirstImages}; lower --set first-images");
        ImageSet others = train.Slice(train.Count - pool, pool);
        return (train.Slice(0, train.Count - pool), lab.Images(others).Rows(Tensor.From(lab.Random("attacker's images").Permutation(pool), [pool], lab.Device)));
    }

    private static int[] Classes(ImageSet images) => [.. images.Labels.ToArray().Select(label => (int)label)];
}

using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// What a full run adds: oracles and substitutes of other kinds, each with each, and questions in small portions.
public sealed partial class BlackBox
{
    private const string Perceptron = "multi-layer perceptron", Regression = "softmax regression", Portions = "reservoir";

    // κ, and rounds enough to come to 6,400 questions from 150, as specified.
    private const int Reservoir = 400, ReservoirAdditions = 16;

    private static readonly int[] s_otherHidden = [300, 100];

    private static readonly string[] s_oracles = [Cnn, Perceptron, Regression, Neighbours, Tree];

    private static void Grid(Lab lab, Settings s, ImageSet learned, Tensor first, Victim[] known, Measurements found)
    {
        Victim[] victims = [.. known, Net(Perceptron, s_otherHidden), Net(Regression, [])];
        foreach (Victim victim in victims)
        {
            if (!known.Contains(victim)) NoteUnasked(lab, s, victim, found);
            double unasked = found.Series[$"{Best}/{victim.Name}"][0];
            foreach ((string substitute, IReadOnlyList<int> hidden) in new[] { (Perceptron, s.Hidden), (Regression, []) })
            {
                using var scope = MemoryScope.Open();
                var study = new SubstituteStudy(lab, s, victim, $"{substitute} for {victim.Name}", Arm.Treatment) { Hidden = hidden };
                Tensor signs = study.Augment(victim.Oracle(), first, MovesAtRandom(lab, Arm.Treatment), s.Additions).Note(found);
                found.Add($"grid/{victim.Name}/{substitute}", victim.Misled(signs, s.Epsilon) - unasked);
            }
        }
        foreach ((string name, Arm arm) in new[] { (Formula, Arm.Treatment), (AtRandom, Arm.Control) })
        {
            using var scope = MemoryScope.Open();
            new SubstituteStudy(lab, s, known[0], $"{Portions}, {name}/{Cnn}", arm)
                .Augment(known[0].Oracle(), first, MovesAtRandom(lab, arm), ReservoirAdditions, Reservoir).Note(found);
        }

        Victim Net(string name, int[] hidden)
        {
            var net = new Mlp([lab.Data.Test.PixelsPerImage, .. hidden, lab.Data.Classes], Activation.Relu, Initialiser.He, lab.Random($"weights of the oracle, {name}"));
            net.Learn(lab.Images(learned), lab.Labels(learned), s.OracleEpochs, s.LearningRate, s.BatchSize, lab.Random($"order of the oracle, {name}"), after: _ => lab.Report(OracleShare));
            return new Victim(lab, name, images => Evaluation.Answers(net.Forward, images), s.Images);
        }
    }
}

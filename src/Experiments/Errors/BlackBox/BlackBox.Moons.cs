using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

// The toy in two dimensions, where one can see what is asked. It makes no claim.
public sealed partial class BlackBox
{
    private const int MoonExamples = 300, MoonTests = 500, MoonFirst = 10, MoonAdditions = 4, MoonEpochs = 60, MoonBatch = 16, MoonNeighbours = 5;
    private const double MoonNoise = 0.05, MoonStep = 0.08, MoonLearningRate = 5e-3;

    // Squares of the grid on which boundaries are looked for, fine enough for dots to make a line, and digits of a place on it.
    private const int MoonGrid = 200, MoonDigits = 3;

    private static readonly int[] s_moonHidden = [32, 32];

    // All rounds are noted and shown: 10, 20, 40, 80 and 160 questions.
    private static readonly int[] s_moonRounds = [.. Enumerable.Range(0, MoonAdditions + 1)];

    private static void Moons(Lab lab, Settings s, Measurements found)
    {
        (Tensor examples, int[] classes) = TwoMoons.Draw(lab.Random("moons"), MoonExamples, MoonNoise);
        var oracle = new NearestNeighbours(examples, classes, 2, MoonNeighbours);
        Tensor first = TwoMoons.Draw(lab.Random("first moons"), MoonFirst, MoonNoise).Points;
        Tensor grid = Grid(lab);
        found.Add("moons/oracle", Boundary([.. oracle.Predict(grid).Select(label => label - 0.5)]));
        Tensor tests = TwoMoons.Draw(lab.Random("test moons"), MoonTests, MoonNoise).Points;
        int[] truth = oracle.Predict(tests);
        foreach ((string name, Arm arm, double step, int period) in new[] { (Formula, Arm.Treatment, MoonStep, s.Period), (Against, Arm.Treatment, -MoonStep, 0), (AtRandom, Arm.Control, MoonStep, 0) })
        {
            var net = new Mlp([2, .. s_moonHidden, 2], Activation.Relu, Initialiser.He, lab.Random("weights on the moons", arm));
            RandomStream order = lab.Random("order on the moons", arm);
            var agreement = new List<double>();
            new JacobianAugmentation { Step = step, Period = period, MovesAtRandom = MovesAtRandom(lab, arm) }.Train(
                new LabelOracle(oracle.Predict, 2), first, MoonAdditions,
                round =>
                {
                    net.Unfreeze();
                    net.Learn(round.Images, Tensor.From<int>(round.Labels).MoveTo(lab.Device), MoonEpochs, MoonLearningRate, MoonBatch, order);
                    using var scope = MemoryScope.Open();
                    Tensor logits = net.Predict(grid);
                    double[] margin = (logits[.., 1] - logits[.., 0]).To(DType.Float64).ToArray<double>();
                    agreement.Add(Evaluation.Answers(net.Forward, tests).Zip(truth).Average(pair => pair.First == pair.Second ? 1.0 : 0));
                    found.Add($"moons/{name}/boundary/{round.Round}", Boundary(margin));
                    found.Add($"moons/{name}/asked/{round.Round}", round.Images.To(DType.Float64).ToArray<double>().Select(Shown));
                    found.Add($"moons/{name}/labels/{round.Round}", round.Labels.Select(label => (double)label));
                    return net.Forward;
                },
                lab.Random("augmentation on the moons", arm));
            found.Add($"moons/{name}/agreement", agreement);
        }
    }

    // The corners of the squares, row by row.
    private static Tensor Grid(Lab lab)
    {
        double[] places = [.. Enumerable.Range(0, MoonGrid + 1).Select(i => i / (double)MoonGrid)];
        double[] corners = [.. places.SelectMany(y => places.SelectMany(x => (double[])[x, y]))];
        return Tensor.From(corners, [corners.Length / 2, 2], lab.Device).To(DType.Float32);
    }

    // Where a function of the corners crosses 0 on the sides of the squares, x and y in turn.
    private static double[] Boundary(double[] f)
    {
        const int Row = MoonGrid + 1;
        var crossings = new List<double>();
        for (int i = 0; i < f.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, Row);
            if (x < MoonGrid) Cross(i, i + 1, x, y, 1, 0);
            if (y < MoonGrid) Cross(i, i + Row, x, y, 0, 1);
        }
        return [.. crossings];

        void Cross(int from, int to, int x, int y, int across, int up)
        {
            if (f[from] > 0 == f[to] > 0) return;
            double share = f[from] / (f[from] - f[to]);
            crossings.Add(Shown((x + share * across) / MoonGrid));
            crossings.Add(Shown((y + share * up) / MoonGrid));
        }
    }

    private static double Shown(double place) => Math.Round(place, MoonDigits);
}

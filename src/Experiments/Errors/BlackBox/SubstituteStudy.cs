using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>An attacker who knows an oracle's labels only: the substitute that it trains, and how many images made on the substitute mislead the
/// oracle, round by round.</summary>
/// <param name="lab">Streams and device.</param>
/// <param name="s">Sizes.</param>
/// <param name="victim">Whom the images are shown to.</param>
/// <param name="name">Of its measurements.</param>
/// <param name="arm">Whose streams it draws from.</param>
internal sealed class SubstituteStudy(Lab lab, BlackBox.Settings s, Victim victim, string name, Arm arm)
{
    private const int UntrainedNets = 8;

    private readonly List<double> _queries = [], _misled = [], _agreement = [];
    private readonly RandomStream _order = lab.Random("order of the substitute", arm);
    private Tensor _signs = victim.Images;

    /// <summary>What is trained: the width of each hidden layer; none for logistic regression.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = s.Hidden;

    /// <summary>Whether it is shown to the oracle after each round, or after the last only: no picture shows the others.</summary>
    public bool WatchesEveryRound { get; init; } = true;

    /// <summary>The stream of its random signs.</summary>
    public string Signs { get; init; } = "augmentation";

    /// <summary>From the first images on, each round adds neighbours of those there are, and the oracle is asked about them.</summary>
    /// <param name="oracle">Who labels.</param>
    /// <param name="first">The attacker's own images.</param>
    /// <param name="movesAtRandom">Whether they are moved by random signs and not by the Jacobian's.</param>
    /// <param name="additions">How often.</param>
    /// <param name="reservoir">The most images that a later round adds; null for all.</param>
    public SubstituteStudy Augment(LabelOracle oracle, Tensor first, bool movesAtRandom, int additions, int? reservoir = null)
    {
        Module net = NewNet();
        var augmentation = new JacobianAugmentation { Step = s.Step, Period = s.Period, MovesAtRandom = movesAtRandom, Reservoir = reservoir };
        augmentation.Train(oracle, first, additions, round => Learn(net, round, WatchesEveryRound || round.Round == additions), lab.Random(Signs, arm));
        return this;
    }

    /// <summary>For comparison an attacker who has images enough: the same numbers of labels, for fresh images.</summary>
    public SubstituteStudy AskOf(LabelOracle oracle, Tensor images, int first)
    {
        Module net = NewNet();
        int[] labels = [];
        for (int count = first; count <= images.Shape[0]; count *= 2)
        {
            labels = [.. labels, .. oracle.Ask(images[labels.Length..count])];
            Learn(net, new AugmentationRound(_queries.Count, images[..count], labels, 0, oracle.Queries));
        }
        return this;
    }

    /// <summary>For comparison substitutes that never learned anything: the mean of several, since one of them gives all images much the same signs.</summary>
    public void NoteUntrained(Measurements found)
    {
        for (int i = 0; i < UntrainedNets; i++)
        {
            using var scope = MemoryScope.Open();
            Mlp net = NewNet($"weights of untrained substitute {i}");
            net.Freeze();
            _misled.Add(victim.Misled(victim.Signs(net), s.Epsilon));
        }
        found.Add($"misled/{name}", _misled.Average());
    }

    /// <summary>Notes after each round: labels asked for, and, where it was watched, share of the oracle's images that it gets wrong at ε, share of which the substitute says the
    /// same.</summary>
    /// <returns>The directions that the last substitute names, for each test image.</returns>
    public Tensor Note(Measurements found)
    {
        found.Add($"queries/{name}", _queries);
        found.Add($"misled/{name}", _misled);
        found.Add($"agreement/{name}", _agreement);
        return _signs;
    }

    private Mlp NewNet(string weights = "weights of the substitute") => new([lab.Data.Test.PixelsPerImage, .. Hidden, lab.Data.Classes], Activation.Relu, Initialiser.He, lab.Random(weights, arm));

    private Func<Tensor, Tensor> Learn(Module net, AugmentationRound round, bool watch = true)
    {
        using (MemoryScope.Open())
        {
            net.Unfreeze();
            net.Learn(round.Images, Tensor.From<int>(round.Labels).MoveTo(lab.Device), s.SubstituteEpochs, s.LearningRate, s.BatchSize, _order, after: _ => lab.Report(BlackBox.OracleShare));
        }
        _queries.Add(round.Queries);
        if (watch) Watch(net);
        return net.Forward;
    }

    private void Watch(Module net)
    {
        _signs = victim.Signs(net);
        _misled.Add(victim.Misled(_signs, s.Epsilon));
        _agreement.Add(victim.Agreement(net));
    }
}

using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Memory;

/// <summary>Zhang, Bengio, Hardt, Recht and Vinyals (2017), the randomisation tests.</summary>
public sealed class RandomLabels : Puzzle<RandomLabels.Settings>
{
    // Set on seeds 1 to 12; the comments tell their mean and its 95 % interval. "Share" is the way from chance (0) to all right (1).
    private const double AllRight = 1;              // 1 in every seed
    private const double LeastGap = 0.95;           // share: 0.993 [0.988, 0.999]
    private const double LargestTrueGap = 0.35;     // share: 0.214 [0.209, 0.220]
    private const double ChanceMargin = 0.02;       // accuracies at chance, as specified: deviation over seeds up to 0.013
    private const double LargestMisfit = 0.4;       // share: narrow net 0.06 [0.05, 0.07], softmax regression 0.162 [0.158, 0.166]
    private const double LeastOfNarrow = 0.6;       // share: 0.84 [0.82, 0.85]; the spec's 4 units partly die and reach 0.43 to 0.73
    private const double StrictlyRising = 1;        // 1 in every seed
    private const double SameError = 0.03;          // 0.004 [0.001, 0.008]
    private const double LeastSlowdown = 1.5, MostSlowdown = 10;        // 2.7 [2.4, 3.0]; the spec allows 0.5, which would not be slower
    private const double LeastSpeedUp = 3;          // 17.9 [15.7, 20.1]
    private const double LeastNoChange = 0.5, MostNoChange = 1.5;       // 0.98 [0.89, 1.06]

    private const string Quote = "[finite networks] can model any finite-sized data set, even if this is made of shuffled data, random data, or random labels";
    private const string NoChange = "the pixels shuffled, which a net without convolutions cannot notice";
    private const string Contradictions = "equal images with different labels";

    /// <summary>The sizes of a run.</summary>
    public sealed record Settings
    {
        [Setting("training images", Low = 2, High = 60_000, Spec = 3000)] public int Examples { get; init; } = 1000;
        [Setting("test images", Low = 1, High = 10_000, Spec = 3000)] public int TestImages { get; init; } = 3000;
        [Setting("pixels a side, after pooling", Low = 1, High = 1000, Spec = 28)] public int Side { get; init; } = 28;
        [Setting("hidden units", Low = 1, High = 10_000, Spec = 512)] public int Hidden { get; init; } = 256;
        [Setting("probabilities of a corrupted label between none and all", Low = 0, High = 1)] public IReadOnlyList<double> Corrupted { get; init; } = [0.2, 0.5, 0.8];
        [Setting("learning rate", Low = 0)] public double LearningRate { get; init; } = 0.05;
        [Setting("momentum", Low = 0, High = 0.999)] public double Momentum { get; init; } = 0.9;
        [Setting("factor on the learning rate after each epoch", Low = 0, High = 1)] public double Decay { get; init; } = 0.99;
        [Setting("images per step", Low = 1, High = 60_000)] public int Batch { get; init; } = 64;
        [Setting("epochs at most", Low = 1, High = 100_000)] public int Epochs { get; init; } = 120;
        [Setting("hidden units of the net that is too small", Low = 1, High = 10_000)] public int Narrow { get; init; } = 8;
        [Setting("pixels a side, after pooling, for the nets that are too small", Low = 1, High = 1000)] public int Coarse { get; init; } = 7;
    }

    public override string Id => "memory/random-labels";
    public override string Title => "Random labels, random pixels: all learned by heart";
    public override string Question => "A net that does well on new images has understood something. Would it have complained if there had been nothing to understand: labels thrown by dice, pixels shuffled, pure noise?";
    public override string Reference => "Zhang et al. 2017, Understanding deep learning requires rethinking generalization";
    public override double Cost => 18;
    public override Settings Full => new() { Examples = 3000, Hidden = 512, Corrupted = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], Epochs = 300 };

    public override IReadOnlyList<string> Protocol =>
    [
        "One dense net with one hidden ReLU layer and no regulariser learns the same images with true labels, with labels drawn again uniformly with probability p, with random labels (p = 1), with one permutation of the pixels for all images, with another permutation for each image, and with Gaussian noise of the same mean and variance.",
        "Hyper-parameters, first weights and example order are the same in all: SGD with momentum, a learning rate that falls by a factor after each epoch, each image whitened. Corrupted labels and pixels are drawn once and stay.",
        "An arm ends at 100 % training accuracy, counted on all examples after the epoch, or at a fixed number of epochs.",
        "Test images get the pixels' treatment of their setting, and keep their true labels.",
        "Controls on random labels: drawn again in every epoch, for as many epochs as fixed ones took; a narrow net (which does learn true labels) and a softmax regression on coarse images, both with fewer weights than there are labels.",
        "In a placebo run every setting has labels drawn anew in each epoch; what is compared with true labels (test error, time) gets true labels, and noise gets images with random labels, each with first weights and order of its own.",
        "The paper's nets are convolutional and dense, and learn CIFAR-10; here is a dense one only, as the library has no convolution yet, on the data of the run.",
    ];

    public override IReadOnlyList<string> Traps =>
    [
        "Of labels drawn again with probability p only (1 - 1/classes) p are wrong, 0.9 p of ten: the draw may hit the true label.",
        "Accuracy averaged during an epoch is not the accuracy after it.",
        "Two equal images with different labels put 100 % out of reach: they are counted, and there must be none.",
        "Shuffling the pixels is a no-op for a dense net, up to its first weights: it serves as the control of no change.",
        "Test accuracy on true labels and on corrupted ones are two questions; here it is on true ones.",
        "Which setting takes longest to fit depends on the optimiser: with Adam random labels can be as quick as true ones.",
        "A test accuracy at chance proves nothing by itself: a net that never learned has it too. The gap to the training accuracy counts.",
    ];

    public override IReadOnlyList<ClaimSpec> Claims =>
    [
        new("fits", Quote, Reference, "training accuracy at the end, worst of all settings", "share of images", Bar.AtLeast(AllRight).InEverySeed())
        {
            Paper = new(1, "CIFAR-10, 50,000 images: no training error in any setting (Inception, 1.6 million weights); other data, larger scale"),
            Controls = [new("random labels drawn again in every epoch: training accuracy minus chance", Bar.Equivalent(ChanceMargin)),
                new("a narrow net on coarse images, random labels: share of the way from chance to 100 % in training", Bar.AtMost(LargestMisfit)),
                new("the same narrow net, true labels: the same share", Bar.AtLeast(LeastOfNarrow)),
                new("softmax regression on coarse images, random labels: share of the way from chance to 100 % in training", Bar.AtMost(LargestMisfit))],
        },
        new("gap", Quote, Reference, "training minus test accuracy over what chance allows, smallest of random labels, random pixels, noise", "share", Bar.AtLeast(LeastGap), noEffect: 0)
        {
            Paper = new((1 - 0.0978) / 0.9, "CIFAR-10, Inception, random labels: 100 % in training, 9.78 % in test; other data, larger scale"),
            Controls = [new("true labels: the same gap", Bar.AtMost(LargestTrueGap)),
                new("random labels: test accuracy minus chance", Bar.Equivalent(ChanceMargin)),
                new("random pixels: test accuracy minus chance", Bar.Equivalent(ChanceMargin)),
                new("Gaussian noise: test accuracy minus chance", Bar.Equivalent(ChanceMargin))],
        },
        new("dose", Quote, Reference, "Spearman's ρ between the probability of a corrupted label and the test error", "", Bar.Monotone(StrictlyRising), noEffect: 0)
        {
            Paper = new(null, "CIFAR-10: the test error rises with p to 90 %"),
            Controls = [new("training accuracy at the end, worst of all p", Bar.AtLeast(AllRight).InEverySeed()),
                new($"{NoChange}: test error minus that with true labels", Bar.Equivalent(SameError))],
        },
        new("slower", Quote, Reference, "epochs to fit random labels over epochs to fit true ones", "times", Bar.Within(LeastSlowdown, MostSlowdown), noEffect: 1)
        {
            Paper = new(null, "CIFAR-10: longer by a small constant factor, without a number"),
            Controls = [new($"{NoChange}: epochs over those with true labels", Bar.Within(LeastNoChange, MostNoChange))],
        },
        new("noise", Quote, Reference, "epochs to fit random labels over epochs to fit noise images (the slower of random pixels and Gaussian)", "times", Bar.AtLeast(LeastSpeedUp), noEffect: 1)
        {
            Paper = new(null, "CIFAR-10: noise images are fitted faster than random labels, without a number"),
            Controls = [new($"{NoChange}: epochs over those with true labels", Bar.Within(LeastNoChange, MostNoChange))],
        },
    ];

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        var trials = new Trials(s);
        (Trial[] doses, Trial[] all) = (trials.Doses, trials.Settings);
        var nets = new Memorising(lab, s, count: lab.IsPlacebo ? 2 * all.Length + 5 : all.Length + 4);
        Fit truth = nets.Control(trials.Truth), random = nets.Control(trials.Random), unchanged = nets.Control(trials.Shuffled);
        Trial[] impossible = [trials.Redrawn(random.Curve.Length), .. trials.TooSmall];
        Fit[] failures = [.. impossible.Select(nets.Control)];
        Fit[] fits = [.. all.Select(trial => nets.Treat(impossible[0], trial))];
        Fit[] meaningless = [fits[doses.Length - 1], .. fits[^trials.Noises.Length..]];
        Fit[] dosed = [truth, .. doses[1..].Select(trial => nets.Treat(trials.Truth, trial))];
        double noiseEpochs = trials.Noises.Select(trial => nets.Treat(trials.Random, trial).Epochs).Aggregate(Math.Max);
        double chance = 1.0 / lab.Data.Classes, sameTime = unchanged.Epochs / truth.Epochs;

        Note("fits", fits.Min(fit => fit.Train), [failures[0].Train - chance, .. new[] { failures[1], nets.Control(trials.NarrowTruth), failures[2] }.Select(fit => Share(fit.Train - chance))]);
        Note("gap", Share(meaningless.Min(fit => fit.Gap)), [Share(truth.Gap), .. meaningless.Select(fit => fit.Test - chance)]);
        Note("dose", Spearman.Rho([.. doses.Select(trial => trial.Corrupted)], [.. dosed.Select(fit => 1 - fit.Test)]), dosed.Min(fit => fit.Train), truth.Test - unchanged.Test);
        Note("slower", dosed[^1].Epochs / truth.Epochs, sameTime);
        Note("noise", random.Epochs / noiseEpochs, sameTime);
        found.Add(Contradictions, fits.Max(fit => fit.Contradictions));
        RandomLabelsFigures.Note(found, [.. all.Zip(fits), .. impossible.Zip(failures)], dosed, [trials.Truth, trials.Shuffled, .. trials.Noises], nets, chance);

        double Share(double difference) => difference / (1 - chance);

        void Note(string claim, double value, params double[] controls)
        {
            found.Add(claim, value);
            for (int i = 0; i < controls.Length; i++) found.Add(ControlName(claim, i), controls[i]);
        }
    }

    protected override Findings Conclude(Evidence evidence, Settings s)
    {
        var noTwins = new SanityCheck("no two equal training images have different labels", evidence.PerSeed(Contradictions).All(count => count == 0));
        return new(
            [.. Claims.Select(claim => claim.Judge(evidence.PerSeed(claim.Id), [.. claim.Controls.Select((_, i) => (Measured)evidence.PerSeed(ControlName(claim.Id, i)))], [noTwins]))],
            RandomLabelsFigures.Draw(evidence, new Trials(s)));
    }

    private static string ControlName(string claim, int index) => FormattableString.Invariant($"{claim}, control {index + 1}");
}

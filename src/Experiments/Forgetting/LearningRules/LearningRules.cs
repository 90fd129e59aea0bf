using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>Is back-propagation to blame? Lillicrap et al. 2016, Nøkland 2016, Lee et al. 2015: other rules learn; whether they forget less is asked here.</summary>
public sealed partial class LearningRules : Puzzle<LearningRules.Settings>
{
    // As specified.
    private const double LeastGain = 0.02, LargestAngle = 70, RightAngle = 90, SameForgetting = 0.05;

    // Not specified; set on seeds below 1000. What counts as a difference of forgetting is the margin of "no difference", for the sparse net and for the remedy that
    // shows that the measure can see one; that was 0.2 once, see docs/errata.md.
    private const double NoGain = 0.02, NearRightAngle = 5, AtChance = 0.05, LeastSparse = SameForgetting, LeastRehearsed = SameForgetting;

    private const string Quote = "The problem of forgetting may stem from the back-propagation algorithm itself";
    private const string Papers = "Lillicrap et al. 2016, Random synaptic feedback weights; Nøkland 2016, Direct feedback alignment; Lee et al. 2015, Difference target propagation";
    private const string Rehearsed = "back-propagation with half of each batch from the first task", Slower = "back-propagation at half the learning rate";

    private static readonly ControlSpec s_rehearsed = new($"{Rehearsed}: the share retained, minus that without", Bar.AtLeast(LeastRehearsed));
    private static readonly ControlSpec s_together = new("back-propagation with ones and twos practised together: the share retained, minus that with twos alone", Bar.AtLeast(LeastRehearsed));
    private static readonly ControlSpec s_slower = new($"{Slower}: the share retained, minus that at the whole", Bar.Equivalent(SameForgetting));

    /// <summary>The rules that are held against back-propagation on split classes.</summary>
    private static readonly (Rule Rule, string Id, string Name)[] s_rules =
    [
        (Rule.FeedbackAlignment, "split-feedback-alignment", "feedback alignment"),
        (Rule.DirectFeedback, "split-direct-feedback", "direct feedback alignment"),
        (Rule.TargetPropagation, "split-target-propagation", "difference target propagation"),
        (Rule.Evolution, "split-evolution", "evolution strategies"),
    ];

    /// <summary>The sizes of a run.</summary>
    public sealed record Settings
    {
        [Setting("pixels a side, after pooling", Low = 1, High = 1000, Spec = 14)] public int Side { get; init; } = 14;
        [Setting("units of each of two hidden layers", Low = 1, High = 10_000, Spec = 200)] public int Hidden { get; init; } = 100;
        [Setting("images that are learned at once", Low = 2, High = 60_000, Spec = 15_000)] public int Examples { get; init; } = 4000;
        [Setting("epochs over them", Low = 1, High = 10_000, Spec = 10)] public int Epochs { get; init; } = 8;
        [Setting("images per step", Low = 1, High = 60_000)] public int Batch { get; init; } = 32;
        [Setting("test images", Low = 2, High = 10_000)] public int TestImages { get; init; } = 2000;

        // Each the best of its grid on validation images of seeds 1-6 (docs/errata.md); the wrong sign has back-propagation's.
        [Setting("learning rates for all classes at once: of back-propagation, feedback alignment, direct feedback alignment, target propagation, the last layer alone, feedback drawn anew, the wrong sign", Low = 0, High = 10)]
        public IReadOnlyList<double> LessonRates { get; init; } = [0.5, 0.5, 0.5, 0.5, 5, 0.1, 0.5];
        [Setting("learning rates for the first of two tasks: of back-propagation, feedback alignment, direct feedback alignment, target propagation, evolution strategies, k winners", Low = 0, High = 10)]
        public IReadOnlyList<double> TaskRates { get; init; } = [0.2, 0.1, 0.1, 0.2, 0.02, 0.2];
        [Setting("true for pilots: nets are asked validation images in the place of test images")] public bool Validate { get; init; }
        [Setting("random splits of the classes, per seed and rule", Low = 1, High = 1000)] public int Splits { get; init; } = 4;
        [Setting("the same of evolution strategies, which take longer", Low = 1, High = 1000)] public int EvolutionSplits { get; init; } = 1;
        [Setting("images of each of two tasks", Low = 2, High = 60_000, Spec = 1000)] public int PerTask { get; init; } = 1000;
        [Setting("steps of the first task", Low = 1, High = 1_000_000)] public int FirstSteps { get; init; } = 400;
        [Setting("learning rate of the second task over that of the first", Low = 0)] public double SecondRate { get; init; } = 0.05;
        [Setting("test images of each task", Low = 1, High = 10_000)] public int TaskTests { get; init; } = 500;
        [Setting("steps of the second task between two tests", Low = 1, High = 1_000_000)] public int Every { get; init; } = 5;
        [Setting("steps of the second task at most", Low = 1, High = 1_000_000)] public int SecondSteps { get; init; } = 800;
        [Setting("new-task accuracy at which the second task ends", Low = 0, High = 1)] public double End { get; init; } = 0.55;

        // Within reach of every split: where the second half holds the classes that are hard to tell apart, some rules end below 0.6.
        [Setting("new-task accuracies at which rules are compared; their mean counts", Low = 0, High = 1)] public IReadOnlyList<double> Levels { get; init; } = [0.3, 0.4, 0.5];
        [Setting("winners in each hidden layer of the sparse net", Low = 1, High = 10_000)] public int Winners { get; init; } = 50;
        [Setting("step of the first target", Low = 1e-6, High = 100, Spec = 0.5)] public double TargetStep { get; init; } = 0.5;
        [Setting("learning rate of the inverses", Low = 0)] public double InverseRate { get; init; } = 0.02;
        [Setting("steps of the inverses before the net learns", Low = 0, High = 1_000_000)] public int WarmSteps { get; init; } = 100;
        [Setting("pairs of places that evolution strategies try in a step", Low = 1, High = 10_000)] public int EvolutionPairs { get; init; } = 16;
        [Setting("how far away those places are, per parameter", Low = 1e-6, High = 10)] public double EvolutionDeviation { get; init; } = 0.02;
        [Setting("steps of evolution strategies on the first task", Low = 1, High = 1_000_000)] public int EvolutionFirst { get; init; } = 300;
        [Setting("steps of evolution strategies between two tests", Low = 1, High = 1_000_000)] public int EvolutionEvery { get; init; } = 10;
        [Setting("hidden units of the adding nets", Low = 1, High = 2000, Spec = 50)] public int FactHidden { get; init; } = 50;
        [Setting("adding nets per seed and rule", Low = 1, High = 1000)] public int FactNets { get; init; } = 20;

        // The paper's 0.25 is more than feedback alignment bears: on seeds 1 and 2, with momentum 0.9, one of 16 nets never learned the ones.
        [Setting("learning rate of both rules on the facts", Low = 1e-4, High = 10)] public double FactRate { get; init; } = 0.1;
        [Setting("trials of the twos", Low = 1, High = 1000, Spec = 30)] public int FactTrials { get; init; } = 20;
    }

    public override Settings Full => new() { Hidden = 200, Examples = 15_000, Epochs = 10, TestImages = 10_000, TaskTests = 2000, EvolutionSplits = 4, FactNets = 40, FactTrials = 30 };

    public override string Id => "forgetting/learning-rules";
    public override string Title => "Is back-propagation to blame?";
    public override string Question => "Nets forget an old task when they learn a new one, and nearly all of them are trained by back-propagation. Would they forget less if they were taught by another rule?";
    public override string Reference => Papers;
    public override double Cost => 35;

    public override IReadOnlyList<string> Protocol =>
    [
        "A tanh net of two hidden layers learns pooled images by back-propagation, by feedback alignment (errors come back through fixed random matrices), by direct feedback alignment (each hidden layer hears of the output's error through a random matrix of its own), by difference target propagation (layers get targets through learned inverses), or its last layer alone learns.",
        "Each rule has a learning rate of its own: the one of a grid with which it learns best, all classes or the first five, on validation images of seeds 1-6, whatever it forgets. The number of winners is the one that forgets least there. Over all classes, rates fall evenly towards 0.",
        "The angle is between the rule's signal at the last hidden layer and that of back-propagation, over all units and 500 training images.",
        "Split classes, class-incremental: five random classes first, then the other five, one head for all ten, and nobody tells which half a test image is of; four splits a seed (evolution strategies: one). The rules start from the same weights and see the same batches; evolution strategies (no gradients at all) and a sparse net (k winners take all, with back-propagation) join them.",
        "While the second half is learned, both are asked. Rules are compared at the moments when the new accuracy first reaches 30, 40 and 50 %, by linear interpolation: which share of the old accuracy is left then, on average? While the second half is learned, every rate is a twentieth of the rule's own, so that these moments are told apart.",
        "The ones and the twos of forgetting/arithmetic-facts under back-propagation and feedback alignment at one learning rate, compared at the same accuracies on the twos; over the 15 facts that are not in both sets.",
        "Controls: feedback drawn anew at each step and feedback of the wrong sign must not beat a net whose last layer alone learns; random labels must not be learned; a remedy that works (half of each batch from the first task) must show up in the measure; halving the learning rate must not.",
        "In a placebo run the rules that are to learn get feedback drawn anew, those that are to forget get back-propagation, and the rehearsal gets no old images.",
    ];

    public override IReadOnlyList<string> Traps =>
    [
        "A level of new accuracy that some split of the classes cannot reach leaves its seed without a value: a first run with levels up to 60 % ended so in one seed.",
        "A rule at a learning rate that suits another looks worse than it is: a first run gave all rules 0.05, and feedback alignment and the sparse net seemed to forget far more.",
        "The better a net whose last layer alone learns is tuned, the less is left for the hidden layers to add: at 0.05 it is 12 points worse than at its best rate.",
        "A rule that learns more slowly forgets more slowly: after equal epochs it seems to forget less. Old accuracies are compared at equal new ones.",
        "Feedback with large matrices is just a larger learning rate: they are drawn on the scale of the weights.",
        "A fixed -B is no control: it is another random matrix, and the weights align with it. The wrong sign is set again at each step, from the present weights.",
        "The inverses of target propagation need a start before the net learns; with one hidden layer the rule is back-propagation itself.",
        "'No difference' is claimed by an equivalence test with a margin fixed before, never by a large p.",
        "In the class-incremental setting much of the loss is the last layer's, which all rules here train alike.",
    ];

    public override IReadOnlyList<ClaimSpec> Claims =>
    [
        new("learns", Quote, Papers, "test accuracy minus that of a net whose last layer alone learns, smaller of feedback alignment and direct feedback alignment", "share of images", Bar.AtLeast(LeastGain), noEffect: 0)
        {
            Paper = new(null, "MNIST: feedback alignment errs on 2.1 %, back-propagation on 2.4 %, as we remember it; other data"),
            Controls = [new("feedback drawn anew at each step: the same difference", Bar.AtMost(NoGain)),
                new("feedback of the wrong sign: the same difference", Bar.AtMost(0)),
                new("feedback alignment on random labels: test accuracy minus chance", Bar.Equivalent(AtChance))],
        },
        new("aligns", Quote, Papers, "angle to back-propagation's signal at the last hidden layer at the end, larger of the two rules", "°", Bar.AtMost(LargestAngle), noEffect: RightAngle)
        {
            Paper = new(null, "falls well below 90°, as we remember it"),
            Controls = [new("feedback drawn anew at each step: the same angle, minus 90°", Bar.Equivalent(NearRightAngle)),
                new("before the first step: the same angle of feedback alignment, minus 90°", Bar.Equivalent(NearRightAngle))],
        },
        .. s_rules.Select(one => new ClaimSpec(one.Id, Quote, Papers, $"share of the old accuracy left at the same new accuracy: {one.Name} minus back-propagation, class-incremental (0: the rule makes no difference, and the sentence finds no support in it)", "share", Bar.Equivalent(SameForgetting)) { Paper = new(null, "no number: nobody measured it"), Controls = [s_rehearsed, s_slower] }),
        new("facts-feedback-alignment", Quote, Papers, "share of the ones left at the same accuracy on the twos: feedback alignment minus back-propagation (0: the rule makes no difference; below 0 it forgets more)", "share", Bar.Equivalent(SameForgetting))
        {
            Paper = new(null, "no number: nobody measured it"),
            Controls = [s_together, s_slower],
        },
        new("sparse", "networks forget because the same units serve all tasks", "French 1991, Using semi-distributed representations to overcome catastrophic forgetting", "share of the old accuracy left at the same new accuracy: k winners minus all units, class-incremental", "share", Bar.AtLeast(LeastSparse), noEffect: 0)
        {
            Paper = new(null, "no number on such data"),
            Controls = [s_rehearsed, s_slower],
        },
    ];
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Looks for <see cref="EvaluationFlags"/>: attacks a classifier by gradients as one would who suspects nothing, and by queries, which see
/// through a mask.</summary>
/// <example><code>
/// EvaluationFlags flags = new EvaluationCheck { Epsilon = 0.1 }.Of(net.Logits, images, AttackGoal.LeaveAll(labels), new RandomStream(1, "flags"));
/// </code></example>
public sealed record EvaluationCheck
{
    // Rounding of a probability row's sum in float32.
    private const double SumError = 1e-4;

    // What the order of a matrix product's sums may change in float32, as a share of the largest logit.
    private const double BatchError = 1e-3;

    // How much larger the larger radius and the longer run are.
    private const int More = 2;

    /// <summary>The radius of the evaluation, in pixels of [0, 1].</summary>
    public required double Epsilon { get; init; }

    /// <summary>Its norm.</summary>
    public AttackNorm Norm { get; init; } = AttackNorm.LInf;

    /// <summary>What the attack by gradients minimises.</summary>
    public AttackLoss Loss { get; init; } = AttackLoss.CrossEntropy;

    /// <summary>The steps of the attack by gradients.</summary>
    public int StepCount { get; init; } = 20;

    /// <summary>The queries of the attack without.</summary>
    public int Queries { get; init; } = 300;

    /// <summary>The steps of the attack without a bound.</summary>
    public int UnboundedSteps { get; init; } = 100;

    /// <summary>The width of images that come as vectors.</summary>
    public int? Width { get; init; }

    /// <summary>By how large a share of the images one attack may fall behind another by chance, or lack a gradient.</summary>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>The flags of a classifier on these images.</summary>
    /// <param name="logits">The classifier: from images [n, ...] to logits [n, classes].</param>
    /// <param name="images">float32 or float64 [n, ...] in [0, 1], at least one; those that the classifier is right about.</param>
    /// <param name="goals">For each image what the classifier shall say.</param>
    /// <param name="random">For the attack by queries.</param>
    public EvaluationFlags Of(Func<Tensor, Tensor> logits, Tensor images, IReadOnlyList<AttackGoal> goals, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(images);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        if (images.Count == 0) throw new TensorException($"evaluation check: the images are {images.Shape}; it takes at least one");
        Tensor once = logits(images), twice = logits(images), alone = Tensor.Concat([.. Enumerable.Range(0, images.Shape[0]).Select(i => logits(images[i..(i + 1)]))]);
        double scale = once.Abs().Max().Item();
        bool isRandom = !Same(once, twice);
        double whiteBox = Rate(Gradients(Epsilon, StepCount)), blackBox = Rate(new SquareAttack { Epsilon = Epsilon, Norm = Norm, MaxQueries = Queries, Width = Width });
        double unbounded = Rate(Gradients(Diameter(images), UnboundedSteps)), lost = ShareWithoutGradient(logits, images, goals);
        return new EvaluationFlags
        {
            ZeroGradients = lost > Tolerance,
            ZeroRadiusChanges = !Same(images, Gradients(0, StepCount).Perturb(logits, images, goals)),
            RandomModel = isRandom,
            DependsOnBatch = !isRandom && !((once - alone).Abs().Max().Item() <= BatchError * scale),
            ProbabilitiesForLogits = once.Min().Item() >= 0 && once.Max().Item() <= 1 && (once.Sum(-1) - 1).Abs().Max().Item() <= SumError,
            BlackBoxStronger = blackBox > whiteBox + Tolerance,
            MoreStepsWeaker = Rate(Gradients(Epsilon, More * StepCount)) < whiteBox - Tolerance,
            LargerRadiusWeaker = Rate(Gradients(More * Epsilon, StepCount)) < whiteBox - Tolerance,
            UnboundedFails = unbounded < 1,
            ZeroGradientShare = lost,
            WhiteBox = whiteBox,
            BlackBox = blackBox,
            Unbounded = unbounded,
        };

        ProjectedGradient Gradients(double epsilon, int steps) => new() { Epsilon = epsilon, Norm = Norm, StepCount = steps, Loss = Loss };

        double Rate(Attack attack) => attack.Run(logits, images, goals, random).SuccessRate;
    }

    // No image in the box is farther than this from another.
    private double Diameter(Tensor images) => Norm == AttackNorm.LInf ? 1 : Math.Sqrt(images.Count / images.Shape[0]);

    private double ShareWithoutGradient(Func<Tensor, Tensor> logits, Tensor images, IReadOnlyList<AttackGoal> goals)
    {
        int lost = 0;
        Subject[] subjects = [.. goals.Select((goal, i) => new Subject(images[i], goal, null, wholeBudget: true))];
        new AttackedModel(logits, images).Drive(subjects, Once);
        return lost / (double)goals.Count;

        IEnumerable<Ask> Once(Subject subject)
        {
            Ask ask = subject.Slope([.. subject.Image], Loss);
            yield return ask;
            if (!ask.Gradient.All(double.IsFinite) || ask.Gradient.All(g => g == 0)) lost++;
        }
    }

    private static bool Same(Tensor x, Tensor y) => x.To(DType.Float64).ToArray<double>().Select(BitConverter.DoubleToInt64Bits)
        .SequenceEqual(y.To(DType.Float64).ToArray<double>().Select(BitConverter.DoubleToInt64Bits));
}

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>Signs that an attack was hindered rather than resisted (Athalye, Carlini and Wagner 2018, sec. 3.1; Carlini et al. 2019): with one of them
/// raised, accuracy under attack says nothing about robustness. Made by <see cref="EvaluationCheck.Of"/>.</summary>
public sealed record EvaluationFlags
{
    /// <summary>The loss that was attacked has no gradient, or one that is not finite, on more images than tolerated.</summary>
    public required bool ZeroGradients { get; init; }

    /// <summary>A ball of radius 0 did not give back the images bit for bit.</summary>
    public required bool ZeroRadiusChanges { get; init; }

    /// <summary>The classifier gave the same images other logits the second time.</summary>
    public required bool RandomModel { get; init; }

    /// <summary>An image's logits depend on the images beside it by more than rounding.</summary>
    public required bool DependsOnBatch { get; init; }

    /// <summary>What the classifier gives are probabilities: rows of numbers in [0, 1] that add to 1.</summary>
    public required bool ProbabilitiesForLogits { get; init; }

    /// <summary>Queries alone break more images than gradients do.</summary>
    public required bool BlackBoxStronger { get; init; }

    /// <summary>More steps break fewer images.</summary>
    public required bool MoreStepsWeaker { get; init; }

    /// <summary>A larger ball holds fewer broken images.</summary>
    public required bool LargerRadiusWeaker { get; init; }

    /// <summary>With the whole of [0, 1] to move in, the gradient does not break every image.</summary>
    public required bool UnboundedFails { get; init; }

    /// <summary>The share of images without a gradient.</summary>
    public required double ZeroGradientShare { get; init; }

    /// <summary>The share of images that gradients broke.</summary>
    public required double WhiteBox { get; init; }

    /// <summary>The share of images that queries broke.</summary>
    public required double BlackBox { get; init; }

    /// <summary>The share of images that gradients broke without a bound.</summary>
    public required double Unbounded { get; init; }

    /// <summary>What should hold, each by name, and whether it does: false where its flag is raised.</summary>
    public IReadOnlyDictionary<string, bool> All => new Dictionary<string, bool>
    {
        ["gradients are there"] = !ZeroGradients,
        ["a radius of 0 changes nothing, bit for bit"] = !ZeroRadiusChanges,
        ["the classifier is deterministic"] = !RandomModel,
        ["an image's logits do not depend on the batch"] = !DependsOnBatch,
        ["the classifier gives logits, not probabilities"] = !ProbabilitiesForLogits,
        ["a black box is not stronger than the white box"] = !BlackBoxStronger,
        ["more steps are not weaker"] = !MoreStepsWeaker,
        ["a larger radius is not weaker"] = !LargerRadiusWeaker,
        ["without a bound every image breaks"] = !UnboundedFails,
    };

    /// <summary>What should hold and does not; empty for an evaluation that can be believed.</summary>
    public IReadOnlyList<string> Raised => [.. All.Where(flag => !flag.Value).Select(flag => flag.Key)];

    /// <summary>What is <see cref="Raised"/>, in a line.</summary>
    public override string ToString() => Raised.Count == 0 ? "nothing raised" : $"does not hold: {string.Join("; ", Raised)}";
}

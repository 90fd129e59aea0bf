using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Memory;

/// <summary>What a net is to learn, and what net it is.</summary>
/// <param name="Name">Of the setting.</param>
/// <param name="Corrupted">The share of labels that are drawn again, p.</param>
/// <param name="Hidden">Units of the hidden layer; 0 for softmax regression.</param>
/// <param name="Side">Images are pooled by a whole factor to about this many pixels a side, before anything else.</param>
/// <param name="Epochs">The most it may take.</param>
internal sealed record Trial(string Name, double Corrupted, int Hidden, int Side, int Epochs)
{
    /// <summary>What happens to the raw pixels, those of the test images included.</summary>
    public Func<Tensor, RandomStream, Tensor> Pixels { get; init; } = AsTheyAre;

    /// <summary>True where every epoch has labels of its own: there is nothing to memorise.</summary>
    public bool Redrawn { get; init; }

    private static Tensor AsTheyAre(Tensor images, RandomStream stream) => images;
}

/// <summary>The randomisation tests, and the trials that must not succeed.</summary>
internal sealed class Trials(RandomLabels.Settings s)
{
    /// <summary>The natural task.</summary>
    public Trial Truth { get; } = new("true labels", 0, s.Hidden, s.Side, s.Epochs);

    /// <summary>Labels without any relation to the images, fixed.</summary>
    public Trial Random => Truth with { Name = "random labels", Corrupted = 1 };

    /// <summary>From <see cref="Truth"/> to <see cref="Random"/>, p rising.</summary>
    public Trial[] Doses =>
        [Truth, .. s.Corrupted.Except([0, 1]).Order().Select(p => Truth with { Name = FormattableString.Invariant($"p = {p}"), Corrupted = p }), Random];

    /// <summary>One permutation for all images.</summary>
    public Trial Shuffled => Truth with { Name = "shuffled pixels", Pixels = Corruption.ShuffledPixels };

    /// <summary>True labels of images that say nothing.</summary>
    public Trial[] Noises =>
        [Truth with { Name = "random pixels", Pixels = Corruption.RandomPixels }, Truth with { Name = "Gaussian noise", Pixels = Corruption.Gaussian }];

    /// <summary>Every setting that the essay's sentence speaks of, and the true labels.</summary>
    public Trial[] Settings => [.. Doses, Shuffled, .. Noises];

    /// <summary>Nothing to memorise, for as many epochs as something took.</summary>
    public Trial Redrawn(int epochs) => Random with { Name = "labels drawn anew", Redrawn = true, Epochs = epochs };

    /// <summary>Too few weights: a narrow net, and none at all, on coarse images.</summary>
    public Trial[] TooSmall =>
        [Random with { Name = "narrow net", Hidden = s.Narrow, Side = s.Coarse }, Random with { Name = "softmax regression", Hidden = 0, Side = s.Coarse }];

    /// <summary>The narrow net can learn something that has a rule.</summary>
    public Trial NarrowTruth => TooSmall[0] with { Name = "narrow net, true labels", Corrupted = 0 };
}

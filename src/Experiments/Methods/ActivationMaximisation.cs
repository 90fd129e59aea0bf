using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>Pictures of what a classifier holds for its classes: from noise, gradient ascent on the pixels of logit - L2·‖x‖² - TV·Σ |difference of neighbours|, the picture shifted at
/// random at each step (Erhan et al. 2009; Simonyan, Vedaldi and Zisserman 2014; Mordvintsev, Olah and Tyka 2015, "DeepDream").</summary>
/// <example><code>
/// Tensor pictures = new ActivationMaximisation { Range = (0, 1) }.Run(x => net.Forward(x.Reshape(-1, 784)), [0, 1, 2], [1, 28, 28], stream);
/// </code></example>
public sealed class ActivationMaximisation
{
    /// <summary>Steps of Adam; 0 for the noise that they begin with.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Its learning rate.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The weight of the sum of squares, at least 0.</summary>
    public double L2 { get; init; } = 1e-3;

    /// <summary>The weight of the sum of absolute differences between neighbours in rows and in columns, at least 0.</summary>
    public double TotalVariation { get; init; } = 1e-2;

    /// <summary>At each step the pictures are shifted by up to so many pixels in both directions before the classifier sees them, what leaves on one side coming back on the other.</summary>
    public int Jitter { get; init; } = 1;

    /// <summary>The standard deviation of the noise at the start, around 0.</summary>
    public double Start { get; init; } = 0.1;

    /// <summary>Pixels are clamped to this range after each step, and where there is none; null for none.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>A picture for each class that is asked for.</summary>
    /// <param name="logits">From pictures [n, channels, height, width] to [n, classes]; as it answers after training.</param>
    /// <param name="classes">The class of each picture.</param>
    /// <param name="picture">[channels, height, width].</param>
    /// <param name="random">For noise and shifts.</param>
    /// <returns>float32 [n, channels, height, width].</returns>
    /// <exception cref="TensorException">A setting is out of its range, or a picture has other axes.</exception>
    public Tensor Run(Func<Tensor, Tensor> logits, IReadOnlyList<int> classes, Shape picture, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(random);
        Check(picture);
        using Tracking.Scope tracking = Tracking.Resume();
        using var scope = MemoryScope.Open();
        var pixels = new Parameter("pixels", random.Normal([classes.Count, .. picture.Sizes], 0, Start));
        Tensor wanted = Tensor.From<int>([.. classes], [classes.Count], random.Device);
        var optimiser = new Adam([pixels], LearningRate);
        for (int step = 0; step < Steps; step++)
        {
            using var inner = MemoryScope.Open();
            Tensor x = pixels.Value, y = logits(Shifted(x, random));
            Tensor loss = Penalty(x) - (y * Tensor.OneHot(wanted, y.Shape[-1], y.DType)).Sum();
            // The classifier's own parameters need no gradient.
            optimiser.Step(loss.Backward([x]));
            if (Range is null) continue;
            using Tracking.Scope pause = Tracking.Pause();
            pixels.Update(Within(pixels.Value));
        }
        // Without a step the noise itself is shown.
        return scope.Keep(Within(pixels.Value).StopGradient().Copy());
    }

    private Tensor Within(Tensor x) => Range is { } range ? x.Clamp(range.Low, range.High) : x;

    /// <summary>What is taken from the logits' sum for pictures [n, channels, height, width].</summary>
    public Tensor Penalty(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor across = x[.., .., .., 1..] - x[.., .., .., ..^1], down = x[.., .., 1.., ..] - x[.., .., ..^1, ..];
        return x.Square().Sum() * L2 + (across.Abs().Sum() + down.Abs().Sum()) * TotalVariation;
    }

    private Tensor Shifted(Tensor x, RandomStream random) =>
        Jitter == 0 ? x : x.Roll(random.Next(2 * Jitter + 1) - Jitter, 2).Roll(random.Next(2 * Jitter + 1) - Jitter, 3);

    /// <summary>What is demanded of settings and pictures.</summary>
    /// <param name="picture">[channels, height, width].</param>
    /// <exception cref="TensorException">A setting is out of its range, or a picture has other axes.</exception>
    public void Check(Shape picture)
    {
        if (Steps < 0 || Jitter < 0 || !(LearningRate > 0 && L2 >= 0 && TotalVariation >= 0 && Start >= 0) || Range is { } range && !(range.Low < range.High))
            throw new TensorException(FormattableString.Invariant($"activation maximisation: {Steps} steps of {LearningRate}, penalties {L2} and {TotalVariation}, shifts of {Jitter}, noise of {Start}, pixels in {Range}; a step is above 0, the others at least 0, and a range has two ends in order"));
        if (picture.Rank != 3) throw new TensorException($"activation maximisation: pictures of {picture}; they are [channels, height, width]");
    }
}

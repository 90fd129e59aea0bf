using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>How each task of a stream is trained: the same for all strategies that are compared.</summary>
/// <param name="Random">The root of all that is drawn. Orders of examples, memories and the like are children of it with names of their own, made anew for
/// each run: two runs of one plan meet the same examples in the same order, whatever their strategies draw.</param>
/// <param name="Optimiser">Makes the optimiser of those parameters.</param>
public sealed record TrainingPlan(RandomStream Random, Func<IReadOnlyList<Parameter>, Optimiser> Optimiser)
{
    /// <summary>Passes over a task's examples.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Examples per step; the last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The joint length of all gradients at most, after the strategy is done with them; infinite for none.</summary>
    public double ClipNorm { get; init; } = double.PositiveInfinity;

    /// <summary>True for one optimiser throughout: its velocities and moments go from one task into the next, and move even weights whose gradient is 0.
    /// False makes a fresh one for each task.</summary>
    public bool KeepsOptimiser { get; init; }

    /// <summary>After every so many steps the tasks met so far are tested, which gives the curves and the stability gap; 0 for never.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>So many test images of a task at most, its first, make a point of the curves. The accuracy matrix takes all.</summary>
    public int CurveImages { get; init; } = int.MaxValue;

    /// <summary>Told before every epoch how much of the run is done, from 0 to 1; may throw to end it.</summary>
    public Action<double>? Progress { get; init; }

    internal static Optimiser Made(Optimiser? optimiser) =>
        optimiser ?? throw new TensorException("training plan: the function Optimiser gave null; it makes an optimiser of the parameters that it is given");

    internal void Check()
    {
        if (Epochs < 1 || BatchSize < 1 || EvaluateEvery < 0 || CurveImages < 1 || !(ClipNorm > 0))
            throw new TensorException(FormattableString.Invariant($"training plan: {Epochs} epochs, batches of {BatchSize}, curves every {EvaluateEvery} steps on {CurveImages} images, gradients clipped to {ClipNorm}; epochs, batches, images and the clip are above 0, steps at least 0"));
    }
}

using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Spheres;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>What a quadratic net was worth at one moment of its training.</summary>
/// <param name="Examples">Seen so far.</param>
/// <param name="Shape">Its decision surface.</param>
/// <param name="Net">The net itself, at that moment only: it goes on learning.</param>
internal sealed record Checkpoint(int Examples, Ellipsoid Shape, QuadraticNet Net);

/// <summary>One run of training in one dimension: its checkpoints are the training lengths.</summary>
/// <param name="lab">Streams and device.</param>
/// <param name="s">Sizes.</param>
/// <param name="dimension">n.</param>
/// <param name="arm">What trains: the control is the perfect classifier, which has nothing to learn.</param>
internal sealed class SphereRun(Lab lab, AdversarialSpheres.Settings s, int dimension, Arm arm)
{
    private readonly ConcentricSpheres _spheres = new(dimension);

    /// <summary>From the first weights on, a checkpoint after each so many steps and at the end.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="worst">Where given, each example is moved over its sphere to where the net is most wrong before it is learned.</param>
    /// <param name="perfectStart">Whether the net begins without any error.</param>
    public IEnumerable<Checkpoint> Train(int steps, SphereAttack? worst = null, bool perfectStart = false)
    {
        bool learns = lab.Choose(arm, control: false, treatment: true);
        RandomStream examples = lab.Random($"examples in {dimension} dimensions", arm);
        QuadraticNet net = perfectStart || !learns
            ? QuadraticNet.Of([.. Enumerable.Repeat(AdversarialSpheres.PerfectAlpha, dimension)])
            : new(dimension, s.HiddenPerDimension * dimension, lab.Random($"weights in {dimension} dimensions", arm));
        net.MoveTo(lab.Device);
        if (!learns) steps = 0;
        var optimiser = new Adam(net.Parameters, s.LearningRate);
        for (int step = 0; ; step++)
        {
            if (step % s.Every == 0 || step == steps) yield return new(step * s.BatchSize, net.Ellipsoid(), net);
            if (step >= steps) yield break;
            using var scope = MemoryScope.Open();
            (Tensor points, Tensor classes) = _spheres.Draw(examples, s.BatchSize);
            if (worst is not null) points = Worst(worst, net, points, classes);
            optimiser.Step(() => Loss.BinaryCrossEntropy(net.Forward(points), classes));
        }
    }

    // Each on its own sphere: points of the inner one climb, points of the outer one descend.
    private Tensor Worst(SphereAttack attack, QuadraticNet net, Tensor points, Tensor classes)
    {
        Tensor radius = (1 + (_spheres.OuterRadius - 1) * classes).Unsqueeze(1), sign = 1 - 2 * classes;
        return attack.Worst(x => sign * net.Logits(radius * x), points / radius) * radius;
    }
}

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>How a stream of tasks is made and learned: the same for every strategy that is compared.</summary>
internal sealed record TaskSizes(int Tasks, int ExamplesPerTask, int TestImages, int Side, int Epochs, int BatchSize, double LearningRate)
{
    /// <summary>As in HAT's program: so long that it only stops what has exploded.</summary>
    public const double ClipNorm = 10_000;

    /// <summary>True where hyper-parameters are chosen: validation images stand in the place of test images.</summary>
    public bool OnValidation { get; init; }

    /// <summary>True lets the learning rate of joint learning from scratch, the reference, fall evenly towards 0 over the epochs of each task. At a constant one its last steps may cost a task much.</summary>
    public bool SettlesJoint { get; init; }

    /// <summary>True leaves pixels in [0, 1], as what generates images wants them; otherwise they are shifted and scaled to the training images' mean 0 and spread 1.</summary>
    public bool KeepsPixels { get; init; }

    /// <summary>The joint length of all gradients at most.</summary>
    public double Clip { get; init; } = ClipNorm;

    /// <summary>Angles of the rotated tasks, in degrees.</summary>
    public IReadOnlyList<double> Angles { get; init; } = [];

    /// <summary>Steps between two points of the curves of those runs that have one.</summary>
    public int CurveEvery { get; init; } = 1;

    /// <summary>Test images of a task that make a point of a curve, at most.</summary>
    public int CurveImages { get; init; } = int.MaxValue;
}

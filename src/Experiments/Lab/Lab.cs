using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>The workplace of one seed of one puzzle: named random streams, the device, the data, and the word that the run is to stop.</summary>
public sealed class Lab
{
    private readonly DataSet? _data;
    private readonly Action<double>? _progress;
    private readonly CancellationToken _stop;

    public Lab(long seed, Device device, DataSet? data = null, bool placebo = false, Action<double>? progress = null, CancellationToken stop = default)
    {
        (Seed, Device, IsPlacebo) = (seed, device, placebo);
        (_data, _progress, _stop) = (data, progress, stop);
    }

    public long Seed { get; }

    public Device Device { get; }

    /// <summary>True in a placebo run: every treatment arm gets its control's settings, with streams of its own.</summary>
    public bool IsPlacebo { get; }

    /// <summary>The data set of the run.</summary>
    public DataSet Data => _data ?? throw new InvalidOperationException("this puzzle declares that it uses no images");

    /// <summary>The stream of that name. Both arms of a comparison use the same names, and so the same numbers.</summary>
    public RandomStream Random(string name) => new((ulong)Seed, name, Device);

    /// <summary>The stream of that name for one arm: the shared one, but in a placebo run the treatment's is a fresh one.</summary>
    public RandomStream Random(string name, Arm arm) => Random(IsPlacebo && arm == Arm.Treatment ? $"placebo/{name}" : name);

    /// <summary>The stream of that name for one of several runs of an arm: in a placebo run each run of the treatment has a fresh one of its own, for they would else be one and the same.</summary>
    public RandomStream Random(string name, Arm arm, string run) => IsPlacebo && arm == Arm.Treatment ? Random(name, arm).Child(run) : Random(name, arm);

    /// <summary>The setting of an arm: the control's for both in a placebo run.</summary>
    public T Choose<T>(Arm arm, T control, T treatment) => arm == Arm.Control || IsPlacebo ? control : treatment;

    /// <summary>Images as float32 [count, pixels] in [0, 1].</summary>
    public Tensor Images(ImageSet images) => Tensor.From(images.Pixels(), [images.Count, images.PixelsPerImage], Device);

    /// <summary>Labels as int32 [count].</summary>
    public Tensor Labels(ImageSet images) => Tensor.From<int>([.. images.Labels.ToArray()], [images.Count], Device);

    /// <summary>Tells how much of the seed's work is done, from 0 to 1, and stops here if the run was interrupted. Call it about once per epoch.</summary>
    public void Report(double done)
    {
        _stop.ThrowIfCancellationRequested();
        _progress?.Invoke(done);
    }
}

/// <summary>The two sides of a comparison.</summary>
public enum Arm
{
    /// <summary>What must not show the effect.</summary>
    Control,

    /// <summary>What is claimed to show it.</summary>
    Treatment,
}

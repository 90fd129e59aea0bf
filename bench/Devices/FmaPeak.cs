using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Devices;

/// <summary>Float32 multiply-adds from registers alone, on a device.</summary>
internal abstract class FmaPeak
{
    protected const int Steps = 512;

    protected const float Factor = 0.5f, Shift = 1;

    /// <summary>Groups for each compute unit: enough that one is always ready.</summary>
    private const int GroupsPerUnit = 16;

    /// <param name="device">Where.</param>
    /// <param name="units">Compute units that it has.</param>
    /// <param name="groupSize">Work items of a group.</param>
    /// <param name="perStep">Multiply-adds of a work item in each of the steps.</param>
    protected FmaPeak(AcceleratorDevice device, int units, int groupSize, int perStep)
    {
        Groups = Groups.Of((long)units * GroupsPerUnit, size: groupSize);
        Results = Measure.Values.Empty<float>(device, [Groups.X * groupSize]);
        Flops = 2.0 * Results.Layout.Count * Steps * perStep;
    }

    /// <summary>Of one run.</summary>
    public double Flops { get; }

    protected Groups Groups { get; }

    /// <summary>The sum of its chains for each work item.</summary>
    public View<float> Results { get; }

    /// <summary>Puts one run into the queue.</summary>
    public abstract void Run();

    /// <summary>What a work item ends with.</summary>
    public abstract float Expected(int item);
}

using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Devices;

/// <summary>What the bench asks of a device that a driver runs, beyond the verbs.</summary>
internal abstract class Backend : IDisposable
{
    public abstract AcceleratorDevice Device { get; }

    /// <summary>The back-end in words, without the device.</summary>
    public abstract string Kind { get; }

    /// <summary>True where the driver itself computes on the processor, as PoCL and ILGPU's own device do: nothing measured there tells anything of a
    /// graphics card.</summary>
    public abstract bool IsProcessor { get; }

    /// <summary>Does another opening find what was compiled on disk?</summary>
    public abstract bool KeepsPrograms { get; }

    /// <summary>Kernels that were put into its queue.</summary>
    public abstract long Launches { get; }

    /// <summary>A kernel of multiply-adds and nothing else.</summary>
    public abstract FmaPeak Peak();

    /// <summary>Another opening of the same device, which keeps its programs in that folder if it keeps any.</summary>
    public abstract Backend Again(string folder);

    /// <summary>Another opening, whose products round their factors to tf32.</summary>
    /// <exception cref="DeviceException">There are none.</exception>
    public abstract Backend WithTensorFloat32();

    public void Dispose() => Device.Dispose();
}

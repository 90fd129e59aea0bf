using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Roofline;

/// <summary>A kernel on data that no cache holds, or a product whose data are used many times.</summary>
/// <param name="Family">Kernels of one verb.</param>
/// <param name="Name">Which one.</param>
/// <param name="Flops">Floating-point operations; for functions one per result, whatever a formula costs inside.</param>
/// <param name="Bytes">What must be read or written at least once.</param>
/// <param name="Run">Prepares the data on a device; what it returns is timed.</param>
/// <param name="IsDouble">Whether the arithmetic is in float64.</param>
internal sealed record Kernel(string Family, string Name, double Flops, double Bytes, Func<Device, Action> Run, bool IsDouble = false)
{
    /// <summary>Operations per byte.</summary>
    public double Intensity => Flops / Bytes;
}

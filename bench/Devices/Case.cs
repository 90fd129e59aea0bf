using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Roofline;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Devices;

/// <summary>One thing that a device is asked to do.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Shape">Which one of the kind.</param>
/// <param name="Flops">Multiplications and additions that it is judged by; 0 where bytes are counted.</param>
/// <param name="Bytes">What must be read or written once, where that is counted.</param>
/// <param name="On">Prepares the data on a device.</param>
/// <param name="Work">What PyTorch knows it as; null where it is not asked.</param>
internal sealed record Case(string Name, string Shape, double Flops, double Bytes, Func<Device, Local> On, Work? Work = null)
{
    /// <summary>A work that others do too.</summary>
    public static Case Of(Work work) => new(work.Name, work.Shape, work.Flops, work.Flops > 0 ? 0 : work.Bytes, work.Ours, work);

    /// <summary>A kernel of the roofline, judged by its bytes.</summary>
    public static Case Moving(Kernel kernel) => new(kernel.Family, kernel.Name, 0, kernel.Bytes, device => new Local("ours", kernel.Run(device)));

    /// <summary>The same, judged by its arithmetic.</summary>
    public static Case Computing(Kernel kernel, string shape) => new(kernel.Family, $"{kernel.Name} {shape}", kernel.Flops, 0, device => new Local("ours", kernel.Run(device)));

    public override string ToString() => $"{Name} {Shape}";
}

using System.Globalization;
using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Bench.Devices;

/// <summary>Plain OpenCL.</summary>
/// <param name="place">Which of the devices that drivers offer.</param>
/// <param name="cache">Where programs are kept; null for the user's folder.</param>
internal sealed class OpenClBackend(int place, string? cache = null) : Backend
{
    private readonly OpenClDevice _device = new(place, cache);

    public override AcceleratorDevice Device => _device;

    public override string Kind => IsProcessor ? "OpenCL on a processor" : "OpenCL";

    public override bool IsProcessor => !_device.Info.IsGpu;

    public override bool KeepsPrograms => true;

    public override long Launches => _device.Queue.Counts.Launches;

    public override FmaPeak Peak() => new OpenClPeak(_device);

    public override Backend Again(string folder) => new OpenClBackend(place, folder);

    public override Backend WithTensorFloat32() => throw new DeviceException("OpenCL C 1.2 has no tf32; --device cuda has it, on cards of compute capability 8.0 or later");

    /// <summary>Plain OpenCL on the card of another back-end, and how it is called; null where it does not find the card. Of several that are alike it is
    /// the one of the same place.</summary>
    public static (string Name, OpenClBackend Backend)? Beside(Backend other, int otherPlace)
    {
        if (other is OpenClBackend || other.IsProcessor) return null;
        int[] alike = [.. DeviceInfo.All().Index().Where(each => each.Item.IsGpu && each.Item.Name.Trim() == other.Device.Model.Trim()).Select(each => each.Index)];
        if (alike.Length == 0) return null;
        int place = alike.Length == 1 ? alike[0] : alike[Math.Min(otherPlace, alike.Length - 1)];
        return (string.Create(CultureInfo.InvariantCulture, $"{Target.OpenCl}:{place}"), new OpenClBackend(place));
    }
}

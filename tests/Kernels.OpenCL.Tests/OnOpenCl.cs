using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The first OpenCL device of this machine. Where there is none, a test that asks for it is skipped, and says why.</summary>
internal static class OnOpenCl
{
    private static readonly Lazy<OpenClDevice?> s_device = new(() => OpenClDevice.WhyAbsent is null ? new OpenClDevice() : null);
    private static readonly Lazy<Ferry> s_ferry = new(() => new Ferry(s_device.Value!)), s_fewGroups = new(() => new Ferry(new OpenClDevice { MostGroups = FewGroups }));

    /// <summary>So few that a loop over all items turns at a few hundred elements.</summary>
    internal const int FewGroups = 2;

    internal static OpenClDevice Device
    {
        get
        {
            Assert.SkipWhen(s_device.Value is null, OpenClDevice.WhyAbsent ?? "");
            return s_device.Value!;
        }
    }

    /// <summary>The same for arrays of the host.</summary>
    internal static Device Ferry
    {
        get
        {
            _ = Device;
            return s_ferry.Value;
        }
    }

    /// <summary>The same, where every kernel is run by few groups.</summary>
    internal static Device FerryOfFewGroups
    {
        get
        {
            _ = Device;
            return s_fewGroups.Value;
        }
    }
}

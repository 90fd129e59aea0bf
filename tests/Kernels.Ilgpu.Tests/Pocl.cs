using System.Reflection;
using DeepPuzzles.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>PoCL, OpenCL on the processor, which builds most of what ILGPU writes although it does not say that it has generic addresses: so kernels run as
/// they are compiled where there is no card.</summary>
internal static class Pocl
{
    private const string Platform = "Portable Computing Language";

    private static readonly Lazy<(IlgpuDevice? Device, Ferry? Ferry)> s_all = new(Open);

    /// <summary>Runs a law there, or skips it.</summary>
    internal static void Run(Action law)
    {
        Assert.SkipWhen(s_all.Value.Device is null, "PoCL is not installed: no kernel runs as ILGPU compiles it for OpenCL");
        OnIlgpu.With(s_all.Value.Device!, s_all.Value.Ferry!, law);
    }

    private static (IlgpuDevice?, Ferry?) Open()
    {
        PropertyInfo addresses = typeof(CLCapabilityContext).GetProperty(nameof(CLCapabilityContext.GenericAddressSpace))!;
        Context context = Context.Create(builder =>
        {
            Hardware.Prepare(builder);
            _ = builder.OpenCL(device =>
            {
                if (device.PlatformName != Platform) return false;
                addresses.SetValue(device.Capabilities, true);
                return true;
            });
        });
        if (context.GetCLDevices().Count == 0)
        {
            context.Dispose();
            return default;
        }
        var opened = new IlgpuDevice(IlgpuKind.OpenCl, 0, context);
        return (opened, new Ferry(opened));
    }
}

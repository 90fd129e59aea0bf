using System.Reflection;
using DeepPuzzles.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The OpenCL C that ILGPU writes, run by a driver: an aid of tests, which takes devices without generic addresses, as PoCL's, that ILGPU
/// passes over. Where there is no driver, the tests are skipped and say why.</summary>
public sealed class PoclTests
{
    /// <summary>The kernels that tell of a wrong index: an atomic of ILGPU's is on a generic address, which a compiler without such refuses.</summary>
    private static readonly string[] s_tellers = ["Gather.cl", "Scatter.cl", "Rows.cl"];

    /// <summary>The OpenCL siblings of the kernels that are run.</summary>
    public static TheoryData<string> Siblings => [.. TinyRuns.All.Keys.Except(s_tellers)];

    [Theory]
    [MemberData(nameof(Siblings))]
    public void A_driver_runs_what_ILGPU_writes(string sibling)
    {
        using IlgpuDevice? device = Open();
        Assert.SkipWhen(device is null, "no OpenCL driver is installed: apt-get install pocl-opencl-icd ocl-icd-libopencl1");
        TinyRuns.All[sibling](new Ferry(device));
    }

    private static IlgpuDevice? Open()
    {
        PropertyInfo generic = typeof(CLCapabilityContext).GetProperty(nameof(CLCapabilityContext.GenericAddressSpace))!;
        var context = Context.Create(builder =>
        {
            Hardware.Prepare(builder);
            _ = builder.OpenCL(device =>
            {
                generic.SetValue(device.Capabilities, true);
                return true;
            });
        });
        if (context.Devices.Any(device => device.AcceleratorType == AcceleratorType.OpenCL)) return new IlgpuDevice(IlgpuKind.OpenCl, 0, context);
        context.Dispose();
        return null;
    }
}

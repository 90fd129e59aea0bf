using System.Reflection;
using DeepPuzzles.Bench.Devices;
using DeepPuzzles.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace DeepPuzzles.Bench.Tests;

public sealed class IlgpuPeakTests
{
    [Fact]
    public void The_loop_of_the_peak_is_multiply_adds_in_registers()
    {
        MethodInfo kernel = typeof(PeakKernel).GetMethod(nameof(PeakKernel.Run), BindingFlags.Static | BindingFlags.NonPublic)!;
        using Context context = Context.Create(Hardware.Prepare);
        using var ptx = new PTXBackend(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_71, null!);
        string text = ((PTXCompiledKernel)ptx.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly;
        Assert.Equal(PeakKernel.PerStep, text.Split("fma.rn.f32").Length - 1);
        Assert.DoesNotContain(".local", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".extern .func", text, StringComparison.Ordinal);
    }
}

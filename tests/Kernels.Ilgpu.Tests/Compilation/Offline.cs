using System.Reflection;
using System.Text.RegularExpressions;
using DeepPuzzles.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace DeepPuzzles.Kernels.Tests.Compilation;

/// <summary>Compiles kernels without a device. A compilation that fails spoils its context, so each has its own.</summary>
internal static partial class Offline
{
    internal const string Sm70 = "sm_70", Sm80 = "sm_80", OpenCl = "OpenCL";

    /// <summary>The text that a driver would get: PTX, or OpenCL C.</summary>
    internal static string Text(MethodInfo kernel, string target)
    {
        using Context context = Context.Create(Hardware.Prepare);
        if (target == OpenCl)
        {
            using var backend = new CLBackend(context, new CLCapabilityContext(genericAddressSpace: true, float16: false, float64: true, int64_Atomics: true, subGroups: false), CLDeviceVendor.Other, new CLCVersion(2, 0));
            return ((CLCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).Source;
        }
        using var ptx = new PTXBackend(context, target == Sm70 ? CudaArchitecture.SM_70 : CudaArchitecture.SM_80, CudaInstructionSet.ISA_71, null!);
        return ((PTXCompiledKernel)ptx.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly;
    }

    /// <summary>What is wrong with a kernel's text, or null: a function that nobody has, an instruction that is not exact, or an array in memory of its
    /// own, where registers should do; see <see cref="Ptx"/>. The text is kept where DEEPPUZZLES_KERNEL_TEXTS names a folder.</summary>
    internal static string? Wrong(MethodInfo kernel, string target)
    {
        string text;
        try
        {
            text = Text(kernel, target);
        }
        catch (Exception failure) when (failure is InternalCompilerException or NotSupportedException)
        {
            for (Exception? cause = failure; cause is not null; cause = cause.InnerException) failure = cause;
            return $"{KernelCatalog.Name(kernel)} on {target}: {failure.Message.Split('\n')[0]}";
        }
        if (Environment.GetEnvironmentVariable("DEEPPUZZLES_KERNEL_TEXTS") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{NotOfAName().Replace(KernelCatalog.Name(kernel), "-")}.{target}.{(target == OpenCl ? "cl" : "ptx")}"), text);
        string? doubt = target == OpenCl ? Doubtful().Match(text) is { Success: true } found ? found.Value : null : Ptx.Doubt(text);
        return doubt is null ? null : $"{KernelCatalog.Name(kernel)} on {target}: {doubt}";
    }

    [GeneratedRegex(@"[^\w.]+")]
    private static partial Regex NotOfAName();

    // OpenCL's own functions are the driver's: of those only the exact ones are asked.
    [GeneratedRegex(@"\b(native_|half_)\w+|\b(exp|log|log2|log10|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|pow|fmod|remainder|cbrt|rsqrt|exp2)\s*\(")]
    private static partial Regex Doubtful();
}

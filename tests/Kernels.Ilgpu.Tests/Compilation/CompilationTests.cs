using System.Reflection;

namespace DeepPuzzles.Kernels.Tests.Compilation;

/// <summary>Every kernel with every op and element type compiles for CUDA and for OpenCL to what computes exactly, without a device.</summary>
public sealed class CompilationTests
{
    public static TheoryData<string> Targets => [Offline.Sm70, Offline.Sm80, Offline.OpenCl];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_kernel_compiles(string target) => Assert.Empty(Faults(KernelCatalog.All, target));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_op_compiles(string target) => Assert.Empty(Faults(KernelCatalog.Probes, target));

    [Fact]
    public void No_kernel_and_no_family_of_ops_is_left_out()
    {
        foreach (MethodInfo kernel in KernelCatalog.Open)
            Assert.Contains(KernelCatalog.All, closed => closed.DeclaringType == kernel.DeclaringType && closed.Name == kernel.Name);
        foreach (MethodInfo probe in typeof(Probes).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            Assert.Contains(KernelCatalog.Probes, kernel => kernel.Name == probe.Name);
    }

    [Theory]
    [InlineData(nameof(Probes.Wrong.External), ".extern")]
    [InlineData(nameof(Probes.Wrong.Approximate), ".approx")]
    public void What_does_not_link_or_is_not_exact_is_seen(string kernel, string what) =>
        Assert.Contains(what, Offline.Wrong(typeof(Probes.Wrong).GetMethod(kernel, BindingFlags.Static | BindingFlags.NonPublic)!, Offline.Sm80), StringComparison.Ordinal);

    private static List<string> Faults(IEnumerable<MethodInfo> kernels, string target) =>
        [.. kernels.AsParallel().AsOrdered().Select(kernel => Offline.Wrong(kernel, target)).OfType<string>()];
}

using System.Reflection;
using DeepPuzzles.Kernels.Ilgpu;

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

    [Fact]
    public void Tensor_cores_multiply_in_registers()
    {
        Assert.Empty(Faults(ProductKernels.Tensor, Offline.Sm80));
        foreach (MethodInfo kernel in ProductKernels.Tensor)
        {
            string text = Offline.Text(kernel, Offline.Sm80);
            Assert.Equal(16, text.Split("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32").Length - 1);
            Assert.Equal(8, text.Split("cvt.rna.tf32.f32").Length - 1);
        }
    }

    [Fact]
    public void The_innermost_loop_of_the_largest_tile_is_sixteen_products_for_each_load()
    {
        string text = Offline.Text(ProductKernels.Kernel(typeof(Tile128x128), typeof(Sums8x8<>), typeof(Matrices<>), typeof(Plain<float>), typeof(float)), Offline.Sm80);
        Assert.Equal((512, 32), (text.Split("fma.rn.f32").Length - 1, text.Split("ld.shared.v4.f32").Length - 1));
        Assert.Contains("ld.global.v4.f32", text, StringComparison.Ordinal);
        Assert.Contains("st.global.v4.f32", text, StringComparison.Ordinal);
    }

    private static List<string> Faults(IEnumerable<MethodInfo> kernels, string target) =>
        [.. kernels.AsParallel().AsOrdered().Select(kernel => Offline.Wrong(kernel, target)).OfType<string>()];
}

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
    [InlineData(nameof(Probes.Wrong.Bits), "0d0000000000000001")]
    [InlineData(nameof(Probes.Wrong.First), "bra.uni")]
    public void What_does_not_link_or_is_not_exact_is_seen(string kernel, string what) =>
        Assert.Contains(what, Offline.Wrong(typeof(Probes.Wrong).GetMethod(kernel, BindingFlags.Static | BindingFlags.NonPublic)!, Offline.Sm80), StringComparison.Ordinal);

    [Theory]
    [InlineData("div.full.f32\t%f1, %f2, %f3;")]
    [InlineData("add.ftz.f32\t%f1, %f2, %f3;")]
    [InlineData("mul.f64\t%fd1, %fd2, %fd3;")]
    [InlineData(".visible .func (.param .f32 retval_7) Floor_7(\n.param .f32 _x_8\n)\n{\nst.param.f32\t[retval_7], 0f00000000;\nret;\n}\n.visible .entry Kernel_Run()\n{\ncall.uni (callRetVal), Floor_7, (\ncallParam0\n);\n}")]
    [InlineData("mov.u32\t%r1, %tid.x;\nld.global.f32\t%f1, [%r1];\nsetp.gt.f32\t%p1, %f1, 0f00000000;\n@%p1 bra.uni\tL_1;")]
    public void Instructions_that_are_not_exact_are_seen(string text) => Assert.NotNull(Ptx.Doubt(text));

    [Theory]
    [InlineData("mul.rn.f32\t%f1, %f2, %f3;\nfma.rn.f32\t%f1, %f2, %f3, %f4;\ndiv.rn.f32\t%f1, %f2, %f3;")]
    [InlineData("mov.u32\t%r1, %ctaid.x;\nsetp.gt.s32\t%p1, %r1, 0;\n@%p1 bra.uni\tL_1;")]
    public void Exact_ones_are_not(string text) => Assert.Null(Ptx.Doubt(text));

    [Fact]
    public void The_sign_of_a_negative_zero_is_asked_for()
    {
        string text = Offline.Text(typeof(MapKernel).GetMethod(nameof(MapKernel.Run), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(typeof(Sign), typeof(float)), Offline.Sm80);
        Assert.Equal(3, text.Split('\n').Count(line => line.Contains("setp.", StringComparison.Ordinal) && line.Contains(".f32", StringComparison.Ordinal)));
    }

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

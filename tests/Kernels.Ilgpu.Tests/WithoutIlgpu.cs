namespace DeepPuzzles.Kernels.Tests;

/// <summary>What is left of these tests in a build without ILGPU.</summary>
public sealed class WithoutIlgpu
{
    [Fact]
    public void Kernels_in_CSharp_run_on_ILGPU() =>
        Assert.Skip("this build has no ILGPU; where the package feed serves ILGPU and ILGPU.Algorithms 1.5.3, build and test with -p:Gpu=true");
}

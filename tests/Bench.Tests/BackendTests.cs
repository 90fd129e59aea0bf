using DeepPuzzles.Bench.Devices;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Bench.Tests;

/// <summary>What the bench asks of a driver beyond the verbs.</summary>
public sealed class BackendTests
{
    private const int Few = 1 << 10;

    [Theory]
    [InlineData(Target.OpenCl, true)]
    [InlineData(Target.IlgpuCpu, false)]
    public void Programs_of_a_step_are_compiled_once_and_then_found_on_disk_where_they_are_kept(string device, bool areKept)
    {
        SkipWithout(device);
        using var target = Target.Open(device, Few);
        Assert.Equal(areKept, target.Driven!.KeepsPrograms);
        BuildTime time = BuildTime.Of(new MlpStep("train-tiny", [6, 5, 4], 3, 0.9), target.Driven, rounds: 2);        // throws where it compiles again
        Assert.True(time.Programs > 1);
        Assert.Equal(2, time.Kept.Length);
        Assert.True(time.Cold > 0 && time.Later > 0);
    }

    [Theory]
    [InlineData(Target.OpenCl)]
    [InlineData(Target.IlgpuCpu)]
    public void The_multiply_adds_of_a_peak_are_done(string device)
    {
        SkipWithout(device);
        using var target = Target.Open(device, Few);
        FmaPeak peak = target.Driven!.Peak();
        peak.Run();
        float[] results = new float[peak.Results.Layout.Count];
        target.Device.Read(peak.Results, results);
        Assert.All(results.Index(), each => Assert.Equal(peak.Expected(each.Index), each.Item, Math.Abs(peak.Expected(each.Index)) * 1e-3f));
        Assert.True(peak.Flops > results.Length && target.Peak() > 0);
    }

    /// <summary>Skips a test where this build or this machine has no such device.</summary>
    internal static void SkipWithout(string device)
    {
        string? why = device == Target.Cpu ? null : device == Target.OpenCl ? OpenClDevice.WhyAbsent : IlgpuBackend.WhyAbsent(device);
        Assert.SkipWhen(why is not null, why ?? "");
    }
}

using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.CommandLine;

/// <summary>What a run tells while nothing is finished yet.</summary>
public class RunDisplayTests
{
    [Fact]
    public void KernelsThatAreStillBeingCompiledAreToldOnce()
    {
        int compiled = 0;
        using var output = new StringWriter();
        var surroundings = new Surroundings { Puzzles = [], Output = output, Error = TextWriter.Null };
        var display = new RunDisplay(new Screen(surroundings), surroundings, new DeviceChoice("opencl", () => new CpuDevice(1), 2, () => compiled)) { Patience = TimeSpan.Zero };
        display.Progress([]);
        Assert.Equal("", output.ToString());
        for (int tick = 0; tick < 3; tick++)
        {
            compiled++;
            display.Progress([]);
        }
        Assert.StartsWith("opencl: kernels that are met for the first time", output.ToString(), StringComparison.Ordinal);
        Assert.Single(output.ToString().Split("kernels that are met"), part => part.Length > 20);
    }

    [Fact]
    public void WhatWasCompiledBeforeAnybodyWondersIsNotTold()
    {
        int compiled = 5;
        using var output = new StringWriter();
        var surroundings = new Surroundings { Puzzles = [], Output = output, Error = TextWriter.Null };
        var display = new RunDisplay(new Screen(surroundings), surroundings, new DeviceChoice("opencl", () => new CpuDevice(1), 2, () => compiled)) { Patience = TimeSpan.MaxValue };
        display.Progress([]);
        display.Progress([]);
        Assert.Equal("", output.ToString());
    }
}

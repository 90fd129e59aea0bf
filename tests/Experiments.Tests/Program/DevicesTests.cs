using DeepPuzzles.Experiments.CommandLine;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Tests.CommandLine;

/// <summary>A device is there, or a line says what to do; nothing falls back.</summary>
public class DevicesTests
{
    [Theory]
    [InlineData("cuda", "; --device opencl runs on the same cards")]
    [InlineData("ilgpu-opencl", "; --device opencl runs on the same cards")]
    [InlineData("ilgpu-cpu", "")]
    public void WhatIsNotInThisBuildSaysHowToBuildIt(string name, string instead)
    {
        if (Devices.Names.Contains(name))
        {
            Assert.Contains($"{name}:99", Assert.Throws<UsageException>(() => Devices.Choose($"{name}:99")).Message, StringComparison.Ordinal);
            return;
        }
        string said = Assert.Throws<UsageException>(() => Devices.Choose(name)).Message;
        Assert.Equal($"--device {name}: this build has no {name} back-end: build with -p:Gpu=true, where the package feed serves ILGPU{instead}", said);
    }
}

using System.Diagnostics;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>A driver that offers no device says what is wrong with it, in a process that has no other.</summary>
public sealed class RefusalTests
{
    private const string Marker = "DEEPPUZZLES_WITHOUT_DEVICE";

    [Fact]
    public void A_driver_without_a_device_is_named_with_what_it_answers_and_what_to_do()
    {
        if (Environment.GetEnvironmentVariable(Marker) == "1")
        {
            Assert.Equal("no OpenCL driver offers a device (Portable Computing Language answers: device not found); install another driver or, for PoCL, set POCL_CACHE_DIR to a folder that can be written", OpenClDevice.WhyAbsent);
            Assert.Equal(OpenClDevice.WhyAbsent, Assert.Throws<DeviceException>(() => new OpenClDevice()).Message);
            return;
        }
        Assert.SkipUnless(OperatingSystem.IsLinux() && DeviceInfo.All() is [{ PlatformText: "Portable Computing Language" }] && OnOpenCl.Device is not null, "needs PoCL as the only driver");
        // Below a file there is no folder, whoever asks.
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(RefusalTests).Assembly.Location, "-method", $"*.{nameof(A_driver_without_a_device_is_named_with_what_it_answers_and_what_to_do)}", "-noColor"]) { RedirectStandardOutput = true };
        (start.Environment[Marker], start.Environment["POCL_CACHE_DIR"]) = ("1", typeof(RefusalTests).Assembly.Location + "/below");
        using Process process = Process.Start(start)!;
        Assert.Matches(@"Total: 1, Errors: 0, Failed: 0, Skipped: 0,", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
    }
}

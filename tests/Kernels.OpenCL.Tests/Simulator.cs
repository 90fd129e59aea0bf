using System.Diagnostics;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>What a simulator looks for.</summary>
/// <param name="Words">How it says that it found it.</param>
/// <param name="Settings">What makes it look.</param>
internal sealed record Sought(string Words, params (string, string)[] Settings)
{
    /// <summary>Two items that use one place in memory without a barrier between them.</summary>
    internal static readonly Sought Races = new("data race", ("OCLGRIND_DATA_RACES", "1"));

    /// <summary>A value that nobody wrote. Compiled as it stands, since an optimiser joins it with others in ways that the simulator cannot follow.</summary>
    internal static readonly Sought Unwritten = new("ninitialized", ("OCLGRIND_UNINITIALIZED", "1"), ("OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable"));
}

/// <summary>Oclgrind, which runs kernels item by item and tells when two items of a group, or of two, use one place in memory without a barrier between
/// them. It is a driver of its own, so tests run in a second process that has no other.</summary>
internal static class Simulator
{
    /// <summary>With this begins a line that the second process says itself.</summary>
    internal const string Section = "== ";

    /// <summary>The simulator falls silent after so many findings; a removed barrier makes tens of thousands.</summary>
    private const string MostFindings = "100000000";

    private const string Marker = "DEEPPUZZLES_UNDER_SIMULATOR";

    /// <summary>Where Debian and Ubuntu put it, and where it is put from its sources.</summary>
    private static readonly string[] s_places = ["/usr/lib/oclgrind/liboclgrind-rt-icd.so", "/usr/lib/x86_64-linux-gnu/oclgrind/liboclgrind-rt-icd.so", "/usr/lib/aarch64-linux-gnu/oclgrind/liboclgrind-rt-icd.so", "/usr/local/lib/liboclgrind-rt-icd.so"];

    /// <summary>Is this the second process?</summary>
    internal static bool IsHere => Environment.GetEnvironmentVariable(Marker) == "1";

    /// <summary>Runs tests of this assembly in a process whose only driver is the simulator, and returns what it found.</summary>
    /// <param name="sought">What is looked for.</param>
    /// <param name="which">What the test runner is told.</param>
    /// <returns>The first line of each finding, and the lines that begin with <see cref="Section"/>, in their order.</returns>
    internal static List<string> Run(Sought sought, params string[] which)
    {
        Assert.SkipWhen(IsHere, "runs outside of the simulator");
        string? driver = s_places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(driver is null, "Oclgrind is not installed (on Debian and Ubuntu: oclgrind), so races are not looked for");
        Assert.SkipWhen(!Cl.IsThere, OpenClDevice.WhyAbsent ?? "");
        string folder = Directory.CreateTempSubdirectory("deeppuzzles-simulator-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "oclgrind.icd"), driver + "\n");
            var start = new ProcessStartInfo("dotnet", ["exec", typeof(Simulator).Assembly.Location, .. which, "-noColor"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach ((string name, string value) in new[] { (Marker, "1"), ("OCL_ICD_VENDORS", folder), ("XDG_CACHE_HOME", folder), ("OCLGRIND_MAX_ERRORS", MostFindings) }.Concat(sought.Settings)) start.Environment[name] = value;
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            var told = new List<string>();
            while (process.StandardError.ReadLine() is { } line)
            {
                if (line.StartsWith(Section, StringComparison.Ordinal) || line.Contains(sought.Words, StringComparison.Ordinal)) told.Add(line);
            }
            process.WaitForExit();
            // None skipped, and not none at all.
            Assert.Matches(@"Total: [1-9]\d*, Errors: 0, Failed: 0, Skipped: 0,", output.Result);
            return told;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

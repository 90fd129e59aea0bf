using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Bench.Measure;

/// <summary>What a measurement was made on.</summary>
internal static class Machine
{
    private const string ProcessorInfo = "/proc/cpuinfo", CacheInfo = "/sys/devices/system/cpu/cpu0/cache";

    // Where the operating system does not tell.
    private const int UsualFirstLevel = 32 << 10, UsualSecondLevel = 1 << 20, UsualThirdLevel = 32 << 20;

    /// <summary>The processor's name, with family and model where the system tells: some clouds hide the name proper.</summary>
    public static string Processor { get; } = File.Exists(ProcessorInfo)
        ? $"{Field("model name")} (family {Field("cpu family")}, model {Field("model")})"
        : $"{RuntimeInformation.ProcessArchitecture}";

    /// <summary>Sizes of the caches in bytes, nearest first.</summary>
    public static IReadOnlyList<int> Caches { get; } = [Cache(1, UsualFirstLevel), Cache(2, UsualSecondLevel), Cache(3, UsualThirdLevel)];

    /// <summary>The SIMD registers as .NET uses them.</summary>
    public static string Simd { get; } =
        $"Vector<T> {Vector<byte>.Count * 8} bits, Vector512 {(Vector512.IsHardwareAccelerated ? "accelerated" : "not accelerated")}";

    /// <summary>Runtime and operating system.</summary>
    public static string Runtime { get; } = $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Split('#')[0].Trim()}";

    /// <summary>The commit of the checkout that the program runs in, "with changes" when files differ from it; of a bundle, what it was made of.</summary>
    public static string Commit()
    {
        string bundled = Path.Join(AppContext.BaseDirectory, "commit");
        if (File.Exists(bundled)) return File.ReadAllText(bundled).Trim();
        try
        {
            string commit = Git("rev-parse", "--short=12", "HEAD");
            if (commit.Length == 0) return "unknown";
            return Git("status", "--porcelain", "--untracked-files=no").Length == 0 ? commit : $"{commit} with changes";
        }
        catch (System.ComponentModel.Win32Exception)    // no git
        {
            return "unknown";
        }
    }

    /// <summary>The name of the nearest cache that holds that many bytes.</summary>
    public static string Level(double bytes)
    {
        for (int level = 0; level < Caches.Count; level++)
            if (bytes <= Caches[level]) return $"L{level + 1}";
        return "memory";
    }

    private static string Git(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["-C", AppContext.BaseDirectory, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        git.ErrorDataReceived += (_, _) => { };
        git.BeginErrorReadLine();
        string output = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? output : "";
    }

    private static string Field(string name) =>
        File.ReadLines(ProcessorInfo).Select(line => line.Split(':', 2)).FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim() ?? "unknown";

    private static int Cache(int level, int usual)
    {
        for (int index = 0; File.Exists($"{CacheInfo}/index{index}/size"); index++)
        {
            if (Read(index, "level") != level.ToString(CultureInfo.InvariantCulture) || Read(index, "type") == "Instruction") continue;
            string size = Read(index, "size");
            return int.Parse(size.TrimEnd('K', 'M'), CultureInfo.InvariantCulture) << (size.EndsWith('M') ? 20 : 10);
        }
        return usual;
    }

    private static string Read(int index, string file) => File.ReadAllText($"{CacheInfo}/index{index}/{file}").Trim();
}

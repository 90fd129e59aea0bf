using System.Diagnostics;
using System.Runtime.InteropServices;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Tests.CommandLine;

/// <summary>The program as a process of its own, with its real puzzles.</summary>
public sealed class ProcessTests : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("process").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(),
    })!;

    [Fact]
    public async Task ASignalKeepsWhatIsFinishedAndEndsWith130()
    {
        if (OperatingSystem.IsWindows()) return;   // no kill(2)
        using Process process = Start("run", Puzzles.All[0].Id, "--seeds", "1000-1499", "--threads", "1", "--out", _folder);
        string? line;
        do line = await process.StandardOutput.ReadLineAsync().WaitAsync(Longest);
        while (line?.Contains(": seed 1000,", StringComparison.Ordinal) == false);
        Assert.Equal(0, Kill(process.Id, Terminate));
        string rest = await process.StandardOutput.ReadToEndAsync().WaitAsync(Longest);
        await process.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
        Assert.Contains("the same command with --resume goes on", rest, StringComparison.Ordinal);
        Assert.NotEmpty(new ResultFolder(_folder).Units(Puzzles.All[0].Id));
    }

    [Fact]
    public async Task ClosingTheOutputIsNoError()
    {
        using Process process = Start("explain", Puzzles.All[0].Id);
        process.StandardOutput.Close();
        Assert.Equal("", await process.StandardError.ReadToEndAsync().WaitAsync(Longest));
        await process.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task AnOutputThatWasClosedBeforeTheStartIsOneLine()
    {
        if (OperatingSystem.IsWindows()) return;   // no sh
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec dotnet \"$0\" list >&-", typeof(Program).Assembly.Location]) { RedirectStandardError = true })!;
        string error = await process.StandardError.ReadToEndAsync().WaitAsync(Longest);
        await process.WaitForExitAsync().WaitAsync(Longest);
        Assert.Equal(4, process.ExitCode);
        Assert.StartsWith("deeppuzzles: cannot write the output", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutADriverAllElseWorksAndOpenClSaysWhatToInstall()
    {
        if (!OperatingSystem.IsLinux()) return;   // elsewhere the loader finds its drivers in other ways
        (int code, string output, string error) = await WithoutDrivers("devices");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches("(?ms)^cpu +.+^opencl +none: .*install", output);
        (code, _, error) = await WithoutDrivers("run", Puzzles.All[0].Id, "--device", "opencl", "--out", _folder);
        Assert.Equal(2, code);
        Assert.Matches("^deeppuzzles: --device opencl: .*install", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    // The loader of the drivers looks for them in that folder and nowhere else.
    private async Task<(int Code, string Output, string Error)> WithoutDrivers(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OCL_ICD_VENDORS"] = _folder },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Longest);
        return (process.ExitCode, await output, await error);
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

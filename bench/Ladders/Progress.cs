using BenchmarkDotNet.Loggers;

namespace DeepPuzzles.Bench.Ladders;

/// <summary>Of all that BenchmarkDotNet says during a run: which rung it measures, and errors.</summary>
internal sealed class Progress(TextWriter output) : ILogger
{
    private const string Rung = "// Benchmark: ", Remark = "//";

    public string Id => nameof(Progress);

    public int Priority => 0;

    public void Write(LogKind logKind, string text)
    {
        if (logKind == LogKind.Error && !text.StartsWith(Remark, StringComparison.Ordinal)) output.Write(text);
    }

    public void WriteLine()
    {
    }

    public void WriteLine(LogKind logKind, string text)
    {
        if (logKind == LogKind.Error && !text.StartsWith(Remark, StringComparison.Ordinal)) output.WriteLine(text);
        else if (text.StartsWith(Rung, StringComparison.Ordinal)) output.WriteLine($"  {text[Rung.Length..].Split(':')[0]} {Parameters(text)}");
    }

    public void Flush() => output.Flush();

    private static string Parameters(string text) => text.IndexOf('[', StringComparison.Ordinal) is >= 0 and var start ? text[start..] : "";
}

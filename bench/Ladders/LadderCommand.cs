using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BenchmarkDotNet.Validators;
using DeepPuzzles.Bench.Measure;
using Perfolizer.Horology;

namespace DeepPuzzles.Bench.Ladders;

/// <summary><c>ladder</c>: BenchmarkDotNet over the rungs whose names contain one of the words.</summary>
internal static class LadderCommand
{
    private const int WarmUps = 3, Iterations = 5, IterationMilliseconds = 40;

    // Up to here a slow rung is measured too; what it does beyond can be guessed.
    private const double SlowFlops = 5e7, SlowBytes = 2e7;

    private static readonly Type[] s_ladders =
        [.. typeof(Ladder).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(Ladder).IsAssignableFrom(type)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static IReadOnlyList<string> Names { get; } = [.. s_ladders.Select(type => type.Name)];

    public static void Run(string[] filters, TextWriter output)
    {
        string[] globs = filters.Length == 0 ? ["*"] : [.. filters.Select(filter => $"*{filter}*")];
        Roof roof = Roof.Measure(1);
        // In this process: the project that BenchmarkDotNet 0.14 generates would inherit this repository's central packages and warnings. Short, so
        // that a ladder ends within a minute or two; a few iterations are enough for steps of a factor.
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(WarmUps).WithIterationCount(Iterations).WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds));
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(new Progress(output))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddFilter(new SimpleFilter(IsShort))
            .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Metrics)
            .AddColumn(StatisticColumn.Median, StatisticColumn.Min, StatisticColumn.Max)
            .AddColumn(SpeedColumn.All(roof))
            .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
            .WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Microsecond))
            .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
        output.WriteLine($"{Machine.Processor}, commit {Machine.Commit()}, {Machine.Simd}, one thread: {SpeedColumn.Describe(roof)}");
        foreach (Summary summary in BenchmarkSwitcher.FromTypes(s_ladders).Run(["--filter", .. globs], config))
        {
            foreach (ValidationError error in summary.ValidationErrors.Where(error => error.IsCritical)) output.WriteLine(error.Message);
            MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
        }
    }

    private static bool IsShort(BenchmarkCase rung)
    {
        Ladder ladder = SpeedColumn.LadderOf(rung);
        return !rung.Descriptor.WorkloadMethod.IsDefined(typeof(SlowAttribute), inherit: false) || (ladder.Flops <= SlowFlops && ladder.Bytes <= SlowBytes);
    }
}

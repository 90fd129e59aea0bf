using System.Reflection;
using BenchmarkDotNet.Attributes;
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
    private const int WarmUps = 5, Iterations = 5, IterationMilliseconds = 40;

    // Up to here a slow rung is measured too; what it does beyond can be guessed.
    private const double SlowFlops = 5e7, SlowBytes = 2e7;

    private static readonly Type[] s_ladders =
        [.. typeof(Ladder).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(Ladder).IsAssignableFrom(type)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static IReadOnlyList<string> Names { get; } = [.. s_ladders.Select(type => type.Name)];

    private static readonly MethodInfo[] s_rungs =
        [.. s_ladders.SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(BenchmarkAttribute), inherit: false))];

    /// <summary>Whether a rung's name contains the word.</summary>
    public static bool Has(string word) => s_rungs.Any(rung => IsCalled(rung, word));

    public static void Run(string[] filters, TextWriter output)
    {
        string[] globs = filters.Length == 0 ? ["*"] : [.. filters.Select(filter => $"*{filter}*")];
        Roof roof = Roof.Measure(1);
        Compiler.WarmUp([.. s_rungs.Where(rung => filters.Length == 0 || filters.Any(word => IsCalled(rung, word))).Select(Smallest)]);
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

    private static bool IsCalled(MethodInfo rung, string word) =>
        $"{rung.DeclaringType!.FullName}.{rung.Name}".Contains(word, StringComparison.OrdinalIgnoreCase);

    // At its smallest size a rung brings the compiler to its best code within a moment.
    private static Local Smallest(MethodInfo rung)
    {
        var ladder = (Ladder)Activator.CreateInstance(rung.DeclaringType!)!;
        PropertyInfo size = rung.DeclaringType!.GetProperties().Single(property => property.IsDefined(typeof(ParamsAttribute)));
        size.SetValue(ladder, size.GetCustomAttribute<ParamsAttribute>()!.Values[0]);
        ladder.SetUp();
        return new Local(rung.Name, () => rung.Invoke(ladder, null));
    }

    private static bool IsShort(BenchmarkCase rung)
    {
        Ladder ladder = SpeedColumn.LadderOf(rung);
        return !rung.Descriptor.WorkloadMethod.IsDefined(typeof(SlowAttribute), inherit: false) || (ladder.Flops <= SlowFlops && ladder.Bytes <= SlowBytes);
    }
}

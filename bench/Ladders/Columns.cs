using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using DeepPuzzles.Bench.Measure;

namespace DeepPuzzles.Bench.Ladders;

/// <summary>A column computed from the median time of a rung and from what it must do at least.</summary>
internal sealed class SpeedColumn(string name, string legend, Func<Ladder, double, string> text) : IColumn
{
    private const double NanosecondsPerSecond = 1e9;

    public string Id => $"{nameof(SpeedColumn)}.{name}";

    public string ColumnName => name;

    public string Legend => legend;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics) return "-";
        return text(LadderOf(benchmarkCase), statistics.Median / NanosecondsPerSecond);
    }

    /// <summary>The ladder with a rung's parameters, to ask what it must do.</summary>
    public static Ladder LadderOf(BenchmarkCase rung)
    {
        var ladder = (Ladder)Activator.CreateInstance(rung.Descriptor.Type)!;
        foreach (ParameterInstance parameter in rung.Parameters.Items) rung.Descriptor.Type.GetProperty(parameter.Name)!.SetValue(ladder, parameter.Value);
        return ladder;
    }

    /// <summary>The roof in words.</summary>
    public static string Describe(Roof roof) => string.Create(
        CultureInfo.InvariantCulture,
        $"{roof.Peak32 / 1e9:0} GFLOP/s, copies of {string.Join(" / ", roof.Bandwidths.Select(bandwidth => Number(bandwidth / 1e9)))} GB/s in L1 / L2 / memory");

    /// <summary>Where the data lie, the speed, and how much of the roof of one thread that is.</summary>
    public static IColumn[] All(Roof roof) =>
    [
        new SpeedColumn("Fits", "The nearest memory that holds inputs and outputs", (ladder, _) => Machine.Level(ladder.Bytes)),
        new SpeedColumn("GFLOP/s", "Arithmetic done per second", (ladder, seconds) => ladder.Flops > 0 ? Number(ladder.Flops / seconds / 1e9) : ""),
        new SpeedColumn("GB/s", "Bytes that must move, per second", (ladder, seconds) => Number(ladder.Bytes / seconds / 1e9)),
        new SpeedColumn(
            "Roof",
            $"Share of what one thread can do here: {Describe(roof)}",
            (ladder, seconds) => (roof.Seconds(ladder.Flops, ladder.Bytes) / seconds).ToString("0.00", CultureInfo.InvariantCulture)),
    ];

    private static string Number(double value) => value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}

using System.Globalization;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Devices;

/// <summary>What was measured, in rows.</summary>
internal static class Tables
{
    private const string PyTorch = "pytorch";

    /// <summary>What is counted and not judged by a roof: the time of a call, and how many kernels it puts into the queue.</summary>
    public static Table Launches(IReadOnlyList<Measured> all)
    {
        string[] others = Others(all);
        var table = new Table(["work", "shape", ">µs", ">launches", ">µs / launch", .. others.Select(Heading), ">bytes"]);
        foreach (Measured each in all)
        {
            table.Add([
                each.Case.Name, each.Case.Shape, Micro(each.Seconds.Median), each.Launches == 0 ? "" : Number(each.Launches, "0.#"),
                each.Launches == 0 ? "" : Micro(each.Seconds.Median / each.Launches), .. others.Select(other => Cell(each.Ratio(other))), Number(each.Bytes, "0")]);
        }
        return table;
    }

    /// <summary>What has a roof: bytes under the copy, or arithmetic under the multiply-adds.</summary>
    /// <param name="all">The rows.</param>
    /// <param name="roof">Of what.</param>
    /// <param name="arithmetic">Whether operations are counted, or bytes.</param>
    public static Table Roofed(IReadOnlyList<Measured> all, string roof, bool arithmetic)
    {
        string[] others = Others(all);
        var table = new Table(["work", "shape", ">ms", arithmetic ? ">GFLOP/s" : ">GB/s", $">of {roof}", .. others.Select(Heading), ">bytes"]);
        foreach (Measured each in all)
        {
            double speed = (arithmetic ? each.Case.Flops : each.Case.Bytes) / each.Seconds.Median / 1e9;
            table.Add([
                each.Case.Name, each.Case.Shape, Number(each.Seconds.Median * 1e3, "0.000"), Number(speed, speed < 10 ? "0.00" : "0"),
                Cell(each.OfRoof), .. others.Select(other => Cell(each.Ratio(other))), Number(each.Bytes, "0")]);
        }
        return table;
    }

    /// <summary>What first steps wait for.</summary>
    /// <param name="all">The rows.</param>
    /// <param name="isKept">Whether programs are found on disk.</param>
    public static Table Builds(IReadOnlyList<BuildTime> all, bool isKept)
    {
        string again = isKept ? "from disk" : "again";
        var table = new Table("work", "shape", ">programs", ">cold s", $">{again} s", $">cold / {again}", ">later step s");
        foreach (BuildTime each in all)
        {
            table.Add(
                each.Work.Name, each.Work.Shape, Number(each.Programs, "0"), Number(each.Cold, "0.000"), Number(Spread.Of(each.Kept).Median, "0.000"), each.Gain.ToString(),
                Number(each.Later, "0.0000"));
        }
        return table;
    }

    /// <summary>How much of a small training step goes into launches; null where they were not counted.</summary>
    public static string? ShareOfLaunches(IReadOnlyList<Measured> all)
    {
        Measured? launch = all.FirstOrDefault(each => each.Case.Work is Launch { Kind: Launch.Enqueued }), step = all.FirstOrDefault(each => each.Case.Work is TrainingStep);
        if (launch is null || step is null || step.Launches == 0) return null;
        double put = step.Launches * launch.Seconds.Median;
        return $"A step of {step.Case} puts {Number(step.Launches, "0.#")} kernels into the queue; at {Micro(launch.Seconds.Median)} µs each that is {Micro(put)} of its {Micro(step.Seconds.Median)} µs, {Number(put / step.Seconds.Median, "0%")}.";
    }

    // The processor and PyTorch have a column also where they took no part.
    private static string[] Others(IReadOnlyList<Measured> all) => [Rig.Processor, .. all.SelectMany(each => each.Others.Keys).Distinct().Where(other => other is not (Rig.Processor or PyTorch)), PyTorch];

    private static string Heading(string other) => $">{other} / ours";

    private static string Cell(Spread? spread) => spread?.ToString() ?? "";

    private static string Micro(double seconds) => Number(seconds * 1e6, seconds < 1e-4 ? "0.00" : "0");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;
using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Recomputation;

/// <summary>What to measure, and where the table goes.</summary>
/// <param name="Net">The network.</param>
/// <param name="Timing">How long.</param>
/// <param name="Markdown">A file for the table, or null.</param>
internal sealed record RecomputeRequest(DeepNet Net, Timing Timing, string? Markdown);

/// <summary>One length of blocks.</summary>
internal sealed record Trade(int Block, long Peak, long Between, Spread Seconds, Spread Ratio);

/// <summary><c>recompute</c>: what recomputing blocks of a deep network saves in memory and costs in time.</summary>
internal static class RecomputeCommand
{
    private const double Mega = 1 << 20;

    public static void Run(RecomputeRequest request, TextWriter output)
    {
        PeersCommand.RequireWritable(request.Markdown);
        string machine = $"{Machine.Processor}, commit {Machine.Commit()}, {Machine.Simd}, {Machine.Runtime}, 1 thread";
        output.WriteLine(machine);
        output.WriteLine(request.Net);
        output.WriteLine();
        Table table = Written(Measure(request.Net, request.Timing));
        output.WriteLine(table.ToText());
        output.WriteLine(HowToRead);
        if (request.Markdown is { } markdown) File.WriteAllText(markdown, $"```\n{machine}\n{request.Net}\n```\n\n{table.ToMarkdown()}\n{HowToRead}\n");
    }

    private static string HowToRead =>
        "peak: bytes that a step takes from the system with an empty pool, parameters and batch aside; between: bytes in use after the forward pass. "
            + "time: median of forward and backward, taking turns with the others; in brackets the lowest and highest ratio to the plain step of a round.";

    internal static IReadOnlyList<Trade> Measure(DeepNet net, Timing timing)
    {
        int[] blocks = [.. net.Blocks];
        (long Peak, long Between)[] memory = [.. blocks.Select(block => net.On(new CpuDevice(1), block).Memory())];
        var device = new CpuDevice(1);
        Local[] contenders = [.. blocks.Select(block => net.On(device, block).Timed)];
        Compiler.WarmUp(contenders);
        double[][] seconds = Alternation.Run(contenders, timing, rest: false);
        return [.. blocks.Select((block, i) => new Trade(block, memory[i].Peak, memory[i].Between, Spread.Of(seconds[i]), Spread.Of(seconds[i].Zip(seconds[0], (ours, plain) => ours / plain))))];
    }

    private static Table Written(IReadOnlyList<Trade> trades)
    {
        var table = new Table("recomputed", ">peak MiB", ">of plain", ">between MiB", ">ms", ">time / plain");
        foreach (Trade trade in trades)
        {
            table.Add(
                trade.Block == 0 ? "nothing" : trade.Block == 1 ? "each layer" : $"blocks of {trade.Block}",
                Number(trade.Peak / Mega, "0.0"), Number(trade.Peak / (double)trades[0].Peak, "0.00"), Number(trade.Between / Mega, "0.0"),
                Number(trade.Seconds.Median * 1e3, "0.0"), trade.Ratio.ToString());
        }
        return table;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

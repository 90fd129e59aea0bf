using System.CommandLine;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The options of <c>run</c>.</summary>
internal static class RunOptions
{
    public static Command Command(Func<RunRequest, int> execute)
    {
        var ids = new Argument<string[]>("ID") { Description = "Puzzles, as 'list' names them, e.g. forgetting/arithmetic-facts", Arity = ArgumentArity.ZeroOrMore };
        var group = Text("--group", "G", "Every puzzle of one part of the essay, e.g. forgetting");
        var all = Flag("--all", "Every puzzle");
        var quick = Flag("--quick", "Small sizes, at most 40 s a puzzle (the default)");
        var full = Flag("--full", "The whole data set, at most 15 minutes a puzzle");
        var seeds = Text("--seeds", "SEEDS", "Instead of the puzzle's own, which start at 1000: 1000-1005 or 7 or 1000,1003");
        var set = new Option<string[]>("--set")
        {
            HelpName = "NAME=VALUE",
            Description = "Change parameters, in every selected puzzle that has them ('explain ID' shows them)",
            AllowMultipleArgumentsPerToken = true,
        };
        var threads = Text("--threads", "N", "How many seeds at a time; changes no number (default: one per processor; 2 on any other device than cpu, which they share)");
        var device = Text("--device", "NAME", $"What to compute on: {string.Join(", ", Devices.Names)}, or opencl:1 for the second that 'devices' lists (default: cpu)");
        var data = Text("--data", "DIR", "The folder with the files of the data set");
        var dataset = Text("--dataset", "NAME", $"Which images: {string.Join(", ", DataCatalog.Names)} (default: fashion-mnist)");
        var output = Text("--out", "DIR", "Where results go (default: results; results-placebo for a placebo run)");
        var shard = Text("--shard", "K/N", "Only the K-th of N equal shares of the work; 'report' merges them");
        var resume = Flag("--resume", "Use what an interrupted run of the same command finished");
        var placebo = Flag("--placebo", "Give every treatment its control's settings: nothing may be reproduced");
        var command = new Command("run", "Run puzzles, cheapest first; write results, figures and a report")
        {
            ids, group, all, quick, full, seeds, set, threads, device, data, dataset, output, shard, resume, placebo,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(quick) && parsed.GetValue(full)) throw new UsageException("--quick and --full exclude each other");
            var request = new RunRequest
            {
                Ids = parsed.GetValue(ids) ?? [],
                Group = parsed.GetValue(group),
                All = parsed.GetValue(all),
                Full = parsed.GetValue(full),
                Seeds = parsed.GetValue(seeds),
                Set = parsed.GetValue(set) ?? [],
                Threads = parsed.GetValue(threads),
                Data = parsed.GetValue(data),
                Dataset = parsed.GetValue(dataset),
                Shard = parsed.GetValue(shard),
                Resume = parsed.GetValue(resume),
                Placebo = parsed.GetValue(placebo),
            };
            if (parsed.GetValue(device) is { } named) request = request with { Device = named };
            if (parsed.GetValue(output) is { } folder) request = request with { Folder = folder };
            return execute(request);
        });
        return command;
    }

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };
}

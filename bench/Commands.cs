using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Devices;
using DeepPuzzles.Bench.Ladders;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Recomputation;
using DeepPuzzles.Bench.Roofline;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench;

/// <summary>The commands of the bench: what they take, and what they say when they cannot have it.</summary>
internal static class Commands
{
    private const int Done = 0, Failed = 1, Usage = 2, BadFile = 4;
    private const string Name = "bench";

    /// <summary>What each command does once its options are read; tests put their own here.</summary>
    internal sealed record Actions(Action<PeersRequest> Peers, Action<RooflineRequest> Roofline, Action<string[]> Ladder, Action<RecomputeRequest> Recompute, Action<DeviceRequest> Device);

    /// <summary>Runs one command line; the exit code.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        bool terminal = !Console.IsOutputRedirected;
        return Run(arguments, output, error, new Actions(request => PeersCommand.Run(request, output, terminal), request => RooflineCommand.Run(request, output), filters => LadderCommand.Run(filters, output), request => RecomputeCommand.Run(request, output), request => DeviceCommand.Run(request, output, terminal)));
    }

    internal static int Run(string[] arguments, TextWriter output, TextWriter error, Actions actions)
    {
        try
        {
            ParseResult parsed = Root(actions).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is not HelpAction && parsed.Errors is [var first, ..])
            {
                error.WriteLine($"{Name}: {OneLine(first.Message)} (see 'dotnet run -c Release --project bench -- --help')");
                return Usage;
            }
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{Name}: {OneLine(e.Message)}");
            return BadFile;
        }
        catch (AbsentDeviceException e)
        {
            error.WriteLine($"{Name}: {e.Message}");
            return Usage;       // as deeppuzzles --device has it
        }
        catch (Exception e) when (e is PeerException or DeviceException)
        {
            error.WriteLine($"{Name}: {e.Message}");
            return Failed;
        }
    }

    private static Command Root(Actions actions) =>
        new(Name, "How fast the kernels are: beside earlier forms of themselves, beside what the machine can do, beside other libraries.")
        {
            Ladder(actions), Roofline(actions), Peers(actions), Recompute(actions), Device(actions), new HelpOption(),
        };

    private static Command Ladder(Actions actions)
    {
        var filters = new Argument<string[]>("FILTER") { Description = $"Words that a rung's name contains; all without. Ladders: {string.Join(", ", LadderCommand.Names)}", Arity = ArgumentArity.ZeroOrMore };
        filters.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => !LadderCommand.Has(token.Value))) result.AddError($"no rung's name contains '{token.Value}'; ladders: {string.Join(", ", LadderCommand.Names)}");
        });
        var command = new Command("ladder", "Kernels step by step, from the reference to the present form (BenchmarkDotNet)") { filters };
        command.SetAction(parsed => Do(() => actions.Ladder(parsed.GetValue(filters)!)));
        return command;
    }

    private static Command Roofline(Actions actions)
    {
        var svg = new Option<string?>("--svg") { HelpName = "FILE", Description = "Write the picture there (default: roofline.svg)" };
        Option<int[]> threads = Threads();
        Option<string?> markdown = Markdown();
        var command = new Command("roofline", "Measure this machine's peak and bandwidth, and every kernel against them") { svg, threads, markdown };
        command.SetAction(parsed => Do(() => actions.Roofline(new RooflineRequest(parsed.GetValue(threads)!, parsed.GetValue(svg) ?? "roofline.svg", parsed.GetValue(markdown)))));
        return command;
    }

    private static Command Peers(Actions actions)
    {
        var quick = new Option<bool>("--quick") { Description = "Fewer shapes and rounds: within a minute" };
        Option<int[]> threads = Threads();
        var only = new Option<string[]>("--only") { HelpName = "WORK", Description = "Only these works", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        only.AcceptOnlyFromAmong([.. Catalogue.Names]);
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Write the rows there" };
        Option<string?> markdown = Markdown();
        var widest = new Option<bool>("--widest-peers") { Description = "Ask libraries that take this processor for an older one for their AVX-512 kernels" };
        var command = new Command("peers", "Compare with OpenBLAS, BLIS, NumPy, PyTorch, System.Numerics.Tensors and Math.NET, taking turns in one run") { quick, threads, only, json, markdown, widest };
        command.SetAction(parsed => Do(() => actions.Peers(new PeersRequest(
            parsed.GetValue(quick), parsed.GetValue(threads)!, parsed.GetValue(only)!, parsed.GetValue(json), parsed.GetValue(markdown), parsed.GetValue(widest)))));
        return command;
    }

    private static Command Recompute(Actions actions)
    {
        Option<string?> markdown = Markdown();
        var command = new Command("recompute", "What recomputing blocks of a deep network saves in memory and costs in time") { markdown };
        command.SetAction(parsed => Do(() => actions.Recompute(new RecomputeRequest(DeepNet.Full, Timing.Full, parsed.GetValue(markdown)))));
        return command;
    }

    private static Command Device(Actions actions)
    {
        var device = new Option<string>("--device") { HelpName = "NAME", Description = $"{Target.Choice}: {Target.OpenCl}:1 is the second that 'deeppuzzles devices' lists", DefaultValueFactory = _ => Target.OpenCl };
        device.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => !Target.IsName(token.Value))) result.AddError($"--device {token.Value}: write {Target.Choice}, or {Target.OpenCl}:1 for the second one");
        });
        var quick = new Option<bool>("--quick") { Description = "Fewer kernels, shapes and rounds" };
        var only = new Option<string[]>("--only") { HelpName = "SECTION", Description = "Only these sections", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        only.AcceptOnlyFromAmong([.. Cases.Sections]);
        Option<string?> markdown = Markdown();
        var command = new Command("device", "Measure an OpenCL or CUDA device: launches, builds, and kernels against its own copy and multiply-adds, the processor and PyTorch") { device, quick, only, markdown };
        command.SetAction(parsed => Do(() => actions.Device(new DeviceRequest(parsed.GetValue(device)!, Amount.Of(parsed.GetValue(device)!, parsed.GetValue(quick)), parsed.GetValue(only)!, parsed.GetValue(markdown)))));
        return command;
    }

    private static Option<string?> Markdown() => new("--markdown") { HelpName = "FILE", Description = "Write the tables there, as bench/results holds them" };

    private static Option<int[]> Threads() => new("--threads")
    {
        HelpName = "1,2",
        Description = "Numbers of threads to measure with (default: one, and all)",
        DefaultValueFactory = _ => Environment.ProcessorCount == 1 ? [1] : [1, Environment.ProcessorCount],
        CustomParser = Numbers,
    };

    private static int[]? Numbers(ArgumentResult result)
    {
        List<int> numbers = [];
        foreach (string word in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1 || number > Environment.ProcessorCount)
            {
                result.AddError($"--threads: '{word}' is no number of threads from 1 to {Environment.ProcessorCount}");
                return null;
            }
            if (!numbers.Contains(number)) numbers.Add(number);
        }
        return [.. numbers];
    }

    private static int Do(Action action)
    {
        action();
        return Done;
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Devices;

/// <summary>What to measure, and where the page goes.</summary>
/// <param name="Device">As the command line has it.</param>
/// <param name="Amount">How much.</param>
/// <param name="Only">Sections; empty means all.</param>
/// <param name="Markdown">A file for the tables, or null.</param>
internal sealed record DeviceRequest(string Device, Amount Amount, IReadOnlyList<string> Only, string? Markdown)
{
    /// <summary>The command that measures the same again.</summary>
    public string CommandLine => $"device --device {Device}{(Amount.IsQuick ? " --quick" : "")}{string.Concat(Only.Select(section => $" --only {section}"))}";

    public IEnumerable<string> Sections => Cases.Sections.Where(section => Only.Count == 0 || Only.Contains(section));
}

/// <summary><c>device</c>: what a device does of what it could, beside the back-end on the processor and PyTorch.</summary>
internal static class DeviceCommand
{
    private const string HowToRead =
        "Ratios are their time / ours, medians over the rounds: above 1 the device is faster; in brackets the lowest and highest ratio of a round. "
        + "'of copy' is the time that the bytes alone would take at the bandwidth of the device's own copy of large arrays (read and written bytes count), 'of fma peak' the time that the multiply-adds alone "
        + "would take at the speed of a kernel that does nothing else, each measured in the same rounds, over our time. 'cpu' is the back-end on the processor with all threads, "
        + "pytorch computes on the card where it finds one, 'opencl:K' is plain OpenCL on the same card. The clock stops when the device has done all, but for 'enqueue': there when the host may go on. 'bytes' are managed bytes allocated per call. "
        + "What all of them compute is compared with ours first; of training steps that is the third loss from the same weights. Convolutions name their direction, and without one are all three.";

    private const string PyTorch = "pytorch", TorchScript = "torch_peer.py";

    private const string HowToReadTensorProducts =
        "Factors are rounded to tf32, of 11 bits, by ours and by PyTorch, and sums are float32. 'float32' is ours without it; small products are computed without it in any case. The peak is that of float32 without tensor cores: shares above 1 are theirs.";

    private const string Kept = "Cold is with an empty folder of programs, from disk with what the cold one left there.";

    private const string Again = "This back-end keeps no programs: again is another opening of the device in the same process, which compiles all once more.";

    private const string HowToReadBuilds =
        "The time from an opened device to the end of its first training step, data and weights included. "
        + "Drivers keep compiled programs of their own; 'driver' above says whether these were empty. The cold figure also holds what .NET compiles.";

    private static readonly string[] s_telling = ["POCL_", "CUDA_CACHE_", "OCL_ICD_"];

    public static void Run(DeviceRequest request, TextWriter output, bool terminal)
    {
        long start = Stopwatch.GetTimestamp();
        PeersCommand.RequireWritable(request.Markdown);
        using var target = Target.Open(request.Device, request.Amount.Copied);
        (string Name, OpenClBackend Backend)? found = target.Beside();
        using OpenClBackend? plain = found?.Backend;
        Peer? torch = Python.Find(PyTorch, TorchScript, "device");
        try
        {
            torch?.Use(Environment.ProcessorCount);
            string[] header = [.. Header(request, target, found?.Name, torch)];
            foreach (string line in header) output.WriteLine(line);
            output.WriteLine();
            var rig = new Rig(target, torch, request.Amount.Timing, request.Amount.Longest, found is { } beside ? (beside.Name, beside.Backend.Device) : null);
            var page = new StringBuilder($"# {Title(target)}\n\n`dotnet run -c Release --project bench -- {request.CommandLine}`\n\n```\n{string.Join('\n', header)}\n```\n\n{HowToRead}\n");
            foreach (string section in request.Sections)
            {
                (Table table, string note) = section switch
                {
                    Cases.Builds => Builds(request, target),
                    Cases.TensorProducts => TensorProducts(request, target, torch is not null, terminal, output),
                    _ => Measured(section, request, rig, terminal, output),
                };
                if (terminal) output.Write("\r\e[K");
                if (table.Rows > 0) output.WriteLine(table.ToText());
                if (note.Length > 0) output.WriteLine($"{note}\n");
                page.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n{(table.Rows > 0 ? table.ToMarkdown() : "")}{(note.Length > 0 ? $"\n{note}\n" : "")}");
            }
            output.WriteLine(HowToRead);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
            if (request.Markdown is { } markdown) File.WriteAllText(markdown, page.ToString());
        }
        finally
        {
            torch?.Stop();
        }
    }

    private static IEnumerable<string> Header(DeviceRequest request, Target target, string? beside, Peer? torch)
    {
        yield return $"device     {target.Name}: {target.Device.Description}";
        if (target.Driven is { } driven) yield return $"driver     {driven.Device.Driver}; its own cache of programs: {Variables()}";
        if (beside is not null) yield return $"beside     {beside}: plain OpenCL on the same card";
        if (target.Driven is { IsProcessor: true }) yield return "note       this driver computes on the processor: no figure here tells anything of a graphics card";
        yield return $"processor  {Machine.Processor}, {Environment.ProcessorCount} logical";
        yield return $"ours       commit {Machine.Commit()}, {Machine.Simd}, {Machine.Runtime}";
        yield return torch is null ? "pytorch    absent: its columns are empty" : $"pytorch    {torch.Version}";
        yield return string.Create(CultureInfo.InvariantCulture, $"ceilings   copy {target.Copy() / 1e9:0.0} GB/s, float32 multiply-adds {target.Peak() / 1e9:0.0} GFLOP/s, at the start");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"when       {DateTime.UtcNow:yyyy-MM-dd}; {request.Amount.Timing.Rounds} rounds of {request.Amount.Timing.Slot * 1e3:0} ms each, taking turns{(request.Amount.IsQuick ? ", quick: some kernels and shapes only" : "")}");
    }

    private static string Title(Target target) =>
        target.Driven is null ? "The back-end on the processor" : $"{target.Driven.Kind}: {target.Driven.Device.Model}";

    private static (Table, string) Measured(string section, DeviceRequest request, Rig rig, bool terminal, TextWriter output)
    {
        List<Measured> all = [];
        List<string> left = [];
        foreach (Case each in Cases.Of(section, request.Amount))
        {
            if (terminal) output.Write($"\r\e[K{each} …");
            if (rig.Measure(each) is { } measured) all.Add(measured);
            else left.Add(each.ToString());
        }
        string slow = left.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Left out, as a call would take more than {request.Amount.Longest} s: {string.Join(", ", left)}.");
        return section switch
        {
            Cases.Launches => (Tables.Launches(all), $"{Tables.ShareOfLaunches(all)}"),
            Cases.Memory => (Tables.Roofed(all, "copy", arithmetic: false), slow),
            _ => (Tables.Roofed(all, "fma peak", arithmetic: true), slow),
        };
    }

    private static (Table, string) Builds(DeviceRequest request, Target target)
    {
        if (target.Driven is null) return (Tables.Builds([], true), "The back-end on the processor compiles no programs.");
        // What .NET compiles of a net is not the driver's time.
        var processor = new CpuDevice(1);
        foreach (Works.Work work in request.Amount.Built) work.Ours(processor).Time(1);
        bool isKept = target.Driven.KeepsPrograms;
        return (Tables.Builds([.. request.Amount.Built.Select(work => BuildTime.Of(work, target.Driven, request.Amount.Timing.Rounds))], isKept), $"{HowToReadBuilds} {(isKept ? Kept : Again)}");
    }

    // Ours and PyTorch both with TF32, beside ours in float32.
    private static (Table, string) TensorProducts(DeviceRequest request, Target target, bool hasTorch, bool terminal, TextWriter output)
    {
        Target tensor;
        try
        {
            tensor = target.WithTensorFloat32();
        }
        catch (DeviceException none)
        {
            return (Tables.Roofed([], "fma peak", arithmetic: true), $"Nothing is measured: {none.Message}.");
        }
        using (tensor)
        {
            Peer? torch = hasTorch ? Python.Find(PyTorch, TorchScript, "device", "tf32") : null;
            try
            {
                torch?.Use(Environment.ProcessorCount);
                var rig = new Rig(tensor, torch, request.Amount.Timing, request.Amount.Longest, ("float32", target.Device));
                (Table table, string slow) = Measured(Cases.TensorProducts, request, rig, terminal, output);
                return (table, slow.Length == 0 ? HowToReadTensorProducts : $"{HowToReadTensorProducts} {slow}");
            }
            finally
            {
                torch?.Stop();
            }
        }
    }

    // What the environment tells drivers about their caches.
    private static string Variables()
    {
        string[] set =
        [
            .. from System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables()
               let text = $"{variable.Key}={variable.Value}"
               where s_telling.Any(start => text.StartsWith(start, StringComparison.Ordinal))
               orderby text
               select text,
        ];
        return set.Length == 0 ? "as it was" : string.Join(", ", set);
    }
}

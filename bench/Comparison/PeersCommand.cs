using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>What to compare, and where the rows go.</summary>
/// <param name="Quick">Fewer shapes and rounds.</param>
/// <param name="Threads">Numbers of threads, each compared by itself.</param>
/// <param name="Only">Kinds of work; empty means all.</param>
/// <param name="Json">A file for the rows, or null.</param>
/// <param name="Markdown">A file for the tables, or null.</param>
/// <param name="WidestPeers">Whether libraries that do not know the processor are asked for their AVX-512 kernels.</param>
internal sealed record PeersRequest(bool Quick, IReadOnlyList<int> Threads, IReadOnlyList<string> Only, string? Json, string? Markdown, bool WidestPeers)
{
    /// <summary>The command that measures the same again.</summary>
    public string CommandLine =>
        $"peers{(Quick ? " --quick" : "")} --threads {string.Join(',', Threads)}{string.Concat(Only.Select(work => $" --only {work}"))}{(WidestPeers ? " --widest-peers" : "")}";

    public IEnumerable<Work> Works => Catalogue.All.Where(work => (work.IsQuick || !Quick) && (Only.Count == 0 || Only.Contains(work.Name)));
}

/// <summary><c>peers</c>: ours and theirs in one run, taking turns.</summary>
internal static class PeersCommand
{
    private const string HowToRead =
        "ratio = their time / ours, medians over the rounds: above 1 we are faster; in brackets the lowest and highest ratio of a round. "
        + "'of roof' is the time that the multiply-adds alone (at the measured peak of the widest registers) or the bytes out of cache alone (at the measured copy bandwidth) would take, "
        + "over our time, in the same rounds. 'bytes' are managed bytes allocated per call.";

    private const string Fairness =
        "The peers get no more threads than we; kernels of NumPy and PyTorch write to out=, so that they pay no allocation; what has no threads (tensors, NumPy's functions) takes part with one only. "
        + "Our matrix products, maps, reductions, scans and orders are called on the device, softmax, the largest of rows, factorisations, systems, graphs and training steps as tensors. Every peer's result is checked against ours before it is timed, of training steps the third loss from the same weights.";

    private static readonly string[] s_telling = ["OPENBLAS_", "BLIS_", "ATEN_", "MKL_"];

    public static void Run(PeersRequest request, TextWriter output, bool terminal)
    {
        long start = Stopwatch.GetTimestamp();
        RequireWritable(request.Json, request.Markdown);
        Timing timing = request.Quick ? Timing.Quick : Timing.Full;
        if (request.WidestPeers) Blas.AskForWidest();
        using var peers = PeerSet.Find();
        string[] header = [.. Header(peers, timing, request)];
        foreach (string line in header) output.WriteLine(line);
        output.WriteLine();

        List<Result> results = [];
        foreach (int threads in request.Threads)
        {
            var match = new Match(peers.Found, timing, threads);
            Work[] works = [.. request.Works];
            if (terminal) output.Write($"warming up, {Count(threads)} …");
            match.WarmUp(works);
            foreach (Work work in works)
            {
                if (terminal) output.Write($"\r\e[K{work}, {Count(threads)} …");
                results.Add(match.Measure(work));
            }
            if (terminal) output.Write("\r\e[K");
        }

        Table shapes = Summary.Shapes(results), bars = Summary.Bars(results);
        output.WriteLine(shapes.ToText());
        output.WriteLine(bars.ToText());
        if (Summary.Noise(results) is { } noise) output.WriteLine(noise);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0} s"));
        if (request.Json is { } json)
        {
            using FileStream file = File.Create(json);
            RowsJson.Write(file, results.SelectMany(result => result.Theirs.Keys.Select(result.RowOf)));
        }
        if (request.Markdown is { } markdown) File.WriteAllText(markdown, Page(request, header, bars, shapes, Summary.Noise(results)));
    }

    private static IEnumerable<string> Header(PeerSet peers, Timing timing, PeersRequest request)
    {
        yield return $"processor  {Machine.Processor}, {Environment.ProcessorCount} logical, caches {string.Join(" / ", Machine.Caches.Select(bytes => $"{bytes >> 10} kB"))}";
        yield return $"ours       commit {Machine.Commit()}, {Machine.Simd}, {Machine.Runtime}";
        foreach (Peer peer in peers.Found) yield return $"{peer.Name,-10} {peer.Version}";
        string[] variables = [.. Variables()];
        if (variables.Length > 0) yield return $"variables  {string.Join(", ", variables)}";
        foreach (string absent in peers.Absent) yield return absent;
        if (request.WidestPeers) yield return "kernels    the peers were asked for their AVX-512 kernels (--widest-peers)";
        else if (Vector512.IsHardwareAccelerated) yield return "kernels    as the peers choose; where one above names older ones than AVX-512 (Haswell, AVX2, generic), --widest-peers asks for those";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"threads    {string.Join(", ", request.Threads)}; {timing.Rounds} rounds of {timing.Slot * 1e3:0} ms each, taking turns{(request.Quick ? ", quick: some shapes only" : "")}");
        yield return HowToRead;
        yield return Fairness;
    }

    // What the environment tells the peers about kernels and threads; the threads are set anew by us.
    private static IEnumerable<string> Variables() =>
        from System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables()
        let text = $"{variable.Key}={variable.Value}"
        where s_telling.Any(start => text.StartsWith(start, StringComparison.Ordinal))
        orderby text
        select text;

    private static string Page(PeersRequest request, string[] header, Table bars, Table shapes, string? noise)
    {
        string facts = string.Join('\n', header[..^2]);
        return $"# Side by side with other libraries\n\n`dotnet run -c Release --project bench -- {request.CommandLine}`\n\n```\n{facts}\n```\n\n{HowToRead} {Fairness}{(noise is null ? "" : $"\n\n{noise}")}\n\n## Per work\n\n{bars.ToMarkdown()}\n## Per shape\n\n{shapes.ToMarkdown()}";
    }

    /// <summary>Says so before minutes are spent, not after.</summary>
    internal static void RequireWritable(params IEnumerable<string?> files)
    {
        foreach (string file in files.OfType<string>()) File.AppendAllText(file, "");
    }

    private static string Count(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";
}

using System.Globalization;
using System.Runtime.Intrinsics;
using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Roofline;

/// <summary>What to measure, and where picture and page go.</summary>
/// <param name="Threads">Numbers of threads, each measured by itself.</param>
/// <param name="Svg">A file for the picture.</param>
/// <param name="Markdown">A file for the tables, or null.</param>
internal sealed record RooflineRequest(IReadOnlyList<int> Threads, string Svg, string? Markdown);

/// <summary>A kernel's median speed with a number of threads.</summary>
internal sealed record Point(Kernel Kernel, int Threads, double Seconds)
{
    /// <summary>How much of what the machine can do: 1 is all.</summary>
    public double Of(Roof roof) => roof.Seconds(Kernel.Flops, Kernel.Bytes, Kernel.IsDouble) / Seconds;
}

/// <summary><c>roofline</c>: what this machine can do, and every kernel of the library against it.</summary>
internal static class RooflineCommand
{
    private const double Look = 0.02;
    private const int Looks = 5;

    // 64 MB of float32: a third-level cache of 32 MB does not hold it.
    private const int Elements = 1 << 24, FewElements = 1 << 12;
    private static readonly Timing s_timing = new(Rounds: 5, Slot: 0.010, WarmUp: 0.040, Rest: 0);

    public static void Run(RooflineRequest request, TextWriter output)
    {
        PeersCommand.RequireWritable(request.Svg, request.Markdown);
        string machine = $"{Machine.Processor}, commit {Machine.Commit()}, {Machine.Simd}, {Machine.Runtime}";
        output.WriteLine(machine);
        output.WriteLine();
        Roof[] roofs = [.. request.Threads.Select(threads => Roof.Measure(threads, Look))];
        Table peaks = Peaks(roofs);
        output.WriteLine(peaks.ToText());
        WarmUp();
        List<Point> points = [];
        foreach (Roof roof in roofs)
        {
            var device = new CpuDevice(roof.Threads);
            points.AddRange(All(Elements).Select(kernel => Measure(kernel, device)));
        }
        Table kernels = Kernels(points, roofs);
        output.WriteLine(kernels.ToText());
        output.WriteLine(HowToRead);
        File.WriteAllText(request.Svg, RooflineSvg.Draw(roofs, points, machine));
        output.WriteLine($"picture: {Path.GetFullPath(request.Svg)}");
        if (request.Markdown is not { } markdown) return;
        string picture = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(markdown))!, Path.GetFullPath(request.Svg)).Replace('\\', '/');
        File.WriteAllText(markdown, $"# Every kernel under the roof of a machine\n\n`dotnet run -c Release --project bench -- roofline`\n\n```\n{machine}\n```\n\n![roofline]({picture})\n\n{peaks.ToMarkdown()}\n{HowToRead}\n\n{kernels.ToMarkdown()}");
    }

    private static string HowToRead =>
        "Functions count one operation per result; bytes are what must be read or written once. 'of roof' is the time at the roof over the time taken: "
            + "bytes at the copy bandwidth, or arithmetic at the peak, whichever takes longer. A kernel that only reads or only writes can be faster than a copy. "
            + $"conv is {VerbKernels.Images.Shape}; the other arrays hold {Elements:N0} elements.";

    private static IEnumerable<Kernel> All(int elements) => [.. VerbKernels.All(elements), .. OpKernels.All(elements), .. TensorKernels.All(elements)];

    // Small arrays bring the compiler to the code that large ones then run.
    private static void WarmUp()
    {
        var device = new CpuDevice();
        Local[] kernels = [.. All(FewElements).Select(kernel => new Local(kernel.Name, kernel.Run(device)))];
        Compiler.WarmUp(kernels);
    }

    private static Point Measure(Kernel kernel, CpuDevice device)
    {
        double[] seconds = Alternation.Run([new Local(kernel.Name, kernel.Run(device))], s_timing, rest: false)[0];
        GC.Collect();       // each has arrays of 64 MB
        return new Point(kernel, device.Threads, Spread.Of(seconds).Median);
    }

    private static Table Peaks(IReadOnlyList<Roof> roofs)
    {
        var table = new Table(["what", "unit", .. roofs.Select(roof => roof.Threads == 1 ? ">1 thread" : $">{roof.Threads} threads")]);
        Add("multiply-adds float32, `Vector<T>`", "GFLOP/s", roof => Best(() => Peak.Narrow(roof.Threads, isDouble: false, Look)));
        if (Vector512.IsHardwareAccelerated) Add("multiply-adds float32, Vector512", "GFLOP/s", roof => roof.Peak32);
        Add("multiply-adds float64, `Vector<T>`", "GFLOP/s", roof => Best(() => Peak.Narrow(roof.Threads, isDouble: true, Look)));
        if (Vector512.IsHardwareAccelerated) Add("multiply-adds float64, Vector512", "GFLOP/s", roof => roof.Peak64);
        Add("copy in the first-level cache", "GB/s", roof => roof.Bandwidths[0]);
        Add("copy in the second-level cache", "GB/s", roof => roof.Bandwidths[1]);
        Add("copy in memory", "GB/s", roof => roof.Memory);
        return table;

        void Add(string what, string unit, Func<Roof, double> value) => table.Add([what, unit, .. roofs.Select(roof => Number(value(roof) / 1e9))]);

        static double Best(Func<double> measure) => Enumerable.Range(0, Looks).Max(_ => measure());
    }

    private static Table Kernels(IReadOnlyList<Point> points, IReadOnlyList<Roof> roofs)
    {
        var table = new Table("kernel", "which", ">threads", ">flop/byte", ">ms", ">GFLOP/s", ">GB/s", "bound by", ">of roof");
        foreach (Point point in points)
        {
            Kernel kernel = point.Kernel;
            Roof roof = roofs.Single(roof => roof.Threads == point.Threads);
            bool arithmetic = roof.Seconds(kernel.Flops, 0, kernel.IsDouble) > roof.Seconds(0, kernel.Bytes);
            table.Add(
                kernel.Family, kernel.Name, point.Threads.ToString(CultureInfo.InvariantCulture), Number(kernel.Intensity), Number(point.Seconds * 1e3),
                kernel.Flops > 0 ? Number(kernel.Flops / point.Seconds / 1e9) : "", Number(kernel.Bytes / point.Seconds / 1e9),
                arithmetic ? "arithmetic" : "memory", point.Of(roof).ToString("0.00", CultureInfo.InvariantCulture));
        }
        return table;
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);
}

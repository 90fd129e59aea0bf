using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Bench;

/// <summary>One training step of a 784-512-512-10 ReLU net, batch 128, SGD with momentum, on one thread: beside PyTorch in the same run, and
/// beside the time that its multiply-adds alone would take at this machine's measured peak.</summary>
internal static class TrainingStep
{
    private const int Batch = 128, Steps = 40, Rounds = 15, WarmUp = 2, Sums = 12;
    private static readonly int[] s_sizes = [784, 512, 512, 10];

    public static void Run(string? python)
    {
        var device = new CpuDevice(1);
        var stream = new RandomStream(1, "bench", device);
        var net = new Mlp(s_sizes, Activation.Relu, Initialiser.He, stream);
        var sgd = new Sgd(net.Parameters, 0.01, momentum: 0.9);
        Tensor x = stream.Normal([Batch, s_sizes[0]]), labels = stream.Integers([Batch], s_sizes[^1]);
        using Process? peer = python is null ? null : Start(python);
        Console.WriteLine($"{string.Join('-', s_sizes)}, batch {Batch}, one thread, {device.Description}");
        if (peer is not null) Console.WriteLine($"PyTorch {peer.StandardOutput.ReadLine()}");

        List<double> ours = [], theirs = [], peaks = [], ratios = [], shares = [];
        for (int round = -WarmUp; round < Rounds; round++)
        {
            double mine = Time(Steps, () => sgd.Step(() => Loss.CrossEntropy(net.Forward(x), labels)));
            double other = peer is null ? double.NaN : Ask(peer, Steps);
            double peak = Peak();
            if (round < 0) continue;
            ours.Add(mine * 1e3);
            theirs.Add(other * 1e3);
            peaks.Add(peak / 1e9);
            ratios.Add(other / mine);
            shares.Add(Flops() / peak / mine);
        }
        Row("ours", ours, "ms per step");
        if (peer is not null) Row("PyTorch", theirs, "ms per step");
        if (peer is not null) Row("PyTorch / ours, round by round", ratios, "");
        Row("peak of fused multiply-adds", peaks, "GFLOP/s");
        Row("arithmetic floor / ours", shares, $"(floor: {Flops() / 1e9:0.00} GFLOP at the peak)");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < Steps; step++) sgd.Step(() => Loss.CrossEntropy(net.Forward(x), labels));
        Console.WriteLine($"{"managed bytes per step",-34}{(GC.GetAllocatedBytesForCurrentThread() - before) / Steps,10}  (the graph's nodes)");
    }

    // Forward, gradient of the weights and, but for the first layer, gradient of the input: 2·batch·inputs·outputs each.
    private static double Flops() => Enumerable.Range(0, s_sizes.Length - 1)
        .Sum(layer => (layer == 0 ? 2 : 3) * 2.0 * Batch * s_sizes[layer] * s_sizes[layer + 1]);

    private static double Time(int count, Action action)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++) action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }

    private static double Peak()
    {
        const int Calls = 400, Loops = 5000;
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < Calls; call++) s_sink += MultiplyAdds(Loops);
        return 2.0 * Sums * Vector<float>.Count * Loops * Calls / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Twelve independent sums hide the latency of two fused multiply-adds a cycle. Short calls, so that the just-in-time compiler has improved
    // them before they count.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float MultiplyAdds(int loops)
    {
        Vector<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        Vector<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        var x = new Vector<float>(1.0000001f);
        var y = new Vector<float>(1e-9f);
        for (int i = 0; i < loops; i++)
        {
            a0 = Vector.MultiplyAddEstimate(a0, x, y);
            a1 = Vector.MultiplyAddEstimate(a1, x, y);
            a2 = Vector.MultiplyAddEstimate(a2, x, y);
            a3 = Vector.MultiplyAddEstimate(a3, x, y);
            a4 = Vector.MultiplyAddEstimate(a4, x, y);
            a5 = Vector.MultiplyAddEstimate(a5, x, y);
            b0 = Vector.MultiplyAddEstimate(b0, x, y);
            b1 = Vector.MultiplyAddEstimate(b1, x, y);
            b2 = Vector.MultiplyAddEstimate(b2, x, y);
            b3 = Vector.MultiplyAddEstimate(b3, x, y);
            b4 = Vector.MultiplyAddEstimate(b4, x, y);
            b5 = Vector.MultiplyAddEstimate(b5, x, y);
        }
        return Vector.Sum(a0 + a1 + a2 + a3 + a4 + a5 + b0 + b1 + b2 + b3 + b4 + b5);
    }

    // What is written here cannot be optimised away.
    private static float s_sink;

    private static Process Start(string python) => Process.Start(new ProcessStartInfo(python, [Path.Join(AppContext.BaseDirectory, "peers", "mlp_step.py")])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static double Ask(Process peer, int steps)
    {
        peer.StandardInput.WriteLine(steps);
        string? answer = peer.StandardOutput.ReadLine();
        return answer is null
            ? throw new InvalidOperationException("the PyTorch peer stopped; is torch installed for this python?")
            : double.Parse(answer, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Row(string name, List<double> values, string unit)
    {
        values.Sort();
        Console.WriteLine($"{name,-34}{values[values.Count / 2],10:0.00}  [{values[0]:0.00}, {values[^1]:0.00}] {unit}");
    }
}

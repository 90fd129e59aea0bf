namespace DeepPuzzles.Kernels.Tests;

/// <summary>A run of every verb on arrays of zeros, which mean something in every type: what holds of any array that any verb is given is tried on each.</summary>
internal static class VerbRuns
{
    /// <summary>Elements of each array, of four bytes.</summary>
    internal const int Count = 4096;

    // Longer than what is ranked by counting; deep enough for two parts; more than one pass reduces.
    private const int Long = 1500, Deep = 300;

    private static readonly Sliding s_sliding = Sliding.Of(stride: 1);

    /// <summary>By a name: how many arrays it takes, of which the first is written, and the call.</summary>
    internal static IReadOnlyDictionary<string, (int Arrays, Action<Device, Buffer[]> Run)> All { get; } = new Dictionary<string, (int, Action<Device, Buffer[]>)>
    {
        ["copy"] = (2, (on, a) => on.Copy(Of<float>(a[1], 6, 4), Of<float>(a[0], 6, 4))),
        ["copy, turned"] = (2, (on, a) => on.Copy(Turned(a[1], 6, 4), Of<float>(a[0], 6, 4))),
        ["convert"] = (2, (on, a) => on.Convert(Of<int>(a[1], 6, 4), Of<float>(a[0], 6, 4))),
        ["map"] = (2, (on, a) => on.Map(default(Tanh), Of<float>(a[1], 6, 4), Of<float>(a[0], 6, 4))),
        ["zip"] = (3, (on, a) => on.Zip(default(Add), Of<float>(a[1], 6, 4), Of<float>(a[2], 6, 4), Of<float>(a[0], 6, 4))),
        ["compare"] = (3, (on, a) => on.Compare(default(Less), Of<float>(a[1], 6, 4), Of<float>(a[2], 6, 4), Of<bool>(a[0], 6, 4))),
        ["select"] = (4, (on, a) => on.Select(Of<bool>(a[1], 6, 4), Of<float>(a[2], 6, 4), Of<float>(a[3], 6, 4), Of<float>(a[0], 6, 4))),
        ["reduce"] = (2, (on, a) => on.Reduce(default(Sum), Of<float>(a[1], 6, 4), Of<float>(a[0], 6, 1))),
        ["reduce, two passes"] = (2, (on, a) => on.Reduce(default(Sum), new View<float>(a[1], new Layout([1, 2 * Count], [0, 0])), Of<float>(a[0], 1, 1))),
        ["argreduce"] = (2, (on, a) => on.ArgReduce(default(ArgMax), Of<float>(a[1], 6, 4), 1, Of<int>(a[0], 6, 1))),
        ["scan"] = (2, (on, a) => on.Scan(default(Sum), Of<int>(a[1], 6, 4), 1, Of<int>(a[0], 6, 4))),
        ["argsort"] = (2, (on, a) => on.ArgSort(Of<float>(a[1], 6, 4), 1, false, Of<int>(a[0], 6, 4))),
        ["argsort, long"] = (2, (on, a) => on.ArgSort(Of<float>(a[1], Long), 0, false, Of<int>(a[0], Long))),
        ["matmul"] = (3, (on, a) => on.MatMul(Of<float>(a[1], 6, 4), Of<float>(a[2], 4, 5), Of<float>(a[0], 6, 5))),
        ["matmul, fused, in parts"] = (4, (on, a) => on.MatMul(default(Tanh), Of<float>(a[1], 2, Deep), Of<float>(a[2], Deep, 5), Of<float>(a[3], 5), Of<float>(a[0], 2, 5))),
        ["factor"] = (2, (on, a) => on.Factor(default(Qr), Of<float>(a[1], 2, 2), Of<float>(a[0], 8))),
        ["gather"] = (3, (on, a) => on.Gather(Of<float>(a[1], 6, 4), Of<int>(a[2], 3, 4), 0, Of<float>(a[0], 3, 4))),
        ["scatter-add"] = (3, (on, a) => on.ScatterAdd(Of<float>(a[1], 6, 4), Of<int>(a[2], 6, 4), 0, Of<float>(a[0], 3, 4))),
        ["softmax"] = (2, (on, a) => on.MapEachRow<SoftMax, Max, float>(default, Of<float>(a[1], 6, 4), default, Of<float>(a[0], 6, 4))),
        ["rows beside rows"] = (4, (on, a) => on.MapEachRow<SoftMaxGradient, Sum, float>(default, Of<float>(a[1], 6, 4), new Beside<float>(Rows: Of<float>(a[2], 6, 4), Factor: Of<float>(a[3], 6, 1)), Of<float>(a[0], 6, 4))),
        ["rows beside labels"] = (3, (on, a) => on.MapEachRow<SoftMaxGradient, Sum, float>(default, Of<float>(a[1], 6, 4), new Beside<float>(Hot: Of<int>(a[2], 6, 1)), Of<float>(a[0], 6, 4))),
        ["fold of rows"] = (2, (on, a) => on.FoldEachRow<LogSumExp, Max, float>(default, Of<float>(a[1], 6, 4), default, Of<float>(a[0], 6, 1))),
        ["update"] = (3, (on, a) => on.Update(new Momentum(new Pace(0.1), 0.9), Of<float>(a[1], 24), Of<float>(a[0], 24), Of<float>(a[2], 24), default)),
        ["convolve"] = (3, (on, a) => on.Convolve(s_sliding, Of<float>(a[1], 1, 2, 5, 5), Of<float>(a[2], 3, 2, 3, 3), Of<float>(a[0], 1, 3, 3, 3))),
        ["convolve, fused"] = (4, (on, a) => on.Convolve(default(Tanh), s_sliding, Of<float>(a[1], 1, 2, 5, 5), Of<float>(a[2], 3, 2, 3, 3), Of<float>(a[3], 3), Of<float>(a[0], 1, 3, 3, 3))),
        ["convolve, transposed"] = (3, (on, a) => on.ConvolveTransposed(s_sliding, Of<float>(a[1], 1, 3, 3, 3), Of<float>(a[2], 3, 2, 3, 3), Of<float>(a[0], 1, 2, 5, 5))),
        ["convolve, to weights"] = (3, (on, a) => on.ConvolveToWeights(s_sliding, Of<float>(a[1], 1, 2, 5, 5), Of<float>(a[2], 1, 3, 3, 3), Of<float>(a[0], 3, 2, 3, 3))),
        ["windows"] = (2, (on, a) => on.ArgReduceWindows(default(ArgMax), s_sliding, 2, Of<float>(a[1], 1, 1, 4, 4), Of<float>(a[0], 1, 1, 3, 3), new View<int>(a[0], new Layout([1, 1, 3, 3], [9, 9, 3, 1], Count / 2)))),
        ["read"] = (1, (on, a) => on.Read(Of<float>(a[0], 6, 4), new float[24])),
        ["write"] = (1, (on, a) => on.Write<float>(new float[24], Of<float>(a[0], 6, 4))),
        ["fill"] = (1, (on, a) => on.Fill(0f, Of<float>(a[0], 6, 4))),
        ["fill, turned"] = (1, (on, a) => on.Fill(0f, Turned(a[0], 6, 4))),
        ["random"] = (1, (on, a) => on.Random(default(Uniform), 1, 2, Of<float>(a[0], 6, 4))),
    };

    /// <summary>The first elements of a buffer.</summary>
    internal static View<T> Of<T>(Buffer buffer, params ReadOnlySpan<int> sizes)
        where T : unmanaged => new(buffer, Layout.Contiguous(sizes));

    /// <summary>Buffers of zeros.</summary>
    internal static Buffer[] Zeros(Device device, int count)
    {
        var buffers = new Buffer[count];
        for (int i = 0; i < count; i++)
        {
            buffers[i] = device.Acquire(Count * sizeof(int));
            device.Fill(0, Of<int>(buffers[i], Count));
        }
        return buffers;
    }

    private static View<float> Turned(Buffer buffer, int rows, int columns) => new(buffer, new Layout([rows, columns], [1, rows]));
}

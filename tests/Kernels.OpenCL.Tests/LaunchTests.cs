using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>To put work into the queue makes no garbage and asks the driver for nothing but the work.</summary>
public sealed class LaunchTests
{
    private const int Rows = 12, Columns = 8, Rounds = 30, Launches = 50;

    private static readonly Dictionary<string, Action<OpenClDevice, Arrays>> s_verbs = new()
    {
        ["fill"] = (on, a) => on.Fill(1f, a.X),
        ["copy"] = (on, a) => on.Copy(a.X, a.Y),
        ["copy, turned"] = (on, a) => on.Copy(a.Turned, a.Flat),
        ["convert"] = (on, a) => on.Convert(a.X, a.Whole),
        ["map"] = (on, a) => on.Map(default(Tanh), a.X, a.Y),
        ["zip, broadcast"] = (on, a) => on.Zip(default(Add), a.X, a.Row, a.Y),
        ["select"] = (on, a) => on.Select(a.Mask, a.X, a.X, a.Y),
        ["reduce"] = (on, a) => on.Reduce(default(Sum), a.X, a.Sums),
        ["argreduce"] = (on, a) => on.ArgReduce(default(ArgMax), a.X, 1, a.Places),
        ["scan"] = (on, a) => on.Scan(default(Sum), a.X, 1, a.Y),
        ["argsort"] = (on, a) => on.ArgSort(a.X, 1, false, a.Whole),
        ["matmul"] = (on, a) => on.MatMul(a.X, a.Turned, a.Square),
        ["gather"] = (on, a) => on.Gather(a.X, a.Index, 1, a.Y),
        ["scatter-add"] = (on, a) => on.ScatterAdd(a.X, a.Index, 1, a.Y),
        ["softmax"] = (on, a) => on.MapEachRow<SoftMax, Max, float>(default, a.X, default, a.Y),
        ["random"] = (on, a) => on.Random(default(Uniform), 1, 2, a.Y),
        ["update"] = (on, a) => on.Update(new Descent(new Pace(0.1)), a.X, a.Y, default, default),
    };

    public static TheoryData<string> Verbs => [.. s_verbs.Keys];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_launch_makes_no_garbage(string verb)
    {
        OpenClDevice device = OnOpenCl.Device;
        var arrays = new Arrays(device);
        long bytes = long.MaxValue;
        // Until the just-in-time compiler has finished.
        for (int round = 0; round < Rounds && bytes > 0; round++)
        {
            s_verbs[verb](device, arrays);
            long start = GC.GetAllocatedBytesForCurrentThread();
            for (int launch = 0; launch < Launches; launch++) s_verbs[verb](device, arrays);
            bytes = GC.GetAllocatedBytesForCurrentThread() - start;
            device.Read(arrays.Sums, new float[Rows]);
        }
        Assert.Equal(0, bytes);
        arrays.Release();
    }

    private sealed class Arrays
    {
        private readonly OpenClDevice _device;
        private readonly List<Buffer> _all = [];

        internal Arrays(OpenClDevice device)
        {
            _device = device;
            (X, Y, Sums, Square, Mask, Whole, Index, Places) = (Make<float>(Rows, Columns), Make<float>(Rows, Columns), Make<float>(Rows, 1), Make<float>(Rows, Rows),
                Make<bool>(Rows, Columns), Make<int>(Rows, Columns), Make<int>(Rows, Columns), Make<int>(Rows, 1));
            // The same numbers along the other axis.
            Turned = new View<float>(X.Buffer, new Layout([Columns, Rows], [1, Columns]));
            Flat = new View<float>(Y.Buffer, Layout.Contiguous([Columns, Rows]));
            Row = new View<float>(X.Buffer, new Layout([Rows, Columns], [0, 1]));
        }

        internal View<float> X { get; }

        internal View<float> Y { get; }

        internal View<float> Sums { get; }

        internal View<float> Square { get; }

        internal View<float> Turned { get; }

        internal View<float> Row { get; }

        internal View<float> Flat { get; }

        internal View<bool> Mask { get; }

        internal View<int> Whole { get; }

        internal View<int> Index { get; }

        internal View<int> Places { get; }

        internal void Release() => _device.Release([.. _all]);

        private View<T> Make<T>(params ReadOnlySpan<int> sizes)
            where T : unmanaged
        {
            var view = new View<T>(_device.Acquire((long)Rows * Rows * sizeof(int)), Layout.Contiguous(sizes));
            _all.Add(view.Buffer);
            _device.Fill(default(T), view);
            return view;
        }
    }
}

namespace DeepPuzzles.Kernels.Tests;

/// <summary>For each file of kernels, a run of all that it does with local memory, so small that a simulator which watches every access ends in time.</summary>
internal static partial class TinyRuns
{
    private static readonly Sliding s_sliding = new((2, 3), (1, 0), (1, 2));

    private static readonly int[] s_image = [2, 4, 5, 6], s_kernel = [6, 2, 3, 2], s_places = [2, 6, 3, 2];

    /// <summary>By the file that they run, each on a device for arrays of the host.</summary>
    internal static IReadOnlyDictionary<string, Action<Device>> All { get; } = new Dictionary<string, Action<Device>>
    {
        ["Map.cl"] = device => Agree<float>(device, [5], (on, sample, y) => on.Map(default(Tanh), sample.Numbers<float>(Walk.Reversed, 5), y)),
        ["Zip.cl"] = device => Agree<float>(device, [2, 3], (on, sample, y) => on.Zip(default(Add), sample.Numbers<float>(Walk.Transposed, 2, 3), sample.Numbers<float>(Walk.Dense, 2, 3), y)),
        ["Compare.cl"] = device => Agree<bool>(device, [5], (on, sample, y) => on.Compare(default(Less), sample.Numbers<float>(Walk.Dense, 5), sample.Numbers<float>(Walk.Dense, 5), y)),
        ["Copy.cl"] = device => Agree<float>(device, [3, 4], (on, sample, y) => on.Copy(sample.Numbers<float>(Walk.Transposed, 3, 4), y)),
        ["Convert.cl"] = device => Agree<int>(device, [7], (on, sample, y) => on.Convert(sample.Numbers<float>(Walk.Dense, 7), y)),
        ["Reduce.cl"] = device =>
        {
            // Rows by whole groups, columns side by side, few numbers by one item each; the first in two passes.
            Agree<float>(device, [1], (on, sample, y) => on.Reduce(default(Sum), sample.Numbers<float>(Walk.Dense, 4100), y));
            Agree<float>(device, [1, 70], (on, sample, y) => on.Reduce(default(Max), sample.Numbers<float>(Walk.Dense, 30, 70), y));
            Agree<float>(device, [300, 1], (on, sample, y) => on.Reduce(default(Sum), sample.Numbers<float>(Walk.Dense, 300, 3), y));
        },
        ["ArgReduce.cl"] = device =>
        {
            Agree<int>(device, [40, 1], (on, sample, y) => on.ArgReduce(default(ArgMax), sample.Numbers<float>(Walk.Dense, 40, 20), 1, y));
            Agree<int>(device, [2, 1], (on, sample, y) => on.ArgReduce(default(ArgMin), sample.Numbers<float>(Walk.Dense, 2, 300), 1, y));
        },
        ["Rows.cl"] = device =>
        {
            // Several rows for a group, one row for a group; with a level and without; maps and folds.
            foreach (int[] sizes in new int[][] { [20, 5], [2, 140] })
            {
                Agree<float>(device, sizes, (on, sample, z) => on.MapEachRow<SoftMax, Max, float>(default, sample.Numbers<float>(Walk.Dense, sizes), default, z));
                Agree<float>(device, sizes, (on, sample, z) => on.MapEachRow<SoftMaxGradient, Sum, float>(default, sample.Numbers<float>(Walk.Dense, sizes), new Beside<float>(Rows: sample.Numbers<float>(Walk.Dense, sizes)), z));
                Agree<float>(device, [sizes[0], 1], (on, sample, z) => on.FoldEachRow<LogSumExp, Max, float>(default, sample.Numbers<float>(Walk.Dense, sizes), default, z));
            }
        },
        ["Gather.cl"] = device => Agree<float>(device, [3, 4], (on, sample, y) => on.Gather(sample.Numbers<float>(Walk.Dense, 5, 4), sample.Indices(5, Walk.Dense, 3, 4), 0, y)),
        ["Scatter.cl"] = device =>
        {
            // More indices than a group fetches at once.
            Agree<float>(device, [2, 3], (on, sample, y) => on.ScatterAdd(sample.Numbers<float>(Walk.Dense, 2, 300), sample.Indices(3, Walk.Dense, 2, 300), 1, y));
            Agree<float>(device, [1024, 2], (on, sample, y) => on.ScatterAdd(sample.Numbers<float>(Walk.Dense, 1024, 2), sample.Indices(2, Walk.Dense, 1024, 2), 1, y));
        },
        ["Scan.cl"] = device => Agree<int>(device, [3, 7], (on, sample, y) => on.Scan(default(Sum), sample.Numbers<int>(Walk.Dense, 3, 7), 1, y)),
        ["ArgSort.cl"] = device =>
        {
            Agree<int>(device, [2, 9], (on, sample, y) => on.ArgSort(sample.Numbers<float>(Walk.Dense, 2, 9), 1, false, y));
            Agree<int>(device, [1030], (on, sample, y) => on.ArgSort(sample.Numbers<int>(Walk.Dense, 1030), 0, true, y));
        },
        ["Random.cl"] = device => Agree<float>(device, [9], (on, _, y) => on.Random<Uniform, float>(default, 1, 2, y)),
        ["Update.cl"] = device => Agree<float>(device, [5], (on, sample, y) => on.Update(new Momentum(new Pace(0.1), 0.9), sample.Numbers<float>(Walk.Dense, 5), y, sample.Full(1f, Walk.Dense, 5), default)),
        ["Windows.cl"] = device => Agree<float>(device, [1, 2, 2, 2], (on, sample, y) =>
            on.ArgReduceWindows(default(ArgMax), Sliding.Of(stride: 2), 2, sample.Numbers<float>(Walk.Dense, 1, 2, 4, 4), y, sample.Full(0, Walk.Dense, 1, 2, 2, 2))),
        ["MatMul.cl"] = device => Agree<float>(device, [9, 5], (on, sample, c) => on.MatMul(sample.Numbers<float>(Walk.Transposed, 9, 33), sample.Numbers<float>(Walk.Dense, 33, 5), c)),
        ["Parts.cl"] = device => Agree<float>(device, [1, 3], (on, sample, c) => on.MatMul(default(Relu), sample.Numbers<float>(Walk.Dense, 1, 300), sample.Numbers<float>(Walk.Dense, 300, 3), sample.Numbers<float>(Walk.Dense, 3), c)),
        ["Convolve.cl"] = device => Agree<float>(device, s_places, (on, sample, y) => on.Convolve(s_sliding, sample.Numbers<float>(Walk.Dense, s_image), sample.Numbers<float>(Walk.Dense, s_kernel), y)),
        ["ConvolveTransposed.cl"] = device => Agree<float>(device, s_image, (on, sample, x) => on.ConvolveTransposed(s_sliding, sample.Numbers<float>(Walk.Dense, s_places), sample.Numbers<float>(Walk.Dense, s_kernel), x)),
        ["ConvolveToWeights.cl"] = device => Agree<float>(device, s_kernel, (on, sample, w) => on.ConvolveToWeights(s_sliding, sample.Numbers<float>(Walk.Dense, s_image), sample.Numbers<float>(Walk.Dense, s_places), w)),
    };

    // Sums of a few thousand numbers around 1 in float32, in any order; other kernels are far nearer, and laws elsewhere hold them to it.
    private const double Tolerance = 1e-4;

    internal static void Agree<T>(Device device, int[] sizes, Action<Device, Sample, View<T>> verb)
        where T : unmanaged
    {
        T[] On(Device each)
        {
            using var sample = new Sample();
            View<T> y = sample.Full(default(T), Walk.Dense, sizes);
            verb(each, sample, y);
            return Sample.Values(y);
        }

        T[] expected = On(Sample.Reference), actual = On(device);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(Convert.ToDouble(expected[i], null), Convert.ToDouble(actual[i], null), Tolerance);
    }
}

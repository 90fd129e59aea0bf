namespace DeepPuzzles.Kernels.Tests;

public sealed class GatherTests
{
    private static readonly (int[] Sizes, int Chosen)[] Shapes =
        [([5], 9), ([3, 4], 7), ([6, 40], 300), ([2, 3, 5], 4), ([2, 0, 5], 0), ([4, 3, 2, 3], 2), ([1], 1), ([3, 4], 0)];

    [Fact]
    public void Gather_agrees_with_the_reference_for_any_strides() => ForAll((x, index, axis, _) =>
    {
        using var sample = new Sample();
        int[] sizes = [.. index.Layout.Sizes];
        foreach (Walk walk in new[] { Walk.Dense, Walk.Transposed, Walk.Reversed })
        {
            var (actual, expected) = (sample.Full(9f, walk, sizes), sample.Full(8f, Walk.Dense, sizes));
            Sample.Devices[1].Gather(x, index, axis, actual);
            Sample.Reference.Gather(x, index, axis, expected);
            Sample.Same(Sample.Values(expected), Sample.Values(actual));
        }
    });

    [Fact]
    public void ScatterAdd_agrees_with_the_reference_bit_for_bit_on_any_number_of_threads() => ForAll((y, index, axis, sample) =>
    {
        foreach (Walk walk in Sample.WalksOf([.. index.Layout.Sizes]))
        {
            var x = sample.Numbers<float>(walk, [.. index.Layout.Sizes]);
            float[] expected = Scatter(Sample.Reference, x, index, axis, y);
            foreach (var device in Sample.Devices) Sample.Same(expected, Scatter(device, x, index, axis, y));
        }
    });

    [Fact]
    public void A_wide_ScatterAdd_has_the_same_bits_on_any_number_of_threads()
    {
        using var sample = new Sample();
        var index = sample.Indices(7, Walk.BroadcastLast, 500, 1000);
        var x = sample.Numbers<float>(Walk.Dense, 500, 1000);
        var y = sample.Numbers<float>(Walk.Dense, 7, 1000);
        float[] expected = Scatter(Sample.Reference, x, index, 0, y);
        foreach (var device in Sample.Devices) Sample.Same(expected, Scatter(device, x, index, 0, y));
    }

    [Fact]
    public void ScatterAdd_is_the_adjoint_of_Gather() => ForAll((x, index, axis, sample) =>
    {
        // ⟨Gather(x), v⟩ = ⟨x, ScatterAdd(v)⟩ in exact arithmetic: small whole numbers.
        int[] sizes = [.. index.Layout.Sizes];
        var whole = sample.Numbers<int>(Walk.Dense, [.. x.Layout.Sizes]);
        var v = sample.Numbers<int>(Walk.Dense, sizes);
        var gathered = sample.Full(0, Walk.Dense, sizes);
        var scattered = sample.Full(0, Walk.Dense, [.. x.Layout.Sizes]);
        Sample.Devices[1].Gather(whole, index, axis, gathered);
        Sample.Devices[1].ScatterAdd(v, index, axis, scattered);
        Assert.Equal(Dot(Sample.Values(gathered), Sample.Values(v)), Dot(Sample.Values(whole), Sample.Values(scattered)));
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void An_index_out_of_range_is_refused_with_its_place(int wrong)
    {
        using var sample = new Sample();
        var x = sample.Numbers<float>(Walk.Dense, 2, 5);
        var index = sample.Dense([0, 1, 4, 2, wrong, 3], 2, 3);
        var y = sample.Full(0f, Walk.Dense, 2, 3);
        foreach (Device device in new Device[] { Sample.Devices[0], Sample.Devices[2], Sample.Reference })
        {
            string said = Assert.Throws<ArgumentOutOfRangeException>(() => device.Gather(x, index, 1, y)).Message;
            Assert.Contains($"index {wrong} at position 1 of axis 1: the axis has size 5", said, StringComparison.Ordinal);
            said = Assert.Throws<ArgumentOutOfRangeException>(() => device.ScatterAdd(y, index, 1, x)).Message;
            Assert.Contains($"index {wrong} at position 1 of axis 1: the axis has size 5", said, StringComparison.Ordinal);
        }
    }

    private static float[] Scatter(Device device, View<float> x, View<int> index, int axis, View<float> y)
    {
        using var sample = new Sample();
        var target = sample.Dense(Sample.Values(y), [.. y.Layout.Sizes]);
        device.ScatterAdd(x, index, axis, target);
        return Sample.Values(target);
    }

    private static long Dot(int[] x, int[] y) => x.Zip(y, (a, b) => (long)a * b).Sum();

    private static void ForAll(Action<View<float>, View<int>, int, Sample> law)
    {
        foreach (var (sizes, chosen) in Shapes)
        {
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                int[] indexSizes = [.. sizes];
                indexSizes[axis] = sizes[axis] == 0 ? 0 : chosen;
                foreach (Walk walk in Sample.WalksOf(sizes))
                {
                    foreach (Walk indexWalk in Sample.WalksOf(indexSizes))
                    {
                        using var sample = new Sample();
                        law(sample.Numbers<float>(walk, sizes), sample.Indices(Math.Max(1, sizes[axis]), indexWalk, indexSizes), axis, sample);
                    }
                }
            }
        }
    }
}

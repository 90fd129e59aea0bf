using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The law of every verb of this file's folders: the same bits with 1, 2 and 4 threads, for random shapes and strides.</summary>
public sealed class ThreadTests
{
    private const int Cases = 60, LargestCount = 400_000;

    /// <summary>Large enough for several threads, small enough for many cases: sizes that straddle registers, strips, pieces and chunks.</summary>
    private static readonly int[] s_sizes = [1, 2, 3, 7, 8, 10, 17, 32, 63, 100, 129, 255, 256, 257, 600, 1024, 3001, 20_000];

    [Fact]
    public void Elementwise_verbs() => ForAll((sizes, walks, sample) =>
    {
        var (x, y) = (sample.Numbers<float>(walks[0], sizes), sample.Numbers<float>(walks[1], sizes));
        var mask = sample.Mask(walks[2], sizes);
        var i = sample.Numbers<int>(walks[1], sizes);
        SameBits<float>(sizes, (device, z) => device.Map(default(Tanh), x, z));
        SameBits<float>(sizes, (device, z) => device.Zip(default(Divide), x, y, z));
        SameBits<int>(sizes, (device, z) => device.Zip(default(Subtract), i, i, z));
        SameBits<bool>(sizes, (device, z) => device.Compare(default(Less), x, y, z));
        SameBits<float>(sizes, (device, z) => device.Select(mask, x, y, z));
        SameBits<bool>(sizes, (device, z) => device.Select(mask, mask, mask, z));
    });

    [Fact]
    public void Copies() => ForAll((sizes, walks, sample) =>
    {
        var x = sample.Numbers<float>(walks[0], sizes);
        var i = sample.Numbers<int>(walks[1], sizes);
        SameBits<float>(sizes, (device, z) => device.Copy(x, z));
        SameBits<double>(sizes, (device, z) => device.Convert(x, z));
        SameBits<int>(sizes, (device, z) => device.Convert(x, z));
        SameBits<float>(sizes, (device, z) => device.Convert(i, z));
        SameBits<float>(sizes, (device, z) => device.Fill(2.5f, z));
    });

    [Fact]
    public void Reductions() => ForAll((sizes, walks, sample) =>
    {
        var x = sample.Numbers<float>(walks[0], sizes);
        var wide = sample.Numbers<double>(walks[1], sizes);
        for (int subset = 0; subset < 1 << sizes.Length; subset++)
        {
            int[] kept = [.. sizes.Select((size, axis) => (subset >> axis & 1) == 1 ? 1 : size)];
            SameBits<float>(kept, (device, z) => device.Reduce(default(Sum), x, z));
            SameBits<double>(kept, (device, z) => device.Reduce(default(Max), wide, z));
        }
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            int[] kept = [.. sizes];
            kept[axis] = 1;
            SameBits<int>(kept, (device, z) => device.ArgReduce(default(ArgMax), x, axis, z));
            SameBits<int>(kept, (device, z) => device.ArgReduce(default(ArgMin), wide, axis, z));
        }
    });

    [Fact]
    public void Scans_and_sorts() => ForAll((sizes, walks, sample) =>
    {
        var x = sample.Numbers<float>(walks[0], sizes);
        var wide = sample.Numbers<double>(walks[1], sizes);
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            SameBits<float>(sizes, (device, z) => device.Scan(default(Sum), x, axis, z));
            SameBits<double>(sizes, (device, z) => device.Scan(default(Prod), wide, axis, z));
            SameBits<int>(sizes, (device, z) => device.ArgSort(x, axis, descending: true, z));
        }
    });

    private static void SameBits<T>(int[] sizes, Action<Device, View<T>> verb)
        where T : unmanaged
    {
        using var sample = new Sample();
        T[][] results =
        [
            .. Sample.Devices.Select(device =>
            {
                var z = sample.Full<T>(default, Walk.Dense, sizes);
                verb(device, z);
                return Sample.Values(z);
            }),
        ];
        foreach (T[] other in results[1..])
            Assert.True(MemoryMarshal.AsBytes<T>(results[0]).SequenceEqual(MemoryMarshal.AsBytes<T>(other)), $"[{string.Join(", ", sizes)}] of {typeof(T).Name}");
    }

    private static void ForAll(Action<int[], Walk[], Sample> law)
    {
        for (int number = 0; number < Cases; number++)
        {
            (uint a, uint b, uint c, uint d) = Philox.Block((ulong)number, 0, 77);
            int[] sizes = [.. new[] { a, b, c }.Take(1 + (int)(d % 3)).Select(word => s_sizes[word % s_sizes.Length])];
            if (sizes.Aggregate(1L, (count, size) => count * size) > LargestCount) continue;
            Walk[] walks = [.. new[] { a, b, c }.Select(word => Sample.Walks[word / 100 % Sample.Walks.Length])];
            using var sample = new Sample((ulong)number);
            law(sizes, walks, sample);
        }
    }
}

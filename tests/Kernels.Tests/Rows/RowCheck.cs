using System.Globalization;
using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.Rows;

/// <summary>What is checked of every row op. Each check returns the first failure in words, or null.</summary>
internal static class RowCheck
{
    private static readonly int[][] s_shapes =
    [
        [1], [2], [3], [7], [8], [9], [16, 10], [5, 15], [3, 17], [2, 3, 33], [4, 127], [1, 128], [2, 129], [3, 255], [2, 511], [2, 513], [2, 1000], [3, 5003], [0, 4], [3, 0], [2, 1], [700, 33],
    ];

    /// <summary>The verb on a device: from the op, x, what stands beside it to the result.</summary>
    internal delegate void Verb<TOp, T>(Device device, TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
        where T : unmanaged;

    /// <summary>CpuDevice, at 1, 2 and 4 threads with the same bits, against ReferenceDevice: all lengths, walks and companions of a row.</summary>
    internal static string? Agrees<TOp, T>(TOp op, OpRecord record, bool folds, Verb<TOp, T> verb)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int[] sizes in Sample.Sizes(s_shapes, every: 2))
        {
            if (folds && sizes[^1] == 0) continue;
            foreach (Walk walk in Sample.WalksOf(sizes))
            {
                using var sample = new Sample((ulong)sizes[^1]);
                foreach ((string words, Beside<T> beside) in Companions<T>(sample, walk, sizes))
                {
                    string what = string.Create(CultureInfo.InvariantCulture, $"{op}, {typeof(T).Name}, [{string.Join(", ", sizes)}] {walk}, {words}");
                    if (Differ(op, record, folds, verb, sample.Numbers<T>(walk, sizes), beside) is { } failure) return $"{what}: {failure}";
                }
            }
        }
        return null;
    }

    private static IEnumerable<(string Words, Beside<T> Beside)> Companions<T>(Sample sample, Walk walk, int[] sizes)
        where T : unmanaged, INumber<T>
    {
        int[] outer = [.. sizes[..^1], 1];
        Walk other = (Walk)(((int)walk + 1) % Sample.Walks.Length);
        yield return ("alone", default);
        yield return ("beside rows", new Beside<T>(Rows: sample.Numbers<T>(other, sizes)));
        yield return ("beside dense rows, with a factor", new Beside<T>(Rows: sample.Numbers<T>(Walk.Dense, sizes), Factor: sample.Numbers<T>(walk, outer)));
        if (sizes[^1] > 0) yield return ("hot, with a factor", new Beside<T>(Hot: sample.Indices(sizes[^1], walk, outer), Factor: sample.Numbers<T>(other, outer)));
    }

    private static string? Differ<TOp, T>(TOp op, OpRecord record, bool folds, Verb<TOp, T> verb, View<T> x, Beside<T> beside)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] sizes = [.. x.Layout.Sizes];
        int length = sizes[^1];
        if (folds) sizes[^1] = 1;
        using var sample = new Sample();
        T[] On(Device device, Walk walk)
        {
            View<T> z = sample.Full(T.CreateTruncating(77), walk, sizes);
            verb(device, op, x, beside, z);
            return Sample.Values(z);
        }

        T[] expected = On(Sample.Reference, Walk.Dense), one = On(Sample.Devices[0], Walk.Dense);
        double unit = typeof(T) == typeof(float) ? Sample.FloatUnit : Sample.DoubleUnit;
        double scale = 1 + expected.Select(value => Math.Abs(double.CreateTruncating(value))).DefaultIfEmpty().Max();
        // The reference adds one number after the other: its own error grows with the length.
        double allowed = scale * (record.Ulp + Sample.FunctionUlp) * (unit * (1 + Math.Sqrt(length)) + length * Sample.DoubleUnit);
        for (int i = 0; i < expected.Length; i++)
        {
            double distance = Math.Abs(double.CreateTruncating(one[i]) - double.CreateTruncating(expected[i]));
            if (!(distance <= allowed)) return string.Create(CultureInfo.InvariantCulture, $"element {i} is {one[i]}, the reference has {expected[i]}");
        }
        foreach (Device device in Sample.Devices)
        {
            if (!On(device, Walk.Dense).AsSpan().SequenceEqual(one)) return $"another time or another number of threads gives other bits on {device.Name}";
        }
        foreach (Walk walk in new[] { Walk.Sliced, Walk.Transposed })
        {
            if (!On(Sample.Devices[1], walk).AsSpan().SequenceEqual(one)) return $"a result that lies {walk} has other bits";
        }
        return null;
    }
}

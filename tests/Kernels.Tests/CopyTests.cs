using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

public sealed class CopyTests
{
    private static readonly int[][] Shapes = [[], [1], [0], [3, 0, 2], [7], [300], [1, 5], [5, 1], [6, 9], [2, 3, 4], [2, 1, 3, 1, 2], [20, 33], [600], [2, 2, 2, 2, 2, 2, 2, 2]];

    // Every element of an output needs a place of its own.
    private static readonly Walk[] Outputs = [Walk.Dense, Walk.Transposed, Walk.Sliced, Walk.Reversed];

    [Fact]
    public void Copy_agrees_with_the_reference() => ForAll((sizes, from, to, sample) =>
    {
        var x = sample.Numbers<float>(from, sizes);
        Agree<float>(sizes, to, (device, y) => device.Copy(x, y));
        var mask = sample.Mask(from, sizes);
        Agree<bool>(sizes, to, (device, y) => device.Copy(mask, y));
    });

    [Fact]
    public void Write_and_Read_are_row_major_for_any_strides() => ForAll((sizes, from, to, sample) =>
    {
        double[] values = Sample.Values(sample.Numbers<double>(from, sizes));
        foreach (Device device in new Device[] { Sample.Devices[1], Sample.Reference })
        {
            var y = sample.Full(0.0, to, sizes);
            device.Write<double>(values, y);
            Sample.Same(values, Sample.Values(y));
            double[] back = new double[values.Length];
            device.Read(y, back);
            Sample.Same(values, back);
        }
    });

    [Fact]
    public void Fill_fills_the_view_and_nothing_else() => ForAll((sizes, _, to, sample) =>
    {
        (Layout layout, int memory) = Sample.LayOut(to, sizes);
        var all = sample.Full(1, Walk.Dense, memory);
        Sample.Devices[1].Fill(2, new View<int>(all.Buffer, layout));
        Assert.All(Sample.Values(new View<int>(all.Buffer, layout)), x => Assert.Equal(2, x));
        Assert.Equal(layout.Count, Sample.Values(all).Count(x => x == 2));
    });

    [Fact]
    public void Convert_agrees_with_the_reference() => ForAll((sizes, from, to, sample) =>
    {
        var x = sample.Numbers<float>(from, sizes);
        Agree<double>(sizes, to, (device, y) => device.Convert(x, y));
        Agree<int>(sizes, to, (device, y) => device.Convert(x, y));
        var i = sample.Numbers<int>(from, sizes);
        Agree<float>(sizes, to, (device, y) => device.Convert(i, y));
    });

    [Fact]
    public void Convert_rounds_to_nearest_and_saturates()
    {
        Converts([1.9f, -1.9f, 0.5f, float.NaN, 3e9f, -3e9f, float.PositiveInfinity], [1, -1, 0, 0, int.MaxValue, int.MinValue, int.MaxValue]);
        Converts([0.1, 1e300, double.NaN, 1 + Sample.FloatUnit / 2], [0.1f, float.PositiveInfinity, float.NaN, 1f]);
        Converts([16_777_217, int.MinValue], [16_777_216f, -2147483648f]);
    }

    private static void Converts<TFrom, TTo>(TFrom[] from, TTo[] to)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        using var sample = new Sample();
        foreach (Device device in new Device[] { Sample.Devices[0], Sample.Reference })
        {
            var y = sample.Full(TTo.One, Walk.Dense, to.Length);
            device.Convert(sample.Dense(from, from.Length), y);
            Assert.Equal(to, Sample.Values(y));
        }
    }

    [Fact]
    public void Select_agrees_with_the_reference() => ForAll((sizes, from, to, sample) =>
    {
        foreach (Walk walk in Sample.WalksOf(sizes))
        {
            var mask = sample.Mask(walk, sizes);
            var x = sample.Numbers<float>(from, sizes);
            var y = sample.Numbers<float>(Walk.Dense, sizes);
            Agree<float>(sizes, to, (device, z) => device.Select(mask, x, y, z));
            Agree<float>(sizes, to, (device, z) => device.Select(mask, y, x, z));
        }
    });

    private static void Agree<T>(int[] sizes, Walk walk, Action<Device, View<T>> verb)
        where T : unmanaged
    {
        using var sample = new Sample();
        var expected = sample.Full<T>(default, Walk.Dense, sizes);
        verb(Sample.Reference, expected);
        foreach (var device in Sample.Devices)
        {
            var actual = sample.Full<T>(default, walk, sizes);
            verb(device, actual);
            Sample.Same(Sample.Values(expected), Sample.Values(actual));
        }
    }

    private static void ForAll(Action<int[], Walk, Walk, Sample> law)
    {
        foreach (int[] sizes in Shapes)
        {
            foreach (Walk from in Sample.WalksOf(sizes))
            {
                foreach (Walk to in Outputs)
                {
                    using var sample = new Sample();
                    law(sizes, from, to, sample);
                }
            }
        }
    }
}

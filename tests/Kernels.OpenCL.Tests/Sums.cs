using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>How far sums of products may lie from the reference's.</summary>
internal static class Sums
{
    // |c - exact| ≤ n·u·Σ|a||b| for n products added in any order (Higham, Accuracy and Stability of Numerical Algorithms, (3.5)); twice that, and one more
    // product, since the float64 reference adds an error of its own and rounds once more.
    private const double Slack = 2;

    internal static double UnitOf<T>() => typeof(T) == typeof(float) ? Sample.FloatUnit : Sample.DoubleUnit;

    /// <summary>Asserts that the verb on the device sums that many products as the reference does, whatever stood in the result before.</summary>
    internal static void Agree<T>(Device device, string what, in View<T> a, in View<T> b, long products, int[] shape, Action<Device, View<T>, View<T>, View<T>> verb)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var sample = new Sample();
        var (actual, expected, scale) = (sample.Full(T.NaN, Walk.Dense, shape), sample.Full(T.NaN, Walk.Dense, shape), sample.Full(T.NaN, Walk.Dense, shape));
        verb(device, a, b, actual);
        verb(Sample.Reference, a, b, expected);
        verb(Sample.Reference, Absolute(sample, a), Absolute(sample, b), scale);
        T[] x = Sample.Values(actual), y = Sample.Values(expected), s = Sample.Values(scale);
        for (int i = 0; i < x.Length; i++)
        {
            double error = Math.Abs(double.CreateTruncating(x[i]) - double.CreateTruncating(y[i]));
            Assert.True(error <= Slack * (products + 1) * UnitOf<T>() * double.CreateTruncating(s[i]), $"{what}, element {i}: {x[i]} instead of {y[i]}, Σ|a||b| {s[i]}");
        }
    }

    /// <summary>Asserts that the verb writes nothing beside an array of that shape.</summary>
    internal static void StayWithin(int[] shape, Action<View<float>> verb)
    {
        const int fence = 64;
        using var sample = new Sample();
        Layout dense = Layout.Contiguous(shape);
        View<float> memory = sample.Full(42f, Walk.Dense, dense.Count + 2 * fence);
        verb(new View<float>(memory.Buffer, new Layout(dense.Sizes, dense.Strides, fence)));
        float[] all = Sample.Values(memory);
        Assert.All(all[..fence].Concat(all[^fence..]), number => Assert.Equal(42f, number));
    }

    private static View<T> Absolute<T>(Sample sample, in View<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sample.Dense([.. Sample.Values(x).Select(T.Abs)], [.. x.Layout.Sizes]);
}

using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>What the tests of learning share.</summary>
internal static class Sample
{
    internal static RandomStream Stream(string name = "test", ulong seed = 1) => new(seed, name);

    internal static Parameter Cell(string name, params double[] values) => new(name, Tensor.From<double>(values, [values.Length]));

    internal static double[] Numbers(this Tensor x) => x.To(DType.Float64).ToArray<double>();

    internal static double[] Numbers(this Parameter parameter) => parameter.Value.Numbers();

    internal static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}]: {expected[i]:R} expected, {actual[i]:R} found");
    }

    /// <summary>Two clouds of points around (-1, …) and (1, …), which a plane separates.</summary>
    internal static (Tensor X, Tensor Labels) Clouds(int count, int width, RandomStream stream)
    {
        Tensor labels = stream.Integers([count], 2);
        return (stream.Normal([count, width], 0, 0.3) + (labels.To(DType.Float32) * 2 - 1).Unsqueeze(1), labels);
    }
}

using System.Numerics;
using System.Reflection;
using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.Tests.Rows;

/// <summary>Every row op, found by reflection, and the laws of the softmax family.</summary>
public sealed partial class RowTests
{
    /// <summary>An exponential, a sum, a division: about what each adds.</summary>
    private static double FewUlp => 6 + Sample.FunctionUlp;

    public static TheoryData<string> Maps => [.. Types(typeof(IRowMap<>)).Select(type => type.Name)];

    public static TheoryData<string> Folds => [.. Types(typeof(IRowFold<>)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Maps))]
    public void A_map_agrees_with_the_reference_on_any_rows(string op) => Expect(nameof(Map), typeof(IRowMap<>), op);

    [Theory]
    [MemberData(nameof(Folds))]
    public void A_fold_agrees_with_the_reference_on_any_rows(string op) => Expect(nameof(Fold), typeof(IRowFold<>), op);

    internal static string? Map<TOp, TFirst, T>(TOp op)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        RowCheck.Agrees<TOp, T>(op, TOp.Record, folds: false, static (Device device, TOp op, in View<T> x, in Beside<T> beside, in View<T> z) => device.MapEachRow<TOp, TFirst, T>(op, x, beside, z));

    internal static string? Fold<TOp, TFirst, T>(TOp op)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        RowCheck.Agrees<TOp, T>(op, TOp.Record, folds: true, static (Device device, TOp op, in View<T> x, in Beside<T> beside, in View<T> z) => device.FoldEachRow<TOp, TFirst, T>(op, x, beside, z));

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1001)]
    [InlineData(100_000)]
    public void Softmax_lies_within_a_few_ULP_of_float64(int length)
    {
        using var sample = new Sample();
        View<float> x = sample.Numbers<float>(Walk.Dense, 2, length);
        float[] values = Sample.Values(x), y = OnRows<SoftMax, Max>(x);
        for (int row = 0; row < 2; row++)
        {
            double[] powers = [.. values.AsSpan(row * length, length).ToArray().Select(value => Math.Exp(value))];
            double sum = powers.Sum();
            for (int i = 0; i < length; i++) Assert.InRange(Ulps.Between(y[row * length + i], (float)(powers[i] / sum)), 0, FewUlp);
        }
    }

    [Fact]
    public void Logits_of_ten_thousand_and_infinite_ones()
    {
        const float inf = float.PositiveInfinity, nan = float.NaN;
        using var sample = new Sample();
        float[] Soft(params float[] x) => OnRows<SoftMax, Max>(sample.Dense(x, 1, x.Length));
        float[] Log(params float[] x) => OnRows<LogSoftMax, Max>(sample.Dense(x, 1, x.Length));
        Assert.Equal([0f, 0.5f, 0.5f], Soft(-1e4f, 1e4f, 1e4f));
        Assert.Equal([0f, 0f, 1f], Soft(88, 89, 1000));
        Assert.Equal([0f, 1f], Soft(-inf, 3));
        Assert.Equal([-inf, 0f], Log(-inf, 3));
        Assert.Equal([-2e4f, 0f], Log(-1e4f, 1e4f));
        foreach (int place in new[] { 0, 3, 8, 9 })
        {
            float[] row = new float[10];
            row[place] = nan;
            Assert.All(Soft(row), y => Assert.True(float.IsNaN(y)));
            Assert.All(Log(row), y => Assert.True(float.IsNaN(y)));
            row[place] = inf;
            Assert.All(Soft(row), y => Assert.True(float.IsNaN(y)));
        }
        Assert.All(Soft(-inf, -inf), y => Assert.True(float.IsNaN(y)));
        Assert.All(Log(-inf, -inf, -inf), y => Assert.True(float.IsNaN(y)));
        float[] LogSum(params float[] x) => OnFold<LogSumExp, Max>(sample.Dense(x, 1, x.Length), default);
        Assert.Equal([-inf], LogSum(-inf, -inf));
        Assert.Equal([inf], LogSum(0, inf, -inf));
        Assert.Equal([nan], LogSum(0, nan, inf));
        Assert.Equal([1e4f], LogSum(1e4f, -1e4f));
    }

    /// <summary>A hot row is the row of a 1 among zeros, bit for bit, and a logit of -∞ elsewhere counts for nothing.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(700)]
    public void A_hot_row_is_the_row_with_a_one(int length)
    {
        using var sample = new Sample();
        const int rows = 5;
        int[] labels = [0, length - 1, 1, length / 2, 1];
        float[] hot = new float[rows * length], logits = Sample.Values(sample.Numbers<float>(Walk.Dense, rows, length));
        for (int row = 0; row < rows; row++) hot[row * length + labels[row]] = 1;
        logits[2 * length] = float.NegativeInfinity;
        View<float> x = sample.Dense(logits, rows, length);
        var byLabel = new Beside<float>(Hot: sample.Dense(labels, rows, 1));
        var byRow = new Beside<float>(Rows: sample.Dense(hot, rows, length));
        Sample.Same(OnFold<CrossEntropy, Max>(x, byRow), OnFold<CrossEntropy, Max>(x, byLabel));
        Sample.Same(OnRows<CrossEntropyGradient, Max>(x, byRow), OnRows<CrossEntropyGradient, Max>(x, byLabel));
        Assert.All(OnFold<CrossEntropy, Max>(x, byLabel), loss => Assert.True(float.IsFinite(loss) && loss > 0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_label_that_is_no_class_is_refused_with_its_row(int label)
    {
        using var sample = new Sample();
        View<float> x = sample.Numbers<float>(Walk.Dense, 3, 4);
        var beside = new Beside<float>(Hot: sample.Dense([0, 3, label], 3, 1));
        foreach (Device device in new Device[] { Sample.Devices[0], Sample.Reference })
        {
            var z = sample.Full(0f, Walk.Dense, 3, 1);
            Assert.Contains($"label {label} of row 2", Assert.Throws<ArgumentOutOfRangeException>(() => device.FoldEachRow<CrossEntropy, Max, float>(default, x, beside, z)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Strips_of_long_rows_go_back_to_the_pool()
    {
        using var sample = new Sample();
        var device = new CpuDevice(1);
        device.MapEachRow<SoftMax, Max, float>(default, sample.Numbers<float>(Walk.Transposed, 3, 5000), default, sample.Full(0f, Walk.Dense, 3, 5000));
        Assert.True(device.Memory.Acquired > 0);
        Assert.Equal(0, device.Memory.Live);
    }

    private static float[] OnRows<TOp, TFirst>(View<float> x, Beside<float> beside = default)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
    {
        using var sample = new Sample();
        var z = sample.Full(77f, Walk.Dense, [.. x.Layout.Sizes]);
        Sample.Devices[0].MapEachRow<TOp, TFirst, float>(default, x, beside, z);
        return Sample.Values(z);
    }

    private static float[] OnFold<TOp, TFirst>(View<float> x, Beside<float> beside)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
    {
        using var sample = new Sample();
        var z = sample.Full(77f, Walk.Dense, [.. x.Layout.Sizes[..^1], 1]);
        Sample.Devices[0].FoldEachRow<TOp, TFirst, float>(default, x, beside, z);
        return Sample.Values(z);
    }

    private static Type? Contract(Type type, Type open) => type.GetInterfaces().SingleOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == open);

    private static IEnumerable<Type> Types(Type open) => OpCatalog.Types(typeof(IOp)).Where(type => Contract(type, open) is not null);

    private static void Expect(string check, Type open, string name)
    {
        Type type = Types(open).Single(candidate => candidate.Name == name);
        MethodInfo method = typeof(RowTests).GetMethod(check, BindingFlags.Static | BindingFlags.NonPublic)!;
        foreach (object op in OpCatalog.Samples(type))
        {
            foreach (Type element in new[] { typeof(float), typeof(double) })
            {
                var failure = (string?)method.MakeGenericMethod(type, Contract(type, open)!.GetGenericArguments()[0], element).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [op], null);
                if (failure is not null) Assert.Fail(failure);
            }
        }
    }
}

using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.Tests.LinearAlgebra;

/// <summary>Every factorisation, found by reflection, on every hard matrix, on both devices, in both number types.</summary>
public sealed class FactorisationTests
{
    private static readonly Type[] s_ops = [.. OpCatalog.Types(typeof(IFactorisation))];

    public static TheoryData<string> Ops => [.. s_ops.Select(type => type.Name)];

    [Fact]
    public void Every_factorisation_has_a_law() => Assert.Equal(s_ops.OrderBy(type => type.Name), FactorisationCheck.Known.OrderBy(type => type.Name));

    [Theory]
    [MemberData(nameof(Ops))]
    public void Parts_are_what_they_should_be(string op) => Call(nameof(HardOnes), op);

    [Theory]
    [MemberData(nameof(Ops))]
    public void Strides_change_no_bit(string op) => Call(nameof(AnyStrides), op);

    [Theory]
    [MemberData(nameof(Ops))]
    public void Threads_change_no_bit(string op) => Call(nameof(AnyThreads), op);

    /// <summary>Where the parts are well determined, two algorithms that have nothing in common find the same ones.</summary>
    [Theory]
    [MemberData(nameof(Ops))]
    public void Devices_agree_on_well_conditioned_matrices(string op) => Call(nameof(BothDevices), op);

    /// <summary>float32 matrices are factored in float64 and rounded once.</summary>
    [Theory]
    [MemberData(nameof(Ops))]
    public void Single_numbers_are_double_ones_rounded_once(string op) => Call(nameof(Rounded), op);

    [Theory]
    [MemberData(nameof(Ops))]
    public void Scratch_goes_back_to_the_pool(string op) => Call(nameof(Balanced), op);

    internal static void HardOnes<TOp>(TOp op)
        where TOp : struct, IFactorisation
    {
        List<string> failures = [];
        foreach ((string name, double[,] a) in FactorisationCheck.Matrices(typeof(TOp), TOp.Kind))
        {
            foreach (Device device in new Device[] { Sample.Devices[0], Sample.Reference })
            {
                if (FactorisationCheck.Holds<TOp, double>(op, typeof(TOp), device, name, a) is { } wide) failures.Add(wide);
                if (FactorisationCheck.Holds<TOp, float>(op, typeof(TOp), device, name, a) is { } narrow) failures.Add(narrow);
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    internal static void AnyStrides<TOp>(TOp op)
        where TOp : struct, IFactorisation
    {
        using var sample = new Sample();
        foreach (Walk walk in Sample.Walks)
        {
            if (walk is Walk.BroadcastFirst or Walk.BroadcastLast) continue;
            View<double> dense = Batch<double>(sample, TOp.Kind, 2, 5), x = sample.Full(0.0, walk, [.. dense.Layout.Sizes]);
            Sample.Reference.Copy(dense, x);
            Sample.Same(Run(op, Sample.Devices[0], dense), Run(op, Sample.Devices[0], x));
            Sample.Same(Run(op, Sample.Reference, dense), Run(op, Sample.Reference, x));
        }
    }

    internal static void AnyThreads<TOp>(TOp op)
        where TOp : struct, IFactorisation
    {
        using var sample = new Sample();
        View<double> x = Batch<double>(sample, TOp.Kind, 40, 20);
        double[] one = Run(op, Sample.Devices[0], x);
        foreach (Device device in Sample.Devices[1..]) Assert.True(MemoryMarshal.AsBytes<double>(one).SequenceEqual(MemoryMarshal.AsBytes<double>(Run(op, device, x))));
    }

    internal static void BothDevices<TOp>(TOp op)
        where TOp : struct, IFactorisation
    {
        const double tolerance = 1e-10;
        using var sample = new Sample();
        foreach (int n in new[] { 1, 2, 3, 8, 17 })
        {
            View<double> x = Batch<double>(sample, TOp.Kind, 3, n);
            Assert.All(Run(op, Sample.Devices[0], x).Zip(Run(op, Sample.Reference, x)), pair => Assert.Equal(pair.Second, pair.First, tolerance));
        }
    }

    internal static void Rounded<TOp>(TOp op)
        where TOp : struct, IFactorisation
    {
        using var sample = new Sample();
        View<float> x = Batch<float>(sample, TOp.Kind, 3, 9);
        View<double> wide = sample.Full(0.0, Walk.Dense, [.. x.Layout.Sizes]);
        Sample.Reference.Convert(x, wide);
        Sample.Same([.. Run(op, Sample.Devices[0], wide).Select(number => (float)number)], Run(op, Sample.Devices[0], x));
    }

    internal static void Balanced<TOp>(TOp op)
        where TOp : struct, IFactorisation
    {
        using var sample = new Sample();
        var device = new CpuDevice(2);
        View<double> x = Batch<double>(sample, TOp.Kind, 20, 20);
        Run(op, device, x);
        Assert.True(device.Memory.Acquired > 0);
        Assert.Equal(0, device.Memory.Live);
        View<double> bad = sample.Full(double.NaN, Walk.Dense, 20, 20, 20);
        Assert.Throws<ArithmeticException>(() => Run(op, device, bad));
        Assert.Equal(0, device.Memory.Live);
    }

    /// <summary>Matrices far from singular whose singular values lie apart; those that should be are symmetric and positive.</summary>
    internal static View<T> Batch<T>(Sample sample, MatrixKind kind, int count, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int m = kind is MatrixKind.Any or MatrixKind.Tall ? n + 2 : n;
        double[] random = Sample.Values(sample.Numbers<double>(Walk.Dense, count, m, n));
        T[] values = new T[random.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int column) = (i / n % m, i % n);
            double mirrored = kind == MatrixKind.Symmetric ? random[i / (m * n) * m * n + Math.Max(row, column) * n + Math.Min(row, column)] : random[i];
            values[i] = T.CreateTruncating(mirrored + (row == column ? 8 * n + 2 * row : 0));
        }
        return sample.Dense(values, count, m, n);
    }

    internal static T[] Run<TOp, T>(TOp op, Device device, View<T> x)
        where TOp : struct, IFactorisation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var sample = new Sample();
        View<T> y = sample.Full(T.NaN, Walk.Dense, x.Layout.Sizes[0], 1, FactorisationCheck.Length<TOp>(x.Layout.Sizes[^2], x.Layout.Sizes[^1]));
        device.Factor(op, x, y);
        return Sample.Values(y);
    }

    private static void Call(string check, string name)
    {
        Type type = s_ops.Single(candidate => candidate.Name == name);
        MethodInfo method = typeof(FactorisationTests).GetMethod(check, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type);
        foreach (object op in OpCatalog.Samples(type)) method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [op], null);
    }
}

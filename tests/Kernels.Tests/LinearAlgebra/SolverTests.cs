using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.Tests.LinearAlgebra;

/// <summary>Every solver, found by reflection: what it gives solves the system, within c·n·u·(‖A‖·‖x‖ + ‖b‖) with the c of its record.</summary>
public sealed class SolverTests
{
    private const int RightSides = 3;

    public static TheoryData<string> Ops => [.. OpCatalog.Types(typeof(ISolver)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Solutions_solve(string op) => Call(nameof(Solves), op);

    [Theory]
    [MemberData(nameof(Ops))]
    public void Neither_strides_nor_threads_change_a_bit(string op) => Call(nameof(SameBits), op);

    [Theory]
    [MemberData(nameof(Ops))]
    public void What_is_singular_is_told(string op) => Call(nameof(Singular), op);

    internal static void Solves<TOp>(TOp op)
        where TOp : struct, ISolver
    {
        foreach ((string name, double[,] a) in HardMatrices.Regular)
        {
            foreach (Device device in new Device[] { Sample.Devices[0], Sample.Reference })
            {
                Solves<TOp, double>(op, device, name, a, Sample.DoubleUnit);
                Solves<TOp, float>(op, device, name, a, Sample.FloatUnit);
            }
        }
    }

    private static void Solves<TOp, T>(TOp op, Device device, string name, double[,] a, double unit)
        where TOp : struct, ISolver
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var sample = new Sample();
        int n = a.GetLength(0);
        T[] matrix = [.. a.Cast<double>().Select(T.CreateTruncating)];
        View<T> b = sample.Numbers<T>(Walk.Dense, n, RightSides), x = sample.Full(T.NaN, Walk.Dense, n, RightSides);
        device.Solve(op, sample.Dense(matrix, n, n), b, x);
        double[] solution = [.. Sample.Values(x).Select(double.CreateTruncating)], right = [.. Sample.Values(b).Select(double.CreateTruncating)];
        double[,] seen = HardMatrices.Make(n, n, (i, j) => Element(op, matrix, n, i, j));
        double norm = Math.Sqrt(seen.Cast<double>().Sum(element => element * element)) * solution.Max(Math.Abs);
        for (int column = 0; column < RightSides; column++)
        {
            for (int i = 0; i < n; i++)
            {
                double sum = 0;
                for (int j = 0; j < n; j++) sum += seen[i, j] * solution[j * RightSides + column];
                double residual = Math.Abs(sum - right[i * RightSides + column]);
                Assert.True(residual <= TOp.Record.Ulp * n * unit * (norm + 2), $"{op} of {name} in {typeof(T).Name} on {device.Name}: off by {residual / unit} u at [{i}, {column}], where ‖A‖·‖x‖ is {norm}");
            }
        }
    }

    internal static void SameBits<TOp>(TOp op)
        where TOp : struct, ISolver
    {
        using var sample = new Sample();
        View<double> dense = FactorisationTests.Batch<double>(sample, MatrixKind.Square, 30, 20), b = sample.Numbers<double>(Walk.Dense, 30, 20, RightSides);
        double[] expected = Run(op, Sample.Devices[0], dense, b), reference = Run(op, Sample.Reference, dense, b);
        Assert.All(expected.Zip(reference), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        foreach (Walk walk in new[] { Walk.Transposed, Walk.Sliced, Walk.Reversed })
        {
            View<double> a = sample.Full(0.0, walk, 30, 20, 20), right = sample.Full(0.0, walk, 30, 20, RightSides);
            Sample.Reference.Copy(dense, a);
            Sample.Reference.Copy(b, right);
            foreach (Device device in Sample.Devices) Assert.True(MemoryMarshal.AsBytes<double>(expected).SequenceEqual(MemoryMarshal.AsBytes<double>(Run(op, device, a, right))), $"{op}, {walk}, {device.Description}");
        }
    }

    internal static void Singular<TOp>(TOp op)
        where TOp : struct, ISolver
    {
        using var sample = new Sample();
        View<double> b = sample.Numbers<double>(Walk.Dense, 4, 1), a = sample.Dense([1, 2, 3, 4, 0, 0, 0, 0, 1, 1, 5, 1, 1, 0, 0, 2.0], 4, 4);
        var device = new CpuDevice(1);
        foreach (Device each in new Device[] { device, Sample.Reference })
            Assert.Contains("is singular", Assert.Throws<ArithmeticException>(() => Run(op, each, a, b)).Message, StringComparison.Ordinal);
        Assert.Equal(0, device.Memory.Live);
    }

    private static double[] Run<TOp>(TOp op, Device device, View<double> a, View<double> b)
        where TOp : struct, ISolver
    {
        using var sample = new Sample();
        View<double> x = sample.Full(double.NaN, Walk.Transposed, [.. b.Layout.Sizes]);
        device.Solve(op, a, b, x);
        return Sample.Values(x);
    }

    // The matrix that the op looks at.
    private static double Element<TOp, T>(TOp op, T[] a, int n, int i, int j)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (op is not TriangularSolve triangular) return double.CreateTruncating(a[i * n + j]);
        (int row, int column) = triangular.Transposed ? (j, i) : (i, j);
        return row == column || (column > row) == triangular.Upper ? double.CreateTruncating(a[row * n + column]) : 0;
    }

    private static void Call(string check, string name)
    {
        Type type = OpCatalog.Types(typeof(ISolver)).Single(candidate => candidate.Name == name);
        MethodInfo method = typeof(SolverTests).GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Single(candidate => candidate.Name == check && candidate.GetGenericArguments().Length == 1).MakeGenericMethod(type);
        foreach (object op in OpCatalog.Samples(type)) method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [op], null);
    }
}

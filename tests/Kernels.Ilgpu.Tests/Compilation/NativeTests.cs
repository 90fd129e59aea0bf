using System.Reflection;
using System.Text.RegularExpressions;
using DeepPuzzles.Kernels.Ilgpu;
using ILGPU;

namespace DeepPuzzles.Kernels.Tests.Compilation;

/// <summary>Each method of <see cref="Native"/> is the instruction that it should be: no processor tells, which runs the method's body.</summary>
public sealed class NativeTests
{
    private const BindingFlags Own = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static TheoryData<string, string, string> All => new()
    {
        { nameof(Kernels.MultiplyAdd), "fma.rn.f", @"\bfma\s*\(" },
        { nameof(Kernels.Floor), "cvt.rmi.f", @"\bfloor\s*\(" },
        { nameof(Kernels.Ceiling), "cvt.rpi.f", @"\bceil\s*\(" },
        { nameof(Kernels.Truncate), "cvt.rzi.f", @"\btrunc\s*\(" },
        { nameof(Kernels.Round), "cvt.rni.f", @"\brint\s*\(" },
        { nameof(Kernels.Product), "mul.rn.f", @"\*" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void A_method_is_its_instruction(string name, string instruction, string function)
    {
        foreach ((Type type, string bits) in new[] { (typeof(ArrayView<float>), "32"), (typeof(ArrayView<double>), "64") })
        {
            MethodInfo kernel = typeof(Kernels).GetMethod(name, Own, [type])!;
            Assert.Contains(instruction + bits, Offline.Text(kernel, Offline.Sm80), StringComparison.Ordinal);
            Assert.Matches(function, Offline.Text(kernel, Offline.OpenCl));
        }
    }

    [Fact]
    public void None_is_left_out()
    {
        foreach (string name in typeof(Native).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(method => method.Name)) Assert.Contains(name, All.Select(row => row.Data.Item1));
    }

    // D = A · B + C, in that order.
    [Fact]
    public void Tensor_cores_get_the_fragments_in_order()
    {
        string text = Offline.Text(typeof(Kernels).GetMethod(nameof(Kernels.Fragments), Own)!, Offline.Sm80);
        Match mma = Regex.Match(text, @"mma\.sync\S+\s+\{(.*)\}, \{(.*)\}, \{(.*)\}, \{(.*)\};");
        Assert.True(mma.Success, text);
        Assert.Equal("5, 6, 7, 8", Constants(text, mma.Groups[2].Value));
        Assert.Equal("9, 10", Constants(text, mma.Groups[3].Value));
        Assert.Equal("0f3F800000, 0f40000000, 0f40400000, 0f40800000", Constants(text, mma.Groups[4].Value));
        string[] stored = [.. Regex.Matches(text[mma.Index..], @"st\.\S+\s+\[.*\], (%f\d+)").Select(store => store.Groups[1].Value)];
        Assert.Equal(mma.Groups[1].Value, string.Join(", ", stored));
    }

    private static string Constants(string text, string registers) =>
        string.Join(", ", registers.Split(", ").Select(register => Regex.Match(text, $@"mov\.\w+\s+{register}, (\w+);") is { Success: true } moved ? moved.Groups[1].Value : register));

    private static class Kernels
    {
        internal static void MultiplyAdd(ArrayView<float> x) => x[0] = Native.MultiplyAdd(x[1], x[2], x[3]);

        internal static void MultiplyAdd(ArrayView<double> x) => x[0] = Native.MultiplyAdd(x[1], x[2], x[3]);

        internal static void Floor(ArrayView<float> x) => x[0] = Native.Floor(x[1]);

        internal static void Floor(ArrayView<double> x) => x[0] = Native.Floor(x[1]);

        internal static void Ceiling(ArrayView<float> x) => x[0] = Native.Ceiling(x[1]);

        internal static void Ceiling(ArrayView<double> x) => x[0] = Native.Ceiling(x[1]);

        internal static void Truncate(ArrayView<float> x) => x[0] = Native.Truncate(x[1]);

        internal static void Truncate(ArrayView<double> x) => x[0] = Native.Truncate(x[1]);

        internal static void Round(ArrayView<float> x) => x[0] = Native.Round(x[1]);

        internal static void Round(ArrayView<double> x) => x[0] = Native.Round(x[1]);

        internal static void Product(ArrayView<float> x) => x[0] = x[1] * x[2] + x[3];

        internal static void Product(ArrayView<double> x) => x[0] = x[1] * x[2] + x[3];

        internal static void Fragments(ArrayView<float> x)
        {
            Four<float> sums = TensorCores.Multiply(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            (x[0], x[1], x[2], x[3]) = (sums.A, sums.B, sums.C, sums.D);
        }
    }
}

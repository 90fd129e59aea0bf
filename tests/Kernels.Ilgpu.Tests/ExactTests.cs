using System.Reflection;
using DeepPuzzles.Kernels.Ilgpu;
using DeepPuzzles.Kernels.Tests.Elementwise;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>What kernels compute in place of .NET's own functions, run here as .NET runs it.</summary>
public sealed class ExactTests
{
    private const int Draws = 20_000;

    private static readonly double[] s_special = [0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e-320, -1e-320, 1e-40, 5e-324, 1e300, -1e300, 1e30, -1e30, 1e22, 3e10, 1.7e6, -1.7e6, double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    /// <summary>Of the C library, which is the reference.</summary>
    private const double ReferenceUlp = 1;

    public static TheoryData<string> Formulas => [.. OpCatalog.Types(typeof(IFormula)).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Formulas))]
    public void A_formula_gives_the_bits_of_the_processors_registers(string name) =>
        typeof(ExactTests).GetMethod(nameof(SameBits), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(OpCatalog.Types(typeof(IFormula)).First(type => type.Name == name)).Invoke(null, null);

    [Fact]
    public void Large_angles_are_reduced_exactly()
    {
        foreach (double size in new[] { 1.7e6, 1e8, 1e15, 1e16, 1e22, 1e100, 1e300 })
        {
            foreach (double x in Numbers(1, 2000).Select(unit => unit * size))
            {
                Near(Math.Sin(x), FarOutOf(x, Math.Sin, Functions.Sin, FarOut.Sin), 2, $"sin {x:R}");
                Near(Math.Cos(x), FarOutOf(x, Math.Cos, Functions.Cos, FarOut.Cos), 2, $"cos {x:R}");
                Near(Math.Tan(x), FarOutOf(x, Math.Tan, Functions.Tan, FarOut.Tan), 3, $"tan {x:R}");
            }
        }
    }

    [Fact]
    public void Powers_are_those_of_the_runtime()
    {
        double[] bases = [.. s_special, .. Numbers(2, 300).Select(unit => unit * 4), .. Numbers(3, 100).Select(unit => Math.Exp(unit * 300))];
        double[] exponents = [.. s_special, .. Numbers(4, 150).Select(unit => unit * 8), .. Numbers(5, 50).Select(unit => Math.Round(unit * 40)), .. Numbers(6, 50).Select(unit => unit * 700)];
        foreach (double x in bases)
        {
            foreach (double y in exponents)
            {
                Near(Math.Pow(x, y), Functions.Pow(x, y), 2, $"{x:R} ^ {y:R}");
                float narrow = (float)Math.Pow((float)x, (float)y), own = Functions.Pow((float)x, (float)y);
                Assert.True(Ulps.Between(narrow, own) <= 1, $"{(float)x:R} ^ {(float)y:R} is {narrow:R}, not {own:R}");
            }
        }
    }

    [Fact]
    public void Remainders_extrema_and_conversions_are_those_of_the_runtime()
    {
        double[] numbers = [.. s_special, .. Numbers(7, 200).Select(unit => unit * 100), .. Numbers(8, 200).Select(unit => Math.Exp(unit * 600)), .. Numbers(9, 20).Select(unit => unit * 1e-310)];
        foreach (double x in numbers)
        {
            foreach (double y in numbers)
            {
                float a = (float)x, b = (float)y;
                Assert.Equal((x % y, a % b), (Functions.Remainder(x, y), Functions.Remainder(a, b)));
                Same(Math.Max(x, y), Functions.Max(x, y));
                Same(Math.Min(x, y), Functions.Min(x, y));
                Same(double.MinNumber(x, y), Functions.MinNumber(x, y));
                Same(Math.CopySign(x, y), Functions.CopySign(x, y));
                Same(MathF.Max(a, b), Functions.Max(a, b));
                Same(MathF.Min(a, b), Functions.Min(a, b));
            }
            Assert.Equal((int.CreateSaturating(x), byte.CreateSaturating(x), uint.CreateSaturating(x)), (Conversions.ToInt32(x), Conversions.ToByte(x), Conversions.ToUInt32(x)));
        }
    }

    private static void SameBits<TOp>()
        where TOp : struct, IUnaryOp, IFormula
    {
        OpRecord record = TOp.Record;
        double[] x = [.. s_special, .. Numbers(10, Draws).Select(unit => record.Low + (record.High - record.Low) * (unit + 1) / 2)];
        float[] single = [.. x.Select(value => (float)value)];
        float[] wide = OnDevice.Map(new CpuDevice(1), default(TOp), single, Layout.Contiguous([x.Length]));
        double[] twice = OnDevice.Map(new CpuDevice(1), default(TOp), x, Layout.Contiguous([x.Length]));
        for (int i = 0; i < x.Length; i++)
        {
            // Beyond their reach the processor's registers ask the runtime, which another test compares.
            if (Math.Abs(x[i]) > 1.6e6 && default(TOp) is Sin or Cos or Tan) continue;
            Same(wide[i], (float)TOp.Of<OneSingle>(single[i]));
            Same(twice[i], (double)TOp.Of<OneDouble>(x[i]));
        }
    }

    private static double FarOutOf(double x, Func<double, double> _, Func<double, double> near, Func<double, double> far) => Math.Abs(x) > 1.6e6 ? far(x) : near(x);

    private static void Same(double expected, double actual) => Assert.True(expected.Equals(actual) && double.IsNegative(expected) == double.IsNegative(actual) || (double.IsNaN(expected) && double.IsNaN(actual)), $"{expected:R} and {actual:R}");

    private static void Near(double expected, double actual, double allowed, string what) =>
        Assert.True(Ulps.Between(expected, actual) <= allowed + ReferenceUlp, $"{what}: {expected:R} and {actual:R}, {Ulps.Between(expected, actual)} ULP");

    private static IEnumerable<double> Numbers(ulong seed, int count) =>
        Enumerable.Range(0, count).Select(i => Philox.Block((ulong)i, 0, seed).W0 / (double)uint.MaxValue * 2 - 1);
}

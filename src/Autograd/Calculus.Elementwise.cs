using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

// More elementwise ops.
internal static partial class Calculus
{
    private const double Ln2 = 0.69314718055994531, Ln10 = 2.3025850929940457;

    private static void Elementwise()
    {
        Rule(default(Rsqrt), static (gy, x, y) => gy * y * y * y * -0.5);
        Rule(default(Log2), static (gy, x, y) => gy / (x * Ln2));
        Rule(default(Log10), static (gy, x, y) => gy / (x * Ln10));
        Rule(default(Tan), static (gy, y) => gy * (y * y + 1));
        Rule(default(Asin), static (gy, x, y) => gy * ((1 - x) * (1 + x)).Rsqrt());     // keeps digits near ±1, where 1 - x² loses them
        Rule(default(Acos), static (gy, x, y) => -gy * ((1 - x) * (1 + x)).Rsqrt());
        Rule(default(Atan), static (gy, x, y) => gy / (x * x + 1));
        Rule(default(Sinh), static (gy, x, y) => gy * x.Cosh());
        Rule(default(Cosh), static (gy, x, y) => gy * x.Sinh());

        // 0^y is flat in y where it exists, and x^0 in x, at 0 too.
        Rule(
            default(Pow),
            static (gz, x, y, z) => gz * y * OneWhere(x.Equal(0) & y.Equal(0), x).Pow(y - 1),
            static (gz, x, y, z) => gz * z * OneWhere(x.Equal(0) & y.GreaterOrEqual(0), x).Log());
        Rule(default(Atan2), static (gz, y, x, z) => OverSquares(gz, x, y), static (gz, y, x, z) => -OverSquares(gz, y, x));
        Rule(default(Remainder), static (gz, x, y, z) => gz, static (gz, x, y, z) => -gz * x.FloorDivide(y));

        // Flat but for their jumps.
        Flat<Sign>();
        Flat<Floor>();
        Flat<Ceiling>();
        Flat<Round>();
        Flat<Truncate>();
        Flat<FloorDivide>();
    }

    private static void Flat<TOp>()
        where TOp : struct => RuleOfMany<TOp>(static (op, gy, inputs, i) => null);

    // gz·x / (x² + y²). The larger of both is taken out first, since squares of numbers that are far from 1 leave what a float can hold; the result does
    // not depend on it, so that nothing flows through it.
    private static Tensor OverSquares(Tensor gz, Tensor x, Tensor y)
    {
        Tensor size = Tensor.Maximum(x.StopGradient().Abs(), y.StopGradient().Abs()), a = x / size, b = y / size;
        return gz * a / (a * a + b * b) / size;
    }

    private static Tensor OneWhere(Tensor mask, Tensor x) => Tensor.Where(mask, Tensor.Scalar(1, x.DType, x.Device), x);
}

using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// More elementwise functions of one operand: rounding, trigonometry, questions, activations.
public sealed partial class Tensor
{
    /// <summary>1, 0 or -1, and NaN of NaN. The gradient is 0.</summary>
    public Tensor Sign() => DType.IsFloat() ? Map(default(Sign)) : RequireNumbers(Kernels.Sign.Name).Greater(0).To(DType) - Less(0).To(DType);

    /// <summary>The largest whole number not above x; int32 as it is. The gradient is 0.</summary>
    public Tensor Floor() => DType == DType.Int32 ? this : Map(default(Floor));

    /// <summary>The smallest whole number not below x; int32 as it is. The gradient is 0.</summary>
    public Tensor Ceiling() => DType == DType.Int32 ? this : Map(default(Ceiling));

    /// <summary>The nearest whole number, the even one of two that are as near; int32 as it is. The gradient is 0.</summary>
    public Tensor Round() => DType == DType.Int32 ? this : Map(default(Round));

    /// <summary>x rounded towards 0; int32 as it is. The gradient is 0.</summary>
    public Tensor Truncate() => DType == DType.Int32 ? this : Map(default(Truncate));

    /// <summary>1 / √x; NaN below 0, infinite at 0.</summary>
    public Tensor Rsqrt() => Map(default(Rsqrt));

    /// <summary>The binary logarithm, exact at powers of 2; -∞ at 0, NaN below.</summary>
    public Tensor Log2() => Map(default(Log2));

    /// <summary>The decimal logarithm, exact at powers of 10; -∞ at 0, NaN below.</summary>
    public Tensor Log10() => Map(default(Log10));

    /// <summary>tan x, x in radians.</summary>
    public Tensor Tan() => Map(default(Tan));

    /// <summary>arcsin x, in radians from -π/2 to π/2; NaN beyond ±1.</summary>
    public Tensor Asin() => Map(default(Asin));

    /// <summary>arccos x, in radians from 0 to π; NaN beyond ±1.</summary>
    public Tensor Acos() => Map(default(Acos));

    /// <summary>arctan x, in radians from -π/2 to π/2.</summary>
    public Tensor Atan() => Map(default(Atan));

    /// <summary>sinh x = (e^x - e^-x) / 2.</summary>
    public Tensor Sinh() => Map(default(Sinh));

    /// <summary>cosh x = (e^x + e^-x) / 2.</summary>
    public Tensor Cosh() => Map(default(Cosh));

    /// <summary>Is x NaN? As bool; never for int32 and bool.</summary>
    public Tensor IsNaN() => NotEqual(this);

    /// <summary>Is x a number, neither infinite nor NaN? As bool; always for int32 and bool.</summary>
    public Tensor IsFinite() => DType.IsFloat() ? Abs().Less(double.PositiveInfinity) : Equal(this);

    /// <summary>Is x ∞ or -∞? As bool; never for int32 and bool.</summary>
    public Tensor IsInfinite() => DType.IsFloat() ? Abs().Equal(double.PositiveInfinity) : NotEqual(this);

    /// <summary>x·Φ(x) with the normal distribution function Φ: the Gaussian error linear unit (Hendrycks and Gimpel 2016), exact.</summary>
    public Tensor Gelu() => RequireFloat("gelu") * (((this * HalfSqrt2).Erf() + 1) * 0.5);

    // ½(1 + tanh u) is the logistic function of 2u, which loses no digits on the left.
    /// <summary>½x·(1 + tanh(√(2/π)·(x + 0.044715x³))): the usual approximation of <see cref="Gelu"/>.</summary>
    public Tensor GeluTanh() => RequireFloat("gelu-tanh") * ((Square() * GeluCubic + 1) * this * (2 * SqrtTwoByPi)).Sigmoid();

    /// <summary>x / (1 + e^-x): the sigmoid linear unit, or swish.</summary>
    public Tensor Silu() => RequireFloat("silu") * Sigmoid();

    /// <summary>x above 0, slope·x elsewhere; for int32 a whole slope.</summary>
    public Tensor LeakyRelu(double slope = 0.01) => DType.IsFloat()
        ? Where(Greater(0), this, this * slope)
        : Where(RequireNumbers("leaky relu").Greater(0), this, this * Constant("leaky relu", slope));

    // Kept from above, so that where x is chosen the other side has a finite slope too.
    /// <summary>x above 0, alpha·(e^x - 1) elsewhere: the exponential linear unit.</summary>
    public Tensor Elu(double alpha = 1) => Where(RequireFloat("elu").Greater(0), this, Clamp(double.NegativeInfinity, 0).ExpM1() * alpha);

    /// <summary>x, but at least -1 and at most 1.</summary>
    public Tensor HardTanh() => RequireNumbers("hard tanh").Clamp(-1, 1);

    private const double HalfSqrt2 = 0.70710678118654752, SqrtTwoByPi = 0.79788456080286536, GeluCubic = 0.044715;
}

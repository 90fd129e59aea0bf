using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Numbers x = m·2^e whose exponents have no bounds that matter: what stands between the factors and the gradient of a product may leave the
/// range of its type though the gradient does not. Written in tensor ops; the exponents are whole numbers in float64, constants of which m is a linear
/// function of x, so derivatives go through m alone. 1 ≤ |m| &lt; 4 but where x is 0, subnormal or not finite.</summary>
/// <param name="Mantissa">m, float64.</param>
/// <param name="Exponent">e, float64, of the shape of m or one that broadcasts to it.</param>
internal readonly record struct Scaled(Tensor Mantissa, Tensor Exponent)
{
    /// <summary>2 to this, up or down, is a normal number.</summary>
    private const double Largest = 1022;

    internal static Scaled Of(Tensor x) => Normal(x.To(DType.Float64), Tensor.Zeros([], DType.Float64, x.Device));

    /// <summary>The numbers themselves, which may then be too large or too small for the dtype.</summary>
    internal Tensor To(DType dtype)
    {
        // In two halves, since 2^e may leave the range where m·2^e does not.
        Tensor half = (Exponent * 0.5).Floor();
        return (Mantissa * PowerOfTwo(half) * PowerOfTwo(Exponent - half)).To(dtype);
    }

    /// <summary>The same elements elsewhere.</summary>
    internal Scaled Moved(Func<Tensor, Tensor> move) => new(move(Mantissa), move(Exponent.Expand(Mantissa.Shape)));

    internal static Scaled Concat(Scaled[] parts, int axis) =>
        new(Tensor.Concat([.. parts.Select(part => part.Mantissa)], axis), Tensor.Concat([.. parts.Select(part => part.Exponent.Expand(part.Mantissa.Shape))], axis));

    public static Scaled operator *(Scaled x, Scaled y) => Normal(x.Mantissa * y.Mantissa, x.Exponent + y.Exponent);

    // Both to the larger exponent. That of a 0 says nothing: it may be the sum of many.
    public static Scaled operator +(Scaled x, Scaled y)
    {
        Tensor common = Tensor.Where(x.Mantissa.Equal(0), y.Exponent, Tensor.Where(y.Mantissa.Equal(0), x.Exponent, Tensor.Maximum(x.Exponent, y.Exponent)));
        return Normal(x.Mantissa * PowerOfTwo(x.Exponent - common) + y.Mantissa * PowerOfTwo(y.Exponent - common), common);
    }

    private static Scaled Normal(Tensor mantissa, Tensor exponent)
    {
        Tensor size = mantissa.StopGradient().Abs(), one = Tensor.Ones([], DType.Float64, size.Device);
        Tensor own = Tensor.Where(size.Equal(0), one, size).Log2().Floor().Clamp(-Largest, Largest);
        return new(mantissa * PowerOfTwo(-own), exponent + own);
    }

    private static Tensor PowerOfTwo(Tensor exponent) => Tensor.Scalar(2, DType.Float64, exponent.Device).Pow(exponent.Clamp(-Largest, Largest));
}

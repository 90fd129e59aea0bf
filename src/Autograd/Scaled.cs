using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Numbers x = m·4^e whose exponents have no bounds that matter: what stands between the factors and the gradient of a product may leave the
/// range of its type though the gradient does not. Written in tensor ops; the exponents are whole numbers in float64, constants of which m is a linear
/// function of x, so derivatives go through m alone. Products and sums do not bring m back to near 1, which costs more than they do: <see cref="Normal"/>
/// does after as many as keep m in range. Powers of 4 are exact, so they change no bit of a result.</summary>
/// <remarks>The arithmetic is that of float64, on every device: one without that type has no such numbers, and no gradients of products.
/// A derivative of a derivative multiplies by 4^e anew: taken by reverse mode it may leave the range where factors beyond 1e150 or below 1e-150 meet;
/// forward mode over reverse mode, as <c>Hessian</c> and <c>HessianVector</c> can be asked for, does not.</remarks>
/// <param name="Mantissa">m, float64.</param>
/// <param name="Exponent">e, float64, of the shape of m or one that broadcasts to it.</param>
internal readonly record struct Scaled(Tensor Mantissa, Tensor Exponent)
{
    /// <summary>With this exponent, up or down, m·4^e is too large or too small for every dtype, whatever m is; and 2 to it, times 2^52, is a normal
    /// number.</summary>
    private const double Farthest = 840;

    // log2 of the largest and of the smallest number of float64, halved.
    private const double Largest = 512, Smallest = -537;

    // For q between two powers of 2, q·(1 - 2^-53) is rounded to the number before q, 2^-52 times the lower power away (Rump, Ogita and Oishi 2008, on the
    // unit in the first place). The exponential of e·ln 2 is within 1e-13 of 2^e, and so 1.25 times it lies between that and the next.
    private const double Between = 1.25, Places = 4503599627370496.0, Before = 1 - 0.5 / Places;
    private static readonly double s_ln2 = Math.Log(2), s_shift = Math.Log(Between * Places);

    /// <summary>|m| near 1, and m = 0 with e = 0 for 0.</summary>
    internal static Scaled Of(Tensor x) => Raw(x).Normal();

    /// <summary>m = x.</summary>
    internal static Scaled Raw(Tensor x) => new(x.To(DType.Float64), Tensor.Zeros([], DType.Float64, x.Device));

    /// <summary>The numbers themselves, which may then be too large or too small for the dtype.</summary>
    internal Tensor To(DType dtype)
    {
        // In two halves, since 4^e may leave the range where m·4^e does not.
        Tensor root = PowerOfTwo(Exponent.Clamp(-Farthest, Farthest));
        return (Mantissa * root * root).To(dtype);
    }

    /// <summary>The same numbers with ½ ≤ |m| ≤ 2, but for rounding, where they are neither 0 nor infinite.</summary>
    internal Scaled Normal()
    {
        Tensor size = Mantissa.StopGradient().Abs();
        Tensor own = (Tensor.Where(size.Greater(0), size, Tensor.Ones([], DType.Float64, size.Device)).Log2() * 0.5).Round().Clamp(Smallest, Largest), root = PowerOfTwo(-own);
        return new(Mantissa * root * root, Exponent + own);
    }

    /// <summary>The same elements elsewhere.</summary>
    internal Scaled Moved(Func<Tensor, Tensor> move) => new(move(Mantissa), move(Exponent.Expand(Mantissa.Shape)));

    internal static Scaled Concat(Scaled[] parts, int axis) =>
        new(Tensor.Concat([.. parts.Select(part => part.Mantissa)], axis), Tensor.Concat([.. parts.Select(part => part.Exponent.Expand(part.Mantissa.Shape))], axis));

    public static Scaled operator *(Scaled x, Scaled y) => new(x.Mantissa * y.Mantissa, x.Exponent + y.Exponent);

    // Both to the larger exponent. That of a 0 says nothing: it may be the sum of many. Of numbers with m near 1, or grown by a bit with each of some sums
    // and products, or less by what cancelled, one that is lost so far below the other is below its rounding.
    public static Scaled operator +(Scaled x, Scaled y)
    {
        Tensor common = Tensor.Where(x.Mantissa.Equal(0), y.Exponent, Tensor.Where(y.Mantissa.Equal(0), x.Exponent, Tensor.Maximum(x.Exponent, y.Exponent)));
        return new(x.Over(common) + y.Over(common), common);
    }

    private Tensor Over(Tensor common)
    {
        Tensor root = PowerOfTwo((Exponent - common).Clamp(Smallest, -Smallest));
        return Mantissa * root * root;
    }

    // Of whole numbers no farther from 0 than the farthest.
    private static Tensor PowerOfTwo(Tensor exponent)
    {
        Tensor q = (exponent * s_ln2 + s_shift).Exp();
        return q - q * Before;
    }
}

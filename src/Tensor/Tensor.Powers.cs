using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Functions with numbers to choose beside the operand, where int32 goes its own way: it wraps, and keeps no fractions.
public sealed partial class Tensor
{
    /// <summary>x^p for a fixed exponent. int32 stays int32, takes whole p that are not negative, and wraps: what does not fit is taken modulo 2³², as in
    /// NumPy. x^0 is 1, of 0 too.</summary>
    /// <exception cref="TensorException">An int32 tensor has no such power in int32.</exception>
    public Tensor Pow(double exponent)
    {
        if (RequireNumbers(Kernels.Pow.Name).DType != DType.Int32) return Map(new Power(exponent));
        Tensor whole = Constant(Kernels.Pow.Name, exponent);
        return exponent < 0 ? throw NoSuchPower(exponent) : Zip(default(Pow), whole);
    }

    /// <summary>x^y, after broadcasting: 1 where y is 0, NaN where x is below 0 and y not whole. int32 wraps, as NumPy's, and takes no negative y; within a
    /// vectorised function, where y cannot be looked at, such a power is what stands before the point: ±1 of ±1, else 0. Where x is 0 no gradient flows
    /// to a y that is not negative; where x is below 0 the gradient at y is NaN.</summary>
    /// <exception cref="TensorException">The shapes do not broadcast, the dtypes differ or are bool, or an int32 exponent is negative.</exception>
    public Tensor Pow(Tensor exponent)
    {
        if (Given(exponent) is { DType: DType.Int32, IsTraced: false, Count: > 0 } && DType == DType.Int32 && exponent.Min().Item() is < 0 and double lowest)
            throw NoSuchPower(lowest);
        return Zip(default(Pow), exponent);
    }

    private TensorException NoSuchPower(double exponent) =>
        new(FormattableString.Invariant($"pow: exponent {exponent} of int32 {Shape}; whole numbers have no whole powers below 0, convert with .To(DType.Float64)"));

    /// <summary>x, but at least low and at most high, and high where low is above it; NaN stays NaN. An infinite bound is none. int32 stays int32 and
    /// takes whole bounds.</summary>
    /// <exception cref="TensorException">An int32 tensor cannot hold a bound.</exception>
    public Tensor Clamp(double low, double high)
    {
        if (DType != DType.Int32) return Map(new Clamp(low, high));
        Tensor least = Constant(Kernels.Clamp.Name, Math.Max(low, int.MinValue)), most = Constant(Kernels.Clamp.Name, Math.Min(high, int.MaxValue));
        return Minimum(Maximum(this, least), most);
    }

    /// <summary>The nearest number with so many digits after the point, the even one of two that are as near, as NumPy: x·10^n is rounded and divided
    /// again. With a negative n tens, hundreds … are rounded to. int32 stays int32, and at its ends where the nearest does not fit. The gradient is 0.</summary>
    /// <param name="decimals">n, the digits after the point.</param>
    /// <exception cref="TensorException">10^|n| is more than the dtype holds; the dtype is bool.</exception>
    public Tensor Round(int decimals)
    {
        if (decimals == 0) return Round();
        if (DType == DType.Int32) return decimals > 0 ? this : To(DType.Float64).Round(decimals).To(DType.Int32);
        double power = Math.Pow(10, Math.Abs((double)decimals));
        if (power > (RequireFloat("round").DType == DType.Float32 ? float.MaxValue : double.MaxValue))
            throw new TensorException($"round: 10^{Math.Abs((long)decimals)} is no {DType.Name()}, so {Shape} cannot be rounded to {decimals} decimals");
        if (decimals < 0) return (this / power).Round() * power;
        // What leaves the range on the way has no digits so far behind the point.
        Tensor large = this * power;
        return Where(large.IsFinite(), large.Round() / power, StopGradient());
    }

    /// <summary>The larger of each pair; NaN when either is.</summary>
    public static Tensor Maximum(Tensor x, Tensor y) => Given(x).Zip(default(Maximum), Given(y));

    /// <summary>The smaller of each pair; NaN when either is.</summary>
    public static Tensor Minimum(Tensor x, Tensor y) => Given(x).Zip(default(Minimum), Given(y));

    /// <summary>The larger of each element and a number; NaN where the element is. At a tie half of the gradient goes to the element. For int32 a whole number.</summary>
    public static Tensor Maximum(Tensor x, double c) => Maximum(x, Given(x).Constant(Kernels.Maximum.Name, c));

    /// <summary>The smaller of each element and a number; NaN where the element is. At a tie half of the gradient goes to the element. For int32 a whole number.</summary>
    public static Tensor Minimum(Tensor x, double c) => Minimum(x, Given(x).Constant(Kernels.Minimum.Name, c));
}

namespace DeepPuzzles.Tensors;

// Comparisons as they are written, and near equality.
public sealed partial class Tensor
{
    /// <summary>x &lt; y element by element, as bool. There is no such <c>==</c>, which asks as everywhere in C# whether two are the same object: use
    /// <see cref="Equal(Tensor)"/>.</summary>
    public static Tensor operator <(Tensor x, Tensor y) => Given(x).Less(y);

    /// <summary>x > y element by element, as bool.</summary>
    public static Tensor operator >(Tensor x, Tensor y) => Given(x).Greater(y);

    /// <summary>x ≤ y element by element, as bool.</summary>
    public static Tensor operator <=(Tensor x, Tensor y) => Given(x).LessOrEqual(y);

    /// <summary>x ≥ y element by element, as bool.</summary>
    public static Tensor operator >=(Tensor x, Tensor y) => Given(x).GreaterOrEqual(y);

    /// <summary>x &lt; c element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator <(Tensor x, double c) => Given(x).Less(c);

    /// <summary>x > c element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator >(Tensor x, double c) => Given(x).Greater(c);

    /// <summary>x ≤ c element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator <=(Tensor x, double c) => Given(x).LessOrEqual(c);

    /// <summary>x ≥ c element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator >=(Tensor x, double c) => Given(x).GreaterOrEqual(c);

    /// <summary>c &lt; x element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator <(double c, Tensor x) => Given(x).Greater(c);

    /// <summary>c > x element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator >(double c, Tensor x) => Given(x).Less(c);

    /// <summary>c ≤ x element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator <=(double c, Tensor x) => Given(x).GreaterOrEqual(c);

    /// <summary>c ≥ x element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator >=(double c, Tensor x) => Given(x).LessOrEqual(c);

    /// <summary>Whether |x - y| ≤ absolute + relative·|y|, after broadcasting, as bool; infinities are close to themselves alone, NaN to nothing. As
    /// NumPy's isclose, and with its tolerances. float32, float64 and int32, of which the tolerances are taken in float64.</summary>
    /// <param name="y">What x should be; the relative tolerance is a share of it.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <exception cref="TensorException">The shapes do not broadcast, or the dtypes differ or are bool.</exception>
    public Tensor IsClose(Tensor y, double relative = 1e-5, double absolute = 1e-8) => IsClose("is close", y, relative, absolute);

    private Tensor IsClose(string op, Tensor y, double relative, double absolute)
    {
        (Tensor x, Tensor wanted) = Align(op, RequireNumbers(op).StopGradient(), Given(y).StopGradient());
        if (x.DType == DType.Int32) (x, wanted) = (x.To(DType.Float64), wanted.To(DType.Float64));       // exact, and so are their distances
        return x.Equal(wanted) | (wanted.IsFinite() & (x - wanted).Abs() <= wanted.Abs() * relative + absolute);
    }

    /// <summary>Whether all elements are close, as NumPy's allclose; true of nothing.</summary>
    /// <param name="y">What x should be.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <exception cref="TensorException">As <see cref="IsClose(Tensor, double, double)"/>.</exception>
    public bool AllClose(Tensor y, double relative = 1e-5, double absolute = 1e-8) => IsClose("all close", y, relative, absolute).All().Item() != 0;
}

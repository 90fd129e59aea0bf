namespace DeepPuzzles.Tensors;

// Comparisons as they are written, and near equality.
public sealed partial class Tensor
{
    /// <summary>x &lt; y element by element, as bool. There is no such <c>==</c>, which asks as everywhere in C# whether two are the same object: use
    /// <see cref="Equal(Tensor)"/>.</summary>
    public static Tensor operator <(Tensor x, Tensor y) => x.Less(y);

    /// <summary>x > y element by element, as bool.</summary>
    public static Tensor operator >(Tensor x, Tensor y) => x.Greater(y);

    /// <summary>x ≤ y element by element, as bool.</summary>
    public static Tensor operator <=(Tensor x, Tensor y) => x.LessOrEqual(y);

    /// <summary>x ≥ y element by element, as bool.</summary>
    public static Tensor operator >=(Tensor x, Tensor y) => x.GreaterOrEqual(y);

    /// <summary>x &lt; c element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator <(Tensor x, double c) => x.Less(c);

    /// <summary>x > c element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator >(Tensor x, double c) => x.Greater(c);

    /// <summary>x ≤ c element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator <=(Tensor x, double c) => x.LessOrEqual(c);

    /// <summary>x ≥ c element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator >=(Tensor x, double c) => x.GreaterOrEqual(c);

    /// <summary>c &lt; x element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator <(double c, Tensor x) => x.Greater(c);

    /// <summary>c > x element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator >(double c, Tensor x) => x.Less(c);

    /// <summary>c ≤ x element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator <=(double c, Tensor x) => x.GreaterOrEqual(c);

    /// <summary>c ≥ x element by element, as bool; for int32 a whole c.</summary>
    public static Tensor operator >=(double c, Tensor x) => x.LessOrEqual(c);

    /// <summary>Whether |x - y| ≤ absolute + relative·|y|, after broadcasting, as bool; infinities are close to themselves alone, NaN to nothing. As
    /// NumPy's isclose, and with its tolerances. float32 and float64; whole numbers are <see cref="Equal(Tensor)"/> or not.</summary>
    /// <param name="y">What x should be; the relative tolerance is a share of it.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <exception cref="TensorException">The shapes do not broadcast, or the dtypes differ or are no floats.</exception>
    public Tensor IsClose(Tensor y, double relative = 1e-5, double absolute = 1e-8) => IsClose("is close", y, relative, absolute);

    private Tensor IsClose(string op, Tensor y, double relative, double absolute)
    {
        (Tensor x, Tensor wanted) = Align(op, RequireFloat(op).StopGradient(), Given(y).StopGradient());
        return x.Equal(wanted) | (wanted.IsFinite() & (x - wanted).Abs() <= wanted.Abs() * relative + absolute);
    }

    /// <summary>Whether all elements are close, as NumPy's allclose; true of nothing.</summary>
    /// <param name="y">What x should be.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <exception cref="TensorException">As <see cref="IsClose(Tensor, double, double)"/>.</exception>
    public bool AllClose(Tensor y, double relative = 1e-5, double absolute = 1e-8) => IsClose("all close", y, relative, absolute).All().Item() != 0;
}

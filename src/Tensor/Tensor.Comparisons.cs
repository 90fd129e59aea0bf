using System.Numerics;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Questions about numbers, and what is chosen by their answers.
public sealed partial class Tensor
{
    /// <summary>x &lt; y, as bool.</summary>
    public Tensor Less(Tensor y) => Compare(default(Less), Given(y));

    /// <summary>x &lt; c, as bool.</summary>
    public Tensor Less(double c) => Less(Constant(Kernels.Less.Name, c));

    /// <summary>x ≤ y, as bool.</summary>
    public Tensor LessOrEqual(Tensor y) => Compare(default(LessOrEqual), Given(y));

    /// <summary>x ≤ c, as bool.</summary>
    public Tensor LessOrEqual(double c) => LessOrEqual(Constant(Kernels.LessOrEqual.Name, c));

    /// <summary>x > y, as bool.</summary>
    public Tensor Greater(Tensor y) => CompareSwapped(default(Less), "greater", Given(y));

    /// <summary>x > c, as bool.</summary>
    public Tensor Greater(double c) => Greater(Constant("greater", c));

    /// <summary>x ≥ y, as bool.</summary>
    public Tensor GreaterOrEqual(Tensor y) => CompareSwapped(default(LessOrEqual), "greater or equal", Given(y));

    /// <summary>x ≥ c, as bool.</summary>
    public Tensor GreaterOrEqual(double c) => GreaterOrEqual(Constant("greater or equal", c));

    /// <summary>x = y element by element, as bool: what NumPy and PyTorch write as <c>x == y</c>, which asks here, as of any object, whether both are the
    /// same one. NaN equals nothing, -0 equals 0. For near equality there is <see cref="IsClose(Tensor, double, double)"/>.</summary>
    public Tensor Equal(Tensor y) => Compare(default(Equal), Given(y));

    /// <summary>x = c element by element, as bool; for int32 a whole c.</summary>
    public Tensor Equal(double c) => Equal(Constant(Kernels.Equal.Name, c));

    /// <summary>x ≠ y, as bool.</summary>
    public Tensor NotEqual(Tensor y) => Compare(default(NotEqual), Given(y));

    /// <summary>x ≠ c, as bool.</summary>
    public Tensor NotEqual(double c) => NotEqual(Constant(Kernels.NotEqual.Name, c));

    /// <summary>x and y, element by element; bool.</summary>
    public static Tensor operator &(Tensor x, Tensor y)
    {
        (x, y) = Truths("and", Given(x), Given(y));
        return Where(x, y, x);
    }

    /// <summary>x or y, element by element; bool.</summary>
    public static Tensor operator |(Tensor x, Tensor y)
    {
        (x, y) = Truths("or", Given(x), Given(y));
        return Where(x, x, y);
    }

    private static (Tensor X, Tensor Y) Truths(string op, Tensor x, Tensor y) => Align(op, x.RequireTruth(op), y.RequireTruth(op));

    /// <summary>Not x, element by element; bool.</summary>
    public static Tensor operator !(Tensor x) => Given(x).RequireTruth("not").Equal(0);

    private Tensor RequireTruth(string op) => DType == DType.Bool
        ? this
        : throw new TensorException($"{op}: {Shape} is {DType.Name()}, not bool; compare it with something first");

    /// <summary>Element by element: <paramref name="then"/> where the bool mask holds, <paramref name="otherwise"/> elsewhere. All three broadcast.</summary>
    public static Tensor Where(Tensor mask, Tensor then, Tensor otherwise)
    {
        (_, _, _) = (Given(mask), Given(then), Given(otherwise));
        if (mask.DType != DType.Bool) throw new TensorException($"where: the mask {mask.Shape} is {mask.DType.Name()}, not bool; compare it with something first");
        (Tensor x, Tensor y) = Align("where", then, otherwise);
        RequireOneDevice("where", mask, x);
        Shape shape = Shape.Broadcast(mask.Shape, x.Shape, "where");
        (mask, x, y) = (mask.Expand(shape), x.Expand(shape), y.Expand(shape));
        Tensor z = Empty(shape, x.DType, x.Device);
        View<bool> condition = mask.ReadView<bool>();
        switch (x.DType)
        {
            case DType.Float32: x.Device.Select(condition, x.ReadView<float>(), y.ReadView<float>(), z.ReadView<float>()); break;
            case DType.Float64: x.Device.Select(condition, x.ReadView<double>(), y.ReadView<double>(), z.ReadView<double>()); break;
            case DType.Int32: x.Device.Select(condition, x.ReadView<int>(), y.ReadView<int>(), z.ReadView<int>()); break;
            default: x.Device.Select(condition, x.ReadView<bool>(), y.ReadView<bool>(), z.ReadView<bool>()); break;
        }
        return z.From(default(Choose), [mask, x, y]);
    }

    /// <summary>Element by element: <paramref name="then"/> where the bool mask holds, a number elsewhere; for int32 a whole one. The tensors broadcast.</summary>
    public static Tensor Where(Tensor mask, Tensor then, double otherwise) => Where(mask, then, Given(then).Constant("where", otherwise));

    /// <summary>Element by element: a number where the bool mask holds, <paramref name="otherwise"/> elsewhere.</summary>
    public static Tensor Where(Tensor mask, double then, Tensor otherwise) => Where(mask, Given(otherwise).Constant("where", then), otherwise);

    /// <summary>Asks an op struct's question about each pair of elements, after broadcasting, as bool; a new op of yours goes through here.</summary>
    public Tensor Compare<TOp>(TOp op, Tensor other)
        where TOp : struct, IComparison
    {
        (Tensor x, Tensor y) = Align(TOp.Name, this, Given(other));
        return Compare(op, x, y, TOp.Name);
    }

    // x > y is y < x; what is wrong with them is told in the caller's words.
    private Tensor CompareSwapped<TOp>(TOp op, string name, Tensor other)
        where TOp : struct, IComparison
    {
        (Tensor x, Tensor y) = Align(name, this, other);
        return Compare(op, y, x, name);
    }

    private static Tensor Compare<TOp>(TOp op, Tensor x, Tensor y, string called)
        where TOp : struct, IComparison
    {
        Tensor z = Empty(x.Dense, DType.Bool, x.Device);
        switch (x.DType)
        {
            case DType.Float32: CompareTo(op, x.ReadView<float>(), y.ReadView<float>(), z); break;
            case DType.Float64: CompareTo(op, x.ReadView<double>(), y.ReadView<double>(), z); break;
            case DType.Int32: CompareTo(op, x.ReadView<int>(), y.ReadView<int>(), z); break;
            default: CompareTo(op, Bytes(x), Bytes(y), z); break;
        }
        return z.From(op, TOp.Name, called, x, y);
    }

    private static void CompareTo<TOp, T>(TOp op, in View<T> x, in View<T> y, Tensor z)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T> => z.Device.Compare(op, x, y, z.ReadView<bool>());
}

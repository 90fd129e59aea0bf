using System.Numerics;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Elementwise ops: one line each. Two operands broadcast by NumPy's rules.
public sealed partial class Tensor
{
    /// <summary>Applies an op struct to each element; a new op of yours goes through here. float32 and float64.</summary>
    public Tensor Map<TOp>(TOp op)
        where TOp : struct, IUnaryOp
    {
        RequireFloat(TOp.Name);
        Tensor y = Empty(Dense, DType, Device);
        if (DType == DType.Float32) MapTo<TOp, float>(op, y);
        else MapTo<TOp, double>(op, y);
        return y.From(op, TOp.Name, this);
    }

    // Views are large structs. In a frame of their own those of other dtypes are not cleared with them, and as locals they are made where they
    // stay: a copy would have to wait until all that was written before has left the processor.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MapTo<TOp, T>(TOp op, Tensor y)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireValid();
        var from = new View<T>(Buffer, _layout);
        var to = new View<T>(y.Buffer, y._layout);
        Device.Map(op, from, to);
    }

    /// <summary>Applies an op struct to each pair of elements, after broadcasting. float32, float64 and int32.</summary>
    public Tensor Zip<TOp>(TOp op, Tensor other)
        where TOp : struct, IBinaryOp
    {
        RequireSame(TOp.Name, this, other);
        if (!SameShape(this, other)) return ZipBroadcast(op, other);
        Tensor z = Empty(Dense, DType, Device);
        switch (DType)
        {
            case DType.Float32: ZipTo<TOp, float>(op, other, z); break;
            case DType.Float64: ZipTo<TOp, double>(op, other, z); break;
            case DType.Int32: ZipTo<TOp, int>(op, other, z); break;
            default: throw NotForBool(TOp.Name);
        }
        return z.From(op, TOp.Name, this, other);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ZipTo<TOp, T>(TOp op, Tensor other, Tensor z)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        RequireValid();
        other.RequireValid();
        var left = new View<T>(Buffer, _layout);
        var right = new View<T>(other.Buffer, other._layout);
        var to = new View<T>(z.Buffer, z._layout);
        Device.Zip(op, left, right, to);
    }

    private Tensor ZipBroadcast<TOp>(TOp op, Tensor other)
        where TOp : struct, IBinaryOp
    {
        (Tensor x, Tensor y) = Align(TOp.Name, this, other);
        return x.Zip(op, y);
    }

    private static (Tensor X, Tensor Y) Align(string op, Tensor x, Tensor y)
    {
        RequireSame(op, x, y);
        if (SameShape(x, y)) return (x, y);
        Shape shape = Shape.Broadcast(x.Shape, y.Shape, op);
        return (x.Expand(shape), y.Expand(shape));
    }

    private TensorException NotForBool(string op, string wayOut = "convert with .To(DType.Float32)") => new($"{op}: works on numbers, not on bool {Shape}; {wayOut}");

    private Tensor RequireNumbers(string op) => DType == DType.Bool ? throw NotForBool(op) : this;

    private Tensor Constant(string op, double value)
    {
        // 0.5 cut to 0 would answer another question than was asked.
        if (DType == DType.Int32 && IsNoInt(value))
            throw new TensorException(FormattableString.Invariant($"{op}: {value} is no int32, but {Shape} is; convert with .To(DType.Float32)"));
        return Scalar(value, DType, Device);
    }

    private static bool IsNoInt(double value) => value != (int)value;

    private static Tensor Given(Tensor? x, [CallerArgumentExpression(nameof(x))] string? name = null) => x ?? throw new ArgumentNullException(name);

    /// <summary>x + y.</summary>
    public static Tensor operator +(Tensor x, Tensor y) => Given(x).Zip(default(Add), Given(y));

    /// <summary>x - y.</summary>
    public static Tensor operator -(Tensor x, Tensor y) => Given(x).Zip(default(Subtract), Given(y));

    /// <summary>x·y, element by element.</summary>
    public static Tensor operator *(Tensor x, Tensor y) => Given(x).Zip(default(Multiply), Given(y));

    /// <summary>x / y, element by element. float32 and float64; of whole numbers there is <see cref="FloorDivide(Tensor)"/>.</summary>
    public static Tensor operator /(Tensor x, Tensor y) => Given(x).RequireDivisible().Zip(default(Divide), Given(y));

    /// <summary>x + c; for int32 a whole c.</summary>
    public static Tensor operator +(Tensor x, double c) => Given(x).DType.IsFloat() ? x.Map(new Shift(c)) : x + x.Constant(Kernels.Add.Name, c);

    /// <summary>c + x.</summary>
    public static Tensor operator +(double c, Tensor x) => Given(x) + c;

    /// <summary>x - c.</summary>
    public static Tensor operator -(Tensor x, double c) => Given(x) + -c;

    /// <summary>c - x.</summary>
    public static Tensor operator -(double c, Tensor x) => -Given(x) + c;

    /// <summary>x·c; for int32 a whole c.</summary>
    public static Tensor operator *(Tensor x, double c) => Given(x).DType.IsFloat() ? x.Map(new Scale(c)) : x * x.Constant(Kernels.Multiply.Name, c);

    /// <summary>c·x.</summary>
    public static Tensor operator *(double c, Tensor x) => Given(x) * c;

    /// <summary>x / c. float32 and float64.</summary>
    public static Tensor operator /(Tensor x, double c) => Given(x).RequireDivisible() / x.Constant(Kernels.Divide.Name, c);

    private Tensor RequireDivisible() => DType != DType.Int32
        ? RequireFloat(Kernels.Divide.Name)
        : throw new TensorException($"{Kernels.Divide.Name}: works on float32 and float64, not on int32 {Shape}; convert with .To(DType.Float32), or use FloorDivide");

    /// <summary>c / x. float32 and float64.</summary>
    public static Tensor operator /(double c, Tensor x) => c == 1 ? Given(x).RequireDivisible().Map(default(Reciprocal)) : Scalar(c, Given(x).RequireDivisible().DType, x.Device) / x;

    /// <summary>-x.</summary>
    public static Tensor operator -(Tensor x) => Given(x).DType.IsFloat() ? x.Map(default(Negate)) : x.RequireNumbers(Kernels.Negate.Name).Constant(Kernels.Negate.Name, 0) - x;

    /// <summary>|x|.</summary>
    public Tensor Abs() => DType.IsFloat() ? Map(default(Abs)) : RequireNumbers(Kernels.Abs.Name).Zip(default(Maximum), -this);

    /// <summary>e^x.</summary>
    public Tensor Exp() => Map(default(Exp));

    /// <summary>ln x; -∞ at 0, NaN below.</summary>
    public Tensor Log() => Map(default(Log));

    /// <summary>ln(1 + x), accurate near 0.</summary>
    public Tensor Log1P() => Map(default(Log1P));

    /// <summary>e^x - 1, accurate near 0.</summary>
    public Tensor ExpM1() => Map(default(ExpM1));

    /// <summary>√x; NaN below 0.</summary>
    public Tensor Sqrt() => Map(default(Sqrt));

    /// <summary>sin x, x in radians.</summary>
    public Tensor Sin() => Map(default(Sin));

    /// <summary>cos x, x in radians.</summary>
    public Tensor Cos() => Map(default(Cos));

    /// <summary>tanh x.</summary>
    public Tensor Tanh() => Map(default(Tanh));

    /// <summary>1 / (1 + e^-x): the logistic function.</summary>
    public Tensor Sigmoid() => Map(default(Sigmoid));

    /// <summary>max(x, 0): the rectified linear unit.</summary>
    public Tensor Relu() => Map(default(Relu));

    /// <summary>ln(1 + e^x), without overflow.</summary>
    public Tensor Softplus() => Map(default(Softplus));

    /// <summary>The error function 2/√π·∫₀ˣ e^-t² dt.</summary>
    public Tensor Erf() => Map(default(Erf));

    /// <summary>x·x.</summary>
    public Tensor Square() => RequireNumbers("square") * this;
}
